/**
 * How well is the stress of verse told? For every stress*.jsonl of a folder (default $AMCS_GOLD, else ../shared/gold).
 * Poems that the shipped table learned from are measured with tables learned without them; others with the shipped table.
 *
 *   node dist/scripts/eval-stress.js [folder]
 *
 * A line whose count of syllables differs from the person's cannot be compared syllable by syllable. `syllables` and
 * `lines` are over lines of equal count; `of all` counts every other line, and all of its syllables, as wrong.
 */
import { resolve } from 'node:path';
import { openCatalog } from '../src/catalog/catalog.js';
import { packageRoot } from '../src/catalog/package-root.js';
import { learnedStress } from '../src/prosody/learned/stress.js';
import { measureVerse, shippedStress } from '../src/prosody/line.js';
import { pronouncer } from '../src/prosody/pronounce.js';
import { goldFolder, readGold } from './learn/gold.js';
import { type GoldLine, type GoldPoem, poemHash, poemsOf } from './learn/gold-lines.js';
import { lessonOf, trainStress } from './learn/stress.js';
import { type StressFigures, StressTally } from './learn/stress-figures.js';

const FOLDS = 10;
const folder = process.argv[2] ? resolve(process.argv[2]) : goldFolder();
const pronounce = pronouncer(openCatalog(packageRoot(), '').tables.pronunciations);
const poems = poemsOf(readGold<GoldLine>('stress', folder));
if (poems.length === 0) throw new Error(`No stress*.jsonl in ${folder}: set AMCS_GOLD.`);
const taught = new Set(learnedStress.poems.split(' '));
const known = poems.filter(({ key }) => taught.has(poemHash(key)));
const unknown = poems.filter((poem) => !known.includes(poem));

/** Poems in folds of about as many lines: the longest first, each into the emptiest fold. */
function foldsOf(all: readonly GoldPoem[]): GoldPoem[][] {
  const folds = Array.from({ length: Math.min(FOLDS, all.length) }, (): GoldPoem[] => []);
  const size = (fold: readonly GoldPoem[]) => fold.reduce((sum, { lines }) => sum + lines.length, 0);
  for (const poem of [...all].sort((a, b) => b.lines.length - a.lines.length)) folds.reduce((a, b) => (size(b) < size(a) ? b : a)).push(poem);
  return folds;
}

const tallies = new Map<string, StressTally>();

function measure(poem: GoldPoem, model = shippedStress(), group: string): void {
  const told = measureVerse(
    poem.lines.map(({ line }) => line),
    pronounce,
    model,
  ).lines;
  poem.lines.forEach((row, at) => {
    for (const name of [group, row.metre]) {
      const tally = tallies.get(name) ?? new StressTally();
      tallies.set(name, tally);
      tally.add(row, told[at]?.stress ?? '');
    }
  });
}

for (const fold of foldsOf(known)) {
  const lessons = known.filter((poem) => !fold.includes(poem)).flatMap(({ lines }) => lines.flatMap((row) => lessonOf(row, pronounce) ?? []));
  const model = trainStress(lessons);
  for (const poem of fold) measure(poem, model, 'ALL, learned without the poem');
}
for (const poem of unknown) measure(poem, undefined, 'ALL, unknown to the table');

const percent = (share: number) => `${(100 * share).toFixed(1)} %`.padStart(8);
const row = (name: string, { lines, counted, syllables, whole, syllablesOfAll, wholeOfAll, human2, whole2 }: StressFigures) =>
  `${name.padEnd(30)}${String(lines).padStart(5)} lines, ${String(counted).padStart(4)} counted alike: ` +
  `syllables ${percent(syllables)}, lines ${percent(whole)}; of all ${percent(syllablesOfAll)}, ${percent(wholeOfAll)}; second person ${percent(human2)}, ${percent(whole2)}`;
for (const [name, tally] of [...tallies].sort(([a], [b]) => Number(b.startsWith('ALL')) - Number(a.startsWith('ALL')) || (a < b ? -1 : 1)))
  console.log(row(name, tally.figures()));

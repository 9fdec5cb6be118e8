import { learnedStress } from '../../src/prosody/learned/stress.js';
import { measureVerse, shippedStress } from '../../src/prosody/line.js';
import type { StressModel } from '../../src/prosody/metre.js';
import type { Pronounce } from '../../src/prosody/pronounce.js';
import { type GoldLine, type GoldPoem, poemHash, poemsOf } from '../learn/gold-lines.js';
import { lessonOf, trainStress } from '../learn/stress.js';
import { foldsOf } from './folds.js';
import { type StressFigures, StressTally } from './stress-tally.js';

const FOLDS = 10;

/** Poems that the shipped table learned from are measured with tables learned without them; others with the shipped one. By metre too. */
export function measureStress(rows: readonly GoldLine[], pronounce: Pronounce): { all: StressFigures; metres: [string, StressFigures][] } {
  const poems = poemsOf(rows);
  const taught = new Set(learnedStress.poems.split(' '));
  const known = poems.filter(({ key }) => taught.has(poemHash(key)));
  const all = new StressTally();
  const byMetre = new Map<string, StressTally>();
  const measure = (poem: GoldPoem, model: StressModel) => {
    const told = measureVerse(
      poem.lines.map(({ line }) => line),
      pronounce,
      { model },
    ).lines;
    for (const [at, row] of poem.lines.entries()) {
      const own = byMetre.get(row.metre) ?? new StressTally();
      byMetre.set(row.metre, own);
      for (const tally of [all, own]) tally.add(row, told[at]?.stress ?? '');
    }
  };
  for (const fold of foldsOf(known, ({ lines }) => lines.length, FOLDS)) {
    const lessons = known.filter((poem) => !fold.includes(poem)).flatMap(({ lines }) => lines.flatMap((row) => lessonOf(row, pronounce) ?? []));
    const model = trainStress(lessons);
    for (const poem of fold) measure(poem, model);
  }
  for (const poem of poems) if (!known.includes(poem)) measure(poem, shippedStress());
  const metres = [...byMetre].map(([name, tally]): [string, StressFigures] => [name, tally.figures()]);
  return { all: all.figures(), metres: metres.sort(([a], [b]) => (a < b ? -1 : 1)) };
}

/**
 * Learns how strong words are in verse, and what liberties metres take, from lines whose stresses people marked, and writes
 * src/prosody/learned/stress.ts. The lines themselves are not shipped. scripts/eval-stress.ts measures it.
 *
 *   node dist/scripts/train-stress.js 2026-11-24
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { openCatalog } from '../src/catalog/catalog.js';
import { packageRoot } from '../src/catalog/package-root.js';
import { footRules, ruleName } from '../src/prosody/feet.js';
import { pronouncer } from '../src/prosody/pronounce.js';
import { goldFolder, readGold } from './learn/gold.js';
import { type GoldLine, poemHash, poemsOf } from './learn/gold-lines.js';
import { lessonOf, trainStress } from './learn/stress.js';

const rows = readGold<GoldLine>('stress-dev');
if (rows.length === 0) throw new Error(`No stress-dev.jsonl in ${goldFolder()}: set AMCS_GOLD to the folder with the marked lines.`);
const pronounce = pronouncer(openCatalog(packageRoot(), '').tables.pronunciations);
const lessons = rows.flatMap((row) => lessonOf(row, pronounce) ?? []);
const model = trainStress(lessons);
const sorted = [...model.weights].sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
const learned = {
  script: 'scripts/train-stress.ts',
  data: `${lessons.length} of ${rows.length} lines of the litlab set of scanned verse`,
  made: process.argv[2] ?? 'undated',
  poems: poemsOf(rows)
    .map(({ key }) => poemHash(key))
    .sort()
    .join(' '),
  feet: footRules.map((rule, at) => `${ruleName(rule)} ${model.feet[at]}`).join(' '),
  weights: sorted.map(([name, weight]) => `${name} ${weight}`).join(' '),
};
const lines = Object.entries(learned).map(([name, value]) => `  ${name}: ${JSON.stringify(value)},`);
const source = `/** Made by scripts/train-stress.ts; not written by hand. Tables are "name value name value …". */\nexport const learnedStress = {\n${lines.join('\n')}\n};\n`;
writeFileSync(process.argv[3] ?? join(packageRoot(), 'src', 'prosody', 'learned', 'stress.ts'), source);
console.log(`${sorted.length} weights, ${footRules.length} feet: ${(source.length / 1000).toFixed(0)} kB`);

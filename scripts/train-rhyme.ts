/**
 * Learns the rhyme model from stanzas whose rhymes people marked, and writes src/prosody/learned/rhyme.ts. The stanzas
 * themselves are not shipped. `npm run eval:prosody` measures it on poets it was not taught with.
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { openCatalog } from '../src/catalog/catalog.js';
import { packageRoot } from '../src/catalog/package-root.js';
import { pronouncer } from '../src/prosody/pronounce.js';
import { type GoldStanza, goldFolder, readGold } from './learn/gold.js';
import { commonEnough, countShapes, prepare, trainWeights } from './learn/rhyme.js';

const stanzas = readGold<GoldStanza>('rhyme-');
if (stanzas.length === 0) throw new Error(`No rhyme-*.jsonl in ${goldFolder()}: set AMCS_GOLD to the folder with the marked stanzas.`);
const pronounce = pronouncer(openCatalog(packageRoot(), '').tables.pronunciations);
const set = stanzas.map((stanza) => prepare(stanza, pronounce));
const { whole, steps } = countShapes(set);
const text = (table: ReadonlyMap<string, number>) =>
  [...table]
    .sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))
    .map(([name, value]) => `${name} ${value}`)
    .join(' ');
const learned = {
  script: 'scripts/train-rhyme.ts',
  data: `${stanzas.length} stanzas of the Chicago rhyming poetry corpus`,
  made: process.argv[2] ?? 'undated',
  poets: [...new Set(stanzas.map(({ poet }) => poet))].sort(),
  weights: text(trainWeights(set)),
  shapes: text(commonEnough(whole)),
  steps: text(steps),
};
const lines = Object.entries(learned).map(([name, value]) => `  ${name}: ${JSON.stringify(value)},`);
const source = `/** Made by scripts/train-rhyme.ts; not written by hand. Tables are "name value name value …". */\nexport const learnedRhyme = {\n${lines.join('\n')}\n};\n`;
writeFileSync(join(packageRoot(), 'src', 'prosody', 'learned', 'rhyme.ts'), source);
console.log(`${learned.weights.split(' ').length / 2} weights, ${learned.shapes.split(' ').length / 2} shapes: ${(source.length / 1000).toFixed(0)} kB`);

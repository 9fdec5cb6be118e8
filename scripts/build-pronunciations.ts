/**
 * Builds dist/data/pronunciations.txt from the CMU dictionary: one line a word, sorted by bytes, so that
 * the catalog can look a word up by binary search in the file's bytes without building a map.
 * Line: word, space, pronunciations joined by "|".
 */
import { createHash } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { dictionary } from 'cmu-pronouncing-dictionary';

const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..');
/** Where CMU lists another word of the same spelling first, the reading that songs mean. */
const commonest = new Map([
  ['wind', 'W IH1 N D'],
  ['live', 'L IH1 V'],
  ['tear', 'T IH1 R'],
  ['read', 'R IY1 D'],
  ['lead', 'L IY1 D'],
  ['minute', 'M IH1 N AH0 T'],
  ['wound', 'W UW1 N D'],
]);

const words = new Map<string, string[]>();
for (const [entry, phones] of Object.entries(dictionary)) {
  const [, word, variant] = /^(.+?)(?:\((\d+)\))?$/.exec(entry) ?? [];
  if (!word || !/^[a-z'.-]+$/.test(word) || word.includes(' ')) continue;
  const variants = words.get(word) ?? [];
  // Some entries carry a remark: "AA1 L T OW2 # name, finnish".
  variants[variant ? Number(variant) - 1 : 0] = (phones.split('#')[0] as string).trim();
  words.set(word, variants);
}
const lines = [...words.entries()]
  .map(([word, variants]) => `${word} ${[...new Set([...(commonest.has(word) ? [commonest.get(word)] : []), ...variants.filter(Boolean)])].join('|')}`)
  .sort((a, b) => {
    const [x, y] = [a.slice(0, a.indexOf(' ')), b.slice(0, b.indexOf(' '))];
    return x < y ? -1 : x > y ? 1 : 0;
  });
const target = join(root, 'dist', 'data', 'pronunciations.txt');
mkdirSync(dirname(target), { recursive: true });
const text = `${lines.join('\n')}\n`;
writeFileSync(target, text, 'latin1');
// Every run records which dictionary it used; hashing it here spares each start 4 MB of hashing.
writeFileSync(target.replace(/txt$/, 'sha256'), `${createHash('sha256').update(text).digest('hex')}\n`);
console.log(`pronunciations: ${lines.length} words`);

/**
 * Builds dist/data/pronunciations.txt from the CMU dictionary: one line a word, sorted by bytes, so that
 * the catalog can look a word up by binary search in the file's bytes without building a map.
 * Line: word, space, pronunciations joined by "|", the one that songs mean first.
 * The learned letter table (scripts/train-letters.ts) is copied beside it.
 */
import { createHash } from 'node:crypto';
import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { dictionary } from 'cmu-pronouncing-dictionary';
import { sungFirst } from '../src/prosody/words/sung.js';

const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..');

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
  .map(([word, variants]) => `${word} ${sungFirst(word, variants.filter(Boolean)).join('|')}`)
  .sort((a, b) => {
    const [x, y] = [a.slice(0, a.indexOf(' ')), b.slice(0, b.indexOf(' '))];
    return x < y ? -1 : x > y ? 1 : 0;
  });
const folder = join(root, 'dist', 'data');
mkdirSync(folder, { recursive: true });
const text = `${lines.join('\n')}\n`;
writeFileSync(join(folder, 'pronunciations.txt'), text, 'latin1');
const letters = join(root, 'scripts', 'learn', 'letters.bin');
copyFileSync(letters, join(folder, 'letters.bin'));
// Every run records which dictionary it used; hashing it here spares each start 4 MB of hashing.
const hash = createHash('sha256').update(text).update(readFileSync(letters)).digest('hex');
writeFileSync(join(folder, 'pronunciations.sha256'), `${hash}\n`);
console.log(`pronunciations: ${lines.length} words`);

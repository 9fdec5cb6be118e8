/**
 * Measures syllable counts on songs whose syllables as sung are marked.
 *
 *   node dist/scripts/eval-syllables.js [folder] [--wrong]
 *
 * The folder (default $AMCS_GOLD, else ../shared/gold) holds songs*.jsonl; --wrong lists the words that miss.
 *
 * Left out, by rules that know nothing of the result: sections in which four words of ten or more are not in the
 * pronouncing dictionary (Latin, German, much nonny), and "words" without a letter (numbers of hymns).
 */
import { resolve } from 'node:path';
import { openCatalog } from '../src/catalog/catalog.js';
import { packageRoot } from '../src/catalog/package-root.js';
import { isVowel } from '../src/prosody/arpabet.js';
import { pronouncer } from '../src/prosody/pronounce.js';
import { wordsOf } from '../src/prosody/tokens.js';
import { pronounceIn } from '../src/prosody/words/heteronyms.js';
import { goldFolder, readGold } from './learn/gold.js';

interface GoldSong {
  file: string;
  title: string;
  sections: { lines: { text: string; syl: string[][] }[] }[];
}

const FOREIGN = 0.4;

const folder = process.argv[2] && !process.argv[2].startsWith('--') ? resolve(process.argv[2]) : goldFolder();
const songs = readGold<GoldSong>('songs', folder);
if (songs.length === 0) throw new Error(`No songs*.jsonl in ${folder}.`);
const table = openCatalog(packageRoot(), '').tables.pronunciations;
const pronounce = pronouncer(table);

const total = { words: 0, right: 0, within: 0, lines: 0, exact: 0, near: 0 };
const wrong = new Map<string, number>();
const skipped: string[] = [];
for (const { title, file, sections } of songs) {
  for (const { lines } of sections) {
    if (isForeign(lines.map(({ syl }) => syl.map((parts) => parts.join('')).join(' ')))) {
      skipped.push(title || file);
      continue;
    }
    for (const { syl } of lines) measure(syl.filter((parts) => /\p{L}/u.test(parts.join(''))));
  }
}
const percent = (part: number, whole: number) => `${((part / whole) * 100).toFixed(2)} %`;
console.log(
  `${songs.length} songs, ${total.words} words, ${total.lines} lines; sections left out as not English: ${[...new Set(skipped)].join(', ') || 'none'}`,
);
console.log(`words right ${percent(total.right, total.words)} (inside min to max ${percent(total.within, total.words)})`);
console.log(`lines exact ${percent(total.exact, total.lines)}, within one ${percent(total.near, total.lines)}`);
if (process.argv.includes('--wrong')) {
  for (const [what, count] of [...wrong].sort((a, b) => b[1] - a[1])) console.log(`${count}× ${what}`);
}

function isForeign(texts: readonly string[]): boolean {
  const words = texts.flatMap(wordsOf).filter((word) => /\p{L}/u.test(word));
  const unknown = words.filter((word) => table.lookup(word).length === 0);
  return words.length > 0 && unknown.length / words.length >= FOREIGN;
}

function measure(words: readonly string[][]): void {
  if (words.length === 0) return;
  // A word of the notes may be two for the dictionary ("twenty-four"), so places are kept apart.
  const tokens = words.map((parts) => wordsOf(parts.join('')));
  const flat = tokens.flat();
  let at = 0;
  const counts = tokens.map((own) => {
    const spoken = own.map(() => pronounceIn(flat, at++, pronounce));
    return { own, said: sum(spoken.map(({ phones }) => phones.filter(isVowel).length)), spoken };
  });
  counts.forEach(({ own, said, spoken }, place) => {
    const wanted = (words[place] as string[]).length;
    total.words += 1;
    total.right += said === wanted ? 1 : 0;
    total.within += sum(spoken.map(({ syllables }) => syllables.min)) <= wanted && wanted <= sum(spoken.map(({ syllables }) => syllables.max)) ? 1 : 0;
    const miss = `${own.join(' ')}: sung ${wanted}, counted ${said}`;
    if (said !== wanted) wrong.set(miss, (wrong.get(miss) ?? 0) + 1);
  });
  const off = Math.abs(sum(counts.map(({ said }) => said)) - sum(words.map(({ length }) => length)));
  total.lines += 1;
  total.exact += off === 0 ? 1 : 0;
  total.near += off <= 1 ? 1 : 0;
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((all, one) => all + one, 0);
}

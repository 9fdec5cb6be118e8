import { isVowel } from '../../src/prosody/arpabet.js';
import type { Pronounce } from '../../src/prosody/pronounce.js';
import { wordsOf } from '../../src/prosody/tokens.js';
import { pronounceIn } from '../../src/prosody/words/heteronyms.js';

/** A song with the syllables of each word as the notes have them. */
export interface SungSong {
  file: string;
  title: string;
  sections: { lines: { syl: string[][] }[] }[];
}

export interface SyllableFigures {
  songs: number;
  words: number;
  /** Shares from 0 to 1: words counted right; lines counted right, and off by one at the most. */
  right: number;
  exact: number;
  near: number;
  /** Songs of which a section was left out. */
  left: string[];
  /** What was counted wrong, and how often. */
  wrong: [string, number][];
}

/** From this share of words that the dictionary lacks a section passes for another language, or for much nonny. */
const FOREIGN = 0.4;

/**
 * Syllable counts beside the notes. Left out, by rules that know nothing of the result: sections in another language, and
 * "words" without a letter (numbers of hymns).
 */
export function measureSyllables(songs: readonly SungSong[], pronounce: Pronounce): SyllableFigures {
  const total = { words: 0, right: 0, lines: 0, exact: 0, near: 0 };
  const left = new Set<string>();
  const wrong = new Map<string, number>();
  for (const { title, file, sections } of songs) {
    for (const { lines } of sections) {
      if (isForeign(lines, pronounce)) left.add(title || file);
      else for (const { syl } of lines) countLine(syl, pronounce, total, wrong);
    }
  }
  return {
    songs: songs.length,
    words: total.words,
    right: total.right / total.words,
    exact: total.exact / total.lines,
    near: total.near / total.lines,
    left: [...left],
    wrong: [...wrong].sort((a, b) => b[1] - a[1]),
  };
}

function isForeign(lines: readonly { syl: string[][] }[], pronounce: Pronounce): boolean {
  const words = lines.flatMap(({ syl }) => syl.flatMap((parts) => wordsOf(parts.join('')))).filter((word) => /\p{L}/u.test(word));
  const unknown = words.filter((word) => !['dictionary', 'form'].includes(pronounce(word).source));
  return words.length > 0 && unknown.length / words.length >= FOREIGN;
}

function countLine(
  syl: readonly string[][],
  pronounce: Pronounce,
  total: { words: number; right: number; lines: number; exact: number; near: number },
  wrong: Map<string, number>,
): void {
  const words = syl.filter((parts) => /\p{L}/u.test(parts.join('')));
  if (words.length === 0) return;
  // A word of the notes may be two for the dictionary ("twenty-four").
  const tokens = words.map((parts) => wordsOf(parts.join('')));
  const flat = tokens.flat();
  let at = 0;
  let off = 0;
  for (const [place, own] of tokens.entries()) {
    const said = own.reduce((sum) => sum + pronounceIn(flat, at++, pronounce).phones.filter(isVowel).length, 0);
    const sung = (words[place] as string[]).length;
    total.words += 1;
    total.right += said === sung ? 1 : 0;
    off += said - sung;
    const miss = `${own.join(' ')}: sung ${sung}, counted ${said}`;
    if (said !== sung) wrong.set(miss, (wrong.get(miss) ?? 0) + 1);
  }
  total.lines += 1;
  total.exact += off === 0 ? 1 : 0;
  total.near += Math.abs(off) <= 1 ? 1 : 0;
}

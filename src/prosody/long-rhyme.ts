import { isVowel } from './arpabet.js';
import { measureLine } from './line.js';
import type { Pronounce } from './pronounce.js';
import { heard } from './rhyme.js';

/** One of a line's last syllables, as a rhyme over several of them hears it. */
interface Syllable {
  vowel: string;
  strong: boolean;
  word: string;
}

/** The last syllables of a line, the very last one first. */
export type LongEnd = readonly Syllable[];

/** Nobody hears a rhyme over more syllables than this as one. */
const LONGEST = 6;

export function longEnd(text: string, pronounce: Pronounce): LongEnd {
  const { words, stress, wordOf, phones } = measureLine(text, pronounce);
  const sounds = heard(phones).filter((_, at) => isVowel(phones[at] as string));
  return sounds
    .map((vowel, at) => ({ vowel, strong: stress[at] === '1', word: words[wordOf[at] as number] as string }))
    .slice(-LONGEST)
    .reverse();
}

/**
 * Over how many syllables two lines rhyme whose last sounds rhyme: "paper trail" and "later mail" over three. It counts
 * back over equal vowels to the last that is stressed in both; a word that comes again is a repeat and ends the count.
 */
export function rhymeLength(a: LongEnd, b: LongEnd): number {
  let length = 1;
  for (let at = 0; at < Math.min(a.length, b.length); at += 1) {
    const [one, other] = [a[at] as Syllable, b[at] as Syllable];
    if (one.vowel !== other.vowel || one.word === other.word) break;
    if (one.strong && other.strong) length = at + 1;
  }
  return length;
}

import { bare, isVowel, similarConsonants, similarVowels, stressOf } from './arpabet.js';
import type { Pronounce } from './pronounce.js';
import { wordsOf } from './tokens.js';
import { pronounceIn } from './words/heteronyms.js';

/**
 * How two line ends sound together. perfect: same sounds from the last stressed vowel on, after another
 * onset. slant: vowels or consonants are only near, or a light last syllable answers a stressed one.
 * eye: alike to the eye only (love/prove). same: the same word, which is a repeat and not a rhyme.
 */
export type RhymeTier = 'perfect' | 'slant' | 'eye' | 'same' | 'none';

/** The sounds that a rhyme turns on. */
export interface LineEnd {
  word: string;
  /** Consonants before the stressed vowel. */
  onset: string;
  /** From the last stressed vowel on, stress digits removed. */
  tail: readonly string[];
  /** From the very last vowel on, where that is another one than the tail's first, else null. */
  lightTail: readonly string[] | null;
}

/** The end of a word. A one-syllable word's vowel counts as stressed. */
export function wordEnd(word: string, pronounce: Pronounce): LineEnd {
  return endOf(word, pronounce(word).phones);
}

/** The end of a line's last word, in the reading that its neighbours ask for. */
export function lineEnd(text: string, pronounce: Pronounce): LineEnd {
  const words = wordsOf(text);
  const word = words.at(-1) ?? '';
  return endOf(word, word === '' ? [] : pronounceIn(words, words.length - 1, pronounce).phones);
}

function endOf(word: string, phones: readonly string[]): LineEnd {
  const vowels = phones.flatMap((phone, at) => (isVowel(phone) ? [at] : []));
  const last = vowels.at(-1) ?? 0;
  // The dictionary gives the light end of "company" a second stress.
  const light = (at: number) => at === phones.length - 1 && phones[at] === 'IY2' && vowels.length > 1;
  const stressed = vowels.findLast((at) => stressOf(phones[at] as string) > 0 && !light(at)) ?? last;
  let start = stressed;
  while (start > 0 && !isVowel(phones[start - 1] as string)) start -= 1;
  return {
    word,
    onset: phones.slice(start, stressed).join(' '),
    tail: heard(phones.slice(stressed)),
    lightTail: last > stressed ? heard(phones.slice(stressed)).slice(last - stressed) : null,
  };
}

/** Vowels that R makes alike: near/here, carry/merry, door/four, poor/pure. */
const beforeR: Record<string, string> = { IY: 'IH', AE: 'EH', EY: 'EH', OW: 'AO', UW: 'UH' };

/**
 * Sounds as an ear holds them together in rhymes, stress digits removed. The dictionary tells apart what most singers do
 * not: hated/waited by their faint vowel, near/here before R, boss/loss by an open one.
 */
export function heard(phones: readonly string[]): string[] {
  return phones.map((phone, at) => {
    const next = phones[at + 1];
    const sound = bare(phone);
    if (next === 'R') return beforeR[sound] ?? sound;
    if (sound === 'AA') return 'AO';
    // A faint vowel between consonants; a last open one keeps its colour, and so does that of "in", which the list calls faint.
    return phone === 'IH0' && at > 0 && next !== undefined && next !== 'NG' ? 'AH' : sound;
  });
}

/** The key under which perfect rhymes meet. */
export function rhymeKey(end: LineEnd): string {
  return end.tail.join(' ');
}

export function rhymeTier(a: LineEnd, b: LineEnd): RhymeTier {
  if (a.word === '' || b.word === '') return 'none';
  if (a.word === b.word) return 'same';
  if (rhymeKey(a) === rhymeKey(b)) return a.onset === b.onset ? 'slant' : 'perfect';
  if (isSlant(a.tail, b.tail) || lightRhyme(a, b)) return 'slant';
  return looksAlike(a.word, b.word) ? 'eye' : 'none';
}

/** Same rhythm of the tail, and either the vowels or the consonants equal while the other is near. */
function isSlant(a: readonly string[], b: readonly string[]): boolean {
  const vowelsA = a.filter((phone) => !isConsonant(phone));
  const vowelsB = b.filter((phone) => !isConsonant(phone));
  if (vowelsA.length !== vowelsB.length) return false;
  const sameVowels = vowelsA.every((vowel, at) => vowel === vowelsB[at]);
  const nearVowels = vowelsA.every((vowel, at) => similarVowels(vowel, vowelsB[at] as string));
  const codaA = a.filter(isConsonant);
  const codaB = b.filter(isConsonant);
  // Over two syllables or more the consonants between may differ: plastic/ecstatic, signal/original.
  if (sameVowels) return codasNear(codaA, codaB) || (vowelsA.length > 1 && lastCoda(a) !== '' && lastCoda(a) === lastCoda(b));
  return nearVowels && codaA.length > 0 && codaA.join(' ') === codaB.join(' ');
}

function lastCoda(tail: readonly string[]): string {
  return tail.slice(tail.findLastIndex((phone) => !isConsonant(phone)) + 1).join(' ');
}

function codasNear(a: readonly string[], b: readonly string[]): boolean {
  if (a.length === b.length) return a.every((phone, at) => similarConsonants(phone, b[at] as string));
  const [short, long] = a.length < b.length ? [a, b] : [b, a];
  // One more consonant at the very end is hardly heard: home/homes, time/climbed. An open end is: go/gold.
  return short.length > 0 && long.length === short.length + 1 && short.every((phone, at) => similarConsonants(phone, long[at] as string));
}

/** "family" answers "free": the light last syllable is lifted by the beat. */
function lightRhyme(a: LineEnd, b: LineEnd): boolean {
  const lifted = (light: LineEnd, firm: LineEnd) => light.lightTail !== null && firm.lightTail === null && light.lightTail.join(' ') === firm.tail.join(' ');
  return lifted(a, b) || lifted(b, a);
}

const arpabetVowels = new Set(['AA', 'AE', 'AH', 'AO', 'AW', 'AY', 'EH', 'ER', 'EY', 'IH', 'IY', 'OW', 'OY', 'UH', 'UW']);
const isConsonant = (phone: string) => !arpabetVowels.has(phone);

function looksAlike(a: string, b: string): boolean {
  const ending = (word: string) => /[aeiouy]+[^aeiouy]*e?$/.exec(word)?.[0] ?? '';
  return ending(a).length >= 3 && ending(a) === ending(b);
}

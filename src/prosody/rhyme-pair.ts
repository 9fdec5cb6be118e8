import { bare, isVowel, stressOf } from './arpabet.js';
import type { Spoken } from './pronounce.js';

/** A line's last word, taken apart for comparison. Places are indexes into `phones`. */
export interface SoundEnd {
  word: string;
  /** Letters only. */
  letters: string;
  /** Without stress digits. */
  phones: readonly string[];
  known: boolean;
  /** The last vowel, and the last stressed one. */
  last: number;
  stressed: number;
  /** Whether the last syllable is a light one of a longer word. */
  light: boolean;
  /** Vowels from the stressed one on: 1 in "day", 2 in "morning". */
  syllables: number;
  /** The spelling from the last written vowel on, "ove" in "love". */
  spelt: string;
}

export function soundEnd(word: string, { phones, known }: Spoken): SoundEnd | null {
  const vowels = phones.flatMap((phone, at) => (isVowel(phone) ? [at] : []));
  const last = vowels.at(-1);
  if (last === undefined) return null;
  const stressed = vowels.findLast((at) => stressOf(phones[at] as string) > 0) ?? last;
  const letters = word.replace(/[^a-z]/g, '');
  return {
    word,
    letters,
    phones: phones.map(bare),
    known,
    last,
    stressed,
    light: vowels.length > 1 && stressOf(phones[last] as string) === 0,
    syllables: vowels.filter((at) => at >= stressed).length,
    spelt: /[aeiouy]+[^aeiouy]*e?s?$/.exec(letters)?.[0] ?? letters,
  };
}

/**
 * What two ends have in common and where they part, as names of features. `distance` is how many lines apart they
 * stand, `lines` how many the stanza has: a rhyme far away is chance more often than not.
 */
export function pairFeatures(a: SoundEnd, b: SoundEnd, distance: number, lines: number): string[] {
  const facts = compare(a, b);
  return [
    ...vowelFeatures(a, b, facts),
    ...codaFeatures(facts),
    ...tailFeatures(a, b, facts),
    ...spellingFeatures(a, b, facts),
    ...placeFeatures(distance, lines),
  ];
}

interface Facts {
  vowels: string;
  sameVowel: boolean;
  codaA: readonly string[];
  codaB: readonly string[];
  sameCoda: boolean;
  sameOnset: boolean;
  sameTail: boolean;
  /** "11" where both last syllables are firm, "01" where one is light, "00" where both are. */
  weights: string;
  sameSpelling: boolean;
  /** Letters equal from the end on, at most 6. */
  letters: number;
}

function compare(a: SoundEnd, b: SoundEnd): Facts {
  const [vowelA, vowelB] = [a.phones[a.last] as string, b.phones[b.last] as string];
  const [codaA, codaB] = [a.phones.slice(a.last + 1), b.phones.slice(b.last + 1)];
  const tail = (end: SoundEnd) => end.phones.slice(end.stressed).join(' ');
  return {
    vowels: unordered(vowelA, vowelB),
    sameVowel: vowelA === vowelB,
    codaA,
    codaB,
    sameCoda: codaA.join(' ') === codaB.join(' '),
    sameOnset: onset(a, a.stressed) === onset(b, b.stressed),
    sameTail: tail(a) === tail(b),
    weights: [a, b]
      .map(({ light }) => (light ? 0 : 1))
      .sort()
      .join(''),
    sameSpelling: a.spelt === b.spelt,
    letters: commonEnding(a.letters, b.letters),
  };
}

const unordered = (a: string, b: string) => (a < b ? `${a}:${b}` : `${b}:${a}`);
const flag = (value: boolean) => (value ? '1' : '0');

function vowelFeatures(a: SoundEnd, b: SoundEnd, { vowels, sameVowel, sameCoda, weights }: Facts): string[] {
  const firm = weights === '11';
  return [
    'bias',
    `V${flag(sameVowel)}`,
    `v${vowels}${firm ? '' : 'u'}`,
    `vc${vowels}${flag(sameCoda)}${Math.min(a.light ? 0 : 1, b.light ? 0 : 1)}`,
    `S${weights}`,
  ];
}

function codaFeatures({ codaA, codaB, sameCoda, sameVowel }: Facts): string[] {
  const apart: string[] = [];
  for (let at = 1; at <= Math.max(codaA.length, codaB.length); at += 1) {
    const [x, y] = [codaA.at(-at) ?? '-', codaB.at(-at) ?? '-'];
    if (x !== y) apart.push(`c${unordered(x, y)}`);
  }
  const lengths = codaA.length === codaB.length ? [] : ['Cl'];
  const whole = sameVowel ? [`cv${sameCoda ? '=' : unordered(codaA.join(''), codaB.join(''))}`] : [];
  return [`C${flag(sameCoda)}`, ...lengths, ...apart, ...whole];
}

/** From the last stressed vowel on: what a rhyme of two or three syllables turns on. */
function tailFeatures(a: SoundEnd, b: SoundEnd, { sameTail, sameOnset, sameVowel, sameCoda, weights }: Facts): string[] {
  const [few, many] = [Math.min(a.syllables, b.syllables, 3), Math.min(Math.max(a.syllables, b.syllables), 3)];
  const found = [`n${few}${many}`, `O${flag(sameOnset)}`, `X${flag(sameVowel)}${flag(sameCoda)}${flag(sameOnset)}${weights}`];
  if (onset(a, a.last) === onset(b, b.last)) found.push(`OL${weights}`);
  if (sameTail) return [...found, `T${few}`];
  if (a.syllables !== b.syllables || a.syllables === 1) return found;
  const [x, y] = [a.phones[a.stressed] as string, b.phones[b.stressed] as string];
  const middle = (end: SoundEnd) => end.phones.slice(end.stressed + 1, end.last).join(' ');
  return [...found, `I${flag(x === y)}`, `i${unordered(x, y)}`, `M${flag(middle(a) === middle(b))}`];
}

function spellingFeatures(a: SoundEnd, b: SoundEnd, { letters, sameSpelling, sameVowel, sameCoda, sameTail }: Facts): string[] {
  const known = `${flag(a.known)}${flag(b.known)}`;
  return [
    `L${letters}`,
    `E${flag(sameSpelling)}`,
    `K${known}${flag(sameSpelling)}${flag(sameTail)}`,
    `XE${flag(sameVowel)}${flag(sameCoda)}${flag(sameSpelling)}${Math.min(letters, 4)}`,
    `XK${known}${Math.min(letters, 5)}${flag(sameVowel)}${flag(sameCoda)}`,
    ...(a.letters === b.letters ? ['W'] : []),
    ...(sameSpelling && !sameVowel ? ['eye'] : []),
  ];
}

function placeFeatures(distance: number, lines: number): string[] {
  const far = distance <= 6 ? distance : distance <= 8 ? 7 : distance <= 11 ? 8 : 9;
  const size = [4, 6, 9, 14].find((most) => lines <= most) ?? 15;
  return [`D${far}`, `N${size}d${Math.min(distance, 5)}`];
}

/** The consonants right before a vowel. */
function onset({ phones }: SoundEnd, vowel: number): string {
  let start = vowel;
  while (start > 0 && !VOWELS.has(phones[start - 1] as string)) start -= 1;
  return phones.slice(start, vowel).join(' ');
}

const VOWELS = new Set(['AA', 'AE', 'AH', 'AO', 'AW', 'AY', 'EH', 'ER', 'EY', 'IH', 'IY', 'OW', 'OY', 'UH', 'UW']);

function commonEnding(a: string, b: string): number {
  let same = 0;
  while (same < 6 && same < a.length && same < b.length && a.at(-1 - same) === b.at(-1 - same)) same += 1;
  return same;
}

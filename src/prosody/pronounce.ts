import type { Pronunciations } from '../domain/tables.js';
import { isVowel } from './arpabet.js';
import { spellOut } from './spell.js';

/** A word's sounds, and whether the dictionary knew it. */
export interface Spoken {
  phones: readonly string[];
  known: boolean;
}

export type Pronounce = (word: string) => Spoken;

/**
 * A function that pronounces any word. Known words come from the dictionary (the commonest variant:
 * composing with "any variant" would rhyme the wind that blows with the wind of a clock); others from
 * their stem, their halves, or at last their letters.
 */
export function pronouncer(table: Pronunciations): Pronounce {
  const cache = new Map<string, Spoken>();
  const known = (word: string): string[] | undefined => table.lookup(word)[0]?.split(' ');
  return (word) => {
    const cached = cache.get(word);
    if (cached) return cached;
    const phones = known(word);
    const spoken = phones ? { phones, known: true } : { phones: guess(word, known), known: false };
    if (cache.size < 50_000) cache.set(word, spoken);
    return spoken;
  };
}

type Lookup = (word: string) => string[] | undefined;

function guess(word: string, known: Lookup): string[] {
  if (/^\d+$/.test(word)) return number(word, known);
  const bare = word.normalize('NFKD').replace(/\p{M}/gu, '');
  const unaccented = bare === word ? undefined : known(bare);
  if (unaccented) return unaccented;
  return fromStem(word, known) ?? fromHalves(word, known) ?? spellOut(word);
}

const endings: { ending: RegExp; stems: (stem: string) => string[]; adds: (stem: string[]) => string[] }[] = [
  { ending: /'s?$/, stems: (stem) => [stem], adds: plural },
  { ending: /in'?$/, stems: (stem) => [`${stem}ing`], adds: (stem) => [...stem.slice(0, -1), 'N'] },
  { ending: /ing$/, stems: (stem) => [stem, `${stem}e`], adds: (stem) => [...stem, 'IH0', 'NG'] },
  { ending: /es$/, stems: (stem) => [stem, `${stem}e`], adds: plural },
  { ending: /s$/, stems: (stem) => [stem], adds: plural },
  { ending: /ed$/, stems: (stem) => [stem, `${stem}e`], adds: past },
  { ending: /ly$/, stems: (stem) => [stem], adds: (stem) => [...stem, 'L', 'IY0'] },
  { ending: /er$/, stems: (stem) => [stem, `${stem}e`], adds: (stem) => [...stem, 'ER0'] },
  { ending: /y$/, stems: (stem) => [stem, `${stem}e`], adds: (stem) => [...stem, 'IY0'] },
];

function fromStem(word: string, known: Lookup): string[] | undefined {
  for (const { ending, stems, adds } of endings) {
    if (!ending.test(word)) continue;
    for (const stem of stems(word.replace(ending, ''))) {
      const phones = stem.length >= 2 ? known(stem) : undefined;
      if (phones) return adds(phones);
    }
  }
  return undefined;
}

function plural(stem: string[]): string[] {
  const last = stem.at(-1) as string;
  if (['S', 'Z', 'SH', 'ZH', 'CH', 'JH'].includes(last)) return [...stem, 'IH0', 'Z'];
  return [...stem, ['P', 'T', 'K', 'F', 'TH'].includes(last) ? 'S' : 'Z'];
}

function past(stem: string[]): string[] {
  const last = stem.at(-1) as string;
  if (last === 'T' || last === 'D') return [...stem, 'IH0', 'D'];
  return [...stem, ['P', 'K', 'F', 'TH', 'S', 'SH', 'CH'].includes(last) ? 'T' : 'D'];
}

/** "streetlight" = street + light; the second half's stress becomes secondary, as in any compound. */
function fromHalves(word: string, known: Lookup): string[] | undefined {
  for (let cut = word.length - 3; cut >= 3; cut -= 1) {
    const head = known(word.slice(0, cut));
    const tail = head && known(word.slice(cut));
    if (head && tail) return [...head, ...tail.map((phone) => (isVowel(phone) ? phone.replace('1', '2') : phone))];
  }
  return undefined;
}

const ones = 'zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen'.split(' ');
const tens = '  twenty thirty forty fifty sixty seventy eighty ninety'.split(' ');

/** Numbers up to 9999 are read as years and counts are ("nineteen eighty-four"); longer ones digit by digit. */
function number(digits: string, known: Lookup): string[] {
  return numberWords(digits).flatMap((word) => known(word) ?? []);
}

function numberWords(digits: string): string[] {
  const value = Number(digits);
  if (digits.length > 4) return [...digits].map((digit) => ones[Number(digit)] as string);
  if (value < 20) return [ones[value] as string];
  if (value < 100) return [tens[Math.floor(value / 10)] as string, ...(value % 10 ? [ones[value % 10] as string] : [])];
  if (value % 1000 === 0) return [ones[value / 1000] as string, 'thousand'];
  if (value < 1000) return [ones[Math.floor(value / 100)] as string, 'hundred', ...(value % 100 ? numberWords(String(value % 100)) : [])];
  const [head, tail] = [Math.floor(value / 100), value % 100];
  if (head % 10 === 0) return [ones[head / 10] as string, 'thousand', ...(tail ? numberWords(String(tail)) : [])];
  return [...numberWords(String(head)), ...(tail === 0 ? ['hundred'] : tail < 10 ? ['oh', ones[tail] as string] : numberWords(String(tail)))];
}

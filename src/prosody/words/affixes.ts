import { isVowel } from '../arpabet.js';
import { compounding } from './compounding.js';

/** Phones of a word that is known, or undefined. */
export type Lookup = (word: string) => readonly string[] | undefined;

interface Ending {
  letters: RegExp;
  /** Spellings of the stem, the likeliest first. */
  stems: (stem: string) => string[];
  adds: (stem: readonly string[]) => string[];
}

/** stopp-ed → stop, lov-ed → love, carri-ed → carry. After one vowel and one consonant the e is likelier than a name like "Mak". */
const anyStem = (stem: string): string[] => {
  const whole = /[^aeiou][aeiou][^aeiouwxy]$/.test(stem) ? [`${stem}e`, stem] : [stem, `${stem}e`];
  // "pass" and "call" are doubled by themselves, "stopp" is not.
  const undoubled = /([^aeiou])\1$/.test(stem) ? [stem.slice(0, -1)] : [];
  const stems = /([sflz])\1$/.test(stem) ? [stem, ...undoubled] : [...undoubled, ...whole];
  return [...stems, ...(stem.endsWith('i') ? [`${stem.slice(0, -1)}y`] : [])];
};
/** happi-ness → happy. */
const wholeStem = (stem: string): string[] => (stem.endsWith('i') ? [`${stem.slice(0, -1)}y`, stem] : [stem]);

const plain = (letters: RegExp, phones: string, stems = wholeStem): Ending => ({ letters, stems, adds: (stem) => [...stem, ...phones.split(' ')] });
/** Endings that begin with a vowel take the syllable from a final -le: twinkle, twinkling. */
const vowelEnding = (letters: RegExp, phones: string): Ending => ({
  letters,
  stems: anyStem,
  adds: (stem) => [...withoutSyllabicL(stem), ...phones.split(' ')],
});

const endings: readonly Ending[] = [
  { letters: /'s$/, stems: (stem) => [stem], adds: plural },
  { letters: /ies$/, stems: (stem) => [`${stem}y`, `${stem}ie`], adds: plural },
  { letters: /es$/, stems: (stem) => [`${stem}e`, stem], adds: plural },
  { letters: /(?<![su])s$/, stems: (stem) => [stem], adds: plural },
  // As spoken before the Puritans, and in song: "learnèd", "blessèd" come here with their accents.
  plain(/[èéë]d$/, 'IH0 D', anyStem),
  { letters: /(?:'|e)d$/, stems: anyStem, adds: past },
  vowelEnding(/ing$/, 'IH0 NG'),
  { letters: /in'$/, stems: (stem) => [`${stem}ing`], adds: (whole) => [...whole.slice(0, -1), 'N'] },
  vowelEnding(/in'$/, 'IH0 N'),
  vowelEnding(/ings$/, 'IH0 NG Z'),
  vowelEnding(/ingly$/, 'IH0 NG L IY0'),
  vowelEnding(/eth$/, 'IH0 TH'),
  vowelEnding(/est$/, 'AH0 S T'),
  plain(/'st$/, 'S T', anyStem),
  { letters: /ly$/, stems: wholeStem, adds: (stem) => [...stem, ...(stem.at(-1) === 'L' ? [] : ['L']), 'IY0'] },
  { letters: /ally$/, stems: (stem) => (stem.endsWith('ic') ? [stem] : []), adds: (stem) => [...stem, 'L', 'IY0'] },
  vowelEnding(/ers$/, 'ER0 Z'),
  plain(/ness$/, 'N AH0 S'),
  plain(/less$/, 'L AH0 S'),
  plain(/ful$/, 'F AH0 L'),
  plain(/fully$/, 'F AH0 L IY0'),
  plain(/lessly$/, 'L AH0 S L IY0'),
  plain(/ment$/, 'M AH0 N T'),
  plain(/ship$/, 'SH IH2 P'),
  plain(/hood$/, 'HH UH2 D'),
  plain(/some$/, 'S AH0 M'),
  plain(/wards?$/, 'W ER0 D'),
  plain(/like$/, 'L AY2 K'),
  plain(/ish$/, 'IH0 SH', anyStem),
  plain(/able$/, 'AH0 B AH0 L', anyStem),
  plain(/'ll$/, 'AH0 L'),
  plain(/'ve$/, 'AH0 V'),
  plain(/'re$/, 'ER0'),
  plain(/n't$/, 'AH0 N T'),
  plain(/'t$/, 'T'),
  plain(/'m$/, 'M'),
];

/** Endings that stems of two letters take as well: goeth, doing, be'st. */
const ofShortStems = /(?:eth|est|ing|'\w+)$/;

/** A word from its stem and ending: "appeareth", "glimmerings", "kiss'd". */
export function fromStem(word: string, known: Lookup): string[] | undefined {
  for (const { letters, stems, adds } of endings) {
    const at = word.search(letters);
    if (at < 2) continue;
    for (const stem of stems(word.slice(0, at))) {
      const phones = stem.length >= (ofShortStems.test(word) ? 2 : 3) && /[aeiouy]/.test(word.slice(0, at)) ? known(stem) : undefined;
      if (phones?.some(isVowel)) return contracted(word, phones) ?? adds(phones);
    }
  }
  return undefined;
}

/** After a vowel the verb of a contraction loses its own: they'll, ye're, who've. */
function contracted(word: string, stem: readonly string[]): string[] | undefined {
  const verb = /'(ll|ve|re)$/.exec(word)?.[1];
  const last = stem.at(-1) as string;
  if (!verb || !(isVowel(last) || (verb === 'll' && last === 'R'))) return undefined;
  return [...stem, { ll: 'L', ve: 'V', re: 'R' }[verb] as string];
}

function withoutSyllabicL(stem: readonly string[]): string[] {
  const loose = stem.at(-1) === 'L' && stem.at(-2) === 'AH0' && /^(P|B|T|D|K|G|F|Z|S|NG)$/.test(stem.at(-3) ?? '');
  return loose ? [...stem.slice(0, -2), 'L'] : [...stem];
}

const HISSES = new Set(['S', 'Z', 'SH', 'ZH', 'CH', 'JH']);
const HARD = new Set(['P', 'T', 'K', 'F', 'TH', 'S', 'SH', 'CH']);

function plural(stem: readonly string[]): string[] {
  const last = stem.at(-1) as string;
  if (HISSES.has(last)) return [...stem, 'IH0', 'Z'];
  return [...stem, HARD.has(last) ? 'S' : 'Z'];
}

function past(stem: readonly string[]): string[] {
  const last = stem.at(-1) as string;
  if (last === 'T' || last === 'D') return [...stem, 'IH0', 'D'];
  return [...stem, HARD.has(last) ? 'T' : 'D'];
}

/** Beginnings with their phones; the stem keeps its stress. */
const beginnings: readonly (readonly [string, string])[] = [
  ['over', 'OW2 V ER0'],
  ["o'er", 'AO2 R'],
  ['self', 'S EH2 L F'],
  ["th'", 'DH'],
  ['out', 'AW2 T'],
  ['mis', 'M IH0 S'],
  ['non', 'N AA2 N'],
  ['un', 'AH0 N'],
  ['up', 'AH0 P'],
  ["y'", 'Y AH0'],
  ["t'", 'T'],
  ["d'", 'D'],
  ["l'", 'L'],
];

/** A word from its beginning and a stem of four letters or more: "unhallowed", "o'ercame", "th'eternal"; "asitting" as well. */
export function fromBeginning(word: string, known: Lookup): string[] | undefined {
  for (const [letters, phones] of beginnings) {
    const rest = word.slice(letters.length);
    if (!word.startsWith(letters) || rest.length < (letters.includes("'") ? 2 : 4)) continue;
    const stem = known(rest);
    if (stem?.some(isVowel)) return [...phones.split(' '), ...stem];
  }
  const sitting = /^a(?:'.{3}|.{3,}in[g']$)/.test(word) ? known(word.replace(/^a'?/, '')) : undefined;
  return sitting && ['AH0', ...sitting];
}

/** A compound of two common words: "streetlight" = street + light; the second's stress becomes secondary. */
export function fromHalves(word: string, known: Lookup): string[] | undefined {
  for (let cut = word.length - 2; cut >= 2; cut -= 1) {
    if (!compounding.has(word.slice(0, cut)) || !compounding.has(word.slice(cut))) continue;
    const [head, tail] = [known(word.slice(0, cut)), known(word.slice(cut))];
    if (head && tail) return [...head, ...tail.map((phone) => (isVowel(phone) ? phone.replace('1', '2') : phone))];
  }
  return undefined;
}

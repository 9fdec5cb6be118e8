import { isVowel, stressOf } from './arpabet.js';
import type { Pronounce } from './pronounce.js';
import { wordsOf } from './tokens.js';
import { pronounceIn } from './words/heteronyms.js';

/** A word of a line: its vowels with their stress digits, and what stands around it. */
export interface VerseWord {
  text: string;
  vowels: readonly string[];
  /** Known to the dictionary; the stress of others is a guess. */
  known: boolean;
  /** Other numbers of syllables that verse gives the word here, each with its vowels. */
  others: readonly Other[];
  /** A pause is written before it. */
  pause: boolean;
}

/** What verse does to count: lets a vowel run into its neighbour, or opens one vowel into two. */
export type Liberty = 'runs' | 'opens';

interface Other {
  vowels: readonly string[];
  liberty: Liberty;
}

/** The words of a line with all that their stress in verse hangs on. English only. */
export function verseWords(text: string, pronounce: Pronounce, liberties = true): VerseWord[] {
  const words = wordsOf(text);
  const pauses = pausesBefore(text, words);
  const spoken = words.map((_, at) => pronounceIn(words, at, pronounce));
  return words.map((word, at) => {
    const { phones, known } = spoken[at] as (typeof spoken)[number];
    return {
      text: word,
      vowels: phones.filter(isVowel),
      known,
      // Syllables do not join over a pause.
      others: liberties ? otherReadings(word, phones, pauses[at + 1] ? undefined : words[at + 1]) : [],
      pause: pauses[at] as boolean,
    };
  });
}

const pauseMarks = /[,.;:!?()[\]"“”…—–]|--/;

/** Whether marks of a pause stand before each word. Words are found by their letters; where they are not, no pause is told. */
function pausesBefore(text: string, words: readonly string[]): boolean[] {
  const plain = text.toLowerCase().replace(/[‘’ʼ`]/g, "'");
  let from = 0;
  return words.map((word) => {
    const at = plain.indexOf(word, from);
    if (at < 0) return false;
    const pause = from > 0 && pauseMarks.test(plain.slice(from, at));
    from = at + word.length;
    return pause;
  });
}

/** Readings with a syllable more or less: "heaven" in one, "glorious" in two, "fire" in two. */
function otherReadings(word: string, phones: readonly string[], next: string | undefined): Other[] {
  const vowels: string[] = [];
  const found: Other[] = [];
  const without: number[] = [];
  phones.forEach((phone, at) => {
    if (!isVowel(phone)) return;
    if (runsOn(phones, at)) without.push(vowels.length);
    vowels.push(phone);
  });
  for (const drop of without) found.push({ vowels: vowels.filter((_, at) => at !== drop), liberty: 'runs' });
  const long = phones.findIndex((phone, at) => /^(AY|AW|OY)[12]$/.test(phone) && phones[at + 1] === 'R' && !isVowel(phones[at + 2] ?? ''));
  if (long >= 0 && word !== 'our') {
    const place = phones.slice(0, long).filter(isVowel).length;
    found.push({ vowels: [...vowels.slice(0, place + 1), 'ER0', ...vowels.slice(place + 1)], liberty: 'opens' });
  }
  // "many a day" in three.
  if (next === 'a' && phones.at(-1) === 'IY0' && vowels.length > 1) found.push({ vowels: vowels.slice(0, -1), liberty: 'runs' });
  return found;
}

/** Whether the vowel at a place may lose its syllable to a neighbour: pow(e)r, glor(i)ous, mem(o)ry, heav(e)n. */
function runsOn(phones: readonly string[], at: number): boolean {
  const [here, next, third] = [phones[at] as string, phones[at + 1] ?? '', phones[at + 2] ?? ''];
  if (here.endsWith('1') || at === 0) return false;
  const before = phones[at - 1] as string;
  if (isVowel(before)) return here === 'ER0' || (here === 'AH0' && next === 'L');
  if (/^(IY|UW)[02]$/.test(here)) return isVowel(next) && next.endsWith('0');
  if (here === 'ER0') return isVowel(next);
  if (!/^[AI]H0$/.test(here)) return false;
  if (/^[RNL]$/.test(next) && isVowel(third) && third.endsWith('0')) return true;
  return before === 'V' && next === 'N' && third === '';
}

/** A line is read in at most so many ways. */
const MOST_READINGS = 8;

/** One way to count a line's syllables, the liberties it takes, and the indexes of the words that take them. */
export interface Counted {
  syllables: Syllable[];
  taken: Liberty[];
  changed: number[];
}

/** The ways to count a line: as the dictionary does, with one liberty, with two. */
export function withLiberties(words: readonly VerseWord[]): Counted[] {
  const single = words.flatMap((word, at) => word.others.map((other) => ({ at, other })));
  const pairs = single.flatMap((one, order) => single.slice(order + 1).flatMap((two) => (two.at > one.at ? [[one, two]] : [])));
  return [[], ...single.map((one) => [one]), ...pairs].slice(0, MOST_READINGS).map((chosen) => {
    const vowels = words.map((word) => word.vowels);
    for (const { at, other } of chosen) vowels[at] = other.vowels;
    return { syllables: syllablesOf(words, vowels), taken: chosen.map(({ other }) => other.liberty), changed: chosen.map(({ at }) => at) };
  });
}

/** One-syllable words by what they do in a phrase; all others are content words. */
const classLists: Record<string, string> = {
  a: "a an the th'",
  p: "of to in on at by for from with as than through till 'til until like near past since o' o'er 'neath 'mid 'mong",
  c: 'and or but nor if that though ere',
  s: 'i he she we they ye thou',
  o: 'me him them us thee it you her',
  h: 'my thy his our your their its whose mine thine',
  x: "am is are was were be been do does did has have had hath doth can could will would shall should may might must art dost hast wilt shalt let i'm i'll i've i'd you're you'll you've you'd we're we'll we've we'd they're they'll they've he's he'll she's it's there's that's 'tis 'twas",
  n: "not no don't won't can't didn't ain't isn't never",
  w: 'what when where why how who whom which while',
  d: 'this these those there here',
  v: 'so too now then just all more most such up down out off over away back still yet even once both each some one own ever much',
  i: 'o oh ah lo ha yes yeah hey',
};
const classOf = new Map(Object.entries(classLists).flatMap(([name, list]) => list.split(' ').map((word): [string, string] => [word, name])));

/** Whether a word only joins others: a song is not heard to play with its sound. */
export function joinsOnly(word: string): boolean {
  const kind = classOf.get(word);
  return kind !== undefined && kind !== 'v';
}

/** Words of two syllables whose stress moves with the verse, whatever dictionaries say. */
const bending = new Set(['into', 'unto', 'onto']);

/** Fewer classes for features of three neighbours: F light, X half light, A half strong, C content, S and u strong and weak in long words. */
const coarse: Record<string, string> = {
  a: 'F',
  p: 'F',
  c: 'F',
  h: 'F',
  x: 'X',
  s: 'X',
  o: 'X',
  n: 'A',
  w: 'X',
  d: 'A',
  v: 'A',
  i: 'A',
  C: 'C',
  '1': 'S',
  '2': 'S',
  '0': 'u',
  '^': '^',
  $: '$',
};

/** One syllable of a line as far as stress is concerned. */
export interface Syllable {
  /** Index of its word. */
  word: number;
  /** Place in the word and the word's number of syllables. */
  at: number;
  of: number;
  vowel: string;
  /** Class of a one-syllable word, else the dictionary's stress digit. */
  kind: string;
}

function syllablesOf(words: readonly VerseWord[], readings: readonly (readonly string[])[]): Syllable[] {
  return readings.flatMap((vowels, word) =>
    vowels.map((vowel, at): Syllable => {
      const of = vowels.length;
      const kind = of === 1 ? (classOf.get((words[word] as VerseWord).text) ?? 'C') : String(stressOf(vowel));
      return { word, at, of, vowel, kind };
    }),
  );
}

/**
 * Names of all that speaks for or against a syllable's being strong. The first letter says of what kind: k kind, m kind with
 * place in the word, w word, V full or faint vowel, g word that bends, u unknown word, l L the syllable before, r R the one after, t x both,
 * b a the words beside, [ ] a pause before or after. Changing them means learning again: scripts/train-stress.ts.
 */
export function stressFeatures(words: readonly VerseWord[], syllables: readonly Syllable[], index: number): string[] {
  const { word, at, of, vowel, kind } = syllables[index] as Syllable;
  const { text, known, pause } = words[word] as VerseWord;
  const before = syllables[index - 1];
  const after = syllables[index + 1];
  const [left, right] = [before?.kind ?? '^', after?.kind ?? '$'];
  const pauseAfter = after !== undefined && after.word !== word && (words[after.word] as VerseWord).pause;
  const mine = of === 1 ? kind : `${kind}${of > 3 ? 4 : of}${Math.min(at, 3)}`;
  const names = [`k${kind}`, `m${mine}`, `w${text}${of > 1 ? at : ''}`];
  if (of > 1) names.push(`V${kind}${vowel.slice(0, 2) === 'AH' || vowel.slice(0, 2) === 'ER' ? 'r' : 'f'}`, `u${known ? 1 : 0}${kind}`);
  if (bending.has(text)) names.push(`g${kind}`);
  const outer = of === 1 || at === 0;
  if (outer) names.push(`l${kind}${left}`, `L${kind}${coarse[left]}`);
  if (of === 1 || at === of - 1) names.push(`r${kind}${right}`, `R${kind}${coarse[right]}`);
  if (of === 1) {
    names.push(`t${coarse[left]}${coarse[kind]}${coarse[right]}`, `x${coarse[left]}${kind}${coarse[right]}`);
    if (before && before.word !== word) names.push(`b${(words[before.word] as VerseWord).text}:${kind}`);
    if (after && after.word !== word) names.push(`a${kind}:${(words[after.word] as VerseWord).text}`);
  }
  if (pause && at === 0) names.push(`[${coarse[kind]}`, `[${coarse[kind]}${coarse[right]}`);
  if (pauseAfter) names.push(`]${coarse[kind]}`, `]${coarse[left]}${coarse[kind]}`);
  return names;
}

/** Chance of each syllable to be strong by the words alone, 0 to 1, for each way to count a line, with learned weights in log-odds. */
export function naturalStress(words: readonly VerseWord[], ways: readonly Counted[], weights: ReadonlyMap<string, number>): Float64Array[] {
  const [plain] = ways;
  if (!plain) return [];
  const chanceOf = (syllables: readonly Syllable[], at: number): number => {
    let odds = 0;
    for (const name of stressFeatures(words, syllables, at)) odds += weights.get(name) ?? 0;
    return 1 / (1 + Math.exp(-odds));
  };
  const first = Float64Array.from(plain.syllables, (_, at) => chanceOf(plain.syllables, at));
  const starts = words.map((_, word) => plain.syllables.findIndex((syllable) => syllable.word === word));
  return ways.map(({ syllables, changed }) => {
    if (changed.length === 0) return first;
    // A liberty is heard by its own word and the words beside it; all others stay as they are.
    const near = (word: number) => changed.some((other) => Math.abs(other - word) <= 1);
    return Float64Array.from(syllables, ({ word, at }, index) => (near(word) ? chanceOf(syllables, index) : (first[(starts[word] as number) + at] as number)));
  });
}

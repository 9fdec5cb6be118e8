import { remembered } from '../domain/remembered.js';
import { isVowel, stressOf } from './arpabet.js';
import { footRules, ruleName } from './feet.js';
import { learnedStress } from './learned/stress.js';
import { metreNames, type StressModel, scanVerse } from './metre.js';
import { syllablesOfWord } from './other-languages.js';
import type { Pronounce } from './pronounce.js';
import { readTable } from './rhyme-model.js';
import { type VerseWord, verseWords } from './stress.js';
import { wordsOf } from './tokens.js';
import { pronounceIn } from './words/heteronyms.js';

/** Words of one syllable that speech passes over lightly. */
const light = new Set(
  (
    'a an the and or but nor if of to in on at by for from with as than that into up i me my you your he him his she her it its we us our they them their ' +
    "is am are was were be been do does did has have had can could will would shall should may might must i'm i'll i've i'd you're you'll you've we're we'll we've " +
    "they're he's she's it's there's that's 's 'em 'n' 'til till so just not what when where who while there"
  ).split(' '),
);

export interface MeasuredLine {
  words: readonly string[];
  syllables: number;
  /** One digit a syllable: 1 stressed, 0 not. */
  stress: string;
  /** Syllables that a dictionary stress is sure of: those of words with two or more. */
  firm: boolean[];
  /** Index of each syllable's word in `words`. */
  wordOf: number[];
  /** All sounds of the line in order, ARPABET. */
  phones: string[];
}

/** Syllables and natural stress of a line as it is spoken. */
export function measureLine(text: string, pronounce: Pronounce): MeasuredLine {
  const words = wordsOf(text);
  let stress = '';
  const firm: boolean[] = [];
  const wordOf: number[] = [];
  const phones: string[] = [];
  for (const [at, word] of words.entries()) {
    const sounds = pronounceIn(words, at, pronounce).phones;
    phones.push(...sounds);
    const vowels = sounds.filter(isVowel);
    const many = vowels.length > 1;
    for (const vowel of vowels) {
      wordOf.push(at);
      const strong = many ? stressOf(vowel) > 0 : !light.has(word);
      stress += strong ? '1' : '0';
      firm.push(many && stressOf(vowel) !== 2);
    }
  }
  return { words, syllables: stress.length, stress, firm, wordOf, phones };
}

/** A line in any language: of others than English the words and, by their spelling, the syllables; no stress and no sounds. */
export function measureLineIn(language: string, text: string, pronounce: Pronounce): MeasuredLine {
  if (language === 'en') return measureLine(text, pronounce);
  const words = wordsOf(text);
  const wordOf = words.flatMap((word, at) => new Array<number>(syllablesOfWord(word, language)).fill(at));
  return { words, syllables: wordOf.length, stress: '', firm: [], wordOf, phones: [] };
}

/** One line of a verse. The arrays have one element a syllable. */
export interface VerseLine {
  words: readonly string[];
  /** Index of the syllable's word in `words`. */
  wordOf: number[];
  /** One digit a syllable: 1 strong, 0 weak. Verse may count fewer syllables than speech ("heaven", "glorious"). */
  stress: string;
  /** Chance that the syllable is strong in this verse's metre, 0 to 1; `stress` is 1 from .5. */
  strong: number[];
  /** The same by the words alone, whatever the metre: what a strong beat there would have to overcome. */
  natural: number[];
  /** "iambic tetrameter", or null where no metre fits: no words, or more than nine feet. */
  metre: string | null;
  /** The metre's share among all that the line could have, 0 to 1. */
  confidence: number;
}

export interface MeasuredVerse {
  lines: VerseLine[];
  /** The metre of most of the verse, null where it has none. */
  metre: string | null;
  /** Share of the verse's syllables that stand in that metre, each as sure as its line is of it, 0 to 1. */
  confidence: number;
}

export interface VerseOptions {
  model?: StressModel;
  /** Whether verse may count fewer or more syllables than `measureLine` does. */
  liberties?: boolean;
}

let shipped: StressModel | undefined;

/** What the package learned from scanned verse. */
export function shippedStress(): StressModel {
  if (!shipped) {
    const feet = readTable(learnedStress.feet);
    shipped = { weights: readTable(learnedStress.weights), feet: Float64Array.from(footRules, (rule) => feet.get(ruleName(rule)) ?? rule.chance) };
  }
  return shipped;
}

/**
 * Stress of lines that belong together, English only: a stanza, a section, a whole lyric. Their metre is chosen from all of
 * them, so that a word of one syllable is strong or weak as the verse wants it. Learned from scanned verse before 1930.
 */
export function measureVerse(lines: readonly string[], pronounce: Pronounce, { model, liberties = true }: VerseOptions = {}): MeasuredVerse {
  if (model) return scanned(lines, pronounce, model, liberties);
  // A song's sections are measured when they are written, when they are judged, and when somebody looks at them.
  let measured = recent.get(pronounce);
  if (!measured) {
    measured = remembered(
      RECENT,
      (key) => {
        const [how, ...own] = key.split('\n');
        return scanned(own, pronounce, shippedStress(), how === 'free');
      },
      LONGEST_VERSE,
    );
    recent.set(pronounce, measured);
  }
  return measured([liberties ? 'free' : 'strict', ...lines.map((line) => line.replaceAll('\n', ' '))].join('\n'));
}

const recent = new WeakMap<Pronounce, (key: string) => MeasuredVerse>();
const RECENT = 100;
const LONGEST_VERSE = 4_000;

function scanned(lines: readonly string[], pronounce: Pronounce, model: StressModel, liberties: boolean): MeasuredVerse {
  const words = lines.map((line) => verseWords(line, pronounce, liberties));
  const verse = scanVerse(words, model);
  const names = metreNames(verse);
  const measured = verse.map(({ syllables, strong, natural, confidence }, at): VerseLine => {
    return {
      words: (words[at] as VerseWord[]).map(({ text }) => text),
      wordOf: syllables.map(({ word }) => word),
      stress: Array.from(strong, (chance) => (chance >= 0.5 ? '1' : '0')).join(''),
      strong: [...strong],
      natural: [...natural],
      metre: names[at] ?? null,
      confidence,
    };
  });
  return { lines: measured, ...commonest(measured) };
}

/** Lines count by their syllables: three shouts are not the metre of a verse. */
function commonest(lines: readonly VerseLine[]): { metre: string | null; confidence: number } {
  const sums = new Map<string, number>();
  let all = 0;
  for (const { metre, confidence, stress } of lines) {
    all += stress.length;
    if (metre !== null) sums.set(metre, (sums.get(metre) ?? 0) + confidence * stress.length);
  }
  const [metre, sum] = [...sums].reduce<[string | null, number]>((best, one) => (one[1] > best[1] ? one : best), [null, 0]);
  return { metre, confidence: all === 0 ? 0 : sum / all };
}

/** A syllable as one tells it: `"the"`, or `syllable 2 of "guitar"`. Syllables count from 0 in the line. */
export function syllableName({ words, wordOf }: Pick<VerseLine, 'words' | 'wordOf'>, at: number): string {
  const word = wordOf[at] as number;
  const first = wordOf.indexOf(word);
  return wordOf.lastIndexOf(word) === first ? `"${words[word]}"` : `syllable ${at - first + 1} of "${words[word]}"`;
}

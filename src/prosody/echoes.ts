import { isVowel, stressOf } from './arpabet.js';
import type { Pronounce } from './pronounce.js';
import { rhymeKey, wordEnd } from './rhyme.js';
import { joinsOnly } from './stress.js';
import { wordsOf } from './tokens.js';

/** Sounds that come again inside lines: no fault and no merit by themselves, but what a writer listens for. */
export interface Echoes {
  /** A word of the line that rhymes perfectly with one before it: in the same line or the line above. */
  internal: InternalRhyme[];
  /** Words of the line that begin with the same sound: three or more, or two side by side. */
  alliteration: string[][];
}

export interface InternalRhyme {
  word: string;
  with: string;
  /** Index of the line that the other word stands in. */
  line: number;
}

interface Sounding {
  word: string;
  /** Place among all the line's words. */
  at: number;
  /** Its sounds from the stressed vowel on, and the consonants before that. */
  key: string;
  lead: string;
  /** The sound it begins with, where that is stressed; null otherwise. */
  onset: string | null;
  /** The line's last word. */
  last: boolean;
}

/** The echoes of each line of a section, English only. Rhymes of line ends with one another are the scheme's affair. */
export function echoesOf(lines: readonly string[], pronounce: Pronounce): Echoes[] {
  const heard = lines.map((line) => soundingWords(line, pronounce));
  return heard.map((words, line) => ({
    internal: words.flatMap((word, at) => answered(word, words.slice(0, at), line) ?? answered(word, above(word, heard[line - 1] ?? []), line - 1) ?? []),
    alliteration: alliterations(words),
  }));
}

function soundingWords(line: string, pronounce: Pronounce): Sounding[] {
  const words = wordsOf(line);
  return words.flatMap((word, at) => {
    const { phones } = pronounce(word);
    if (joinsOnly(word) || !phones.some(isVowel)) return [];
    const end = wordEnd(word, pronounce);
    return [{ word, at, key: rhymeKey(end), lead: end.onset, onset: onsetOf(phones), last: at === words.length - 1 }];
  });
}

/** A perfect rhyme, as rhymeTier has it. */
const rhymes = (a: Sounding, b: Sounding) => a.key === b.key && a.lead !== b.lead && a.word !== b.word;

/** Words of the line above; none for a line end that rhymes with the end up there anyway. */
function above(word: Sounding, words: readonly Sounding[]): readonly Sounding[] {
  return word.last && words.some((other) => other.last && rhymes(other, word)) ? [] : words;
}

function answered(word: Sounding, before: readonly Sounding[], line: number): InternalRhyme[] | null {
  const partner = before.findLast((other) => !(word.last && other.last) && rhymes(other, word));
  return partner ? [{ word: word.word, with: partner.word, line }] : null;
}

/** The first consonant; s before p, t, k is one sound with it to the ear. */
function onsetOf(phones: readonly string[]): string | null {
  const vowel = phones.find(isVowel);
  const [first = '', second = ''] = phones;
  if (vowel === undefined || stressOf(vowel) === 0 || isVowel(first)) return null;
  return first === 'S' && /^[PTK]$/.test(second) ? first + second : first;
}

function alliterations(words: readonly Sounding[]): string[][] {
  const groups = new Map<string, Sounding[]>();
  for (const word of words) if (word.onset !== null) groups.set(word.onset, [...(groups.get(word.onset) ?? []), word]);
  return [...groups.values()].flatMap((group) => {
    const distinct = [...new Set(group.map(({ word }) => word))];
    const neighbours = group.some((word, at) => group[at + 1]?.at === word.at + 1 && group[at + 1]?.word !== word.word);
    return distinct.length >= 3 || (distinct.length === 2 && neighbours) ? [distinct] : [];
  });
}

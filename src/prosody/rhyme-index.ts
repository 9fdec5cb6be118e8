import type { PronunciationTable } from '../domain/tables.js';
import { type LineEnd, rhymeTier } from './rhyme.js';

/** Words by the sounds that a rhyme turns on. Each word stands under its commonest reading alone: "wind" answers no "kind". */
export interface RhymeIndex {
  /** Words whose sounds from the last stressed vowel on are these: rhymes, and words that sound the same. */
  withTail(tail: readonly string[]): readonly string[];
  /** Words that a slant rhyme joins to an end, and those that differ in voice alone ("love", "enough"): some of these pass for rhymes too. */
  near(end: LineEnd): string[];
}

/** Passes over the whole table once. `wanted` says which words are worth offering. */
export function rhymeIndex(table: Pick<PronunciationTable, 'each'>, wanted: (word: string) => boolean): RhymeIndex {
  const byTail = new Map<string, string[]>();
  table.each((word, reading) => {
    if (!wanted(word)) return;
    const tail = tailOf(reading);
    const group = byTail.get(tail);
    if (group) group.push(word);
    else byTail.set(tail, [word]);
  });
  let ends: (readonly [LineEnd, string[]])[] | undefined;
  return {
    withTail: (tail) => byTail.get(tail.join(' ')) ?? [],
    near(end) {
      ends ??= [...byTail].map(([tail, words]) => [endOf(tail), words] as const);
      const own = end.tail.join(' ');
      const quiet = whispered(end.tail);
      const isNear = (other: LineEnd) => whispered(other.tail) === quiet || rhymeTier(end, other) === 'slant';
      return ends.flatMap(([other, words]) => (isNear(other) && other.tail.join(' ') !== own ? words : []));
    },
  };
}

/** The same as a LineEnd's tail, cut from the text of a reading: a vowel is two letters and a digit. */
function tailOf(reading: string): string {
  const stressed = Math.max(reading.lastIndexOf('1'), reading.lastIndexOf('2'));
  const at = stressed < 0 ? reading.lastIndexOf('0') : stressed;
  return reading.slice(Math.max(0, at - 2)).replace(/\d/g, '');
}

/** A tail as an end to compare with; its word and onset are those of nothing. */
function endOf(key: string): LineEnd {
  const tail = key.split(' ');
  const last = tail.findLastIndex((phone) => VOWELS.has(phone));
  return { word: '-', onset: '-', tail, lightTail: last > 0 ? tail.slice(last) : null };
}

const voiceless: Record<string, string> = { B: 'P', D: 'T', G: 'K', V: 'F', Z: 'S', DH: 'TH', ZH: 'SH', JH: 'CH' };

/** "AH F" for "love" and "enough" alike. */
function whispered(tail: readonly string[]): string {
  return tail.map((phone) => voiceless[phone] ?? phone).join(' ');
}

const VOWELS = new Set(['AA', 'AE', 'AH', 'AO', 'AW', 'AY', 'EH', 'ER', 'EY', 'IH', 'IY', 'OW', 'OY', 'UH', 'UW']);

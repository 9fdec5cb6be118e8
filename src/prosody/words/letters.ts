import { CONTEXTS, contextsOf, type Decided, TRANSITIONS, transitionsOf, withSound, withTransition } from './letter-features.js';

/**
 * Letters to sounds, learned from the CMU dictionary by scripts/train-letters.ts, for words that no dictionary knows. Each
 * letter chooses among the sounds it has in the dictionary; weights of its surroundings add up, and the best sequence with
 * one primary stress wins. Weights are small integers, so every machine gets the same sum.
 */

/** The sounds a model knows: "EY1", "K S", "" for a silent letter. */
export interface Sounds {
  labels: readonly string[];
  /** Indexes into `labels`, by letter. */
  byLetter: Readonly<Record<string, readonly number[]>>;
}

/** Weights by feature hash: `slot` is an index into `values`, whose last element is 0 and stands for "no weight". */
export interface Weights {
  slot(hash: number): number;
  values: ArrayLike<number>;
}

interface Facts {
  /** First phone as a number, -1 for a silent letter. */
  first: Int16Array;
  /** Stress digit, -1 without a vowel. */
  stress: Int8Array;
}

interface Reading extends Decided {
  score: number;
  sound: number;
  right: Reading | null;
}

/** Readings kept per letter, with and without their primary stress; and sounds tried for each. */
const BEAM = 4;
const CANDIDATES = 8;

/** Reads a word in a-z, giving a sound for each letter as an index into `labels`. Also what training runs on. */
export function letterReader(sounds: Sounds, weights: Weights): (word: string) => number[] {
  const facts = factsOf(sounds.labels);
  const transitions = new Int32Array(TRANSITIONS);
  return (word) => {
    const contexts = contextsOf(word);
    let beam: Reading[] = [{ ...decidedNothing, score: 0, sound: -1, right: null }];
    for (let at = word.length - 1; at >= 0; at -= 1) {
      const candidates = likeliest(sounds.byLetter[word[at] as string] ?? [], contexts, at, weights);
      const found = new Map<number, Reading>();
      for (const right of beam) {
        transitionsOf(right, word, at, transitions);
        for (const { sound, context } of candidates) {
          const stress = facts.stress[sound] as number;
          if (stress === 1 && right.primary === 1) continue;
          keepBetter(found, right, sound, right.score + context + transitionScore(transitions, sound, stress, weights), facts);
        }
      }
      beam = best(found);
    }
    return soundsOf(beam.find(({ primary }) => primary === 1) ?? (beam[0] as Reading));
  };
}

export const decidedNothing: Decided = { phone: 0, second: 0, primary: 0, syllables: 0, stress: 3 };

/** What is decided once `sound` stands to the left of what was. Training walks the right answer with it. */
export function decide(right: Decided, sound: number, { first, stress }: Facts): Decided {
  const phone = first[sound] as number;
  const digit = stress[sound] as number;
  const vowel = digit >= 0;
  return {
    phone: phone < 0 ? right.phone : phone,
    second: phone < 0 ? right.second : right.phone,
    primary: digit === 1 ? 1 : right.primary,
    syllables: right.syllables + (vowel ? 1 : 0),
    stress: vowel ? digit : right.stress,
  };
}

export function factsOf(labels: readonly string[]): Facts {
  const phones = new Map<string, number>([['', -1]]);
  const first = Int16Array.from(labels, (label) => {
    const phone = label.split(' ')[0] as string;
    if (!phones.has(phone)) phones.set(phone, phones.size);
    return phones.get(phone) as number;
  });
  return { first, stress: Int8Array.from(labels, (label) => Number(/\d/.exec(label)?.[0] ?? -1)) };
}

interface Candidate {
  sound: number;
  /** Weight of the letter's surroundings. */
  context: number;
}

/** The sounds that the letters around speak for most; the others are not worth following. */
function likeliest(candidates: readonly number[], contexts: Int32Array, at: number, weights: Weights): Candidate[] {
  const scored = candidates.map((sound) => ({ sound, context: contextScore(contexts, at, sound, weights) }));
  return scored.length > CANDIDATES ? scored.sort((a, b) => b.context - a.context).slice(0, CANDIDATES) : scored;
}

function contextScore(contexts: Int32Array, at: number, sound: number, { slot, values }: Weights): number {
  let score = 0;
  for (let kind = at * CONTEXTS; kind < (at + 1) * CONTEXTS; kind += 1) score += values[slot(withSound(contexts[kind] as number, sound))] as number;
  return score;
}

function transitionScore(transitions: Int32Array, sound: number, stress: number, { slot, values }: Weights): number {
  let score = 0;
  for (let kind = 0; kind < TRANSITIONS; kind += 1) score += values[slot(withTransition(transitions, kind, sound, stress))] as number;
  return score;
}

/** Readings that nothing further left can tell apart are one: the better stays. This is the innermost loop, so it makes no object it may drop. */
function keepBetter(found: Map<number, Reading>, right: Reading, sound: number, score: number, facts: Facts): void {
  const phone = facts.first[sound] as number;
  const digit = facts.stress[sound] as number;
  const next = phone < 0 ? right.phone * 128 + right.second : phone * 128 + right.phone;
  const syllables = digit < 0 ? right.syllables : right.syllables + 1;
  const key = (next * 2 + (digit === 1 ? 1 : right.primary)) * 64 + (syllables < 12 ? syllables : 12) * 4 + (digit < 0 ? right.stress : digit);
  const rival = found.get(key);
  if (rival === undefined || rival.score < score) found.set(key, readingOf(decide(right, sound, facts), score, sound, right));
}

function readingOf({ phone, second, primary, syllables, stress }: Decided, score: number, sound: number, right: Reading): Reading {
  return { phone, second, primary, syllables, stress, score, sound, right };
}

/** The best few, some with and some without their primary stress, so that neither kind crowds out the other. */
function best(found: Map<number, Reading>): Reading[] {
  const without: Reading[] = [];
  const stressed: Reading[] = [];
  for (const reading of found.values()) {
    const kept = reading.primary === 1 ? stressed : without;
    let at = kept.length;
    while (at > 0 && (kept[at - 1] as Reading).score < reading.score) at -= 1;
    if (at < BEAM) kept.splice(at, 0, reading);
    if (kept.length > BEAM) kept.pop();
  }
  return [...without, ...stressed];
}

function soundsOf(reading: Reading): number[] {
  const sounds: number[] = [];
  for (let here: Reading | null = reading; here?.right; here = here.right) sounds.push(here.sound);
  return sounds;
}

/** The table file: one line of JSON that says what it is, then a byte of fingerprint and a signed byte of weight per slot. */
export interface LetterHeader extends Sounds {
  about: string;
  buckets: number;
}

/** Slots a bucket has. */
export const BUCKET = 4;

/** Where a hash lives: its bucket by the low bits, told from its neighbours by eight high bits (0 marks an empty slot). */
export const bucketOf = (hash: number, buckets: number): number => (hash & (buckets - 1)) * BUCKET;
export const fingerprintOf = (hash: number): number => hash >>> 24 || 1;

/** Finds hashes in a table's fingerprints. A stranger passes for a known one about once in a hundred; training knows that. */
export function slotFinder(fingerprints: Uint8Array, buckets: number): (hash: number) => number {
  const none = fingerprints.length;
  const whole = new Uint32Array(fingerprints.buffer, fingerprints.byteOffset, buckets);
  return (hash) => {
    const start = bucketOf(hash, buckets);
    const mark = fingerprintOf(hash);
    // Four at once: a byte that is equal becomes zero, and the sum below shows whether any did.
    const apart = (whole[start / BUCKET] as number) ^ Math.imul(mark, 0x01010101);
    if (((apart - 0x01010101) & ~apart & 0x80808080) === 0) return none;
    for (let at = start; at < start + BUCKET; at += 1) if (fingerprints[at] === mark) return at;
    return none;
  };
}

/** Phones of a word from its letters a-z; other characters are passed over. */
export function readLetterTable(bytes: Uint8Array): (word: string) => string[] {
  const end = bytes.indexOf(10);
  const header = JSON.parse(new TextDecoder().decode(bytes.subarray(0, end))) as LetterHeader;
  const slots = header.buckets * BUCKET;
  // A copy: the bytes may be a view at an odd place of a larger buffer.
  const fingerprints = new Uint8Array(bytes.subarray(end + 1, end + 1 + slots));
  const values = new Int8Array(slots + 1);
  values.set(new Int8Array(bytes.buffer, bytes.byteOffset + end + 1 + slots, slots));
  const read = letterReader(header, { slot: slotFinder(fingerprints, header.buckets), values });
  return (word) => {
    const letters = word.replace(/[^a-z]/g, '');
    return read(letters).flatMap((sound) => (header.labels[sound] as string).split(' ').filter(Boolean));
  };
}

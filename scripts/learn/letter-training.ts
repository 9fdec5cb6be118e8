import { CONTEXTS, contextsOf, TRANSITIONS, transitionsOf, withSound, withTransition } from '../../src/prosody/words/letter-features.js';
import {
  BUCKET,
  bucketOf,
  decide,
  decidedNothing,
  factsOf,
  fingerprintOf,
  letterReader,
  type Sounds,
  slotFinder,
  type Weights,
} from '../../src/prosody/words/letters.js';
import { seeded, shuffle } from './letters.js';

/** A word with the index of each letter's sound. */
export interface Lesson {
  word: string;
  sounds: number[];
}

/**
 * Averaged structured perceptron: read a word with the present weights; where the reading is wrong, features of the right
 * one gain and those of the wrong one lose. Returns the average of the weights over all words seen.
 */
export function learn(lessons: readonly Lesson[], sounds: Sounds, slot: (hash: number) => number, slots: number, epochs: number): Float32Array {
  const values = new Float32Array(slots + 1);
  const sums = new Float32Array(slots + 1);
  const since = new Int32Array(slots + 1);
  const read = letterReader(sounds, { slot, values });
  const order = [...lessons];
  const chance = seeded(7);
  let now = 1;
  const move = (by: number) => (hash: number) => {
    const at = slot(hash);
    if (at === slots) return;
    sums[at] = (sums[at] as number) + (now - (since[at] as number)) * (values[at] as number);
    since[at] = now;
    values[at] = (values[at] as number) + by;
  };
  for (let epoch = 0; epoch < epochs; epoch += 1) {
    shuffle(order, chance);
    let wrong = 0;
    for (const lesson of order) {
      const answer = read(lesson.word);
      if (answer.some((sound, at) => sound !== lesson.sounds[at])) {
        wrong += 1;
        eachFeature(lesson, sounds, move(1));
        eachFeature({ word: lesson.word, sounds: answer }, sounds, move(-1));
      }
      now += 1;
    }
    console.log(`epoch ${epoch}: ${((wrong / order.length) * 100).toFixed(1)} % of words wrong`);
  }
  return values.map((value, at) => ((sums[at] as number) + (now - (since[at] as number)) * value) / now);
}

/** Every feature hash of a word read in a given way. */
export function eachFeature({ word, sounds }: Lesson, { labels }: Sounds, use: (hash: number) => void): void {
  const contexts = contextsOf(word);
  const facts = factsFor(labels);
  const transitions = new Int32Array(TRANSITIONS);
  let right = decidedNothing;
  for (let at = word.length - 1; at >= 0; at -= 1) {
    const sound = sounds[at] as number;
    for (let kind = 0; kind < CONTEXTS; kind += 1) use(withSound(contexts[at * CONTEXTS + kind] as number, sound));
    transitionsOf(right, word, at, transitions);
    for (let kind = 0; kind < TRANSITIONS; kind += 1) use(withTransition(transitions, kind, sound, facts.stress[sound] as number));
    right = decide(right, sound, facts);
  }
}

const factsCache = new WeakMap<readonly string[], ReturnType<typeof factsOf>>();
function factsFor(labels: readonly string[]) {
  const facts = factsCache.get(labels) ?? factsOf(labels);
  factsCache.set(labels, facts);
  return facts;
}

/** The features with the greatest weights, put into buckets by their hashes; what overflows a bucket is left out. */
export function chooseFeatures(lessons: readonly Lesson[], sounds: Sounds, big: Weights, wanted: number, buckets: number): Uint8Array {
  const weightOf = (hash: number) => Math.abs(big.values[big.slot(hash)] as number);
  const counts = countFeatures(lessons, sounds, weightOf, strengthAt(big.values, wanted));
  // Where several features share a weight, it is the commonest one that earned it.
  const owners = new Map<number, number>();
  for (const [hash, count] of counts) {
    const rival = owners.get(big.slot(hash));
    if (rival === undefined || (counts.get(rival) as number) < count) owners.set(big.slot(hash), hash);
  }
  const strongest = [...owners.values()].sort((a, b) => weightOf(b) - weightOf(a) || a - b);
  const fingerprints = new Uint8Array(buckets * BUCKET);
  const find = slotFinder(fingerprints, buckets);
  for (const hash of strongest) {
    const start = bucketOf(hash, buckets);
    const free = fingerprints.subarray(start, start + BUCKET).indexOf(0);
    if (free >= 0 && find(hash) === fingerprints.length) fingerprints[start + free] = fingerprintOf(hash);
  }
  console.log(`${counts.size} candidates, ${owners.size} owners, ${fingerprints.filter(Boolean).length} of ${fingerprints.length} slots used`);
  return fingerprints;
}

/** How often each feature with a weight from `cut` up occurs, in right readings and beside them. */
function countFeatures(lessons: readonly Lesson[], sounds: Sounds, weightOf: (hash: number) => number, cut: number): Map<number, number> {
  const counts = new Map<number, number>();
  const note = (hash: number) => {
    if (weightOf(hash) >= cut) counts.set(hash, (counts.get(hash) ?? 0) + 1);
  };
  for (const lesson of lessons) {
    eachFeature(lesson, sounds, note);
    const contexts = contextsOf(lesson.word);
    for (let at = 0; at < lesson.word.length; at += 1) {
      for (const sound of sounds.byLetter[lesson.word[at] as string] ?? []) {
        for (let kind = 0; kind < CONTEXTS; kind += 1) note(withSound(contexts[at * CONTEXTS + kind] as number, sound));
      }
    }
  }
  return counts;
}

function strengthAt(values: ArrayLike<number>, rank: number): number {
  const sorted = Float32Array.from(values, Math.abs).sort();
  return Math.max(sorted[Math.max(sorted.length - rank, 0)] as number, 0.01);
}

/** Weights as signed bytes: the largest becomes 127. */
export function asBytes(values: Float32Array): Int8Array {
  const largest = values.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  return Int8Array.from(values, (value) => Math.round((value / largest) * 127));
}

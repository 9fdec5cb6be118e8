import { learnedRhyme } from './learned/rhyme.js';
import { pairFeatures, type SoundEnd } from './rhyme-pair.js';

/** Weights of a logistic model by the name of their feature; a feature without one weighs nothing. */
export type RhymeWeights = ReadonlyMap<string, number>;

/** No single pair may outvote the rest of a stanza. */
const MOST = 7;

/** Log-odds that two line ends were meant to rhyme, between -7 and 7. Ends without sound never do. */
export function rhymeLogit(weights: RhymeWeights, a: SoundEnd | null, b: SoundEnd | null, distance: number, lines: number): number {
  if (a === null || b === null) return -MOST;
  let sum = 0;
  for (const feature of pairFeatures(a, b, distance, lines)) sum += weights.get(feature) ?? 0;
  return Math.max(-MOST, Math.min(MOST, sum));
}

/** A table of "name value" pairs as a map. */
export function readTable(text: string): Map<string, number> {
  const table = new Map<string, number>();
  const parts = text.split(' ');
  for (let at = 0; at + 1 < parts.length; at += 2) table.set(parts[at] as string, Number(parts[at + 1]));
  return table;
}

let shipped: RhymeWeights | undefined;

/** The weights that come with the package: see learned/rhyme.ts for where they come from. */
export function shippedWeights(): RhymeWeights {
  shipped ??= readTable(learnedRhyme.weights);
  return shipped;
}

/**
 * How likely two words are to have been meant as a rhyme by people who wrote verse, 0 to 1, as if in neighbouring lines
 * of a quatrain. The same word gets what verse gives it; whether a repeat counts is the caller's affair.
 */
export function rhymeProbability(a: SoundEnd | null, b: SoundEnd | null, weights: RhymeWeights = shippedWeights()): number {
  return 1 / (1 + Math.exp(-rhymeLogit(weights, a, b, 1, 4)));
}

import { uniformInt } from 'pure-rand/distribution/uniformInt';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';
import type { Pronounce } from '../../src/prosody/pronounce.js';
import { pairFeatures, type SoundEnd, soundEnd } from '../../src/prosody/rhyme-pair.js';
import { inOrder, lonely, stepsOf } from '../../src/prosody/shapes.js';
import { lastWord } from '../../src/prosody/tokens.js';
import type { GoldStanza } from './gold.js';

/** A stanza taken apart: every pair of its lines with its features and whether it rhymes. */
export interface Prepared {
  stanza: GoldStanza;
  ends: (SoundEnd | null)[];
  shape: number[];
}

export function prepare(stanza: GoldStanza, pronounce: Pronounce): Prepared {
  const ends = stanza.lines.map((line) => {
    const word = lastWord(line);
    return word === '' ? null : soundEnd(word, pronounce(word));
  });
  return { stanza, ends, shape: inOrder(stanza.labels) };
}

interface Pair {
  features: Int32Array;
  rhymes: number;
}

const EPOCHS = 12;
const RATE = 0.3;
const DECAY = 1e-6;
/** Features seen less often, or that weigh less, are left out. */
const RARE = 8;
const LIGHT = 0.05;

/** A logistic model by AdaGrad over shuffled pairs; the shuffling is seeded, so that the same data give the same weights. */
export function trainWeights(set: readonly Prepared[]): Map<string, number> {
  const names = new Map<string, number>();
  const seen: number[] = [];
  const pairs = set.flatMap((one) => pairsOf(one, names, seen));
  const weights = new Float64Array(names.size);
  const squares = new Float64Array(names.size).fill(1e-6);
  const rng = xoroshiro128plus(1);
  for (let epoch = 0; epoch < EPOCHS; epoch += 1) {
    for (let at = pairs.length - 1; at > 0; at -= 1) {
      const other = uniformInt(rng, 0, at);
      [pairs[at], pairs[other]] = [pairs[other] as Pair, pairs[at] as Pair];
    }
    for (const pair of pairs) learn(pair, weights, squares);
  }
  const kept = [...names].filter(([, id]) => (seen[id] as number) >= RARE && Math.abs(weights[id] as number) >= LIGHT);
  return new Map(kept.map(([name, id]) => [name, Math.round((weights[id] as number) * 100) / 100]));
}

function pairsOf({ ends, shape }: Prepared, names: Map<string, number>, seen: number[]): Pair[] {
  const pairs: Pair[] = [];
  for (const [later, end] of ends.entries()) {
    for (let earlier = 0; earlier < later; earlier += 1) {
      const other = ends[earlier] ?? null;
      if (end === null || other === null) continue;
      const features = pairFeatures(other, end, later - earlier, ends.length).map((name) => {
        const id = names.get(name) ?? names.size;
        names.set(name, id);
        seen[id] = (seen[id] ?? 0) + 1;
        return id;
      });
      pairs.push({ features: Int32Array.from(features), rhymes: shape[later] === shape[earlier] ? 1 : 0 });
    }
  }
  return pairs;
}

function learn({ features, rhymes }: Pair, weights: Float64Array, squares: Float64Array): void {
  let sum = 0;
  for (const id of features) sum += weights[id] as number;
  const error = 1 / (1 + Math.exp(-sum)) - rhymes;
  for (const id of features) {
    const slope = error + DECAY * (weights[id] as number);
    squares[id] = (squares[id] as number) + slope * slope;
    weights[id] = (weights[id] as number) - (RATE * slope) / Math.sqrt(squares[id] as number);
  }
}

/** How often each shape stands in the data, and how often each step within one. */
export function countShapes(set: readonly Prepared[]): { whole: Map<string, number>; steps: Map<string, number> } {
  const whole = new Map<string, number>();
  const steps = new Map<string, number>();
  const add = (table: Map<string, number>, key: string) => void table.set(key, (table.get(key) ?? 0) + 1);
  for (const { shape } of set) {
    if (shape.length <= 20) add(whole, shape.join(','));
    let [before, last] = ['^', '^'];
    for (const step of stepsOf(shape)) {
      for (const context of [before + last, last, '']) {
        add(steps, `${context}>${step}`);
        add(steps, context);
      }
      [before, last] = [last, step];
    }
    add(steps, `alone>${lonely(shape)}`);
    add(steps, 'alone');
  }
  return { whole, steps };
}

/** Shapes without those seen once or twice: these are somebody's whim. */
export function commonEnough(whole: ReadonlyMap<string, number>): Map<string, number> {
  return new Map([...whole].filter(([, count]) => count >= 3));
}

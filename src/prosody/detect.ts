import { learnedRhyme } from './learned/rhyme.js';
import { type RhymeWeights, readTable, rhymeLogit, shippedWeights } from './rhyme-model.js';
import type { SoundEnd } from './rhyme-pair.js';
import { inOrder, type Shape, type ShapePrior, shapePrior } from './shapes.js';

/** The line ends of one stanza or section, in order. */
export type Ends = readonly (SoundEnd | null)[];

export interface DetectOptions {
  weights?: RhymeWeights;
  /** How common schemes are; null to listen to the sounds alone. */
  prior?: ShapePrior | null;
}

let shippedPrior: ShapePrior | undefined;

/** How common schemes are in the verse that the package learned from. */
export function commonShapes(): ShapePrior {
  shippedPrior ??= shapePrior({ whole: readTable(learnedRhyme.shapes), steps: readTable(learnedRhyme.steps) });
  return shippedPrior;
}

/** What the prior weighs beside the sounds. */
const PRIOR_WEIGHT = 0.9;

/**
 * The rhyme schemes of the stanzas of one song or poem. Without a prior each is the grouping whose pairs are likeliest to
 * rhyme; with one, common schemes are preferred, and stanzas of equal length lean on one another.
 */
export function detectSchemes(stanzas: readonly Ends[], { weights = shippedWeights(), prior = commonShapes() }: DetectOptions = {}): Shape[] {
  const heard = stanzas.map((ends) => listen(ends, weights));
  const plain = heard.map(({ odds }) => inOrder(grouped(odds)));
  if (prior === null) return plain;
  const first = heard.map(({ odds }, at) => likeliest(odds, [plain[at] as Shape, ...prior.known(odds.length)], (shape) => prior.log(shape)));
  const common = countByLength(first);
  return heard.map(({ odds }, at) => {
    const own = first[at] as Shape;
    const peers = common.get(odds.length) as Map<string, number>;
    const others = [...peers.values()].reduce((sum, count) => sum + count, 0) - 1;
    if (others === 0) return own;
    const count = (key: string) => (peers.get(key) ?? 0) - (key === own.join(',') ? 1 : 0);
    // Stanzas of one song with equally many lines mostly share a scheme: the more of them there are, the surer.
    const lean = others / (others + 1);
    const log = (shape: Shape) => Math.log((lean * count(shape.join(','))) / others + (1 - lean) * Math.exp(prior.log(shape)));
    const shared = [...peers.keys()].map((key) => key.split(',').map(Number));
    return likeliest(odds, [plain[at] as Shape, own, ...shared, ...prior.known(odds.length)], log);
  });
}

function countByLength(shapes: readonly Shape[]): Map<number, Map<string, number>> {
  const counts = new Map<number, Map<string, number>>();
  for (const shape of shapes) {
    const group = counts.get(shape.length) ?? new Map<string, number>();
    group.set(shape.join(','), (group.get(shape.join(',')) ?? 0) + 1);
    counts.set(shape.length, group);
  }
  return counts;
}

/** Longer stanzas are not searched line by line: there the sounds alone decide, and it would take long. */
const LONG = 24;

/** Log-odds of every pair: odds[later][earlier]. */
type Odds = number[][];

function listen(ends: Ends, weights: RhymeWeights): { odds: Odds } {
  const odds = ends.map((end, later) =>
    Array.from({ length: later }, (_, earlier) => rhymeLogit(weights, ends[earlier] ?? null, end, later - earlier, ends.length)),
  );
  return { odds };
}

/** Joins the two groups whose members agree most, as long as any two agree more than not. */
function grouped(odds: Odds): number[] {
  const sums = odds.map((_, a) => odds.map((_row, b) => (a === b ? 0 : ((odds[Math.max(a, b)] as number[])[Math.min(a, b)] as number))));
  const group = odds.map((_, at) => at);
  const heads = new Set(group);
  for (;;) {
    let best: { a: number; b: number; sum: number } | null = null;
    for (const a of heads)
      for (const b of heads) if (a < b && ((sums[a] as number[])[b] as number) > (best?.sum ?? 0)) best = { a, b, sum: (sums[a] as number[])[b] as number };
    if (best === null) return group;
    const { a, b } = best;
    heads.delete(b);
    for (const other of heads) {
      const sum = ((sums[a] as number[])[other] as number) + ((sums[b] as number[])[other] as number);
      (sums[a] as number[])[other] = sum;
      (sums[other] as number[])[a] = sum;
    }
    for (let at = 0; at < group.length; at += 1) if (group[at] === b) group[at] = a;
  }
}

/** The best of some shapes, and then of those that differ from it in one line, while that gets better. */
function likeliest(odds: Odds, candidates: readonly Shape[], log: (shape: Shape) => number): Shape {
  const worth = (shape: Shape) => agreement(odds, shape) + PRIOR_WEIGHT * log(shape);
  let best = candidates[0] as Shape;
  let most = Number.NEGATIVE_INFINITY;
  const consider = (shape: Shape): boolean => {
    const value = worth(shape);
    // Shapes that differ by less than rounding are equal: the first stays.
    if (value <= most + 1e-9) return false;
    best = shape;
    most = value;
    return true;
  };
  for (const shape of candidates) consider(shape);
  for (let better = odds.length <= LONG; better; ) {
    better = false;
    for (const shape of neighbours(best)) better = consider(shape) || better;
  }
  return best;
}

function* neighbours(shape: Shape): Generator<Shape> {
  const labels = Math.max(...shape, 0) + 2;
  for (let line = 0; line < shape.length; line += 1) {
    for (let label = 0; label < labels; label += 1) if (shape[line] !== label) yield inOrder(shape.map((own, at) => (at === line ? label : own)));
  }
}

function agreement(odds: Odds, shape: Shape): number {
  let sum = 0;
  for (let later = 1; later < shape.length; later += 1) {
    for (let earlier = 0; earlier < later; earlier += 1) if (shape[later] === shape[earlier]) sum += (odds[later] as number[])[earlier] as number;
  }
  return sum;
}

/** How much worse than the best reading a declared scheme may fit before it counts as broken, in log-odds: learned with the weights. */
const BENEFIT_OF_DOUBT = 5;

/**
 * Whether the line ends keep a declared scheme: no other grouping of them may be much likelier by sound. `margin` is the
 * log-odds by which the declared scheme beats the best other one, negative where another is likelier.
 */
export function keepsScheme(ends: Ends, declared: Shape, weights: RhymeWeights = shippedWeights()): { keeps: boolean; margin: number } {
  const { odds } = listen(ends, weights);
  const best = likeliest(odds, [inOrder(grouped(odds)), declared], () => 0);
  const rival = best.join(',') === inOrder(declared).join(',') ? secondBest(odds, best) : agreement(odds, best);
  const margin = agreement(odds, declared) - rival;
  return { keeps: margin >= -BENEFIT_OF_DOUBT, margin };
}

function secondBest(odds: Odds, best: Shape): number {
  let most = Number.NEGATIVE_INFINITY;
  for (const shape of neighbours(best)) if (shape.join(',') !== best.join(',')) most = Math.max(most, agreement(odds, shape));
  return most;
}

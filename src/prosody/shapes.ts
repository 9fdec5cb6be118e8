/** A scheme as numbers: equal numbers rhyme, numbered in order of appearance. */
export type Shape = readonly number[];

export function inOrder(labels: readonly number[]): number[] {
  const names = new Map<number, number>();
  return labels.map((label) => {
    const known = names.get(label);
    if (known !== undefined) return known;
    names.set(label, names.size);
    return names.size - 1;
  });
}

/** How common shapes are: counted whole, and step by step for shapes that were never seen. */
export interface ShapeTable {
  /** "0,1,0,1" → how often. */
  whole: ReadonlyMap<string, number>;
  /** How a line joins what stands before it, after the two lines before: "n1>2" → how often. */
  steps: ReadonlyMap<string, number>;
}

export interface ShapePrior {
  /** Shapes of so many lines that were seen. */
  known(lines: number): Shape[];
  /** Natural logarithm of a shape's probability among those of its length. */
  log(shape: Shape): number;
}

/** What unseen shapes are given together, and the part of it for those that are made of shorter ones. */
const UNSEEN = 0.3;
const COMPOSED = 0.5;
/** How often the second part of a composed shape is the first once more ("ABCB DEFE"). */
const AGAIN = 0.5;
/** What smooths the rare contexts of a step. */
const SMOOTH = 3;
const KINDS = 10;
const MOST_CACHED = 50_000;

export function shapePrior({ whole, steps }: ShapeTable): ShapePrior {
  const byLength = new Map<number, { shapes: Shape[]; total: number }>();
  for (const [key, count] of whole) {
    const shape = key.split(',').map(Number);
    const group = byLength.get(shape.length) ?? { shapes: [], total: 0 };
    group.shapes.push(shape);
    group.total += count;
    byLength.set(shape.length, group);
  }
  const cache = new Map<string, number>();
  const chance = (context: string, step: string, below: number) =>
    ((steps.get(`${context}>${step}`) ?? 0) + SMOOTH * below) / ((steps.get(context) ?? 0) + SMOOTH);
  const stepByStep = (shape: Shape): number => {
    let log = 0;
    let [before, last] = ['^', '^'];
    for (const step of stepsOf(shape)) {
      const plain = ((steps.get(`>${step}`) ?? 0) + 0.1) / ((steps.get('') ?? 0) + 0.1 * KINDS);
      log += Math.log(chance(before + last, step, chance(last, step, plain)));
      [before, last] = [last, step];
    }
    const alone = lonely(shape);
    return log + Math.log(((steps.get(`alone>${alone}`) ?? 0) + 0.5) / ((steps.get('alone') ?? 0) + 3));
  };
  /** Two shapes one after the other that share no rhyme; 0 where it cannot be cut so. */
  const composed = (shape: Shape): number => {
    let sum = 0;
    for (const cut of cutsOf(shape)) {
      const [left, right] = [shape.slice(0, cut), inOrder(shape.slice(cut))];
      const same = left.join(',') === right.join(',') ? AGAIN : 0;
      sum += Math.exp(log(left)) * (same + (1 - AGAIN) * Math.exp(log(right)));
    }
    return shape.length < 5 ? 0 : sum / (shape.length - 3);
  };
  const log = (shape: Shape): number => {
    const key = shape.join(',');
    const told = cache.get(key);
    if (told !== undefined) return told;
    const total = (byLength.get(shape.length)?.total ?? 0) + 1;
    const seen = (whole.get(key) ?? 0) / total;
    const unseen = (1 - COMPOSED) * Math.exp(stepByStep(shape)) + COMPOSED * composed(shape);
    const log = Math.log((1 - UNSEEN) * seen + (UNSEEN + (1 - UNSEEN) / total) * unseen);
    if (cache.size < MOST_CACHED) cache.set(key, log);
    return log;
  };
  return { known: (lines) => byLength.get(lines)?.shapes ?? [], log };
}

/** Where a shape falls into two parts of two lines or more that share no rhyme. */
function cutsOf(shape: Shape): number[] {
  const cuts: number[] = [];
  let most = -1;
  for (let at = 1; at < shape.length; at += 1) {
    most = Math.max(most, shape[at - 1] as number);
    // Labels are in order of appearance: later ones are all new where they are above all before.
    if (at >= 2 && shape.length - at >= 2 && shape.slice(at).every((label) => label > most)) cuts.push(at);
  }
  return cuts;
}

/** For each line: "n" for a new rhyme, else how many lines back (at most 9) the line stands that it joins. */
export function stepsOf(shape: Shape): string[] {
  const places = new Map<number, number>();
  return shape.map((label, at) => {
    const before = places.get(label);
    places.set(label, at);
    return before === undefined ? 'n' : String(Math.min(at - before, 9));
  });
}

/** How many lines of a shape rhyme with nothing; more than four are all alike. */
export function lonely(shape: Shape): number {
  return Math.min(4, shape.filter((label) => shape.indexOf(label) === shape.lastIndexOf(label)).length);
}

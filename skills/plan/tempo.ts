import type { Rng } from '../../src/domain/seed.js';

/**
 * One tempo in BPM. An explicit one is kept, whatever the genre; a range is narrowed to where it meets the
 * genre's, and kept as it is where the two do not meet.
 */
export function chooseTempo(asked: number | readonly [number, number], usual: readonly [number, number], rng: Rng): number {
  if (typeof asked === 'number') return asked;
  const [min, max] = [Math.max(asked[0], usual[0]), Math.min(asked[1], usual[1])];
  return min <= max ? rng.int(min, max) : rng.int(asked[0], asked[1]);
}

/** Whether what was asked for lies outside the genre's range altogether. */
export function outsideRange(asked: number | readonly [number, number], [low, high]: readonly [number, number]): boolean {
  const [min, max] = typeof asked === 'number' ? [asked, asked] : asked;
  return max < low || min > high;
}

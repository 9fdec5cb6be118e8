import { createHash } from 'node:crypto';
import { uniformInt } from 'pure-rand/distribution/uniformInt';
import { xoroshiro128plusFromState } from 'pure-rand/generator/xoroshiro128plus';
import { canonicalJson } from './canonical.js';

/** The largest seed a spec may carry: every node adds its index (0 to 8) and must stay a safe integer. */
export const MAX_SEED = 2 ** 53 - 1 - 16;

/** A stream of choices. Everything random in an artifact comes from one of these. */
export interface Rng {
  /** An integer in [min, max], both included. */
  int(min: number, max: number): number;
  /** One element of a list that is not empty. */
  pick<T>(list: readonly T[]): T;
  /** A new list with the same elements in another order. */
  shuffle<T>(list: readonly T[]): T[];
}

/** Gives the stream for a purpose; equal purposes give equal streams, different ones unrelated streams. */
export type Streams = (...purpose: (string | number)[]) => Rng;

/** `node_seed = run_seed + node_index` (PLAN 0 … REVIEW 8), recorded with every node execution. */
export function nodeSeed(runSeed: number, nodeIndex: number): number {
  return runSeed + nodeIndex;
}

/**
 * The streams of one node execution. Each is xoroshiro128+ whose 128-bit state is the head of
 * SHA-256(canonical JSON of [node_seed, node, iteration, purpose…]): neighbouring seeds do not share a
 * stream, and one more choice in one place does not shift the choices of the next.
 */
export function streams(seed: number, node: string, iteration: number, reroll = 0): Streams {
  return (...purpose) => {
    const key = [seed, node, iteration, ...(reroll > 0 ? [`reroll-${reroll}`] : []), ...purpose];
    const digest = createHash('sha256').update(canonicalJson(key)).digest();
    const state = [0, 4, 8, 12].map((at) => digest.readInt32BE(at));
    return rngFrom(state);
  };
}

function rngFrom(state: number[]): Rng {
  const generator = xoroshiro128plusFromState(state);
  const int = (min: number, max: number) => uniformInt(generator, min, max);
  return {
    int,
    pick<T>(list: readonly T[]): T {
      if (list.length === 0) throw new RangeError('pick from an empty list');
      return list[int(0, list.length - 1)] as T;
    },
    shuffle<T>(list: readonly T[]): T[] {
      const copy = [...list];
      for (let last = copy.length - 1; last > 0; last -= 1) {
        const other = int(0, last);
        [copy[last], copy[other]] = [copy[other] as T, copy[last] as T];
      }
      return copy;
    },
  };
}

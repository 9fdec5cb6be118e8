import type { Rng } from '../domain/seed.js';

/** How a spec's wishes are drawn: how many of them its author has, and each from a stream of its own. */
export interface Draw {
  /** The stream for one wish; no other wish moves it. */
  of(wish: string): Rng;
  /** A wish, or nothing: `often` of a hundred authors who ask for much have it, fewer of the others. */
  maybe<Value>(wish: string, often: number, value: (rng: Rng) => Value): Value | undefined;
}

export function drawFrom(stream: (purpose: string) => Rng): Draw {
  // Few people fill every field in; some write a title and a genre and nothing else.
  const zeal = stream('zeal').pick([0, 0.35, 0.35, 0.6, 0.6, 0.6, 1, 1, 1.8]);
  return {
    of: stream,
    maybe(wish, often, value) {
      const rng = stream(wish);
      return rng.int(1, 1000) <= Math.min(980, often * 10 * zeal) ? value(rng) : undefined;
    },
  };
}

/** The fields that were asked for; undefined where none was. */
export function asked<Fields extends Record<string, unknown>>(fields: Fields): Partial<Fields> | undefined {
  const there = Object.entries(fields).filter(([, value]) => value !== undefined);
  return there.length === 0 ? undefined : (Object.fromEntries(there) as Partial<Fields>);
}

/** So many different ones of a list, in another order. */
export function some<Item>(rng: Rng, list: readonly Item[], least: number, most: number): Item[] {
  return rng.shuffle(list).slice(0, rng.int(least, most));
}

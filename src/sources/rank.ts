import type { Chunk } from './chunk.js';

/**
 * BM25 (Robertson, Walker) with k1 = 1.2 and b = 0.75, in integers alone, so that every machine ranks alike:
 *
 *   score(chunk) = Σ over the query's terms of  idf · tf · (k1 + 1) / (tf + k1 · (1 − b + b · len / mean))
 *
 * With mean = T / N (T terms in N chunks), both halves of the fraction times 10 · T give
 *
 *   22 · tf · T / (10 · tf · T + 3 · T + 9 · len · N)
 *
 * and idf = log2(1 + (N − n + ½) / (n + ½)) = log2((2N + 2) / (2n + 1)), which is never negative, for a term that n chunks
 * hold. The logarithm has 16 binary places, and each term's product is cut to a whole number: scores are in 1/65,536.
 */
export function bm25(chunks: readonly Pick<Chunk, 'text'>[], query: string): number[] {
  const asked = [...new Set(termsOf(query))];
  const counted = chunks.map(({ text }) => countsOf(termsOf(text)));
  const N = BigInt(chunks.length);
  const T = BigInt(counted.reduce((sum, { length }) => sum + length, 0));
  const rarity = new Map(asked.map((term) => [term, idf(N, BigInt(counted.filter(({ counts }) => counts.has(term)).length))]));
  return counted.map(({ counts, length }) => {
    let score = 0n;
    for (const term of asked) {
      const tf = BigInt(counts.get(term) ?? 0);
      if (tf > 0n) score += ((rarity.get(term) as bigint) * 22n * tf * T) / (10n * tf * T + 3n * T + 9n * BigInt(length) * N);
    }
    return Number(score);
  });
}

export interface Ranked<One> {
  chunk: One;
  score: number;
}

/** How many chunks of one source are given to a writer. */
export const TOP_K = 5;

/** The best chunks for a query; of two that are as good, the one with the smaller hash. */
export function topChunks<One extends Chunk>(chunks: readonly One[], query: string, most = TOP_K): Ranked<One>[] {
  const scores = bm25(chunks, query);
  return chunks
    .map((chunk, at) => ({ chunk, score: scores[at] as number }))
    .sort((a, b) => b.score - a.score || (a.chunk.hash < b.chunk.hash ? -1 : 1))
    .slice(0, most);
}

const PLACES = 16;

/** log2((2N + 2) / (2n + 1)) in 1/65,536, cut: the whole part by doubling, then a place for each squaring. */
function idf(N: bigint, n: bigint): bigint {
  let over = 2n * N + 2n;
  let under = 2n * n + 1n;
  let log = 0n;
  while (over >= 2n * under) {
    under *= 2n;
    log += 1n;
  }
  // The rest lies in [1, 2), kept with 62 binary places so that its square stays small.
  let rest = (over << 62n) / under;
  over = 2n << 62n;
  for (let place = 0; place < PLACES; place += 1) {
    rest = (rest * rest) >> 62n;
    log <<= 1n;
    if (rest >= over) {
      rest >>= 1n;
      log += 1n;
    }
  }
  return log;
}

function countsOf(terms: readonly string[]): { counts: Map<string, number>; length: number } {
  const counts = new Map<string, number>();
  for (const term of terms) counts.set(term, (counts.get(term) ?? 0) + 1);
  return { counts, length: terms.length };
}

/** Words that say nothing about what a text is about. */
const EMPTY = new Set(
  (
    'a about after all also am an and any are as at be been but by can could did do does for from had has have he her him his how i if in into is it its ' +
    'just me my no not of off on one or our out she so some than that the their them then there they this to too up us was we were what when where which ' +
    'who why will with would you your'
  ).split(' '),
);

/** The words of a text that say something, in small letters without accents and without the s of a plural. */
export function termsOf(text: string): string[] {
  const words = text
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/['’](?:s|re|ve|ll|d|m|t)?\b/g, '')
    .match(/[\p{L}\p{N}]+/gu);
  return (words ?? []).filter((word) => !EMPTY.has(word)).map(stem);
}

function stem(word: string): string {
  if (!/^[a-z]{4,}$/.test(word)) return word;
  return word.replace(/ies$/, 'y').replace(/(ss|us|is)$|s$/, '$1');
}

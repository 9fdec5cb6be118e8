import { AmcsError } from '../../domain/error.js';
import type { TokenUsage } from '../../domain/outside-answer.js';
import { costOf, type ModelPrice } from '../../domain/prices.js';

type Price = Omit<ModelPrice, 'model'>;

/** Tokens around the text of a request: roles, the schema's frame. */
const FRAME = 500;

/** What one request costs at most: a token is at least a byte, and an answer has at most `maxTokens`. */
export function ceilingOf(texts: readonly string[], maxTokens: number, price: Price): number {
  const input = texts.reduce((sum, text) => sum + Buffer.byteLength(text), FRAME);
  const dearest = Math.max(price.input, price.cache_write);
  return costOf({ input, output: maxTokens, cache_read: 0, cache_write: 0 }, { ...price, input: dearest });
}

export interface Costs {
  cost_microusd: number | null;
  uncertain_microusd: number | null;
}

export function costsOf(tokens: TokenUsage, uncertain: number, price: Price | null, ceiling: number | null): Costs {
  return {
    cost_microusd: price && costOf(tokens, price),
    uncertain_microusd: uncertain === 0 ? 0 : ceiling === null ? null : uncertain * ceiling,
  };
}

/** @throws AmcsError WRITER_UNAVAILABLE where a budget is to be kept and no price is known. */
export function mustHavePrice(model: string, price: Price | null): void {
  if (price) return;
  throw new AmcsError('WRITER_UNAVAILABLE', {
    message: `No price is known for the model "${model}", so a budget cannot be kept.`,
    hint: 'Leave budget_usd out, or put a model-prices.json with the model into the data folder (docs/writers.md shows one).',
  });
}

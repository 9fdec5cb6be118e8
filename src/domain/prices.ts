import { z } from 'zod';
import type { TokenUsage } from './outside-answer.js';
import { textLine } from './words.js';

const price = z.int().min(0).max(10_000_000_000);

/** What models cost: millionths of a dollar for a million tokens, so that $2 are 2,000,000. */
export const priceTableSchema = z.strictObject({
  as_of: z.string().regex(/^\d{4}-\d{2}-\d{2}$/),
  source: textLine(300),
  models: z.array(
    z.strictObject({
      model: textLine(100).describe('As it is asked for; a name with a date after it has the same price.'),
      input: price,
      output: price,
      cache_write: price,
      cache_read: price,
    }),
  ),
});
export type PriceTable = z.infer<typeof priceTableSchema>;
export type ModelPrice = PriceTable['models'][number];

export const FREE: Omit<ModelPrice, 'model'> = { input: 0, output: 0, cache_write: 0, cache_read: 0 };

/** The price of a model, also of one of its dated names; null where the table does not know it. */
export function priceOf(model: string, { models }: PriceTable): ModelPrice | null {
  return models.find((one) => one.model === model) ?? models.find((one) => model.startsWith(`${one.model}-20`)) ?? null;
}

/** Whole millionths of a dollar, rounded up: a budget is never passed by a fraction. */
export function costOf({ input, output, cache_read, cache_write }: TokenUsage, price: Omit<ModelPrice, 'model'>): number {
  return Math.ceil((input * price.input + output * price.output + cache_read * price.cache_read + cache_write * price.cache_write) / 1_000_000);
}

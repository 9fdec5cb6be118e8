import { z } from 'zod';
import { textLine } from './words.js';

/** What a service wrote, as it came, and what it cost. Recorded whole; credentials are no part of it. */

const tokens = z.int().min(0).max(100_000_000);
const microUsd = z.int().min(0).max(Number.MAX_SAFE_INTEGER);

export const effortSchema = z.enum(['low', 'medium', 'high', 'xhigh', 'max']);

/** How a model is asked, as a manifest may say it for a node. */
export const writerOptionsSchema = z.strictObject({
  model: textLine(100).optional().describe("The writer's model; default: AMCS_MODEL, else the writer's own."),
  effort: effortSchema.optional().describe('How much the model thinks first; writer anthropic only.'),
  max_tokens: z.int().min(256).max(64_000).optional().describe('The longest answer, thinking included.'),
});
export type WriterOptions = z.infer<typeof writerOptionsSchema>;

const usageSchema = z.strictObject({ input: tokens, output: tokens, cache_read: tokens, cache_write: tokens });
export type TokenUsage = z.infer<typeof usageSchema>;

export const outsideAnswerSchema = z.strictObject({
  text: z.string().max(1_000_000).describe('What came back, unread.'),
  ended: z.enum(['whole', 'truncated', 'refused']).describe('truncated: it broke off at its limit; refused: the model would not write.'),
  call: z.strictObject({
    service: textLine(40),
    model: z.string().max(200).describe('As the service names what answered.'),
    prompt: textLine(60).describe('Name and version of the prompt, e.g. "lyrics 1.0.0".'),
    parameters: z.record(z.string(), z.json()).describe('All that was sent besides the prompt.'),
    tokens: usageSchema,
    attempts: z.int().min(1).max(100).describe('Requests that were sent for this answer.'),
    uncertain: z.int().min(0).max(100).describe('Requests among them that broke off before anybody knew whether they count.'),
    cost_microusd: microUsd.nullable().describe('What the answer cost; null where no price is known.'),
    uncertain_microusd: microUsd.nullable().describe('What the requests that broke off may have cost at most.'),
  }),
});
export type OutsideAnswer = z.infer<typeof outsideAnswerSchema>;

/** What the models of a run used together. */
export const modelUsageSchema = z
  .strictObject({
    models: z.array(z.string()),
    calls: z.int().min(0).max(10_000),
    unanswered: z.int().min(0).max(10_000).describe('Calls that were begun and whose answer never came.'),
    uncertain: z.int().min(0).max(10_000).describe('Requests that broke off and were sent again: they may be charged too.'),
    tokens: usageSchema,
    cost_microusd: microUsd.nullable().describe('Millionths of a dollar; null where no price is known for a model.'),
    uncertain_microusd: microUsd.nullable(),
    budget_microusd: microUsd.nullable().describe("The run's budget, or null where it has none."),
  })
  .describe('What the models of the run used, and what it cost.');
export type ModelUsage = z.infer<typeof modelUsageSchema>;

/** Dollars as a person writes them, in millionths: 0.1 + 0.2 is 300,000 and nothing besides. */
export function microUsdOf(usd: number): number {
  return Math.round(usd * 1_000_000);
}

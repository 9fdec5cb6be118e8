import { type ModelUsage, microUsdOf, type OutsideAnswer, outsideAnswerSchema } from '../domain/outside-answer.js';
import type { RecordedOutside } from '../domain/ports.js';

const WRITING: readonly RecordedOutside['node'][] = ['STYLE', 'LYRICS', 'PRODUCER', 'FIX'];

/** What the models of a run used, over all its takes; null where none was asked. */
export function usageOf(rows: readonly RecordedOutside[], budgetUsd: number | undefined): ModelUsage | null {
  const asked = rows.filter(({ node }) => WRITING.includes(node));
  if (asked.length === 0) return null;
  const calls = asked.flatMap(({ json }) => (json === null ? [] : (outsideAnswerSchema.safeParse(JSON.parse(json)).data?.call ?? [])));
  const sum = (of: (call: OutsideAnswer['call']) => number) => calls.reduce((total, call) => total + of(call), 0);
  const money = (of: (call: OutsideAnswer['call']) => number | null) => (calls.some((call) => of(call) === null) ? null : sum((call) => of(call) as number));
  return {
    models: [...new Set(calls.map(({ model }) => model))],
    calls: calls.length,
    unanswered: asked.filter(({ json }) => json === null).length,
    uncertain: sum(({ uncertain }) => uncertain),
    tokens: {
      input: sum(({ tokens }) => tokens.input),
      output: sum(({ tokens }) => tokens.output),
      cache_read: sum(({ tokens }) => tokens.cache_read),
      cache_write: sum(({ tokens }) => tokens.cache_write),
    },
    cost_microusd: money(({ cost_microusd }) => cost_microusd),
    uncertain_microusd: money(({ uncertain_microusd }) => uncertain_microusd),
    budget_microusd: budgetUsd === undefined ? null : microUsdOf(budgetUsd),
  };
}

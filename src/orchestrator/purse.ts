import type { Brief } from '../domain/draft.js';
import { AmcsError } from '../domain/error.js';
import { type ResolvedManifest, writerNamed } from '../domain/manifest.js';
import type { NodeName } from '../domain/node-name.js';
import { microUsdOf, outsideAnswerSchema, type WriterOptions } from '../domain/outside-answer.js';
import type { RecordedOutside, Store, Writer } from '../domain/ports.js';
import type { Run } from '../domain/run.js';
import { isFailure } from './outside.js';

/** What the models of a run may still cost. Branches that run at the same time share one. */
export interface Purse {
  /**
   * Sets aside what a call costs at most, and gives what puts back the rest of it once its true cost is known.
   * @throws AmcsError BUDGET_EXCEEDED where that is more than what is left.
   */
  reserve(node: string, ceiling: number | null): Promise<(charged: number) => void>;
}

export const openPurse: Purse = { reserve: async () => () => {} };

/** A purse with a budget. `ceilingOf` says what a call whose answer never came costs at most. */
export function purseOf(store: Pick<Store, 'listOutside'>, runId: string, budget: number, ceilingOf: (call: RecordedOutside) => Promise<number>): Purse {
  let spent = 0;
  let setAside = 0;
  const before = async (): Promise<void> => {
    for (const row of await store.listOutside(runId)) spent += row.json === null ? await ceilingOf(row) : chargedIn(row.json);
  };
  let known: Promise<void> | undefined;
  return {
    async reserve(node, ceiling) {
      known ??= before();
      await known;
      const left = budget - spent - setAside;
      if (ceiling === null || ceiling > left) {
        const next = `the next call of ${node}`;
        const most = ceiling === null ? `No price is known for ${next}` : `T${next.slice(1)} may cost up to ${dollars(ceiling)}`;
        throw new AmcsError('BUDGET_EXCEEDED', {
          message: `${most}, and ${dollars(Math.max(0, left))} of the run's budget of ${dollars(budget)} is left.`,
          hint: 'Begin a run with a larger budget_usd, with a cheaper model, or with a lower max_tokens (nodes.LYRICS and nodes.FIX of the manifest).',
        });
      }
      setAside += ceiling;
      return (charged) => {
        setAside -= ceiling;
        spent += charged;
      };
    },
  };
}

/** The purse of a run: its manifest's budget, less what its record says was spent. */
export function purseFor(store: Store, run: Run, manifest: ResolvedManifest, writers: readonly Writer[]): Purse {
  const { nodes, budget_usd } = manifest;
  if (budget_usd === undefined) return openPurse;
  return purseOf(store, run.run_id, microUsdOf(budget_usd), async ({ json: _none, request_hash: _hash, occurrence: _one, ...call }) => {
    const brief = await store.getPart({ ...call, part: 'brief' });
    const asked = writers.find(({ name }) => name === writerNamed(manifest, call.node));
    const { writer: _own, ...options } = (nodes as Partial<Record<NodeName, WriterOptions & { writer?: string }>>)[call.node] ?? {};
    return brief === null || asked?.mode !== 'outside' ? 0 : (asked.ceiling(JSON.parse(brief) as Brief, options) ?? 0);
  });
}

/** What a recorded answer cost, with what may have been charged besides. */
export function chargedIn(json: string): number {
  const answer: unknown = JSON.parse(json);
  const { data } = outsideAnswerSchema.safeParse(answer);
  return isFailure(answer) || !data ? 0 : (data.call.cost_microusd ?? 0) + (data.call.uncertain_microusd ?? 0);
}

function dollars(microUsd: number): string {
  return `$${(microUsd / 1_000_000).toFixed(4)}`;
}

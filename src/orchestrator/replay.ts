import type { Skill } from '../domain/contract.js';
import { AmcsError, asAmcsError } from '../domain/error.js';
import { type Difference, jsonDiff } from '../domain/json-diff.js';
import type { ResolvedManifest } from '../domain/manifest.js';
import { type NodeName, nodeNames } from '../domain/node-name.js';
import type { Store, Writer } from '../domain/ports.js';
import type { NodeExecution, Run } from '../domain/run.js';
import type { ResolvedSds } from '../domain/spec.js';
import type { Tables } from '../domain/tables.js';
import type { WorkflowContext } from './context.js';
import { nodeExecutor } from './execute-node.js';
import { writersFor } from './node-services.js';
import { openPurse } from './purse.js';
import { song } from './song.js';
import { standingTake } from './takes.js';

export interface ReplayParts {
  store: Store;
  /** An empty store that is forgotten afterwards. */
  scratch(): Store & { close(): void };
  /** Tables and writers as the run had them, from its recorded snapshot. */
  rebuild(tablesHash: string): Promise<{ tables: Tables; writers: readonly Writer[] }>;
  skillOf(node: NodeName): Skill;
  /** How steps are driven: nothing has to survive here. */
  context(store: Store): WorkflowContext;
}

export interface ReplayedNode {
  node: NodeName;
  iteration: number;
  equal: boolean;
  recorded_hash: string | null;
  replayed_hash: string | null;
}

export interface ReplayReport {
  run_id: string;
  equal: boolean;
  nodes: ReplayedNode[];
  /** The first node whose output differs, and where. */
  first_difference: { node: NodeName; iteration: number; differences: Difference[] } | null;
  /** What kept the replay from going to its end, where something did. */
  error: string | null;
}

/**
 * Executes a finished run once more from its record, with the tables it had then and the outside answers it was given,
 * asking nobody and writing nowhere, and compares every node's output hash.
 */
export async function replayRun(parts: ReplayParts, run: Run): Promise<ReplayReport> {
  if (run.kind !== 'song')
    throw new AmcsError('CONFLICT', { message: 'Only runs of a whole song are replayed.', hint: 'Call the node again and compare the hashes.' });
  const recorded = (await parts.store.listExecutions(run.run_id)).filter(({ take, node, iteration }) => take === standingTake(run.takes, node, iteration));
  const scratch = parts.scratch();
  try {
    const error = await execute(parts, scratch, run);
    const replayed = await scratch.listExecutions(run.run_id);
    const nodes = compare(recorded, replayed);
    const first = nodes.find(({ equal }) => !equal) ?? null;
    return { run_id: run.run_id, equal: first === null, nodes, first_difference: first && (await explain(parts.store, scratch, first)), error };
  } finally {
    scratch.close();
  }
}

async function execute(parts: ReplayParts, scratch: Store, run: Run): Promise<string | null> {
  const { store } = parts;
  const read = async (hash: string) => JSON.parse((await store.getDocument(hash)) as string);
  const manifest = (await read(run.manifest_hash)) as ResolvedManifest;
  const { tables, writers } = await parts.rebuild(run.tables_hash);
  await scratch.createRun({ ...run, client_key: null, documents: [] });
  // Answers from outside come from the record; everything else is made anew.
  const replaying: Store = {
    ...scratch,
    getOutside: (key) => store.getOutside(key),
    getAnswer: (question) => store.getAnswer(question),
    intendOutside: () => Promise.reject(new AmcsError('CONFLICT', { message: 'The record has no answer to a call that the replay needs.' })),
  };
  const services = {
    store: replaying,
    executor: nodeExecutor(replaying, tables),
    ...writersFor(writers, manifest),
    storage: { write: async () => {} },
    connector: (engine: string) => ({ engine, render: () => Promise.reject(new AmcsError('CONFLICT', { message: 'A replay renders nothing.' })) }),
    engines: [],
    purse: openPurse,
    outDir: '',
    skillOf: parts.skillOf,
    scored: async () => {},
  };
  try {
    await song(parts.context(replaying), services, { run, sds: (await read(run.sds_hash)) as ResolvedSds, manifest, recorded: [] });
    return null;
  } catch (thrown) {
    return asAmcsError(thrown).message;
  }
}

function compare(recorded: NodeExecution[], replayed: NodeExecution[]): ReplayedNode[] {
  const all = new Map<string, ReplayedNode>();
  const place = ({ node, iteration }: NodeExecution) => `${node} ${iteration}`;
  for (const one of recorded.filter(({ status }) => status === 'succeeded')) {
    all.set(place(one), { node: one.node, iteration: one.iteration, equal: false, recorded_hash: one.output_hash, replayed_hash: null });
  }
  for (const one of replayed.filter(({ status }) => status === 'succeeded')) {
    const before = all.get(place(one)) ?? { node: one.node, iteration: one.iteration, recorded_hash: null };
    all.set(place(one), { ...before, replayed_hash: one.output_hash, equal: before.recorded_hash === one.output_hash });
  }
  const rank = ({ node, iteration }: ReplayedNode) =>
    iteration * nodeNames.length + nodeNames.indexOf(node) + (node === 'RENDER' || node === 'REVIEW' ? 1000 : 0);
  return [...all.values()].sort((a, b) => rank(a) - rank(b));
}

async function explain(store: Store, scratch: Store, { node, iteration, recorded_hash, replayed_hash }: ReplayedNode) {
  const read = async (from: Store, hash: string | null) => (hash === null ? null : JSON.parse((await from.getDocument(hash)) ?? 'null'));
  return { node, iteration, differences: jsonDiff(await read(store, recorded_hash), await read(scratch, replayed_hash)) };
}

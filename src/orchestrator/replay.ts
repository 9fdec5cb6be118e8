import type { Plan } from '../domain/artifacts.js';
import type { Skill } from '../domain/contract.js';
import { AmcsError, asAmcsError } from '../domain/error.js';
import type { Issue } from '../domain/issue.js';
import { type Difference, jsonDiff } from '../domain/json-diff.js';
import type { ResolvedManifest } from '../domain/manifest.js';
import { type NodeName, nodeNames } from '../domain/node-name.js';
import type { Retriever, Store, Writer } from '../domain/ports.js';
import type { NodeExecution, Run } from '../domain/run.js';
import type { ResolvedSds } from '../domain/spec.js';
import type { Tables } from '../domain/tables.js';
import type { WorkflowContext } from './context.js';
import { nodeExecutor } from './execute-node.js';
import { writersFor } from './node-services.js';
import { openPurse } from './purse.js';
import { sourceChanges } from './retrieve.js';
import { song } from './song.js';
import { standingTake } from './takes.js';

export interface ReplayParts {
  store: Store;
  /** An empty store that is forgotten afterwards. */
  scratch(): Store & { close(): void };
  /** Tables and writers as the run had them, from its recorded snapshot. */
  rebuild(tablesHash: string): Promise<{ tables: Tables; writers: readonly Writer[] }>;
  skillOf(node: NodeName): Skill;
  /** Reads the run's sources again, to tell what has changed. */
  retriever: Retriever;
  /** Folders that the run's sources may be files of. */
  roots: readonly string[];
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
  /** What is worth knowing and no difference: a source that has changed since. */
  issues: Issue[];
}

/**
 * Executes a finished run once more from its record, with the tables it had then and the outside answers it was given,
 * asking nobody and writing nowhere, and compares every node's output hash. Sources are looked at afterwards, only to tell
 * whether they still say what was recorded.
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
    const difference = first && (await explain(parts.store, scratch, first));
    const issues = await changesOf(parts, run, recorded);
    return { run_id: run.run_id, equal: first === null, nodes, first_difference: difference, error, issues };
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
    getPart: (key) => (key.part === 'retrieve' ? store : scratch).getPart(key),
    intendOutside: () => Promise.reject(new AmcsError('CONFLICT', { message: 'The record has no answer to a call that the replay needs.' })),
  };
  const services = {
    store: replaying,
    executor: nodeExecutor(replaying, tables),
    ...writersFor(writers, manifest),
    storage: { write: async () => {} },
    retriever: {
      ...parts.retriever,
      retrieve: () => Promise.reject(new AmcsError('CONFLICT', { message: 'The record does not have what the sources said.' })),
    },
    sourceRoots: async () => [],
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

/** What the run's sources say otherwise now. */
async function changesOf({ store, retriever, roots, rebuild }: ReplayParts, run: Run, recorded: NodeExecution[]): Promise<Issue[]> {
  const read = async (hash: string) => JSON.parse((await store.getDocument(hash)) as string);
  const sds = (await read(run.sds_hash)) as ResolvedSds;
  const plan = recorded.find(({ node }) => node === 'PLAN')?.output_hash;
  const lyrics = recorded.find(({ node }) => node === 'LYRICS');
  if (!sds.sources?.length || !plan || !lyrics) return [];
  const { sections } = (await read(plan)) as Plan;
  const { tables } = await rebuild(run.tables_hash);
  const { run_id, take, node, iteration } = lyrics;
  return sourceChanges({ store, retriever, roots }, { sds, tables, sections, key: { run_id, take, node, iteration } });
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

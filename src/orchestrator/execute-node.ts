import type { z } from 'zod';
import { canonicalJson, document, hashOf } from '../domain/canonical.js';
import type { Contract, NodeContext, Skill } from '../domain/contract.js';
import { AmcsError, asAmcsError } from '../domain/error.js';
import type { NewEvent } from '../domain/event.js';
import { type NodeName, nodeNames } from '../domain/node-name.js';
import type { WriterOptions } from '../domain/outside-answer.js';
import type { ExecutionKey, PartKey, Standing, Store } from '../domain/ports.js';
import type { NodeExecution, RecordedError } from '../domain/run.js';
import { nodeSeed, streams } from '../domain/seed.js';
import type { Tables } from '../domain/tables.js';
import { endedEvents } from './node-events.js';

/** A document of the run with its hash, which stands for it in input hashes. */
export interface Doc {
  hash: string;
  value: unknown;
}

export interface Execution {
  key: ExecutionKey;
  skill: Skill;
  runSeed: number;
  /** Enters the streams where a take is to come out otherwise; 0 elsewhere. */
  reroll: number;
  input: Record<string, Doc>;
  /** What the record had of it when this process took the run up. */
  before: NodeExecution | undefined;
  /** Per-node options of the manifest, part of the input. */
  options: Record<string, unknown> | undefined;
  /** How a writing node's words are asked for; no part of the input. */
  asking?: WriterOptions | undefined;
  /** Earlier takes in which the node came out as it does now, the newest first. */
  earlier?: readonly number[];
}

/** The one place that executes a node: parse, derive seed, run, parse, hash, record, emit. */
export interface NodeExecutor {
  /**
   * Opens the execution in the record; an input that breaks the contract closes it again as failed. Gives the output
   * where the execution is closed already, and throws its error where it failed.
   */
  open(execution: Execution): Promise<Doc | null>;
  /** What the node sees. Pure: the same on every call. */
  context(execution: Execution, told?: Pick<NodeContext<never>, 'retrieved'>): NodeContext<never>;
  /** Runs `compute` and closes the execution with its output, or with the error it threw. */
  close(execution: Execution, compute: () => unknown, timed?: 'own' | 'elapsed'): Promise<Doc>;
  /** Does something for an open execution outside of it; what it throws closes the execution as failed, unless the run was stopped. */
  guard<Result>(execution: Execution, signal: AbortSignal, work: () => Promise<Result>): Promise<Result>;
  skip(execution: Execution, reason: string): Promise<void>;
  /** Records a part of an execution once and gives what stands. */
  part<Value>(key: PartKey, compute: () => Value, events: (value: Value) => NewEvent[]): Promise<Value>;
}

export function nodeExecutor(store: Store, tables: Tables): NodeExecutor {
  const starts = new WeakMap<Execution, Promise<void>>();
  const inputs = new WeakMap<Execution, unknown>();
  /** Parsed once: opening and computing see the same. */
  const inputFor = (execution: Execution): unknown => {
    if (!inputs.has(execution)) inputs.set(execution, parse(execution.skill.contract, 'input', inputOf(execution)));
    return inputs.get(execution);
  };
  const outputOf = async ({ node }: ExecutionKey, row: Standing): Promise<Doc> => {
    if (row.status === 'failed') throw fromRecord(row.error);
    const json = row.output_hash === null ? null : await store.getDocument(row.output_hash);
    if (json === null) throw new AmcsError('INTERNAL', { message: `The output of ${node} is missing from the record.` });
    return { hash: row.output_hash as string, value: JSON.parse(json) };
  };
  const fail = async (key: ExecutionKey, thrown: unknown): Promise<never> => {
    const error = asAmcsError(thrown);
    await store.finishExecution(key, {
      status: 'failed',
      output: null,
      artifacts: [],
      error: toRecord(error),
      duration_ms: null,
      events: [{ type: 'node.failed', phase: 'fail', data: { code: error.code } }],
    });
    throw error;
  };
  return {
    async open(execution) {
      const { key, input, options, runSeed } = execution;
      // The documents' hashes stand for them: hashing every input whole again would cost more than most nodes.
      const hashes = Object.fromEntries(Object.entries(input).map(([name, doc]) => [name, doc.hash]));
      const { before } = execution;
      if (before?.status === 'succeeded' || before?.status === 'failed') return outputOf(key, before);
      // Not waited for: whatever is recorded next of this node is recorded after it, or together with it.
      const started = store.startExecution(key, seedOf(key.node, runSeed), hashOf({ node: key.node, inputs: hashes, ...(options ? { options } : {}) }));
      started.catch(() => {});
      starts.set(execution, started);
      try {
        inputFor(execution);
      } catch (thrown) {
        await fail(key, thrown);
      }
      return null;
    },
    context(execution, told = {}) {
      const { key, runSeed } = execution;
      return {
        input: inputFor(execution) as never,
        rng: streams(seedOf(key.node, runSeed), key.node, key.iteration, execution.reroll),
        tables,
        ...told,
      };
    },
    async close(execution, compute, timed = 'own') {
      const { key, skill } = execution;
      let output: unknown;
      let stored: ReturnType<typeof document>;
      // Nodes of one wave are open at the same time on one thread: a node's own time is what it computes.
      const begin = performance.now();
      try {
        output = parse(skill.contract, 'output', compute());
        stored = document(output);
      } catch (thrown) {
        return fail(key, thrown);
      }
      const artifacts = [{ ...stored, name: skill.contract.artifact }, ...innerArtifacts(key.node, output)];
      const finished = store.finishExecution(key, {
        status: 'succeeded',
        output: stored,
        artifacts,
        error: null,
        duration_ms: timed === 'own' ? Math.round((performance.now() - begin) * 10) / 10 : null,
        events: endedEvents(key.node, output, stored.hash),
      });
      // Where the record cannot be kept, it is the start that says why.
      const [row] = await Promise.all([finished, starts.get(execution)]);
      // Another process may have closed it first: what is recorded is what counts.
      return row.output_hash === stored.hash ? { hash: stored.hash, value: JSON.parse(stored.json) } : outputOf(key, row);
    },
    async guard({ key }, signal, work) {
      try {
        return await work();
      } catch (thrown) {
        const unrecorded = thrown instanceof AmcsError && thrown.code === 'STORE_UNAVAILABLE';
        if (signal.aborted || unrecorded) throw thrown;
        return fail(key, thrown);
      }
    },
    async skip({ key, runSeed }, reason) {
      await store.skipExecution(key, seedOf(key.node, runSeed), [{ type: 'node.skipped', phase: 'skip', data: { reason } }]);
    },
    async part(key, compute, events) {
      const before = await store.getPart(key);
      if (before !== null) return JSON.parse(before);
      const value = compute();
      return JSON.parse(await store.putPart(key, canonicalJson(value), events(value)));
    },
  };
}

function inputOf({ input, options }: Execution): Record<string, unknown> {
  return { ...Object.fromEntries(Object.entries(input).map(([name, { value }]) => [name, value])), ...(options ? { options } : {}) };
}

export function seedOf(node: NodeName, runSeed: number): number {
  return nodeSeed(runSeed, nodeNames.indexOf(node));
}

function parse(contract: Contract, side: 'input' | 'output', value: unknown): unknown {
  const result = (contract[side] as z.ZodType).safeParse(value);
  if (result.success) return result.data;
  const problems = result.error.issues.slice(0, 10).map(({ path, message }) => ({ path: path.join('.'), message }));
  throw new AmcsError('CONTRACT_BROKEN', {
    message: `The ${side} of ${contract.node} does not keep its contract: ${problems[0]?.path} ${problems[0]?.message}.`,
    problems,
  });
}

/** FIX gives three artifacts in one; each can be asked for by its own name and hash. */
function innerArtifacts(node: NodeName, output: unknown) {
  if (node !== 'FIX') return [];
  const fix = output as Record<string, unknown>;
  return ['style', 'lyrics', 'producer_notes'].map((name) => ({ name, ...document(fix[name]) }));
}

export function toRecord({ code, message, retriable, hint, problems }: AmcsError): RecordedError {
  return { code, message, retriable, hint, ...(problems.length > 0 ? { problems } : {}) };
}

export function fromRecord(error: RecordedError | null): AmcsError {
  const { code, message, hint, problems } = error ?? { code: 'NODE_FAILED' as const, message: 'The node failed.', hint: '', problems: undefined };
  return new AmcsError(code, {
    message,
    hint,
    ...(problems ? { problems: problems.map(({ path, message: text, hint: what }) => ({ path, message: text, ...(what ? { hint: what } : {}) })) } : {}),
  });
}

import type { z } from 'zod';
import { document as documentOf } from '../domain/canonical.js';
import type { Skill } from '../domain/contract.js';
import type { Brief, Draft } from '../domain/draft.js';
import { AmcsError } from '../domain/error.js';
import { parseAs } from '../domain/explain.js';
import { findRun } from '../domain/find-run.js';
import type { Given } from '../domain/given.js';
import type { ResolvedManifest, WritersNamed } from '../domain/manifest.js';
import type { NodeName } from '../domain/node-name.js';
import type { Connector, NewRun, PartKey, Retriever, Storage, Store, StoredDocument, Writer } from '../domain/ports.js';
import { isOver, type Run } from '../domain/run.js';
import type { ResolvedSds, Sds } from '../domain/spec.js';
import type { Tables } from '../domain/tables.js';
import { slugOf } from '../domain/text.js';
import type { WorkflowContext } from './context.js';
import { briefOf, type OpenDraft, openDrafts, recordDraft, takeOver } from './drafts.js';
import type { Driver, Ending } from './driver.js';
import { localContext, localDriver } from './drivers/local.js';
import { type Doc, type NodeExecutor, nodeExecutor } from './execute-node.js';
import { pruneAfter } from './graph.js';
import { resolveInputs } from './inputs.js';
import { writersFor } from './node-services.js';
import { openPurse, type Purse, purseFor } from './purse.js';
import { type ReplayReport, replayRun } from './replay.js';
import { openRoots, rootsOpened } from './retrieve.js';
import { runNode } from './run-node.js';
import { type SongServices, song } from './song.js';
import { newRun, prepareSong, type SongRequest, WORKFLOW_VERSION } from './start.js';

export interface OrchestratorParts {
  store: Store;
  owner: string;
  concurrency: number;
  tables: Tables;
  /** The first is used where a run names none. */
  writers: readonly Writer[];
  connectors: readonly Connector[];
  storage: Storage;
  retriever: Retriever;
  /** Folders that files of sources may always be read from. */
  sourceRoots: readonly string[];
  skillOf(node: NodeName): Skill;
  givenOf(sds: Sds): Given | null;
  snapshot(genre: string): { hash: string; documents: StoredDocument[] };
  newRunId(): string;
  drawSeed(): number;
  /** An empty store that is forgotten when it is closed. */
  scratch(): Store & { close(): void };
  /** Tables and writers as a run had them, from the documents of its snapshot. */
  rebuild(tablesHash: string, read: <Value>(hash: string) => Promise<Value>): Promise<{ tables: Tables; writers: readonly Writer[] }>;
  /** Folder of a run's files in the output folder asked for, or in the usual one. */
  place(outDir: string | undefined, name: string): string;
}

export interface SongStart extends SongRequest {
  outDir?: string | undefined;
  clientKey?: string | undefined;
  /** Folders opened for this run's sources, by a person at this machine: never by what came over a network. */
  sourceRoots?: readonly string[] | undefined;
  /** A run whose opened folders are opened for this one too; the same holds. */
  rootsOf?: string | undefined;
}

export interface NodeStart {
  node: NodeName;
  /** Input fields by name: a document, or the hash of a recorded one. */
  input: Record<string, unknown>;
  seed?: number | undefined;
}

export interface Retry {
  runId: string;
  from: NodeName;
  reroll: boolean;
}

export interface DraftSent {
  draftId: string;
  draft: Draft;
}

export interface Orchestrator {
  /** Records a run and begins it. `ended` resolves when it is over or waits. */
  startSong(start: SongStart): Promise<{ run: Run; ended: Promise<Run> }>;
  /** Runs one node on its own, recorded as any run. */
  startNode(start: NodeStart): Promise<{ run: Run; ended: Promise<Run> }>;
  /** Takes a run up that was left, or joins it. */
  resume(runId: string): Promise<Run>;
  /** Opens a new take of a run that is over, from a node on; what lies before is kept. The same bytes again, unless rerolled. */
  retry(retry: Retry): Promise<{ run: Run; ended: Promise<Run> }>;
  /** What a run waits for. */
  openDrafts(run: Run): Promise<OpenDraft[]>;
  /** The brief of a draft. */
  briefOf(draftId: string): Promise<Brief>;
  /** Takes a draft that was asked for, and goes on with its run. The same draft again changes nothing. */
  answer(sent: DraftSent): Promise<{ run: Run; key: PartKey; ended: Promise<Run> }>;
  /** Lets the built-in writer write what a run still waits for, and goes on. */
  finishOffline(runId: string): Promise<Run>;
  cancel(runId: string): Promise<Run>;
  /** Executes a run once more from its record and compares every node. */
  replay(runId: string): Promise<ReplayReport>;
  /** Takes up the runs that a process left which is gone. */
  recover(): Promise<string[]>;
  /** Goes on doing so until closed. */
  watch(): void;
  close(): Promise<void>;
}

/** What the record keeps in a one-node run's place for a manifest. */
interface NodeManifest {
  node: NodeName;
  inputs: Record<string, string>;
  options?: Record<string, unknown>;
}

interface RunTools {
  executor: NodeExecutor;
  writers: readonly Writer[];
}

export function createOrchestrator(parts: OrchestratorParts): Orchestrator {
  const { store, tables } = parts;
  const executor = nodeExecutor(store, tables);
  const rootsFor = async (runId: string) => [...parts.sourceRoots, ...(await rootsOpened(store, runId))];
  const services = (run: Run, { executor: nodes, writers }: RunTools, manifest: WritersNamed, purse: Purse = openPurse): SongServices => ({
    store,
    executor: nodes,
    ...writersFor(writers, manifest),
    storage: parts.storage,
    retriever: parts.retriever,
    sourceRoots: () => rootsFor(run.run_id),
    connector: (engine) => parts.connectors.find((one) => one.engine === engine),
    engines: parts.connectors.map(({ engine }) => engine),
    purse,
    outDir: run.out_dir ?? parts.place(undefined, run.run_id),
    skillOf: parts.skillOf,
    scored: async ({ run_id }, total) => void (await store.changeRun(run_id, { score: total }, [])),
  });

  const lookUp = async (hash: string): Promise<unknown> => {
    const json = await store.getDocument(hash);
    return json === null ? null : JSON.parse(json);
  };
  const read = async <Value>(hash: string): Promise<Value> => {
    const value = await lookUp(hash);
    if (value === null) throw new AmcsError('INTERNAL', { message: 'A document of the run is missing from the record.' });
    return value as Value;
  };

  /** Whether two runs were asked for alike; where no seed is named, each drew its own. */
  const sameSong = async (before: Run, now: NewRun): Promise<boolean> => {
    if (before.sds_hash === now.sds_hash) return before.manifest_hash === now.manifest_hash;
    const unseeded = async (hash: string) => documentOf({ ...(await read<ResolvedSds>(hash)), seed: 0 }).hash;
    const own = now.documents.find(({ hash }) => hash === now.sds_hash)?.json ?? '{}';
    return before.manifest_hash === now.manifest_hash && (await unseeded(before.sds_hash)) === documentOf({ ...JSON.parse(own), seed: 0 }).hash;
  };

  /** Nodes and writers as the run began with them: data that changed since must not mix two songs. */
  const toolsFor = async (run: Run) => {
    if (parts.snapshot(run.genre).hash === run.tables_hash) return { executor, writers: parts.writers };
    const then = await parts.rebuild(run.tables_hash, read);
    return { executor: nodeExecutor(store, then.tables), writers: then.writers };
  };

  const execute = async (ctx: WorkflowContext, run: Run): Promise<Ending> => {
    if (run.kind === 'node') return executeOne(ctx, run);
    const manifest = await read<ResolvedManifest>(run.manifest_hash);
    const [sds, recorded] = await Promise.all([read<ResolvedSds>(run.sds_hash), store.listExecutions(run.run_id)]);
    const tools = await toolsFor(run);
    const given = services(run, tools, manifest, purseFor(store, run, manifest, tools.writers));
    const { scores } = await song(ctx, given, { run, sds, manifest, recorded });
    if (scores === null || scores.passed) return { status: 'succeeded', error: null };
    const errors = scores.issues.filter(({ severity }) => severity === 'error').length;
    const why = errors > 0 ? `${errors} issues of severity error` : `a total of ${scores.total.toFixed(3)} where ${scores.thresholds.min_total} is asked for`;
    return { status: 'failed', error: new AmcsError('RUBRIC_NOT_MET', { message: `The song did not pass after its last repair: ${why}.` }) };
  };

  const executeOne = async (ctx: WorkflowContext, run: Run): Promise<Ending> => {
    const { node, inputs, options } = await read<NodeManifest>(run.manifest_hash);
    const input: Record<string, Doc> = {};
    for (const [name, hash] of Object.entries(inputs)) input[name] = { hash, value: await read(hash) };
    const execution = {
      key: { run_id: run.run_id, take: run.take, node, iteration: 0 },
      skill: parts.skillOf(node),
      runSeed: run.seed,
      reroll: 0,
      input,
      before: (await store.listExecutions(run.run_id)).find((one) => one.take === run.take),
      options,
    };
    await runNode(ctx, services(run, await toolsFor(run), { writer: 'offline', nodes: {} }), execution);
    return { status: 'succeeded', error: null };
  };

  const driver: Driver = localDriver({ store, owner: parts.owner, concurrency: parts.concurrency, version: WORKFLOW_VERSION, execute });

  const open = async (run: Run): Promise<OpenDraft[]> => {
    if (run.kind === 'node') return [];
    const { writerOf } = writersFor(parts.writers, await read<ResolvedManifest>(run.manifest_hash));
    return openDrafts(store, run, (node) => writerOf(node).mode === 'wait');
  };
  const unread = async (key: PartKey): Promise<boolean> => (await store.getPart({ ...key, part: 'accept' })) === null;
  /** Joins a run or takes it up; one that was just about to wait when its answer came is taken up once more. */
  const goOn = async (runId: string, left: () => Promise<boolean>): Promise<Run> => {
    const run = await driver.start(runId);
    return run.status === 'waiting' && (await left()) ? driver.start(runId) : run;
  };

  return {
    async startSong({ outDir, clientKey, sourceRoots = [], rootsOf, ...request }) {
      const { sds, manifest } = prepareSong(request, {
        findBlueprint: tables.blueprint,
        givenOf: parts.givenOf,
        engines: tables.engines,
        drawSeed: parts.drawSeed,
        writers: parts.writers,
      });
      const opened = rootsOf === undefined ? sourceRoots : [...sourceRoots, ...(await rootsOpened(store, rootsOf))];
      // Known to be refused now is better than after the plan.
      parts.retriever.check(sds.sources ?? [], [...parts.sourceRoots, ...opened]);
      const run_id = parts.newRunId();
      const { song_id } = manifest;
      const row = newRun(
        {
          run_id,
          kind: 'song',
          song_id,
          title: sds.title,
          genre: sds.blueprint_ref.genre,
          seed: sds.seed,
          out_dir: parts.place(outDir, `${song_id}-${run_id}`),
          client_key: clientKey ?? null,
        },
        { sds, manifest, tables: parts.snapshot(sds.blueprint_ref.genre) },
      );
      const { run, created } = await store.createRun(row);
      if (!created && !(await sameSong(run, row))) {
        throw new AmcsError('CONFLICT', { message: 'The client key was used before, for another song.', hint: 'Use a new key for a new song.' });
      }
      if (created && sds.sources?.some(({ kind }) => kind === 'file')) await openRoots(store, run, opened);
      return { run, ended: driver.start(run.run_id) };
    },
    async startNode({ node, input, seed }) {
      const skill = parts.skillOf(node);
      const { options, ...documents } = input;
      const resolved = await resolveInputs(documents, seed, {
        read: lookUp,
        findBlueprint: tables.blueprint,
        givenOf: parts.givenOf,
        drawSeed: parts.drawSeed,
      });
      if (node === 'LYRICS') parts.retriever.check(resolved.sds.sources ?? [], parts.sourceRoots);
      parseAs(
        skill.contract.input as z.ZodType,
        { ...resolved.values, ...(options === undefined ? {} : { options }) },
        'INPUT_INVALID',
        `Input of ${skill.contract.name}`,
      );
      const manifest: NodeManifest = { node, inputs: {}, ...(options === undefined ? {} : { options: options as Record<string, unknown> }) };
      const given = Object.entries(resolved.values).map(([name, value]) => ({ name, ...documentOf(value) }));
      for (const { name, hash } of given) manifest.inputs[name] = hash;
      const run_id = parts.newRunId();
      const { sds } = resolved;
      const song_id = slugOf(sds.title, 'song');
      const row = newRun(
        {
          run_id,
          kind: 'node',
          song_id,
          title: sds.title,
          genre: sds.blueprint_ref.genre,
          seed: sds.seed,
          out_dir: parts.place(undefined, `${song_id}-${run_id}`),
          client_key: null,
        },
        { sds, manifest, tables: parts.snapshot(sds.blueprint_ref.genre) },
      );
      const { run } = await store.createRun({ ...row, documents: [...row.documents, ...given.map(({ hash, json }) => ({ hash, json }))] });
      return { run, ended: driver.start(run.run_id) };
    },
    resume: (runId) => driver.start(runId),
    openDrafts: open,
    briefOf: (draftId) => briefOf(store, draftId, open),
    async answer({ draftId, draft }) {
      const { run, key } = await recordDraft(store, draftId, draft, open);
      return { run, key, ended: isOver(run.status) ? Promise.resolve(run) : goOn(run.run_id, () => unread(key)) };
    },
    async finishOffline(runId) {
      const run = await findRun(store, runId);
      if (isOver(run.status)) return run;
      await takeOver(store, run, await open(run));
      return goOn(runId, async () => true);
    },
    async retry({ runId, from, reroll }) {
      const run = await findRun(store, runId);
      if (run.kind === 'node') throw new AmcsError('CONFLICT', { message: 'A run of one node has nothing to retry from.', hint: 'Call the node again.' });
      const manifest = await read<ResolvedManifest>(run.manifest_hash);
      if (!pruneAfter(manifest.graph, manifest.stop_after).some(({ id }) => id === from)) {
        throw new AmcsError('INPUT_INVALID', { message: `The run's graph has no ${from}.`, hint: `It has ${manifest.graph.map(({ id }) => id).join(', ')}.` });
      }
      const taken = await store.addTake(runId, { from, reroll });
      if (!taken) throw new AmcsError('CONFLICT', { message: 'The run is still under way.', hint: 'Wait for its end, or cancel it first.' });
      return { run: taken, ended: driver.start(runId) };
    },
    async replay(runId) {
      const run = await findRun(store, runId);
      if (!isOver(run.status)) throw new AmcsError('CONFLICT', { message: 'The run is not over yet.', hint: 'Wait for its end.' });
      const rebuild = (tablesHash: string) => parts.rebuild(tablesHash, read);
      return replayRun(
        {
          store,
          scratch: parts.scratch,
          rebuild,
          skillOf: parts.skillOf,
          retriever: parts.retriever,
          roots: await rootsFor(runId),
          context: (replaying) => localContext(replaying, new AbortController().signal),
        },
        run,
      );
    },
    recover: () => driver.recover(),
    watch: () => driver.watch(),
    cancel: (runId) => driver.cancel(runId),
    close: () => driver.close(),
  };
}

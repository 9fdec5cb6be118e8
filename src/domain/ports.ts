import type { RenderJob } from './artifacts.js';
import type { Brief, Draft } from './draft.js';
import type { AmcsEvent, NewEvent } from './event.js';
import type { Issue } from './issue.js';
import type { NodeName } from './node-name.js';
import type { OutsideAnswer, WriterOptions } from './outside-answer.js';
import type { ExecutionStatus, NodeExecution, RecordedError, Run, RunStatus, Take } from './run.js';
import type { Streams } from './seed.js';
import type { Retrieved, SourceDocument, SourceSpec } from './source.js';
import type { PiiTable } from './tables.js';
import type { SectionType } from './words.js';

/** What the orchestrator needs of the world. Adapters implement these; app.ts hands them in. */

export interface Clock {
  /** Milliseconds since 1970 UTC. Shapes no artifact. */
  now(): number;
}

export interface ExecutionKey {
  run_id: string;
  take: number;
  node: NodeName;
  iteration: number;
}

/** One part of a node execution that has several: retrieve, brief, answer, accept, request. */
export interface PartKey extends ExecutionKey {
  round: number;
  part: 'retrieve' | 'brief' | 'answer' | 'accept' | 'request';
}

export interface NewRun
  extends Pick<
    Run,
    'run_id' | 'kind' | 'song_id' | 'title' | 'genre' | 'seed' | 'sds_hash' | 'manifest_hash' | 'tables_hash' | 'workflow_version' | 'out_dir'
  > {
  /** Starting twice with one key gives the first run again. */
  client_key: string | null;
  /** Documents the run rests on, stored under their hashes. */
  documents: StoredDocument[];
}

export interface StoredDocument {
  hash: string;
  json: string;
}

export interface Outcome {
  status: Extract<ExecutionStatus, 'succeeded' | 'failed'>;
  output: StoredDocument | null;
  /** Names under which documents of this execution can be found; the output's own is among them. */
  artifacts: (StoredDocument & { name: string })[];
  error: RecordedError | null;
  /** Milliseconds the node took; null where the time since its start says it. */
  duration_ms: number | null;
  events: NewEvent[];
}

/** How an execution ended, as it is recorded. */
export type Standing = Pick<NodeExecution, 'status' | 'output_hash' | 'error'>;

export interface RunChange {
  status?: RunStatus;
  score?: number;
  error?: RecordedError | null;
}

export interface RunFilter {
  status?: RunStatus | undefined;
  genre?: string | undefined;
  kind?: Run['kind'] | undefined;
  song_id?: string | undefined;
  /** Bounds of the total, both included. */
  min_score?: number | undefined;
  max_score?: number | undefined;
  /** Runs with an execution of this node, of this status, or of both at once; in any take. */
  node?: NodeName | undefined;
  node_status?: ExecutionStatus | undefined;
  limit: number;
  /** Runs created before this one only (for paging). */
  before?: string | undefined;
}

export interface RecordedArtifact {
  name: string;
  take: number;
  node: NodeName;
  iteration: number;
  hash: string;
}

export interface EventFilter {
  since: number;
  run_id?: string | undefined;
  limit: number;
}

/** An outside answer is asked for under the hash of its request and how often that was asked before here. */
export interface OutsideKey {
  run_id: string;
  request_hash: string;
  take: number;
  node: NodeName;
  iteration: number;
  round: number;
  occurrence: number;
}

/** All that the record keeps of one run, to be taken into another record. */
export interface RunRecord {
  run: Run;
  executions: NodeExecution[];
  artifacts: RecordedArtifact[];
  parts: RecordedPart[];
  outside: RecordedOutside[];
  documents: StoredDocument[];
}

export interface RecordedPart extends PartKey {
  json: string;
}

export interface RecordedOutside extends OutsideKey {
  json: string | null;
}

/**
 * The record. Every method is one transaction: a state change and its events are written together or
 * not at all. `start…` and `finish…` insert if absent, and what ends an execution gives back what stands, so
 * that recording is exactly once whoever calls.
 */
export interface Store {
  createRun(run: NewRun): Promise<{ run: Run; created: boolean }>;
  getRun(runId: string): Promise<Run | null>;
  listRuns(filter: RunFilter): Promise<Run[]>;
  /** A run that is over or waits is let go of in the same stroke: its lease ends. */
  changeRun(runId: string, change: RunChange, events: NewEvent[]): Promise<Run>;
  /** May wait a little for what is recorded next of its run, and is recorded before it in any case. */
  startExecution(key: ExecutionKey, seed: number, inputHash: string | null): Promise<void>;
  finishExecution(key: ExecutionKey, outcome: Outcome): Promise<Standing>;
  /** Records once that a node did not run. */
  skipExecution(key: ExecutionKey, seed: number, events: NewEvent[]): Promise<void>;
  getExecution(key: ExecutionKey): Promise<NodeExecution | null>;
  listExecutions(runId: string): Promise<NodeExecution[]>;
  getPart(key: PartKey): Promise<string | null>;
  putPart(key: PartKey, json: string, events: NewEvent[]): Promise<string>;
  /** The draft that answers a question, "run/take/node/iteration/round", or null while there is none. */
  getAnswer(question: string): Promise<string | null>;
  /** Briefs of a run with neither an answer nor a verdict in their round, in the order of take, iteration and node. */
  unansweredBriefs(runId: string): Promise<(PartKey & { json: string })[]>;
  /** Every part of a run in the order of take, iteration, node and round. */
  listParts(runId: string): Promise<RecordedPart[]>;
  /** Takes a finished run over from another record, whole, with one event that says so; false where one of its id is there. */
  importRun(record: RunRecord): Promise<boolean>;
  getDocument(hash: string): Promise<string | null>;
  putDocument(hash: string, json: string): Promise<void>;
  listArtifacts(runId: string): Promise<RecordedArtifact[]>;
  /** Writes that an outside call is about to be made; false if it was made before. */
  intendOutside(key: OutsideKey): Promise<boolean>;
  answerOutside(key: OutsideKey, json: string): Promise<string>;
  getOutside(key: OutsideKey): Promise<{ answered: boolean; json: string | null } | null>;
  /** Every outside call of a run in the order of take, iteration, node and round; `json` is null where no answer came. */
  listOutside(runId: string): Promise<RecordedOutside[]>;
  addEvents(runId: string, events: NewEvent[]): Promise<void>;
  readEvents(filter: EventFilter): Promise<AmcsEvent[]>;
  lastSeq(): Promise<number>;
  /** Calls back when any process has written to the record; gives what ends the watching. */
  watch(changed: () => void): () => void;
  /** Opens a new take of a run that is over or waits; null where it is still under way. */
  addTake(runId: string, take: Take): Promise<Run | null>;
  /**
   * Takes or renews the lease; false where another owner's is still good. One that ends further ahead than any owner makes it
   * (the clock went back) is good until it was seen unchanged for as long as a lease lasts.
   */
  claimRun(runId: string, owner: string, leaseMs: number): Promise<boolean>;
  /** Takes the lease and begins to work on the run, in one stroke; null where another owner's lease is good, or the run is over. */
  takeUp(runId: string, owner: string, leaseMs: number): Promise<Run | null>;
  releaseRun(runId: string, owner: string): Promise<void>;
  /** Whether the lease is still the owner's, and whether somebody wants the run cancelled. */
  checkLease(runId: string, owner: string): Promise<{ mine: boolean; cancelAsked: boolean }>;
  /** Asks for a run's end: at once where nobody works on it, else through its owner. */
  askCancel(runId: string): Promise<Run>;
  /** Runs under way that nobody holds a lease of this length on, oldest first, of workflow versions up to `version`. */
  abandonedRuns(version: number, leaseMs: number): Promise<string[]>;
  /**
   * Forgets runs that are over or wait: their rows, their events, and the documents nobody else rests on. Numbers of events
   * are never used again. Gives those it forgot: runs under way stay. @throws AmcsError NOT_FOUND, and forgets none.
   */
  deleteRuns(runIds: readonly string[]): Promise<string[]>;
  /** A copy of the whole record as it is at one moment, made while others write. */
  backup(path: string): Promise<void>;
  /** What is wrong with the record itself; [] where nothing is. */
  check(): Promise<string[]>;
  getSetting(name: string): Promise<string | null>;
  putSetting(name: string, value: string): Promise<void>;
}

/** Who writes words. A node does not know which writer it has. */
export type Writer =
  /** Pure and quick: called inside the step that needs it. */
  | { name: string; mode: 'inline'; write(brief: Brief, rng: Streams): Draft }
  | OutsideWriter
  /** Whoever called us writes: the run waits until the draft comes. */
  | { name: string; mode: 'wait' };

/** Asks a service: the answer is recorded under the hash of the request, as it came, and read afterwards. */
export interface OutsideWriter {
  name: string;
  mode: 'outside';
  /**
   * How a node's words will be asked for, with every option filled in; recorded with the run. @throws AmcsError
   * WRITER_UNAVAILABLE saying what to set, where the writer cannot be used, or no price is known and `budgeted`.
   */
  settle(options: WriterOptions, budgeted: boolean): WriterOptions;
  /** Millionths of a dollar that one request for these words costs at most; null where no price is known. */
  ceiling(brief: Brief, options: WriterOptions): number | null;
  /** @throws AmcsError; MODEL_FAILED and WRITER_UNAVAILABLE say that nothing was written and nothing is charged. */
  write(brief: Brief, asked: { options: WriterOptions; seed: number; signal: AbortSignal }): Promise<OutsideAnswer>;
  /** The words in an answer. Pure. @throws AmcsError where there are none, without repeating what came. */
  read(answer: OutsideAnswer, brief: Brief): Draft;
}

export interface RenderRequest {
  engine: string;
  model: string;
  num_variations: number;
  seed: number;
  title: string;
  prompt: string;
}

/** A render engine. `render` submits, polls and fetches; it tells progress and obeys the signal. */
export interface Connector {
  engine: string;
  render(request: RenderRequest, options: { signal: AbortSignal; progress: (share: number) => void }): Promise<RenderJob>;
}

/** Where finished songs go. */
export interface Storage {
  /** Writes one file, whole or not at all; writing it again is harmless. @throws AmcsError STORAGE_FAILED. */
  write(folder: string, name: string, bytes: Uint8Array): Promise<void>;
}

export interface SourceAsked {
  /** What the song is about, for sources that search themselves. */
  query: string;
  /** Folders of this machine that files may be read from. */
  roots: readonly string[];
  signal: AbortSignal;
}

/** One kind of source. What it reads is data, and never repeated in an error. */
export interface Source {
  kind: SourceSpec['kind'];
  /** What can be known without reading. @throws AmcsError SPEC_INVALID for a config of another form, SOURCE_REFUSED for what is not allowed here. */
  check(spec: SourceSpec, roots: readonly string[]): void;
  /** Its documents as they are now, in a fixed order. @throws AmcsError SOURCE_FAILED, SOURCE_REFUSED; the signal's reason. */
  read(spec: SourceSpec, asked: SourceAsked): Promise<SourceDocument[]>;
}

export interface RetrievalAsked extends SourceAsked {
  sources: readonly SourceSpec[];
  /** How much each counts for the words; where it is given, those that it leaves out are not read. */
  weights?: readonly { source_id: string; weight: number }[] | undefined;
  /** Sections that are written, for scopes. */
  sections: readonly { id: string; type: SectionType }[];
  pii: PiiTable;
}

/** Finds what sources say about a song. */
export interface Retriever {
  /** Checks every source that has to be read. @throws as Source.check. */
  check(sources: readonly SourceSpec[], roots: readonly string[]): void;
  /** Reads, redacts, cuts up, ranks. @throws AmcsError where a source that is not optional cannot be read. */
  retrieve(asked: RetrievalAsked): Promise<Retrieved>;
  /** What is otherwise now than it was recorded, without a word of either. Pure. */
  changes(before: Retrieved, now: Retrieved): Issue[];
}

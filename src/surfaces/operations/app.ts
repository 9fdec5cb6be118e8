import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import type { LyricsAnalysis, LyricsAsked } from '../../domain/analysis.js';
import type { Blueprint } from '../../domain/blueprint.js';
import type { Cassette } from '../../domain/cassette.js';
import type { Brief, Draft, SentDraft } from '../../domain/draft.js';
import type { AmcsError } from '../../domain/error.js';
import type { AmcsEvent } from '../../domain/event.js';
import type { EventFilter, PartKey, RecordedArtifact, RecordedOutside, RunFilter } from '../../domain/ports.js';
import type { Rhymes, RhymesAsked } from '../../domain/rhymes.js';
import type { NodeExecution, Run } from '../../domain/run.js';
import type { Sds } from '../../domain/spec.js';
import type { TagsAsked, TagsChecked } from '../../domain/tags-check.js';
import type { WordReport } from '../../domain/word-files.js';
import type { OpenDraft } from '../../orchestrator/drafts.js';
import type { DraftSent, NodeStart, Retry, SongStart } from '../../orchestrator/orchestrator.js';
import type { ReplayReport } from '../../orchestrator/replay.js';

export interface EventSockets {
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer, options?: { protocol?: string }): void;
  /** Answers a WebSocket only to close it again with a code: a page is not told an HTTP status. */
  turnAway(request: IncomingMessage, socket: Duplex, head: Buffer, code: number, reason: string): void;
  close(): Promise<void>;
}

/** What operations may use of the app: reading the record, starting runs, and where events are heard. */
export interface App {
  version: string;
  /** The data folder, and where songs go. */
  folders: { home: string; songs: string };
  orchestrator: {
    startSong(start: SongStart): Promise<{ run: Run; ended: Promise<Run> }>;
    startNode(start: NodeStart): Promise<{ run: Run; ended: Promise<Run> }>;
    retry(retry: Retry): Promise<{ run: Run; ended: Promise<Run> }>;
    resume(runId: string): Promise<Run>;
    cancel(runId: string): Promise<Run>;
    openDrafts(run: Run): Promise<OpenDraft[]>;
    briefOf(draftId: string): Promise<Brief>;
    answer(sent: DraftSent): Promise<{ run: Run; key: PartKey; ended: Promise<Run> }>;
    finishOffline(runId: string): Promise<Run>;
    replay(runId: string): Promise<ReplayReport>;
    recover(): Promise<string[]>;
    watch(): void;
  };
  store: {
    getRun(runId: string): Promise<Run | null>;
    listRuns(filter: RunFilter): Promise<Run[]>;
    listExecutions(runId: string): Promise<NodeExecution[]>;
    listArtifacts(runId: string): Promise<RecordedArtifact[]>;
    getDocument(hash: string): Promise<string | null>;
    getPart(key: PartKey): Promise<string | null>;
    listOutside(runId: string): Promise<RecordedOutside[]>;
    readEvents(filter: EventFilter): Promise<AmcsEvent[]>;
    lastSeq(): Promise<number>;
    deleteRuns(runIds: readonly string[]): Promise<string[]>;
    backup(path: string): Promise<void>;
    check(): Promise<string[]>;
  };
  /** Calls back with every event of the log after `since`, in order, until what it gives is called, which reads to the log's end first. */
  follow(filter: Omit<EventFilter, 'limit'>, take: (events: AmcsEvent[]) => void): () => Promise<void>;
  catalog: {
    blueprints(): Blueprint[];
    /** By slug, name or alias. @throws AmcsError GENRE_UNKNOWN. */
    findBlueprint(genre: string): Blueprint;
    /** Slugs of the user's own, and files that were meant to be some and are broken. */
    ownBlueprints(): { slugs: string[]; broken: { slug: string; file: string; error: AmcsError }[] };
    lines(): { frames: readonly unknown[]; themes: readonly unknown[] };
    tables: { pronunciations: { lookup(word: string): readonly string[] } };
  };
  /** Briefs as text, and drafts as they are sent. */
  drafting: { show(brief: Brief): string; read(sent: SentDraft, brief: Brief): Draft };
  /** Finished runs as files, to be replayed elsewhere. @throws AmcsError. */
  cassettes: { export(runId: string): Promise<Cassette>; import(cassette: unknown): Promise<Run> };
  /** Who can write, and what each of the others lacks. */
  writers(): { name: string; lacks: string | null }[];
  /** What a writer asks of words; nothing of it is recorded. */
  workbench: { analyze(asked: LyricsAsked): LyricsAnalysis; rhymes(asked: RhymesAsked): Rhymes; tags(asked: TagsAsked): TagsChecked };
  /** Varied valid specs, the same for the same number. @throws AmcsError GENRE_UNKNOWN. */
  synth(asked: { count: number; seed: number; genres: readonly string[] }): { name: string; sds: Sds }[];
  /** Looks over the built-in writer's words in a folder. */
  checkWords(folder: string): WordReport;
  events: { address(): Promise<string>; known(): Promise<string | null> };
  /** The event socket for a server of one's own: takes over connections whose callers were checked. */
  sockets(): Promise<EventSockets>;
}

import { canonicalJson } from '../domain/canonical.js';
import type { Issue } from '../domain/issue.js';
import type { PartKey, RetrievalAsked, Retriever, Store } from '../domain/ports.js';
import type { Run } from '../domain/run.js';
import type { Retrieved } from '../domain/source.js';
import type { ResolvedSds } from '../domain/spec.js';
import type { Tables } from '../domain/tables.js';
import type { WorkflowContext } from './context.js';
import type { Doc, Execution } from './execute-node.js';
import { type NodeServices, place, stepName } from './node-services.js';

type Sections = RetrievalAsked['sections'];

/** What sources said, to be added to what a node sees; nothing where its spec names none. */
export interface WithRetrieved {
  retrieved?: Retrieved;
}

/**
 * What the sources of a spec say, before the brief of LYRICS: read once and recorded, then read from the record. A retry
 * that is to come out alike takes what an earlier take was told; one that is rerolled reads the sources again.
 */
export async function retrieve(ctx: WorkflowContext, services: NodeServices, execution: Execution): Promise<WithRetrieved> {
  const { key, input, earlier = [] } = execution;
  const sds = input.sds?.value as ResolvedSds | undefined;
  if (!drawsOnSources(execution)) return {};
  const { store, executor, retriever } = services;
  const part = partOf(key);
  return ctx.step(`${stepName(key)}/retrieve`, () =>
    executor.guard(execution, ctx.signal, async () => {
      for (const take of [key.take, ...earlier]) {
        const before = await store.getPart({ ...part, take });
        if (before !== null) return { retrieved: JSON.parse(take === key.take ? before : await store.putPart(part, before, [])) as Retrieved };
      }
      const { tables } = executor.context(execution);
      const { sections } = (input.plan as Doc).value as { sections: Sections };
      const asked = { ...askedOf(sds as ResolvedSds, tables), sections, roots: await services.sourceRoots(), signal: ctx.signal };
      const value = await retriever.retrieve(asked);
      const { chunks, sources } = value;
      const data = { chunks: chunks.length, sources: sources.length, redacted: sources.reduce((sum, { redacted }) => sum + redacted, 0) };
      const json = await store.putPart(part, canonicalJson(value), [{ type: 'sources.retrieved', ...place(key), data }]);
      return { retrieved: JSON.parse(json) as Retrieved };
    }),
  );
}

/** Whether a node's words rest on sources. */
export function drawsOnSources({ key, input }: Execution): boolean {
  return key.node === 'LYRICS' && ((input.sds?.value as ResolvedSds | undefined)?.sources ?? []).length > 0;
}

function partOf(key: Omit<PartKey, 'round' | 'part'>): PartKey {
  return { ...key, round: 0, part: 'retrieve' };
}

/** What is looked for: the words that say what the song is about. */
function askedOf(sds: ResolvedSds, tables: Tables): Pick<RetrievalAsked, 'sources' | 'weights' | 'query' | 'pii'> {
  const { themes, note, source_citations } = sds.lyrics;
  const about = themes.length > 0 ? themes : tables.blueprint(sds.blueprint_ref.genre).rules.themes;
  const query = [sds.title, ...about, ...(note === undefined ? [] : [note])].join('\n');
  return { sources: sds.sources ?? [], weights: source_citations, query, pii: tables.pii };
}

/** Reads the sources of a finished run again, only to tell what has changed: the song keeps what was recorded. */
export async function sourceChanges(
  { store, retriever, roots }: { store: Store; retriever: Retriever; roots: readonly string[] },
  { sds, tables, sections, key }: { sds: ResolvedSds; tables: Tables; sections: Sections; key: Omit<PartKey, 'round' | 'part'> },
): Promise<Issue[]> {
  const json = await store.getPart(partOf(key));
  if (json === null) return [];
  const before = JSON.parse(json) as Retrieved;
  const asked = askedOf(sds, tables);
  // Whatever cannot be read any more is told, and keeps nobody from the replay.
  const sources = asked.sources.map((source) => ({ ...source, optional: true }));
  const signal = AbortSignal.timeout(LOOK_MS);
  const now = await retriever.retrieve({ ...asked, sources, query: before.query, sections, roots, signal }).catch(() => null);
  return now === null ? [] : retriever.changes(before, now);
}

const LOOK_MS = 60_000;

/** Where the record keeps the folders that whoever began a run opened for its sources: PLAN asks nobody, so the place of its request is free. */
function rootsPart(run_id: string): PartKey {
  return { run_id, take: 0, node: 'PLAN', iteration: 0, round: 0, part: 'request' };
}

export async function openRoots(store: Store, { run_id }: Pick<Run, 'run_id'>, roots: readonly string[]): Promise<void> {
  if (roots.length > 0) await store.putPart(rootsPart(run_id), canonicalJson({ source_roots: roots }), []);
}

/** Folders that were opened for a run, besides those that are open to all. */
export async function rootsOpened(store: Pick<Store, 'getPart'>, runId: string): Promise<string[]> {
  const json = await store.getPart(rootsPart(runId));
  return json === null ? [] : (JSON.parse(json) as { source_roots: string[] }).source_roots;
}

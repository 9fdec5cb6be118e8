import { setImmediate as breath } from 'node:timers/promises';
import { AmcsError } from '../domain/error.js';
import { type Issue, issue } from '../domain/issue.js';
import { nodeNames } from '../domain/node-name.js';
import type { RetrievalAsked, Retriever, Source } from '../domain/ports.js';
import type { Retrieved, SourceDocument, SourceRead, SourceSpec } from '../domain/source.js';
import { redactPii } from '../guards/pii/pii.js';
import { type Chunk, eachChunk } from './chunk.js';
import { permitsHeading, permitsPlace } from './patterns.js';
import { changesSince, contentHash } from './pin.js';
import { type Ranked, topChunks } from './rank.js';
import { failed } from './trouble.js';

/** How many chunks a writer is given in all; the weightiest stay. */
const MOST_TOGETHER = 24;
const MOST_PIECES = 3_000;
/** Pieces that are cut and cleaned before others have their turn. */
const AT_ONCE = 20;

type Cited = Retrieved['chunks'][number];

/** Reads sources of all kinds, takes personal data out, cuts them up and ranks the pieces. */
export function createRetriever(kinds: readonly Source[]): Retriever {
  const kindOf = ({ kind }: SourceSpec): Source => {
    const found = kinds.find((one) => one.kind === kind);
    if (!found) throw new AmcsError('INTERNAL', { message: `Nobody reads sources of kind ${kind}.` });
    return found;
  };
  return {
    check(sources, roots) {
      for (const spec of sources) {
        try {
          kindOf(spec).check(spec, roots);
        } catch (thrown) {
          const may = spec.optional && thrown instanceof AmcsError && thrown.code === 'SOURCE_REFUSED';
          if (!may) throw thrown;
        }
      }
    },
    async retrieve(asked) {
      const cited = citedSources(asked);
      const settled = await Promise.allSettled(cited.map((one) => readOne(kindOf(one.spec), one, asked)));
      asked.signal.throwIfAborted();
      const reads = settled.map((one, at) => (one.status === 'fulfilled' ? one.value : unread((cited[at] as CitedSource).spec, one.reason)));
      return {
        query: asked.query,
        chunks: weighted(reads),
        sources: reads.map(({ read }) => read),
        issues: reads.flatMap(({ issues }) => issues),
      };
    },
    changes: changesSince,
  };
}

interface CitedSource {
  spec: SourceSpec;
  weight: number;
}

/** The sources that the words draw on: those that are cited, or all of them. */
function citedSources({ sources, weights }: RetrievalAsked): CitedSource[] {
  if (weights === undefined || weights.length === 0) return sources.map((spec) => ({ spec, weight: spec.weight ?? 1 }));
  return sources.flatMap((spec) => {
    const sum = weights.filter(({ source_id }) => source_id === spec.id).reduce((total, { weight }) => total + weight, 0);
    return sum > 0 ? [{ spec, weight: sum }] : [];
  });
}

interface Read {
  read: SourceRead;
  weight: number;
  sections: string[] | null;
  best: Ranked<Chunk>[];
  issues: Issue[];
}

async function readOne(kind: Source, { spec, weight }: CitedSource, asked: RetrievalAsked): Promise<Read> {
  const sections = sectionsFor(spec, asked.sections);
  if (sections?.length === 0) return nothing(spec, 0, 'its scopes leave no section of the lyrics');
  const query = typeof spec.config?.query === 'string' ? spec.config.query : asked.query;
  const documents = (await kind.read(spec, { query, roots: asked.roots, signal: asked.signal })).filter(({ place }) => permitsPlace(spec, place));
  const { chunks, redacted } = await piecesOf(documents, spec, asked);
  if (chunks.length === 0) return nothing(spec, documents.length, documents.length === 0 ? 'nothing was found that may be read' : 'nothing in it may be used');
  const read: SourceRead = {
    source_id: spec.id,
    kind: spec.kind,
    state: 'read',
    documents: documents.length,
    chunks: chunks.length,
    redacted,
    content_hash: contentHash(chunks),
  };
  return { read, weight, sections, best: topChunks(chunks, query), issues: redacted > 0 ? [redactedIssue(spec, redacted)] : [] };
}

/** What may be used of the documents, in pieces, each once, and without personal data. */
async function piecesOf(
  documents: readonly SourceDocument[],
  spec: SourceSpec,
  { pii, signal }: RetrievalAsked,
): Promise<{ chunks: Chunk[]; redacted: number }> {
  let redacted = 0;
  const clean = (text: string): string => {
    const { text: cleaned, findings } = redactPii(text, pii);
    redacted += findings.length;
    return cleaned;
  };
  const chunks = new Map<string, Chunk>();
  let pieces = 0;
  for (const document of documents) {
    for (const chunk of eachChunk(document, { clean, allows: (heading) => permitsHeading(spec, heading) })) {
      if (!chunks.has(chunk.hash)) chunks.set(chunk.hash, chunk);
      pieces += 1;
      if (pieces > MOST_PIECES) throw failed(spec.id, `has more than ${MOST_PIECES} pieces`);
      // A large source takes seconds, and other runs wait for this thread.
      if (pieces % AT_ONCE === 0) await breath();
      signal.throwIfAborted();
    }
  }
  return { chunks: [...chunks.values()], redacted };
}

/** Sections of the song that a source serves; null where it serves all, [] where it serves none. */
function sectionsFor({ scopes = [] }: SourceSpec, sections: RetrievalAsked['sections']): string[] | null {
  const nodes = scopes.filter((scope) => (nodeNames as readonly string[]).includes(scope));
  if (nodes.length > 0 && !nodes.includes('LYRICS')) return [];
  const places = scopes.filter((scope) => !nodes.includes(scope));
  return places.length === 0 ? null : sections.filter(({ id, type }) => places.includes(id) || places.includes(type)).map(({ id }) => id);
}

/** A source's share goes to its chunks by their scores; the shares of all chunks sum to 1. */
function weighted(reads: readonly Read[]): Cited[] {
  const all = reads.flatMap(({ read, weight, sections, best }) => {
    const sum = best.reduce((total, { score }) => total + score + 1, 0);
    return best.map(({ chunk, score }) => ({
      chunk_hash: chunk.hash,
      source_id: read.source_id,
      text: chunk.text,
      weight: (weight * (score + 1)) / sum,
      ...(sections === null ? {} : { sections }),
    }));
  });
  const kept = all.sort((a, b) => b.weight - a.weight || (a.chunk_hash < b.chunk_hash ? -1 : 1)).slice(0, MOST_TOGETHER);
  const sum = kept.reduce((total, { weight }) => total + weight, 0);
  return kept.map((one) => ({ ...one, weight: Math.round((one.weight / sum) * 1e6) / 1e6 }));
}

function nothing(spec: SourceSpec, documents: number, why: string): Read {
  const message = `The source "${spec.id}" gives nothing: ${why}.`;
  const told = issue('SOURCE_UNUSED', 'LYRICS', { field: `sources.${spec.id}`, message, hint: 'Look at its scopes, allow and deny.' });
  return { ...empty(spec, 'unused', documents), issues: [told] };
}

/** A source that could not be read: the song does without where it was said that it may. */
function unread(spec: SourceSpec, thrown: unknown): Read {
  if (!spec.optional || !(thrown instanceof AmcsError)) throw thrown;
  const told = issue('SOURCE_UNREAD', 'LYRICS', { field: `sources.${spec.id}`, message: thrown.message.slice(0, 600), hint: thrown.hint.slice(0, 600) });
  return { ...empty(spec, 'unread', 0), issues: [told] };
}

function empty({ id, kind }: SourceSpec, state: 'unread' | 'unused', documents: number): Omit<Read, 'issues'> {
  return { read: { source_id: id, kind, state, documents, chunks: 0, redacted: 0, content_hash: null }, weight: 0, sections: null, best: [] };
}

function redactedIssue({ id }: SourceSpec, count: number): Issue {
  const message = `${count === 1 ? 'A piece' : `${count} pieces`} of personal data ${count === 1 ? 'was' : 'were'} taken out of the source "${id}".`;
  return issue('PII_REDACTED', 'LYRICS', { field: `sources.${id}`, message, hint: 'Nothing has to be done: marks such as [email] stand there.' });
}

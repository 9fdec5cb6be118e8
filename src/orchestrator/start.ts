import type { Blueprint } from '../domain/blueprint.js';
import { document } from '../domain/canonical.js';
import { checkRenderEngine, findTarget } from '../domain/engines.js';
import { AmcsError } from '../domain/error.js';
import { parseAs } from '../domain/explain.js';
import type { Given } from '../domain/given.js';
import { checkShape } from '../domain/json.js';
import { type Manifest, manifestSchema, type ResolvedManifest, resolvedManifestSchema, writerNamed } from '../domain/manifest.js';
import { nearest } from '../domain/nearest.js';
import { type NodeName, nodeNames } from '../domain/node-name.js';
import type { WriterOptions } from '../domain/outside-answer.js';
import type { NewRun, StoredDocument, Writer } from '../domain/ports.js';
import { resolveSds } from '../domain/resolve.js';
import { type ResolvedSds, type Sds, sdsSchema } from '../domain/spec.js';
import type { EngineTable } from '../domain/tables.js';
import { slugOf } from '../domain/text.js';
import { checkGraph, standardGraph } from './graph.js';

/** Rises when a change to the workflow would read older records wrongly; a process takes up only runs it knows. */
export const WORKFLOW_VERSION = 1;

/** A song comes out with at most this many repairs unless the manifest lowers it. */
const MAX_FIXES = 3;

export interface SongRequest {
  sds: unknown;
  manifest?: unknown;
  /** From the command line; wins over manifest and spec. */
  seed?: number | undefined;
}

export interface Prepared {
  sds: ResolvedSds;
  manifest: ResolvedManifest;
}

export interface PrepareTools {
  findBlueprint(genre: string): Blueprint;
  /** The person's own words in a spec. */
  givenOf(sds: Sds): Given | null;
  engines: EngineTable;
  /** A seed for a song that names none: the only place where one is drawn. */
  drawSeed(): number;
  /** The first is used where a manifest names none. */
  writers: readonly Writer[];
}

/** Parses what a person sent, and fills in what was left open. Command line > manifest > spec > blueprint. */
export function prepareSong({ sds: written, manifest: given, seed }: SongRequest, tools: PrepareTools): Prepared {
  const sds = parseSds(written);
  const manifest = parseManifest(given ?? {});
  const blueprint = tools.findBlueprint(sds.blueprint_ref.genre);
  const resolved = resolveSds(sds, blueprint, seed ?? manifest.seed ?? sds.seed ?? tools.drawSeed(), tools.givenOf(sds));
  // Known to be wrong now is better than failed in COMPOSE.
  checkRenderEngine(resolved.render?.engine, tools.engines);
  const { engine, model } = manifest.nodes?.COMPOSE ?? {};
  findTarget(engine, model, tools.engines);
  return { sds: resolved, manifest: resolveManifest(manifest, resolved, tools.writers) };
}

function parseSds(written: unknown): Sds {
  checkShape(written, 'The Song Design Spec');
  return parseAs(sdsSchema, written, 'SPEC_INVALID', 'Song Design Spec');
}

function parseManifest(written: unknown): Manifest {
  checkShape(written, 'The manifest');
  return parseAs(manifestSchema, written, 'MANIFEST_INVALID', 'Manifest');
}

function resolveManifest(manifest: Manifest, sds: ResolvedSds, writers: readonly Writer[]): ResolvedManifest {
  const { $schema: _editor, seed: _seed, ...rest } = manifest;
  const graph = manifest.graph ?? [...standardGraph];
  checkGraph(graph);
  if (manifest.stop_after && !graph.some(({ id }) => id === manifest.stop_after)) {
    throw new AmcsError('MANIFEST_INVALID', { message: `Manifest: stop_after names ${manifest.stop_after}, which the graph leaves out.` });
  }
  const writer = findWriter(manifest.writer, writers);
  return parseAs(
    resolvedManifestSchema,
    {
      ...rest,
      song_id: manifest.song_id ?? slugOf(sds.title, 'song'),
      graph,
      flags: { render: manifest.flags?.render ?? (sds.render?.engine ?? 'none') !== 'none' },
      max_fixes: manifest.max_fixes ?? MAX_FIXES,
      writer: writer.name,
      nodes: { ...manifest.nodes, ...askingOf(manifest, writer.name, writers) },
    },
    'MANIFEST_INVALID',
    'Manifest',
  );
}

function findWriter(name: string | undefined, writers: readonly Writer[]): Writer {
  const found = name === undefined ? writers[0] : writers.find((one) => one.name === name);
  if (found) return found;
  const known = writers.map((one) => one.name);
  const [near] = nearest(name as string, known, 1);
  throw new AmcsError('WRITER_UNAVAILABLE', {
    message: `There is no writer "${name}".`,
    hint: `${near === undefined ? '' : `Did you mean ${near}? `}Writers: ${known.join(', ')}.`,
    problems: [{ path: 'writer', message: 'is no writer' }],
  });
}

/** How an outside writer is asked by each node that writes, settled now, so that the run's own record says it. */
function askingOf({ nodes = {}, budget_usd }: Manifest, writer: string, writers: readonly Writer[]): ResolvedManifest['nodes'] {
  const settled: Record<string, unknown> = {};
  for (const node of nodeNames) {
    const name = writerNamed({ writer, nodes }, node);
    if (name === undefined) continue;
    const asked = findWriter(name, writers);
    const { writer: own, ...options } = (nodes as Partial<Record<NodeName, WriterOptions & { writer?: string }>>)[node] ?? {};
    if (asked.mode === 'outside') settled[node] = { ...asked.settle(options, budget_usd !== undefined), ...(own === undefined ? {} : { writer: own }) };
  }
  return settled as ResolvedManifest['nodes'];
}

/** The row of a new run and the documents it rests on. */
export function newRun(
  run: Pick<NewRun, 'run_id' | 'kind' | 'song_id' | 'title' | 'genre' | 'seed' | 'out_dir' | 'client_key'>,
  documents: { sds: unknown; manifest: unknown; tables: { hash: string; documents: StoredDocument[] } },
): NewRun {
  const sds = document(documents.sds);
  const manifest = document(documents.manifest);
  return {
    ...run,
    sds_hash: sds.hash,
    manifest_hash: manifest.hash,
    tables_hash: documents.tables.hash,
    workflow_version: WORKFLOW_VERSION,
    documents: [sds, manifest, ...documents.tables.documents],
  };
}

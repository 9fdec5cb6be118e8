import { canonicalJson, hashOf, sha256 } from '../domain/canonical.js';
import { type Cassette, cassetteSchema } from '../domain/cassette.js';
import type { Skill } from '../domain/contract.js';
import { AmcsError } from '../domain/error.js';
import { parseAs } from '../domain/explain.js';
import { checkShape } from '../domain/json.js';
import { type ResolvedManifest, resolvedManifestSchema, writerNamed } from '../domain/manifest.js';
import type { NodeName } from '../domain/node-name.js';
import type { RunRecord, Store } from '../domain/ports.js';
import { isOver, type Run } from '../domain/run.js';
import { type ResolvedSds, resolvedSdsSchema } from '../domain/spec.js';
import { requestHash } from './outside.js';

export interface CassetteParts {
  store: Store;
  skillOf(node: NodeName): Skill;
  /** Looks whether documents are tables that a run can rest on here. @throws AmcsError. */
  checkTables(tablesHash: string, read: (hash: string) => Promise<unknown>): Promise<void>;
}

/** A finished run with all that it takes to replay it. @throws AmcsError NOT_FOUND, CONFLICT where it is not over or no song. */
export async function exportCassette(store: Store, runId: string): Promise<Cassette> {
  const run = await store.getRun(runId);
  if (!run) throw new AmcsError('NOT_FOUND', { message: `There is no run "${runId}".` });
  if (run.kind !== 'song') throw new AmcsError('CONFLICT', { message: 'Only runs of a whole song can be replayed elsewhere.', hint: 'Name a run of a song.' });
  if (!isOver(run.status)) throw new AmcsError('CONFLICT', { message: 'The run is not over yet.', hint: 'Wait for its end, or cancel it.' });
  const [executions, artifacts, parts, outside] = await Promise.all([
    store.listExecutions(runId),
    store.listArtifacts(runId),
    store.listParts(runId),
    store.listOutside(runId),
  ]);
  const tables = await mustRead(store, run.tables_hash);
  const inner = Object.values(tables as Record<string, unknown>).filter((hash): hash is string => typeof hash === 'string');
  const outputs = executions.flatMap(({ output_hash }) => output_hash ?? []);
  const needed = new Set([run.sds_hash, run.manifest_hash, run.tables_hash, ...outputs, ...artifacts.map(({ hash }) => hash)]);
  const documents: Record<string, unknown> = {};
  for (const hash of needed) documents[hash] = await mustRead(store, hash);
  // The dictionary is named by its hash alone: every copy of a version has it.
  for (const hash of inner) {
    const json = await store.getDocument(hash);
    if (json !== null) documents[hash] = JSON.parse(json);
  }
  return {
    format: 'amcs-cassette',
    version: 1,
    run: { ...run, out_dir: null } as Cassette['run'],
    executions: executions.map(({ run_id: _run, ...one }) => one),
    artifacts: artifacts.map(({ name, take, node, iteration, hash }) => ({ name, take, node, iteration, hash })),
    // Requests name folders that were opened here; nobody else is to open them.
    parts: parts.filter(({ part }) => part !== 'request').map(({ run_id: _run, json, ...one }) => ({ ...one, value: JSON.parse(json) })) as Cassette['parts'],
    outside: outside.map(({ run_id: _run, json, ...one }) => ({ ...one, answer: json === null ? null : JSON.parse(json) })),
    documents: documents as Cassette['documents'],
  };
}

async function mustRead(store: Store, hash: string): Promise<unknown> {
  const json = await store.getDocument(hash);
  if (json === null) throw new AmcsError('INTERNAL', { message: 'A document of the run is missing from the record.' });
  return JSON.parse(json);
}

/**
 * Takes a run from a cassette into the record, to be read and replayed. Everything in it is held against its schema and
 * its hashes first: a cassette may come from anybody. @throws AmcsError INPUT_INVALID, CONFLICT where the run is there.
 */
export async function importCassette(parts: CassetteParts, written: unknown): Promise<Run> {
  checkShape(written, 'The cassette');
  const cassette = parseAs(cassetteSchema, written, 'INPUT_INVALID', 'Cassette');
  refuseControls(cassette);
  const documents = checkDocuments(cassette);
  const read = async (hash: string) => documents.get(hash) ?? missing(hash);
  await parts.checkTables(cassette.run.tables_hash, read);
  const manifest = await checkRun(cassette, read);
  await checkOutputs(cassette, parts.skillOf, read);
  checkRequests(cassette, manifest);
  const { run } = cassette;
  if (!(await parts.store.importRun(recordOf(cassette))))
    throw new AmcsError('CONFLICT', { message: `The run ${run.run_id} is in the record already.`, hint: `\`amcs-mcp replay ${run.run_id}\` replays it.` });
  return run;
}

function refuse(message: string): never {
  throw new AmcsError('INPUT_INVALID', { message: `Cassette: ${message}.`, hint: 'It was changed or cut since it was exported: export it anew.' });
}

function missing(hash: string): never {
  return refuse(`the document ${hash.slice(0, 12)}… is missing`);
}

/** Text that steers a terminal has no place in a song; what a model said is kept as it came and shown to nobody. */
function refuseControls({ outside: _said, ...shown }: Cassette): void {
  const open: unknown[] = [shown];
  for (let value = open.pop(); value !== undefined; value = open.pop()) {
    if (typeof value === 'string' && /(?![\t\n\r])\p{Cc}/u.test(value)) refuse('a text in it holds control characters');
    if (value !== null && typeof value === 'object') for (const [key, inner] of Object.entries(value)) open.push(key, inner);
  }
}

function checkDocuments({ documents }: Cassette): Map<string, unknown> {
  for (const [hash, value] of Object.entries(documents)) {
    if (sha256(canonicalJson(value)) !== hash) refuse(`the document ${hash.slice(0, 12)}… has not the hash it is kept under`);
  }
  return new Map(Object.entries(documents));
}

async function checkRun({ run }: Cassette, read: (hash: string) => Promise<unknown>): Promise<ResolvedManifest> {
  const sds: ResolvedSds = parseAs(resolvedSdsSchema, await read(run.sds_hash), 'INPUT_INVALID', 'Spec of the cassette');
  const manifest = parseAs(resolvedManifestSchema, await read(run.manifest_hash), 'INPUT_INVALID', 'Manifest of the cassette');
  if (sds.title !== run.title || sds.seed !== run.seed || sds.blueprint_ref.genre !== run.genre)
    refuse('the run has another title, seed or genre than its spec');
  if (manifest.song_id !== run.song_id) refuse('the run has another song_id than its manifest');
  if (run.takes.length !== run.take) refuse('the takes of the run are not as many as it says');
  return manifest;
}

/** Outputs are what their nodes' contracts say, so that whoever reads the run meets nothing else. */
async function checkOutputs({ executions, artifacts }: Cassette, skillOf: CassetteParts['skillOf'], read: (hash: string) => Promise<unknown>): Promise<void> {
  const known = new Map<string, string>();
  for (const { node, status, output_hash } of executions) {
    if (status !== 'succeeded') continue;
    if (output_hash === null) refuse(`${node} succeeded without an output`);
    const { contract } = skillOf(node);
    const output = await read(output_hash);
    parseAs(contract.output, output, 'INPUT_INVALID', `Output of ${node} in the cassette`);
    known.set(output_hash, contract.artifact);
    if (node === 'FIX') for (const name of ['style', 'lyrics', 'producer_notes']) known.set(hashOf((output as Record<string, unknown>)[name]), name);
  }
  for (const { name, hash } of artifacts) {
    if (known.get(hash) !== name) refuse(`the artifact ${name.slice(0, 40)} is no output of its run`);
    await read(hash);
  }
}

/** An answer belongs to the brief that asked for it. */
function checkRequests({ outside, parts }: Cassette, manifest: ResolvedManifest): void {
  const named = ({ take, node, iteration, round }: { take: number; node: NodeName; iteration: number; round: number }) =>
    [take, node, iteration, round].join('/');
  const briefs = new Map(parts.flatMap((one) => (one.part === 'brief' ? [[named(one), one.value] as const] : [])));
  for (const call of outside) {
    const writer = writerNamed(manifest, call.node);
    const brief = briefs.get(named(call));
    if (writer === undefined) continue;
    const { writer: _own, ...options } = (manifest.nodes as Partial<Record<NodeName, Record<string, unknown>>>)[call.node] ?? {};
    if (!brief || requestHash(writer, options, brief) !== call.request_hash) refuse(`an answer of ${call.node} is to another request than the run made`);
  }
}

function recordOf({ run, executions, artifacts, parts, outside, documents }: Cassette): RunRecord {
  const { run_id } = run;
  return {
    run,
    executions: executions.map((one) => ({ ...one, run_id })),
    artifacts,
    parts: parts.map(({ value, ...one }) => ({ ...one, run_id, json: canonicalJson(value) })),
    outside: outside.map(({ answer, ...one }) => ({ ...one, run_id, json: answer === null ? null : canonicalJson(answer) })),
    documents: Object.entries(documents).map(([hash, value]) => ({ hash, json: canonicalJson(value) })),
  };
}

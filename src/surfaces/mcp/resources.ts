import {
  type McpServer,
  ProtocolError,
  ProtocolErrorCode,
  type ReadResourceResult,
  ResourceNotFoundError,
  ResourceTemplate,
} from '@modelcontextprotocol/server';
import { asAmcsError } from '../../domain/error.js';
import type { AmcsEvent } from '../../domain/event.js';
import { parseAs } from '../../domain/explain.js';
import type { App } from '../operations/app.js';
import { getArtifact } from '../operations/artifacts.js';
import { getBlueprint } from '../operations/blueprints.js';
import type { Operation } from '../operations/define.js';
import { getRun } from '../operations/get-run.js';
import { listEvents } from '../operations/list-events.js';
import { overNetwork } from '../operations/network.js';
import { getSchema, schemaNames } from '../operations/schemas.js';

const JSON_TYPE = 'application/json';
const TEXT_TYPE = 'text/plain';
/** How many of the newest runs are listed; older ones are read all the same. */
const LISTED_RUNS = 20;
const LISTED_EVENTS = 500;

/** The words and the prompt as they are published, beside the artifacts as documents. */
const asText: Record<string, { of: string; text(document: Record<string, unknown>): string }> = {
  'lyrics.txt': { of: 'lyrics', text: ({ text }) => `${text}` },
  'prompt.txt': { of: 'composed_prompt', text: ({ text }) => `${text}` },
};
const ARTIFACTS = ['sds', 'plan', 'style', 'lyrics', 'producer_notes', 'composed_prompt', 'scores', 'fix', 'render_job', 'files', ...Object.keys(asText)];

/** What can be read by address: no folders of this machine are told, so it is the same over a network. */
export function registerResources(server: McpServer, app: App): void {
  const run_id = (begun: string) => runsLike(app, begun);
  const nothing = { list: undefined };

  template(server, 'run', 'amcs://runs/{run_id}', {
    title: 'A run',
    description: 'Status, lyrics, prompt, scores and artifact hashes of a run.',
    mimeType: JSON_TYPE,
    template: { list: () => listRuns(app), complete: { run_id } },
    read: async ({ run_id: id }) => json(await ask(app, getRun, { run_id: id })),
  });
  template(server, 'artifact', 'amcs://runs/{run_id}/{artifact}', {
    title: 'An artifact of a run',
    description: 'One document that a run has made, of its best attempt; lyrics.txt and prompt.txt as text.',
    template: { ...nothing, complete: { run_id, artifact: (begun) => ARTIFACTS.filter((name) => name.startsWith(begun)) } },
    async read({ run_id: id, artifact = '' }) {
      const plain = Object.hasOwn(asText, artifact) ? asText[artifact] : undefined;
      const { document } = await ask(app, getArtifact, { run_id: id, name: plain?.of ?? artifact });
      return plain ? { mimeType: TEXT_TYPE, text: plain.text(document as Record<string, unknown>) } : json(document);
    },
  });
  template(server, 'events', 'amcs://events/{run_id}', {
    title: 'The events of a run',
    description: `What happened in a run, a line each, the first ${LISTED_EVENTS}.`,
    mimeType: TEXT_TYPE,
    template: { ...nothing, complete: { run_id } },
    async read({ run_id: id }) {
      const { events } = (await ask(app, listEvents, { run_id: id, limit: LISTED_EVENTS })) as { events: AmcsEvent[] };
      return { mimeType: TEXT_TYPE, text: events.map(eventLine).join('\n') };
    },
  });
  template(server, 'blueprint', 'amcs://blueprints/{slug}', {
    title: 'A blueprint',
    description: 'A genre: tempo, form, rhyme, hook, words, keys, instruments, thresholds.',
    mimeType: JSON_TYPE,
    template: { list: async () => listBlueprints(app), complete: { slug: (begun) => genresLike(app, begun) } },
    read: async ({ slug }) => json(await ask(app, getBlueprint, { slug })),
  });
  template(server, 'schema', 'amcs://schemas/{name}', {
    title: 'A schema',
    description: 'The JSON Schema of one kind of document, in full.',
    mimeType: 'application/schema+json',
    template: { list: async () => listSchemas(), complete: { name: (begun) => schemaNames.filter((name) => name.startsWith(begun)) } },
    read: async ({ name }) => ({ ...json(await ask(app, getSchema, { name })), mimeType: 'application/schema+json' }),
  });
}

export function genresLike(app: App, begun: string): string[] {
  return app.catalog
    .blueprints()
    .map(({ slug }) => slug)
    .filter((slug) => slug.includes(begun.toLowerCase()));
}

/** Ids of the newest songs that begin so. */
export async function runsLike(app: App, begun: string): Promise<string[]> {
  const runs = await app.store.listRuns({ kind: 'song', limit: 100 });
  return runs.map(({ run_id }) => run_id).filter((id) => id.startsWith(begun));
}

interface Readable {
  title: string;
  description: string;
  mimeType?: string;
  template: ConstructorParameters<typeof ResourceTemplate>[1];
  read(variables: Record<string, string>): Promise<{ mimeType: string; text: string }>;
}

function template(server: McpServer, name: string, address: string, { template: callbacks, read, ...told }: Readable): void {
  server.registerResource(name, new ResourceTemplate(address, callbacks), told, async (uri, variables): Promise<ReadResourceResult> => {
    try {
      const content = await read(Object.fromEntries(Object.entries(variables).map(([key, value]) => [key, String(value)])));
      return { contents: [{ uri: uri.href, ...content }] };
    } catch (thrown) {
      const { code, message, hint } = asAmcsError(thrown);
      if (code === 'NOT_FOUND' || code === 'INPUT_INVALID') throw new ResourceNotFoundError(uri.href, `${message} ${hint}`);
      if (code === 'INTERNAL') console.error('amcs-mcp: internal error at', uri.href);
      throw new ProtocolError(ProtocolErrorCode.InternalError, `${message} ${hint}`);
    }
  });
}

async function ask(app: App, operation: Operation, input: Record<string, unknown>): Promise<Record<string, unknown>> {
  const { signal } = new AbortController();
  const parsed = parseAs(operation.input, input, 'INPUT_INVALID', 'The address');
  return overNetwork(operation).run(app, parsed, { signal, progress: () => {} });
}

const json = (value: unknown) => ({ mimeType: JSON_TYPE, text: JSON.stringify(value, null, 2) });

/** Number, time, what, where, and how long it took. */
function eventLine({ run_seq, ts, type, node, take, iteration, duration_ms, data }: AmcsEvent): string {
  const place = node === undefined ? [] : [`${node}${take ? ` take ${take}` : ''}${iteration ? ` repair ${iteration}` : ''}`];
  const told = data === undefined ? [] : [JSON.stringify(data)];
  return [run_seq, ts, type, ...place, ...(duration_ms === undefined ? [] : [`${Math.round(duration_ms)} ms`]), ...told].join(' ');
}

async function listRuns(app: App) {
  const runs = await app.store.listRuns({ kind: 'song', limit: LISTED_RUNS });
  return {
    resources: runs.map(({ run_id, title, genre, status }) => ({ uri: `amcs://runs/${run_id}`, name: run_id, title, description: `${genre}, ${status}` })),
  };
}

function listBlueprints(app: App) {
  const all = app.catalog.blueprints();
  return { resources: all.map(({ slug, genre }) => ({ uri: `amcs://blueprints/${slug}`, name: slug, title: genre, description: 'Genre.' })) };
}

function listSchemas() {
  return { resources: schemaNames.map((name) => ({ uri: `amcs://schemas/${name}`, name: `${name}.schema`, title: name, description: 'JSON Schema.' })) };
}

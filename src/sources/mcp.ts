import type { IncomingMessage } from 'node:http';
import { Readable } from 'node:stream';
import type { Client, Transport } from '@modelcontextprotocol/client';
import { AmcsError } from '../domain/error.js';
import type { Source } from '../domain/ports.js';
import type { SourceDocument, SourceSpec } from '../domain/source.js';
import { configOf } from './config.js';
import { type Item, itemsOf, textOf } from './mcp-answers.js';
import type { McpServer } from './mcp-servers.js';
import { permitsPlace } from './patterns.js';
import { openWays, pinnedRequest, type Ways } from './request.js';
import { failed, refused, within } from './trouble.js';
import { mayAsk, type WebAllowed } from './web.js';

export interface McpParts {
  /** Servers that this machine's owner allows, by name. */
  servers(): Record<string, McpServer>;
  /** Servers that a spec may name by address: the same hosts as of pages. */
  allowed: WebAllowed;
  version: string;
  ways?: Ways;
  limits?: { bytes: number; ms: number };
}

const USUAL = { bytes: 2_000_000, ms: 30_000 };
const USUAL_LIMIT = 8;

type Tool = Awaited<ReturnType<Client['listTools']>>['tools'][number];

/** What another MCP server finds by its tools `search` and `get_context`. */
export function mcpSource(parts: McpParts): Source {
  const { servers, allowed, version, ways = openWays, limits = USUAL } = parts;

  /** A command only ever comes from this machine's own settings: a spec may have come from anywhere. */
  const serverOf = (spec: SourceSpec): { server: McpServer; ways: Ways } => {
    const { server: name, url } = configOf('mcp', spec);
    if (url !== undefined) {
      mayAsk(new URL(url), spec, allowed);
      return { server: { url }, ways };
    }
    const known = servers();
    const server = Object.hasOwn(known, name as string) ? known[name as string] : undefined;
    if (!server)
      throw refused(spec.id, 'names an MCP server that is not set up here', 'Put it into mcp.json of the data folder (AMCS_MCP_CONFIG names another file).');
    // Whoever wrote the settings may mean a server of their own network.
    return { server, ways: { ...ways, mayReach: () => true } };
  };

  return {
    kind: 'mcp',
    check: (spec) => void serverOf(spec),
    async read(spec, { query, signal }) {
      const found = serverOf(spec);
      return within(spec.id, limits.ms, signal, async (both) => {
        const { Client } = await import('@modelcontextprotocol/client');
        // Over stdio every server still speaks the older revision, and asking for the newest one would start it twice.
        const versionNegotiation = 'url' in found.server ? { mode: 'auto' as const } : { mode: 'legacy' as const };
        const client = new Client({ name: 'amcs-mcp', version }, { versionNegotiation });
        const trouble: Trouble = { first: null };
        const close = () => void client.close().catch(() => {});
        both.addEventListener('abort', close, { once: true });
        try {
          await client.connect(await transportTo(found, spec.id, both, trouble), { signal: both, timeout: limits.ms });
          return await ask(client, spec, query, both);
        } catch (thrown) {
          both.throwIfAborted();
          throw thrown instanceof AmcsError ? thrown : (trouble.first ?? failed(spec.id, 'could not be asked over MCP', thrown));
        } finally {
          both.removeEventListener('abort', close);
          await client.close().catch(() => {});
        }
      });
    },
  };

  async function transportTo(
    { server, ways: own }: { server: McpServer; ways: Ways },
    source: string,
    signal: AbortSignal,
    trouble: Trouble,
  ): Promise<Transport> {
    if ('command' in server) {
      const { StdioClientTransport, getDefaultEnvironment } = await import('@modelcontextprotocol/client/stdio');
      const { command, args = [], env = {}, cwd } = server;
      return new StdioClientTransport({
        command,
        args,
        env: { ...getDefaultEnvironment(), ...env },
        ...(cwd === undefined ? {} : { cwd }),
        stderr: 'ignore',
        maxBufferSize: limits.bytes,
      });
    }
    const { StreamableHTTPClientTransport } = await import('@modelcontextprotocol/client');
    const fetch = pinnedFetch(source, signal, own, limits.bytes, trouble);
    return new StreamableHTTPClientTransport(new URL(server.url), { fetch, requestInit: { headers: server.headers ?? {} } });
  }

  async function ask(client: Client, spec: SourceSpec, query: string, signal: AbortSignal): Promise<SourceDocument[]> {
    const { limit = USUAL_LIMIT } = configOf('mcp', spec);
    const { tools } = await client.listTools(undefined, { signal });
    const tool = (name: string) => tools.find((one) => one.name === name);
    const search = tool('search');
    const context = tool('get_context');
    if (!search && !context) throw refused(spec.id, 'has an MCP server without the tools search and get_context');
    const call = async ({ name }: Tool, given: Record<string, unknown>): Promise<Item[]> => {
      const answer = await client.callTool({ name, arguments: given }, { signal, timeout: limits.ms });
      const items = answer.isError ? [] : itemsOf(answer);
      if (answer.isError) throw failed(spec.id, `answered ${name} with an error`);
      if (items.reduce((sum, { text }) => sum + text.length, 0) > limits.bytes) throw failed(spec.id, `gave more than ${limits.bytes / 1e6} MB`);
      return items;
    };
    const items = search ? (await call(search, { [argument(search, QUERY)]: query, ...limitOf(search, limit) })).slice(0, limit) : [];
    const idName = context && argumentOf(context, IDS);
    if (!context) return documentsOf(items, spec);
    if (idName === undefined) return documentsOf([...items, ...(await call(context, { [argument(context, QUERY)]: query, ...limitOf(context, limit) }))], spec);
    const whole: Item[] = [];
    for (const item of items) {
      if (item.id === null || !permitsPlace(spec, item.id)) whole.push(item);
      else whole.push(wholeOf(item, await call(context, { [idName]: /s$/.test(idName) ? [item.id] : item.id })));
    }
    return documentsOf(whole, spec);
  }
}

/** What a search told of a thing, with its whole text where more came of it. */
function wholeOf(item: Item, more: readonly Item[]): Item {
  const text = more.map(textOf).join('\n\n');
  return text.trim() === '' ? item : { ...item, text };
}

function documentsOf(items: readonly Item[], { id }: SourceSpec): SourceDocument[] {
  return items
    .filter(({ text }) => text.trim() !== '')
    .map((item, at) => ({ place: item.id ?? `${id}/${at + 1}`, format: 'markdown' as const, text: textOf(item) }));
}

const QUERY = ['query', 'q', 'text', 'question', 'topic'];
const IDS = ['id', 'ids', 'chunk_id', 'chunk_ids', 'document_id', 'document_ids', 'uri', 'uris'];
const LIMITS = ['limit', 'top_k', 'k', 'max_results', 'count', 'n'];

/** The first of some names that a tool takes. */
function argumentOf({ inputSchema }: Tool, names: readonly string[]): string | undefined {
  const takes = Object.keys((inputSchema.properties ?? {}) as object);
  return names.find((name) => takes.includes(name));
}

const argument = (tool: Tool, names: readonly string[]): string => argumentOf(tool, names) ?? (names[0] as string);

function limitOf(tool: Tool, limit: number): Record<string, number> {
  const name = argumentOf(tool, LIMITS);
  return name === undefined ? {} : { [name]: limit };
}

/** What kept a request from being made or read: the client library wraps it in an error of its own. */
interface Trouble {
  first: AmcsError | null;
}

/** `fetch` for the client library that goes the ways of sources and follows no redirect. */
function pinnedFetch(
  source: string,
  signal: AbortSignal,
  ways: Ways,
  most: number,
  trouble: Trouble,
): (url: string | URL, init?: RequestInit) => Promise<Response> {
  const noted = (thrown: unknown): never => {
    if (thrown instanceof AmcsError) trouble.first ??= thrown;
    throw thrown;
  };
  return async (url, { method, headers, body, signal: own } = {}) => {
    const both = own ? AbortSignal.any([signal, own]) : signal;
    const sent = Object.fromEntries(new Headers(headers).entries());
    const text = typeof body === 'string' ? body : undefined;
    const answer = await pinnedRequest(new URL(url), source, { method, headers: sent, body: text, signal: both }, ways).catch(noted);
    const status = answer.statusCode ?? 502;
    if (status >= 300 && status < 400) {
      answer.destroy();
      return noted(refused(source, 'has an MCP server that redirects'));
    }
    const told = new Headers();
    for (const [name, value] of Object.entries(answer.headers)) told.set(name, String(value));
    const empty = status === 204 || status === 205 || status === 304;
    if (empty) answer.resume();
    return new Response(empty ? null : (Readable.toWeb(Readable.from(counted(answer, source, most, noted))) as ReadableStream), { status, headers: told });
  };
}

async function* counted(answer: IncomingMessage, source: string, most: number, noted: (thrown: AmcsError) => never): AsyncGenerator<Buffer> {
  let size = 0;
  for await (const part of answer as AsyncIterable<Buffer>) {
    size += part.length;
    if (size > most) noted(failed(source, `gave more than ${most / 1e6} MB`));
    yield part;
  }
}

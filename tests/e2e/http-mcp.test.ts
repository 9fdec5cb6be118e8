import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client';
import { Client as OlderClient } from '@modelcontextprotocol/sdk/client/index.js';
import { StreamableHTTPClientTransport as OlderTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import { beforeAll, describe, expect, it } from 'vitest';
import type { RunAnswer } from '../../src/surfaces/operations/answer.js';
import { operations } from '../../src/surfaces/operations/index.js';
import { atEnd, listen, root, temporaryFolder } from './harness.js';
import { ask, type Served, serve } from './http-harness.js';

const sds = { title: 'Porch Light', blueprint_ref: { genre: 'country' }, lyrics: { themes: ['home'] }, seed: 12 };
const TOKEN = 'correct-horse-battery-staple-42';

interface Result {
  isError?: boolean | undefined;
  content: { text?: string | undefined }[];
  structuredContent?: unknown;
}

/** One client, whatever SDK it is of. */
interface Agent {
  tools(): Promise<{ name: string; inputSchema: { properties?: object | undefined } }[]>;
  call(name: string, args: Record<string, unknown>, onprogress?: (message: string) => void, signal?: AbortSignal): Promise<Result>;
  close(): Promise<void>;
}

const headersFor = (token: string | undefined) => (token === undefined ? {} : { requestInit: { headers: { authorization: `Bearer ${token}` } } });

type Mode = 'legacy' | 'auto' | { pin: string };

async function currentAgent(url: string, mode: Mode, token?: string): Promise<Agent> {
  const client = new Client({ name: 'e2e', version: '1.0.0' }, { versionNegotiation: { mode } });
  await client.connect(new StreamableHTTPClientTransport(new URL(url), headersFor(token)));
  atEnd(() => client.close());
  return {
    tools: async () => (await client.listTools()).tools,
    call: async (name, input, onprogress, signal) =>
      (await client.callTool(
        { name, arguments: input },
        { ...(onprogress ? { onprogress: ({ message }) => onprogress(message ?? '') } : {}), ...(signal ? { signal } : {}) },
      )) as Result,
    close: () => client.close(),
  };
}

async function olderAgent(url: string, token?: string): Promise<Agent> {
  const client = new OlderClient({ name: 'e2e-older', version: '1.0.0' });
  // Its types do not know exactOptionalPropertyTypes.
  await client.connect(new OlderTransport(new URL(url), headersFor(token)) as never);
  atEnd(() => client.close());
  return {
    tools: async () => (await client.listTools()).tools,
    call: async (name, input, onprogress, signal) =>
      (await client.callTool({ name, arguments: input }, undefined, {
        ...(onprogress ? { onprogress: ({ message }) => onprogress(message ?? '') } : {}),
        ...(signal ? { signal } : {}),
      })) as Result,
    close: () => client.close(),
  };
}

const agents: [name: string, on: (url: string, token?: string) => Promise<Agent>][] = [
  ['the current SDK, handshake of before', (url, token) => currentAgent(url, 'legacy', token)],
  ['the current SDK, 2026-07-28', (url, token) => currentAgent(url, { pin: '2026-07-28' }, token)],
  ['the current SDK, choosing by itself', (url, token) => currentAgent(url, 'auto', token)],
  ['the older SDK', olderAgent],
];

describe.each(agents)('through %s', (name, on) => {
  let server: Served;
  let agent: Agent;
  beforeAll(async () => {
    server = await serve({ home: temporaryFolder() });
    agent = await on(`http://127.0.0.1:${server.port}/mcp`);
  });

  it('lists every tool; none of them takes a folder', async () => {
    const tools = await agent.tools();
    expect(tools.map(({ name }) => name).sort()).toEqual(operations.map(({ name }) => name).sort());
    for (const tool of tools) expect.soft(Object.keys(tool.inputSchema.properties ?? {}), tool.name).not.toContain('out_dir');
  });

  it('makes a song, with progress node by node and its events at the same port', async () => {
    const heard: string[] = [];
    const { isError, structuredContent } = await agent.call('run_workflow', { sds }, (message) => heard.push(message.split(' ')[0] ?? ''));
    expect(isError).toBeFalsy();
    const { run, lyrics, events_url } = structuredContent as RunAnswer;
    expect(run).toMatchObject({ status: 'succeeded', seed: 12, out_dir: null });
    expect(lyrics).toMatch(/^\[Verse 1\]\n/);
    // The last ones may come in one read with the answer, and then the clients drop them.
    expect(heard).toEqual(expect.arrayContaining(['PLAN', 'STYLE', 'LYRICS', 'PRODUCER']));
    expect(events_url).toBe(`ws://127.0.0.1:${server.port}/events?run_id=${run.run_id}&since=0`);
    const listener = await listen(events_url as string);
    const events = await listener.until((all) => all.some(({ type }) => type === 'run.succeeded'));
    expect(events.map(({ run_seq }) => run_seq)).toEqual(events.map((_, at) => at + 1));
    expect((await ask(server.port, `/api/v1/runs/${run.run_id}`)).json.lyrics).toBe(lyrics);
  });

  // Its validator does not know prefixItems, as which the plan tells targets.hook_band.
  const soFar = name === 'the older SDK' ? it.fails : it;
  soFar('works node by node; runs of one node are listed as such, without a folder', async () => {
    const { structuredContent } = await agent.call('plan', { sds });
    const { run_id, artifact } = structuredContent as { run_id: string; artifact: { hash: string } };
    const style = await agent.call('style', { sds, plan: { hash: artifact.hash } });
    expect(style.isError).toBeFalsy();
    const { runs } = (await agent.call('list_runs', { kind: 'node' })).structuredContent as { runs: RunAnswer['run'][] };
    expect(runs.map((run) => run.run_id)).toContain(run_id);
    for (const { out_dir } of runs) expect(out_dir).toBeNull();
  });

  it('is told what is wrong, and never where the server is', async () => {
    const wrong = [
      ['run_workflow', { sds, out_dir: '/tmp/elsewhere' }, /out_dir is not a known field/],
      ['run_workflow', { sds: { ...sds, blueprint_ref: { genre: 'cuontry' } } }, /country/],
      ['get_run', { run_id: 'r-0000000000000' }, /list_runs/],
      ['plan', { sds: { hash: 'f'.repeat(64) } }, /NOT_FOUND/],
    ] as const;
    for (const [tool, args, says] of wrong) {
      const { isError, content } = await agent.call(tool, args);
      expect([tool, isError]).toEqual([tool, true]);
      expect(content[0]?.text).toMatch(says);
      expect(content[0]?.text).not.toContain(root);
    }
  });

  it('may leave in the middle: the song goes on', async () => {
    const before = (await ask(server.port, '/api/v1/runs')).json.runs.length as number;
    const other = await on(`http://127.0.0.1:${server.port}/mcp`);
    const asked = other.call('run_workflow', { sds, wait_sec: 50 }).then(
      () => 'done',
      () => 'left',
    );
    const newest = async () => (await ask(server.port, '/api/v1/runs')).json.runs;
    await expect.poll(async () => (await newest()).length, { interval: 10 }).toBe(before + 1);
    await other.close();
    expect(['done', 'left']).toContain(await asked);
    await expect.poll(async () => (await newest())[0].status, { timeout: 15_000 }).toBe('succeeded');
  });

  it('may take a call back: the server lives on and answers the next', async () => {
    const leaving = new AbortController();
    const asked = agent.call('run_workflow', { sds, seed: 5 }, () => leaving.abort(), leaving.signal).catch(() => 'left');
    await asked;
    expect((await agent.call('run_workflow', { sds })).structuredContent).toMatchObject({ run: { status: 'succeeded' } });
  });
});

describe('with a token', () => {
  it.each(agents)('%s needs it', async (_name, on) => {
    const { port } = await serve({ home: temporaryFolder(), env: { AMCS_TOKEN: TOKEN } });
    const url = `http://127.0.0.1:${port}/mcp`;
    await expect(on(url)).rejects.toThrow();
    await expect(on(url, `${TOKEN}x`)).rejects.toThrow();
    expect((await (await on(url, TOKEN)).tools()).length).toBe(operations.length);
  });
});

describe('what is no call', () => {
  let server: Served;
  beforeAll(async () => {
    server = await serve({ home: temporaryFolder() });
  });
  const headers = { 'content-type': 'application/json', accept: 'application/json, text/event-stream' };
  const post = (body: unknown, more: Record<string, string> = {}) => ask(server.port, '/mcp', { method: 'POST', body, headers: { ...headers, ...more } });
  const list = { jsonrpc: '2.0', id: 1, method: 'tools/list', params: {} };

  it.each<[string, string | Uint8Array]>([
    ['no JSON', 'this is no JSON'],
    ['half of it', '{"jsonrpc":"2.0","id":1,'],
    ['nothing', ''],
    ['null', 'null'],
    ['an empty list', '[]'],
    ['a number', '7'],
    ['another object', '{"sds":{}}'],
    ['bytes that are not UTF-8', Buffer.from([0xff, 0xfe, 0x00])],
    ['a deep nest', `${'['.repeat(100_000)}${']'.repeat(100_000)}`],
    ['a method that is none', JSON.stringify({ ...list, method: 'tools/lost' })],
    ['a tool that is none', JSON.stringify({ ...list, method: 'tools/call', params: { name: '__proto__', arguments: {} } })],
    ['arguments that are none', JSON.stringify({ ...list, method: 'tools/call', params: { name: 'run_workflow', arguments: 7 } })],
  ])('%s is answered as JSON-RPC', async (_what, body) => {
    const { status, text } = await post(body);
    expect(status).toBeLessThan(500);
    const message = JSON.parse(text.startsWith('event:') || text.startsWith('data:') ? (/^data: (.*)$/m.exec(text)?.[1] ?? '') : text);
    expect(message.error ?? message.result).toMatchObject(message.error ? { code: expect.any(Number), message: expect.any(String) } : { isError: true });
    expect(text).not.toContain(root);
    expect(text).not.toMatch(/\\n +at /);
  });

  it('of a type that is not JSON, or at a method that is none, is refused', async () => {
    expect((await post('x=1', { 'content-type': 'application/x-www-form-urlencoded' })).status).toBe(415);
    for (const method of ['GET', 'DELETE', 'PUT']) expect((await ask(server.port, '/mcp', { method, headers })).status).toBe(405);
  });

  it('over a megabyte is 413, and the next request on the same connection is answered', async () => {
    const large = JSON.stringify({ ...list, params: { filler: 'x'.repeat(1_000_001) } });
    for (let round = 0; round < 5; round += 1) {
      for (const more of [{}, { 'transfer-encoding': 'chunked' }] as Record<string, string>[]) expect((await post(large, more)).status).toBe(413);
      expect((await post(list)).status).toBe(200);
    }
  });

  it('leaves the server as it was', async () => {
    expect((await ask(server.port, '/healthz')).json).toEqual({ status: 'ok' });
    expect(server.output().split('\n').slice(1).join('').trim()).toBe('');
  });
});

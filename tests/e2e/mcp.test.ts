import { Client as OlderClient } from '@modelcontextprotocol/sdk/client/index.js';
import { StdioClientTransport as OlderTransport } from '@modelcontextprotocol/sdk/client/stdio.js';
import { beforeAll, describe, expect, it } from 'vitest';
import { nodeNames } from '../../src/domain/node-name.js';
import type { RunAnswer } from '../../src/surfaces/operations/answer.js';
import { atEnd, binary, call, connect, environment, filesIn, freePort, recorded, root, start, temporaryFolder } from './harness.js';

const TOOLS = [
  'analyze_lyrics',
  'cancel_run',
  'check_tags',
  'compose',
  'diff_runs',
  'find_rhymes',
  'fix',
  'get_run',
  'list_runs',
  'lyrics',
  'plan',
  'producer',
  'render',
  'replay_run',
  'resume_run',
  'retry_run',
  'review',
  'revise_run',
  'run_workflow',
  'style',
  'submit_draft',
  'validate',
];
const sds = { title: 'Porch Light', blueprint_ref: { genre: 'country' }, lyrics: { themes: ['home'] }, seed: 12 };

interface Listed {
  name: string;
  title?: string | undefined;
  description?: string | undefined;
  inputSchema: { type?: unknown; properties?: unknown };
  outputSchema?: { type?: unknown; properties?: unknown } | undefined;
  annotations?: Record<string, unknown> | undefined;
}

interface Result {
  isError?: boolean | undefined;
  content: { type: string; text?: string | undefined }[];
  structuredContent?: unknown;
}

interface Progress {
  progress: number;
  total?: number | undefined;
  message?: string | undefined;
}

/** One client, whatever SDK it is of. */
interface Agent {
  instructions(): string | undefined;
  server(): { name: string; version: string } | undefined;
  tools(): Promise<Listed[]>;
  call(name: string, args: Record<string, unknown>, onprogress?: (progress: Progress) => void): Promise<Result>;
}

async function currentAgent(home: string, args: string[], mode: 'legacy' | 'auto' | { pin: string }): Promise<Agent> {
  const client = await connect({ home }, args, { versionNegotiation: { mode } });
  return {
    instructions: () => client.getInstructions(),
    server: () => client.getServerVersion(),
    tools: async () => (await client.listTools()).tools as Listed[],
    call: async (name, input, onprogress) => (await client.callTool({ name, arguments: input }, onprogress ? { onprogress } : {})) as Result,
  };
}

async function olderAgent(home: string, args: string[]): Promise<Agent> {
  const client = new OlderClient({ name: 'e2e-older', version: '1.0.0' });
  await client.connect(new OlderTransport({ command: process.execPath, args: [binary, ...args], env: environment(home), stderr: 'ignore' }));
  atEnd(() => client.close());
  return {
    instructions: () => client.getInstructions(),
    server: () => client.getServerVersion(),
    tools: async () => (await client.listTools()).tools as Listed[],
    call: async (name, input, onprogress) => (await client.callTool({ name, arguments: input }, undefined, onprogress ? { onprogress } : {})) as Result,
  };
}

function errorOf({ isError, content, structuredContent }: Result): { code: string; message: string; hint: string } {
  expect(isError).toBe(true);
  expect(structuredContent).toBeUndefined();
  const { error } = JSON.parse(content[0]?.text ?? '') as { error: { code: string; message: string; hint: string } };
  expect(error).toMatchObject({ code: expect.stringMatching(/^[A-Z_]+$/), message: expect.stringMatching(/./), hint: expect.stringMatching(/./) });
  expect(JSON.stringify(error)).not.toContain(root);
  expect(JSON.stringify(error)).not.toMatch(/\\n +at /);
  return error;
}

describe.each([
  ['the current SDK, handshake of before', (home: string, args: string[]) => currentAgent(home, args, 'legacy')],
  ['the current SDK, 2026-07-28', (home: string, args: string[]) => currentAgent(home, args, { pin: '2026-07-28' })],
  ['the current SDK, choosing by itself', (home: string, args: string[]) => currentAgent(home, args, 'auto')],
  ['the older SDK', olderAgent],
])('through %s', (_name, agentOn) => {
  const home = temporaryFolder();
  let agent: Agent;
  beforeAll(async () => {
    agent = await agentOn(home, ['--events-port', String(await freePort())]);
  });

  it('introduces itself and teaches the order', () => {
    expect(agent.server()).toMatchObject({ name: 'amcs' });
    expect(agent.instructions()).toMatch(/plan → style, lyrics, producer .*→ compose → validate/);
    expect(agent.instructions()?.length).toBeLessThan(4096);
  });

  it('lists every tool, each with a title, a description, both schemas and all four annotations', async () => {
    const tools = await agent.tools();
    expect(tools.map(({ name }) => name).sort()).toEqual(TOOLS);
    for (const { name, title, description, inputSchema, outputSchema, annotations } of tools) {
      expect.soft(title, name).toMatch(/^[A-Z]/);
      expect.soft(description, name).toMatch(/\b(?:[Uu]se|[Cc]all|Only)\b/);
      expect.soft(description, name).toMatch(/Returns/);
      expect.soft(description?.length, name).toBeLessThan(4096);
      expect.soft(inputSchema, name).toMatchObject({ type: 'object', properties: expect.any(Object) });
      expect.soft(outputSchema, name).toMatchObject({ type: 'object', properties: expect.any(Object) });
      expect.soft(annotations, name).toMatchObject({
        readOnlyHint: ['analyze_lyrics', 'check_tags', 'find_rhymes', 'get_run', 'list_runs'].includes(name) || name === 'replay_run' || name === 'diff_runs',
        destructiveHint: name === 'cancel_run',
        idempotentHint: expect.any(Boolean),
        openWorldHint: expect.any(Boolean),
      });
    }
  });

  it('run_workflow: everything is in structuredContent, and progress arrives node by node', async () => {
    const heard: Progress[] = [];
    const { structuredContent, content, isError } = await agent.call('run_workflow', { sds }, (progress) => heard.push(progress));
    expect(isError).toBeFalsy();
    const answer = structuredContent as RunAnswer;
    expect(JSON.parse(content[0]?.text ?? '')).toEqual(answer);
    expect(answer.run).toMatchObject({ status: 'succeeded', seed: 12, genre: 'country', title: 'Porch Light' });
    expect(answer.lyrics).toMatch(/^\[Verse 1\]\n/);
    expect(answer.prompt).toContain('Porch Light');
    expect(answer.scores).toMatchObject({ passed: true, total: expect.any(Number), issues: expect.any(Array) });
    expect(answer.artifacts.map(({ name }) => name)).toEqual(
      expect.arrayContaining(['sds', 'plan', 'style', 'lyrics', 'producer_notes', 'composed_prompt', 'scores', 'files']),
    );
    expect(answer.events_url).toMatch(new RegExp(`^ws://127\\.0\\.0\\.1:\\d+/events\\?run_id=${answer.run.run_id}`));
    expect(answer.next).toBeNull();
    expect(Object.keys(filesIn(answer.run.out_dir as string))).toContain('files.json');

    const said = heard.map(({ message }) => message?.split(' ')[0]);
    // The last ones may come in one read with the answer, and then the SDKs' clients drop them; the pipe itself is looked at below.
    expect(said[0]).toBe('PLAN');
    expect(heard.map(({ progress }) => progress)).toEqual(heard.map((_, at) => at + 1));
    for (const { progress, total = 0 } of heard) expect(progress).toBeLessThanOrEqual(total);
  });

  it('a wrong argument answers with isError, a code, the place and a hint', async () => {
    const before = recorded(home);
    const wrong = async (name: string, args: Record<string, unknown>) => errorOf(await agent.call(name, args));
    expect(await wrong('run_workflow', {})).toMatchObject({ code: 'INPUT_INVALID', message: expect.stringContaining('sds is missing') });
    expect(await wrong('run_workflow', { sds, sede: 5 })).toMatchObject({ message: expect.stringContaining('sede'), hint: expect.stringMatching(/seed/) });
    expect(await wrong('run_workflow', { sds: { ...sds, blueprint_ref: { genre: 'cuontry' } } })).toMatchObject({
      code: 'GENRE_UNKNOWN',
      hint: expect.stringContaining('country'),
    });
    expect(await wrong('plan', { sds: { hash: 'abc' } })).toMatchObject({ message: expect.stringMatching(/abc|sds/) });
    expect(await wrong('plan', { sds: { hash: 'f'.repeat(64) } })).toMatchObject({ code: 'NOT_FOUND', hint: expect.stringContaining('get_run') });
    expect(await wrong('style', { sds })).toMatchObject({ code: 'INPUT_INVALID', message: expect.stringContaining('plan is missing') });
    expect(await wrong('style', { sds, plan: { title: 'no plan' } })).toMatchObject({ code: 'INPUT_INVALID', message: expect.stringContaining('plan.') });
    expect(await wrong('get_run', { run_id: 'r-0000000000000' })).toMatchObject({ code: 'NOT_FOUND', hint: expect.stringContaining('list_runs') });
    expect(await wrong('get_run', { run_id: '../etc' })).toMatchObject({ code: 'INPUT_INVALID', message: expect.stringContaining('run_id') });
    expect(await wrong('list_runs', { status: 'fialed' })).toMatchObject({
      message: expect.stringContaining('status'),
      hint: expect.stringContaining('failed'),
    });
    expect(await wrong('list_runs', { limit: 1e9 })).toMatchObject({ message: expect.stringContaining('limit is too high') });
    expect(await wrong('validate', { hash: 'x' })).toMatchObject({ code: 'INPUT_INVALID' });
    expect(recorded(home)).toEqual(before);
  });
});

describe.concurrent('node by node, by hash alone', () => {
  interface Made {
    run_id: string;
    seed: number;
    artifact: { name: string; hash: string };
    inputs: Record<string, string>;
    output: Record<string, unknown>;
  }

  it('makes the song that run_workflow makes, and every call is a recorded run', async () => {
    const home = temporaryFolder();
    const client = await connect({ home }, ['--events-port', String(await freePort())]);
    const whole = await call<RunAnswer>(client, 'run_workflow', { sds });
    const known: Record<string, { hash: string }> = { sds: { hash: whole.artifacts.find(({ name }) => name === 'sds')?.hash ?? '' } };
    const made: Record<string, Made> = {};
    const step = async (tool: string, needs: string[]) => {
      const answer = await call<Made>(client, tool, Object.fromEntries(needs.map((name) => [name, known[name]])));
      for (const name of needs) expect(answer.inputs[name]).toBe(known[name]?.hash);
      known[answer.artifact.name] = { hash: answer.artifact.hash };
      made[answer.artifact.name] = answer;
    };
    await step('plan', ['sds']);
    await Promise.all([step('style', ['sds', 'plan']), step('lyrics', ['sds', 'plan']), step('producer', ['sds', 'plan'])]);
    await step('compose', ['sds', 'plan', 'style', 'lyrics', 'producer_notes']);
    await step('validate', ['sds', 'plan', 'style', 'lyrics', 'producer_notes', 'composed_prompt']);
    await step('review', ['sds', 'plan', 'style', 'lyrics', 'producer_notes', 'composed_prompt', 'scores']);

    expect(made.lyrics?.output.text).toBe(whole.lyrics);
    const ofWorkflow = Object.fromEntries(whole.artifacts.filter(({ name }) => name !== 'render_job').map(({ name, hash }) => [name, hash]));
    expect(Object.fromEntries(Object.entries(known).map(([name, { hash }]) => [name, hash]))).toEqual(ofWorkflow);

    const { runs } = await call<{ runs: { run_id: string; kind: string; status: string; out_dir: string }[] }>(client, 'list_runs', { kind: 'node' });
    expect(runs.map(({ run_id }) => run_id).sort()).toEqual(
      Object.values(made)
        .map(({ run_id }) => run_id)
        .sort(),
    );
    for (const { status } of runs) expect(status).toBe('succeeded');
    const review = runs.find(({ run_id }) => run_id === made.files?.run_id);
    expect(filesIn(review?.out_dir ?? '')).toEqual(filesIn(whole.run.out_dir as string));
  });

  it('repairs a song step by step: fix takes what validate said', async () => {
    const home = temporaryFolder();
    const client = await connect({ home }, ['--events-port', String(await freePort())]);
    const whole = await call<RunAnswer>(client, 'run_workflow', {
      sds: { title: 'This Old Town', blueprint_ref: { genre: 'pop' }, producer_notes: { section_meta: { Verse: { target_duration_sec: 600 } } }, seed: 5 },
      manifest: { max_fixes: 0 },
    });
    expect(whole.run).toMatchObject({ status: 'failed', error: { code: 'RUBRIC_NOT_MET' } });
    const hashes = Object.fromEntries(whole.artifacts.map(({ name, hash }) => [name, { hash }]));
    const { sds: spec, plan, style, lyrics, producer_notes, scores } = hashes;
    const fixed = await call<Made>(client, 'fix', { sds: spec, plan, style, lyrics, producer_notes, scores });
    expect(fixed.output).toMatchObject({ style: expect.any(Object), lyrics: expect.any(Object), producer_notes: expect.any(Object), diff: expect.anything() });
  });
});

describe.concurrent('reading the record', () => {
  it('get_run gives documents whole where asked; list_runs filters and pages', async () => {
    const home = temporaryFolder();
    const client = await connect({ home }, ['--events-port', String(await freePort())]);
    const ids: string[] = [];
    for (const seed of [1, 2, 3]) ids.unshift((await call<RunAnswer>(client, 'run_workflow', { sds, seed })).run.run_id);
    const { documents, ...answer } = await call<RunAnswer & { documents: Record<string, Record<string, unknown>> }>(client, 'get_run', {
      run_id: ids[0],
      include: ['sds', 'plan', 'lyrics', 'files'],
    });
    expect(Object.keys(documents)).toEqual(['sds', 'plan', 'lyrics', 'files']);
    expect(documents.sds).toMatchObject({ title: 'Porch Light', seed: 3 });
    expect(documents.lyrics?.text).toBe(answer.lyrics);
    expect(new Set(answer.nodes.map(({ node }) => node)).size).toBeGreaterThanOrEqual(nodeNames.length - 2);

    interface Page {
      runs: { run_id: string }[];
      next_cursor: string | null;
    }
    const first = await call<Page>(client, 'list_runs', { limit: 2 });
    expect(first.runs.map(({ run_id }) => run_id)).toEqual(ids.slice(0, 2));
    const second = await call<Page>(client, 'list_runs', { limit: 2, cursor: first.next_cursor });
    expect(second).toMatchObject({ runs: [{ run_id: ids[2] }], next_cursor: null });
    expect((await call<Page>(client, 'list_runs', { genre: 'pop' })).runs).toEqual([]);
    expect((await call<Page>(client, 'list_runs', { song_id: 'porch-light', status: 'succeeded' })).runs).toHaveLength(3);
  });

  it('one client_key makes one run', async () => {
    const client = await connect({ home: temporaryFolder() }, ['--events-port', String(await freePort())]);
    const both = await Promise.all([0, 1].map(() => call<RunAnswer>(client, 'run_workflow', { sds, client_key: 'once' })));
    expect(both[0]?.run.run_id).toBe(both[1]?.run.run_id);
    expect((await call<{ runs: unknown[] }>(client, 'list_runs', {})).runs).toHaveLength(1);
  });

  it('wait_sec 0 answers with the call to make next', async () => {
    const client = await connect({ home: temporaryFolder() }, ['--events-port', String(await freePort())]);
    const { run, next } = await call<RunAnswer>(client, 'run_workflow', { sds, wait_sec: 0 });
    if (run.status === 'queued' || run.status === 'running') expect(next).toEqual({ tool: 'get_run', arguments: { run_id: run.run_id, wait_sec: 20 } });
    await expect.poll(async () => (await call<RunAnswer>(client, 'get_run', { run_id: run.run_id })).run.status, { timeout: 15_000 }).toBe('succeeded');
  });
});

describe.concurrent('on the pipe itself', () => {
  const handshake = {
    jsonrpc: '2.0',
    id: 1,
    method: 'initialize',
    params: { protocolVersion: '2025-06-18', capabilities: {}, clientInfo: { name: 'raw', version: '1' } },
  };
  const answerTo = (id: number) => (line: string) => (JSON.parse(line) as { id?: number }).id === id;
  const request = (id: number, args: unknown) => ({ jsonrpc: '2.0', id, method: 'tools/call', params: { name: 'run_workflow', arguments: args } });

  it('stdout carries nothing but protocol, whatever comes in; the server ends when stdin ends', async () => {
    const home = temporaryFolder();
    const server = start(['--events-port', String(await freePort())], { home });
    server.send(handshake);
    await server.line(answerTo(1));
    server.send({ jsonrpc: '2.0', method: 'notifications/initialized' });
    server.send('this is no JSON');
    server.send({ ...request(2, { sds }), params: { name: 'run_workflow', arguments: { sds }, _meta: { progressToken: 'p' } } });
    server.send(request(3, { sds: { title: 5 } }));
    await Promise.all([server.line(answerTo(2)), server.line(answerTo(3))]);
    server.child.stdin.end();
    expect(await server.ended).toBe(0);
    for (const line of server.lines) expect(JSON.parse(line)).toMatchObject({ jsonrpc: '2.0' });
    const progress = server.lines.map((line) => JSON.parse(line)).filter(({ method }) => method === 'notifications/progress');
    const said = progress.map(({ params }) => params.message.split(' ')[0]);
    expect(said.slice(0, 1)).toEqual(['PLAN']);
    expect(said.slice(1, 4).sort()).toEqual(['LYRICS', 'PRODUCER', 'STYLE']);
    expect(said.slice(-4)).toEqual(['COMPOSE', 'VALIDATE', 'RENDER', 'REVIEW']);
    const after = server.lines.slice(server.lines.findIndex(answerTo(2)));
    expect(after.filter((line) => line.includes('notifications/progress'))).toEqual([]);
  });

  it('ends when stdin ends in the middle of a run, leaving a readable record', async () => {
    const home = temporaryFolder();
    const server = start(['--events-port', String(await freePort())], { home });
    server.send(handshake);
    await server.line(answerTo(1));
    for (let id = 2; id < 12; id += 1) server.send(request(id, { sds, seed: id }));
    await server.line((line) => line.includes('"id":2,') || line.includes('structuredContent'));
    server.child.stdin.end();
    expect(await server.ended).toBe(0);
    expect(recorded(home).runs).toBeGreaterThan(0);
  });

  it('ends on SIGTERM', async () => {
    const server = start([], { home: temporaryFolder() });
    server.send(handshake);
    await server.line(answerTo(1));
    server.child.kill('SIGTERM');
    expect(await server.ended).toBe(0);
  });

  it('opens neither database nor socket before they are needed', async () => {
    const home = temporaryFolder();
    const server = start([], { home });
    server.send(handshake);
    await server.line(answerTo(1));
    server.send({ jsonrpc: '2.0', id: 2, method: 'tools/list' });
    await server.line(answerTo(2));
    expect(recorded(home)).toEqual({});
    server.child.stdin.end();
    await server.ended;
  });

  it.each([
    [
      '100,000 nested arrays',
      /nests/,
      (id: number) =>
        JSON.stringify(request(id, { sds: { ...sds, persona: { style_defaults: { x: 0 } } } })).replace(
          '"x":0',
          `"x":${'['.repeat(100_000)}${']'.repeat(100_000)}`,
        ),
    ],
    [
      'a hundred nested arrays',
      /nests/,
      (id: number) =>
        JSON.stringify(request(id, { sds: { ...sds, persona: { style_defaults: { x: 0 } } } })).replace('"x":0', `"x":${'['.repeat(100)}${']'.repeat(100)}`),
    ],
    [
      'a __proto__ key in the spec',
      /__proto__/,
      (id: number) => JSON.stringify(request(id, { sds: { ...sds, x: {} } })).replace('"x":{}', '"__proto__":{"energy":"high"}'),
    ],
    ['half of a surrogate pair', /surrogate/, (id: number) => JSON.stringify(request(id, { sds: { ...sds, title: 'a\ud83c' } }))],
  ])('refuses %s with a precise error and lives on', async (_what, names, message) => {
    const home = temporaryFolder();
    const server = start(['--events-port', String(await freePort())], { home });
    server.send(handshake);
    await server.line(answerTo(1));
    server.send(message(2));
    const { result } = JSON.parse(await server.line(answerTo(2))) as { result: Result };
    const { code, message: told } = errorOf(result);
    expect(['JSON_INVALID', 'INPUT_INVALID']).toContain(code);
    expect(told).toMatch(names);
    expect(recorded(home)).toEqual({});
    server.send({ jsonrpc: '2.0', id: 3, method: 'tools/list' });
    await server.line(answerTo(3));
    server.child.stdin.end();
    expect(await server.ended).toBe(0);
  });
});

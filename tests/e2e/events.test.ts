import { createServer } from 'node:http';
import { createServer as createTcpServer, connect as dial, type Server } from 'node:net';
import type { Client } from '@modelcontextprotocol/client';
import { beforeAll, describe, expect, it } from 'vitest';
import type { AmcsEvent } from '../../src/domain/event.js';
import { eventSchema } from '../../src/domain/event.js';
import type { RunAnswer } from '../../src/surfaces/operations/answer.js';
import { amcs, atEnd, call, connect, example, freePort, type Listener, listen, start, temporaryFolder, upgradeStatus } from './harness.js';

const sds = { title: 'Porch Light', blueprint_ref: { genre: 'country' }, seed: 12 };
const over = ({ type }: AmcsEvent) => /^run\.(?:succeeded|failed|cancelled)$/.test(type);
const upTo = (listener: Listener, runId: string) => listener.until((events) => events.some((event) => event.run_id === runId && over(event)));
const song = (client: Client, seed: number) => call<RunAnswer>(client, 'run_workflow', { sds, seed });
const portOf = ({ events_url }: RunAnswer) => Number(new URL(events_url as string).port);
const countUp = (from: number, length: number) => Array.from({ length }, (_, at) => from + at);

/** A server process on a data folder, with its first song. */
async function server(home = temporaryFolder(), port?: number) {
  const wished = port ?? (await freePort());
  const client = await connect({ home }, ['--events-port', String(wished)]);
  const first = await song(client, 1);
  const base = `ws://127.0.0.1:${portOf(first)}/events`;
  return { home, client, first, base, wished };
}

describe('one server', () => {
  let home: string;
  let client: Client;
  let first: RunAnswer;
  let base: string;
  let wished: number;
  beforeAll(async () => {
    ({ home, client, first, base, wished } = await server());
  });

  it('stands at the port asked for', () => {
    expect(portOf(first)).toBe(wished);
  });

  it('replays a run from since=0: every event keeps its schema, run_seq has no gap, what starts also ends', async () => {
    const events = await upTo(await listen(first.events_url as string), first.run.run_id);
    for (const event of events) eventSchema.parse(event);
    expect(events.map(({ run_seq }) => run_seq)).toEqual(countUp(1, events.length));
    expect(events.every(({ run_id }) => run_id === first.run.run_id)).toBe(true);
    expect(events[0]?.type).toBe('run.queued');
    expect(events.at(-1)?.type).toBe('run.succeeded');
    const nodes = (type: string) => events.filter((event) => event.type === type).map(({ node, iteration = 0 }) => `${node}/${iteration}`);
    expect(nodes('node.ended').sort()).toEqual(nodes('node.started').sort());
    expect(new Set(nodes('node.started')).size).toBe(nodes('node.started').length);
    expect(nodes('node.skipped')).toEqual(['RENDER/0']);
    const at = (type: string, node: string) => events.findIndex((event) => event.type === type && event.node === node);
    for (const middle of ['STYLE', 'LYRICS', 'PRODUCER']) {
      expect(at('node.started', middle)).toBeGreaterThan(at('node.ended', 'PLAN'));
      expect(at('node.ended', middle)).toBeLessThan(at('node.started', 'COMPOSE'));
    }
    // Ids, hashes and counts: no word of the song.
    expect(JSON.stringify(events)).not.toContain('Porch Light');
  });

  it('replays from the middle: exactly what came after since', async () => {
    const all = await upTo(await listen(first.events_url as string), first.run.run_id);
    const since = all[4]?.seq as number;
    const rest = await upTo(await listen(`${base}?run_id=${first.run.run_id}&since=${since}`), first.run.run_id);
    expect(rest).toEqual(all.slice(5));
  });

  it('sends the live events of runs of its own and of another process; seq has no gap over all runs', async () => {
    const listener = await listen(`${base}?since=0`);
    const [ours, theirs, more] = await Promise.all([
      song(client, 2),
      amcs(['run', example('elf-on-overtime'), '--json'], { home }).then(({ stdout }) => JSON.parse(stdout) as RunAnswer),
      song(client, 3),
    ]);
    for (const { run } of [ours, theirs, more]) await upTo(listener, run.run_id);
    const events = listener.events();
    expect(events.map(({ seq }) => seq)).toEqual(countUp(1, events.length));
    for (const { run } of [ours, theirs, more]) {
      const own = events.filter(({ run_id }) => run_id === run.run_id);
      expect(own.map(({ run_seq }) => run_seq)).toEqual(countUp(1, own.length));
    }
  });

  it('without since: only what comes from now on; a client may subscribe and unsubscribe', async () => {
    const listener = await listen(`${base}?run_id=r-none`);
    const all = await listen(base);
    listener.socket.send(JSON.stringify({ type: 'subscribe', run_id: first.run.run_id, since: 0, types: ['run.succeeded'] }));
    const replayed = await upTo(listener, first.run.run_id);
    expect(replayed.map(({ type }) => type)).toEqual(['run.succeeded']);

    listener.socket.send(JSON.stringify({ type: 'subscribe' }));
    // An answer to a wrong message comes after the subscription was taken up.
    listener.socket.send('{"type":"subscrib"}');
    await expect.poll(() => listener.messages.some(({ type }) => type === 'error')).toBe(true);
    const heard = await song(client, 4);
    expect((await upTo(listener, heard.run.run_id)).filter(({ run_id }) => run_id === heard.run.run_id)[0]?.run_seq).toBe(1);
    await upTo(all, heard.run.run_id);
    expect(all.events().some(({ run_id }) => run_id === first.run.run_id)).toBe(false);

    listener.socket.send(JSON.stringify({ type: 'unsubscribe' }));
    listener.socket.send(JSON.stringify({ type: 'unsubscribe', run_id: first.run.run_id }));
    listener.socket.send('again nothing that is understood');
    await expect.poll(() => listener.messages.filter(({ type }) => type === 'error').length).toBe(2);
    const unheard = await song(client, 5);
    await upTo(all, unheard.run.run_id);
    expect(listener.events().some(({ run_id }) => run_id === unheard.run.run_id)).toBe(false);
  });

  it('closes with 1008 where run_id or since is none', async () => {
    expect(await (await listen(`${base}?since=-1`)).closed).toBe(1008);
    expect(await (await listen(`${base}?run_id=${encodeURIComponent('../x')}`)).closed).toBe(1008);
  });

  it.each([
    ['a page of the web', { origin: 'https://evil.example' }],
    ['a page that only looks local', { origin: 'http://localhost.evil.example' }],
    ['a sandboxed page', { origin: 'null' }],
    ['a rebound name', { headers: { host: 'evil.example' } }],
    ['a rebound name with our port', { headers: { host: '127.0.0.1.evil.example:8717' } }],
  ])('refuses %s with 403', async (_what, options) => {
    expect(await upgradeStatus(`${base}?since=0`, options)).toBe(403);
  });

  it('lets a local page in, and knows one path only', async () => {
    expect(await upgradeStatus(base, { origin: 'http://localhost:3000' })).toBe(101);
    expect(await upgradeStatus(base.replace('127.0.0.1', 'localhost').replace('/events', '/other'), {})).toBe(404);
  });

  it('refuses plain HTTP of strangers too', async () => {
    const http = base.replace(/^ws/, 'http').replace('/events', '/');
    expect((await fetch(http)).status).toBe(200);
    expect((await fetch(http, { headers: { origin: 'https://evil.example' } })).status).toBe(403);
  });

  it('tail <run> --json prints the run and ends with it', async () => {
    const { code, stdout } = await amcs(['tail', first.run.run_id, '--json'], { home });
    expect(code).toBe(0);
    const events = stdout
      .trim()
      .split('\n')
      .map((line) => eventSchema.parse(JSON.parse(line)));
    expect(events).toEqual(await upTo(await listen(first.events_url as string), first.run.run_id));
  });

  it('tail follows what another process does, in plain lines', async () => {
    const tail = start(['tail', '--since', '0'], { home });
    await tail.line((line) => line.includes(first.run.run_id));
    const { stdout } = await amcs(['run', example('three-lines'), '--json'], { home });
    const { run } = JSON.parse(stdout) as RunAnswer;
    expect(await tail.line((line) => line.includes(`${run.run_id} run.succeeded`))).toMatch(/^ *\d+ \d\d:\d\d:\d\d\.\d{3} r-\w+ run\.succeeded/);
    tail.child.kill('SIGINT');
    expect(await tail.ended).toBe(0);
  });
});

describe.concurrent('a server', () => {
  it.each([
    ['an address that is none', 'GET // HTTP/1.1'],
    ['an address with a broken host', 'GET http://[ HTTP/1.1'],
    ['a client that resets at once', null],
  ])('outlives %s', async (_what, line) => {
    const own = await server();
    await new Promise<void>((done) => {
      const socket = dial(portOf(own.first), '127.0.0.1', () => {
        socket.write(
          `${line ?? 'GET /other HTTP/1.1'}\r\nHost: localhost\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n`,
        );
        if (line === null) socket.resetAndDestroy();
      });
      socket.resume();
      socket.on('error', () => {});
      socket.on('close', () => done());
    });
    expect((await song(own.client, 6)).run.status).toBe('succeeded');
  });
});

describe.concurrent('several processes', () => {
  it('of one folder share one server; when it goes, the next call makes another', async () => {
    const { home, client, first } = await server();
    const second = await connect({ home }, ['--events-port', String(await freePort())]);
    const other = await song(second, 7);
    expect(portOf(other)).toBe(portOf(first));
    const listener = await listen(other.events_url as string);
    await upTo(listener, other.run.run_id);

    await client.close();
    await listener.closed;
    const after = await song(second, 8);
    expect((await upTo(await listen(after.events_url as string), after.run.run_id)).map(({ run_seq }) => run_seq)[0]).toBe(1);
  });

  it('of two folders never share one', async () => {
    const one = await server();
    const two = await server(temporaryFolder(), portOf(one.first));
    expect(portOf(two.first)).not.toBe(portOf(one.first));
    const events = await upTo(await listen(`${two.base}?since=0`), two.first.run.run_id);
    expect(new Set(events.map(({ run_id }) => run_id))).toEqual(new Set([two.first.run.run_id]));
  });

  it('a port that a stranger holds is left to it', async () => {
    const wished = await freePort();
    await hold(
      createServer((_request, response) => void response.end('{"data_id":"d-of-somebody-else"}')),
      wished,
    );
    const { first, wished: asked } = await server(temporaryFolder(), wished);
    expect(asked).toBe(wished);
    expect(portOf(first)).not.toBe(wished);
    await upTo(await listen(first.events_url as string), first.run.run_id);
  });

  it('a stranger that never answers holds nothing up', async () => {
    const wished = await freePort();
    await hold(
      createTcpServer(() => {}),
      wished,
    );
    const { first } = await server(temporaryFolder(), wished);
    expect(portOf(first)).not.toBe(wished);
  });
});

function hold(stranger: Server, port: number): Promise<void> {
  stranger.unref();
  atEnd(() => void stranger.close());
  return new Promise((held, fail) => {
    stranger.once('error', fail);
    stranger.listen(port, '127.0.0.1', () => held());
  });
}

import { describe, expect, it } from 'vitest';
import WebSocket from 'ws';
import { atEnd, listen, recorded, temporaryFolder } from './harness.js';
import { ask, type Line, type Served, serve, wire } from './http-harness.js';

const sds = { title: 'Porch Light', blueprint_ref: { genre: 'country' }, seed: 12 };
const RUNS = '/api/v1/runs';
const TOKEN = 'correct-horse-battery-staple-42';

/** What is under way has two seconds; the rest is the machine's. */
const PATIENCE = 6_000;

async function endsOn(signal: NodeJS.Signals, { process, output }: Served): Promise<void> {
  const begin = performance.now();
  process.child.kill(signal);
  expect(await process.ended).toBe(0);
  expect(performance.now() - begin).toBeLessThan(PATIENCE);
  expect(
    output()
      .replace(/^http:.*$/m, '')
      .trim(),
  ).toBe('');
}

/** A WebSocket's beginning by hand: what follows answers nothing, not even a close. */
const handshake = (path: string, more = '') =>
  `GET ${path} HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n${more}\r\n`;

const head = `POST ${RUNS} HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n`;

/** Clients that begin and then say nothing more, and never close their side. */
const silent: Record<string, string> = {
  nothing: '',
  'half a line': 'GET /heal',
  'half of its headers': 'GET /healthz HTTP/1.1\r\nHost: localhost\r\nX-',
  'half of its body': `${head}Content-Length: 100\r\n\r\n{"sds":`,
  'half of a chunk': `${head}Transfer-Encoding: chunked\r\n\r\n10\r\n{"sds":`,
  'a body over the limit': `${head}Content-Length: 2000000\r\n\r\n{"sds":`,
  'a request and the half of another': 'GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\nGET /heal',
  garbage: '\x16\x03\x01\r\n\r\n',
  'a socket': handshake('/events?since=0'),
  'a socket where none is': handshake('/nothing'),
  'a socket that asks for nonsense': handshake('/events?since=x'),
  'a socket with a wrong token': handshake('/events', 'Sec-WebSocket-Protocol: amcs.v1\r\n'),
  'half of a message': `${handshake('/events')}\x81\xfe\x10`,
  'half of an MCP call': `POST /mcp HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{"jsonrpc"`,
};

const bearer = { authorization: `Bearer ${TOKEN}` };
/** The silent clients know the token, but for the one that should not. */
const known = (bytes: string) =>
  bytes.includes('amcs.v1') ? bytes : bytes.replace('Host: localhost\r\n', `Host: localhost\r\nAuthorization: Bearer ${TOKEN}\r\n`);

describe('SIGTERM and SIGINT', () => {
  it.each<NodeJS.Signals>(['SIGTERM', 'SIGINT'])('%s ends a server that did nothing', async (signal) => {
    await endsOn(signal, await serve({ home: temporaryFolder() }));
  });

  it.each<NodeJS.Signals>(['SIGTERM', 'SIGINT'])('%s ends a server with sockets open and requests waiting; the record stays readable', async (signal) => {
    const home = temporaryFolder();
    const server = await serve({ home });
    const listener = await listen(`ws://127.0.0.1:${server.port}/events?since=0`);
    // More than the server makes in its two seconds of grace.
    const waiting = Array.from({ length: 60 }, (_, seed) =>
      ask(server.port, RUNS, { method: 'POST', body: { sds, seed, wait_sec: 50 } }).then(
        ({ status }) => status,
        () => 'cut',
      ),
    );
    await listener.until((events) => events.length > 10);
    await endsOn(signal, server);
    expect(await listener.closed).toBe(1001);
    const answers = await Promise.all(waiting);
    expect(answers.every((answer) => [201, 202, 503, 'cut'].includes(answer))).toBe(true);
    expect(recorded(home).runs).toBeGreaterThan(0);
  });

  it('what a server left is finished by the next', async () => {
    const home = temporaryFolder();
    const first = await serve({ home });
    const begun = await Promise.all(Array.from({ length: 12 }, (_, seed) => ask(first.port, RUNS, { method: 'POST', body: { sds, seed, wait_sec: 0 } })));
    await endsOn('SIGTERM', first);
    const second = await serve({ home });
    const open = async () => (await ask(second.port, `${RUNS}?limit=100`)).json.runs.filter(({ status }: { status: string }) => status !== 'succeeded').length;
    await expect.poll(open, { timeout: 15_000, interval: 200 }).toBe(0);
    expect((await ask(second.port, `${RUNS}?limit=100`)).json.runs).toHaveLength(begun.length);
  });
});

describe('silent clients', () => {
  it('hold up neither others nor the end, and are let go where they were refused', async () => {
    const server = await serve({ home: temporaryFolder(), env: { AMCS_TOKEN: TOKEN } });
    const lines: Line[] = [];
    for (let round = 0; round < 20; round += 1) for (const bytes of Object.values(silent)) lines.push(wire(server.port, known(bytes)));
    const { status, json } = await ask(server.port, RUNS, { method: 'POST', body: { sds }, headers: bearer });
    expect([status, json.run.status]).toEqual([201, 'succeeded']);
    const socket = new WebSocket(`ws://127.0.0.1:${server.port}/events?since=0`, { headers: bearer });
    atEnd(() => socket.terminate());
    await new Promise((open) => socket.once('message', open));
    const refused = lines.filter(({ heard }) => /^HTTP\/1\.1 (?:400|404)/.test(heard()));
    expect(refused.length).toBeGreaterThanOrEqual(40);
    await Promise.all(refused.map(({ closed }) => closed));
    await endsOn('SIGTERM', server);
  });
});

describe('a client that leaves', () => {
  it('in the middle of waiting leaves the song going, and nothing in the log', async () => {
    const server = await serve({ home: temporaryFolder() });
    const leaving = new AbortController();
    const asked = ask(server.port, RUNS, { method: 'POST', body: { sds, wait_sec: 50 }, signal: leaving.signal }).catch(() => 'left');
    await expect.poll(async () => (await ask(server.port, RUNS)).json.runs.length).toBe(1);
    leaving.abort();
    await asked;
    await expect.poll(async () => (await ask(server.port, RUNS)).json.runs[0].status, { timeout: 15_000 }).toBe('succeeded');
    await endsOn('SIGTERM', server);
  });

  it('in the middle of its body or of a socket leaves nothing in the log', async () => {
    const server = await serve({ home: temporaryFolder() });
    for (const bytes of Object.values(silent)) wire(server.port, bytes).socket.once('connect', (): void => undefined);
    await new Promise((go) => setTimeout(go, 200));
    for (const bytes of Object.values(silent)) {
      const { socket } = wire(server.port, bytes);
      await new Promise((go) => setTimeout(go, 20));
      socket.resetAndDestroy();
    }
    expect((await ask(server.port, '/healthz')).status).toBe(200);
    await endsOn('SIGTERM', server);
  });
});

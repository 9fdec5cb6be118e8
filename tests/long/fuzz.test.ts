import { readFileSync } from 'node:fs';
import { Agent } from 'node:http';
import { describe, expect, it } from 'vitest';
import WebSocket from 'ws';
import { z } from 'zod';
import { type Rng, streams } from '../../src/domain/seed.js';
import { envelopeSchema } from '../../src/surfaces/http/envelope.js';
import { otherFields, pathFields, type Route, routes } from '../../src/surfaces/http/routes.js';
import { operations } from '../../src/surfaces/operations/index.js';
import { root, temporaryFolder } from '../e2e/harness.js';
import { ask, type Served, serve, wire } from '../e2e/http-harness.js';
import { chance, hurt, mutated, nasty, nastyTexts, sample } from './mutate.js';

const SHOTS = 20_000;
const AT_ONCE = 16;
const SEED = Number(process.env.AMCS_FUZZ_SEED ?? 20_261_124);
const TOKEN = 'correct-horse-battery-staple-42';
const bearer = { authorization: `Bearer ${TOKEN}` };
const sds = { title: 'Porch Light', blueprint_ref: { genre: 'country' }, seed: 12 };
/** Whoever never hears the end of it waits this long. */
const PATIENCE = 200;

/** What one shot heard. Status 0: nothing, or a connection that was cut, which garbage deserves. */
interface Heard {
  status: number;
  text: string;
  trouble?: string | undefined;
}

interface Target {
  server: Served;
  run: string;
  home: string;
  agent: Agent;
}

type Shot = (target: Target, rng: Rng) => Promise<Heard>;

const inputs = new Map(
  [...routes.map(({ operation }) => operation), ...operations].map(({ name, input }) => [
    name,
    z.toJSONSchema(input, { io: 'input' }) as Record<string, unknown>,
  ]),
);
const fieldOf = (name: string, field: string) => ((inputs.get(name)?.properties ?? {}) as Record<string, Record<string, unknown>>)[field] ?? {};

/** A field's good value: what is known to be there, else what its schema allows. Waiting and songs are kept short. */
function goodValue(operation: string, field: string, { run }: Target, rng: Rng): unknown {
  if (field === 'run_id' || field === 'before' || field === 'after') return run;
  if (field === 'wait_sec') return rng.int(0, 2) / 10;
  if (field === 'sds')
    return chance(rng, 20) ? sds : { ...(sample(fieldOf(operation, field), rng) as object), ...sds, ...(chance(rng, 60) ? { seed: -1 } : {}) };
  return sample(fieldOf(operation, field), rng);
}

const encoded = (value: unknown, rng: Rng): string => {
  const text = typeof value === 'string' ? value : (JSON.stringify(value) ?? '');
  if (chance(rng, 10)) return text.replace(/[^!-~]|[#?&]/g, '_');
  return encodeURIComponent(text.toWellFormed()).replaceAll('%2C', ',');
};

const maybeNasty = (rng: Rng, percent: number, good: () => unknown): unknown => (chance(rng, percent) ? nasty(rng) : good());

const routed: Shot = async (target, rng) => {
  const cheap = routes.filter(({ path }) => !/replay|retry/.test(path));
  const route = chance(rng, 95) ? rng.pick(cheap) : rng.pick(routes);
  const { operation } = route;
  const path = pathFields(route).reduce(
    (text, field) =>
      text.replace(
        `{${field}}`,
        encoded(
          maybeNasty(rng, 35, () => goodValue(operation.name, field, target, rng)),
          rng,
        ).slice(0, 4_000),
      ),
    `/api/v1${route.path}`,
  );
  const method = chance(rng, 92) ? route.method : rng.pick(['GET', 'POST', 'PUT', 'DELETE', 'PATCH', 'HEAD', 'OPTIONS', 'TRACE', 'PROPFIND']);
  const headers: Record<string, string> = { ...bearer, ...oddHeaders(rng) };
  if (route.creates && chance(rng, 20)) headers['idempotency-key'] = headerText(rng.pick([...nastyTexts, 'k1', 'k2']));
  const good = Object.fromEntries(
    otherFields(route)
      .filter((field) => field === 'sds' || field === 'from' || chance(rng, 40))
      .map((field) => [field, goodValue(operation.name, field, target, rng)]),
  );
  const asked = route.method === 'GET' ? { query: queryOf(good, rng), body: undefined } : { query: '', body: bodyOf(good, rng) };
  if (asked.body !== undefined && headers['content-type'] === undefined && chance(rng, 97)) headers['content-type'] = 'application/json';
  const {
    status,
    text,
    headers: answered,
  } = await ask(target.server.port, path + asked.query, { method, headers, body: method === 'HEAD' ? undefined : asked.body, agent: target.agent });
  const told = `${JSON.stringify(answered)}\n${text}`;
  return { status, text: told, trouble: wrongAnswer(status, text, method === 'HEAD' ? undefined : route) };
};

function queryOf(good: Record<string, unknown>, rng: Rng): string {
  const pairs = Object.entries(good).map(
    ([name, value]) =>
      `${name}=${encoded(
        maybeNasty(rng, 30, () => value),
        rng,
      ).slice(0, 7_000)}`,
  );
  if (chance(rng, 10)) pairs.push(...pairs.slice(0, 1));
  if (chance(rng, 10))
    pairs.push(`${encoded(rng.pick([...nastyTexts.slice(0, -4), 'limit', 'token']), rng)}=${encoded(rng.pick(nastyTexts), rng).slice(0, 500)}`);
  if (chance(rng, 5)) pairs.push(rng.pick(['%', '&&&', '=', 'a=%F0%9F', '%zz=1', '?', 'limit[]=1', 'limit[$gt]=1', '+=+']));
  return pairs.length === 0 ? '' : `?${pairs.join('&')}`;
}

function bodyOf(good: Record<string, unknown>, rng: Rng): string | Buffer {
  const value = chance(rng, 85) ? mutated(good, rng) : good;
  const text = JSON.stringify(value) ?? '';
  if (chance(rng, 1)) return `${text}${' '.repeat(1_000_001)}`;
  return chance(rng, 15) ? hurt(text, rng) : text;
}

/** Header values as far as Node's client lets them pass; the rest goes over raw sockets. */
const headerText = (text: string) => text.replace(/[^\t -~\u00a0-\u00ff]/g, '?').slice(0, 3_000);

function oddHeaders(rng: Rng): Record<string, string> {
  if (chance(rng, 80)) return {};
  const name = rng.pick([
    'host',
    'origin',
    'content-type',
    'authorization',
    'x-request-id',
    'accept',
    'content-encoding',
    'expect',
    'cookie',
    'x-forwarded-host',
    'range',
  ]);
  const known = [
    '127.0.0.1',
    'localhost:1',
    'evil.example',
    'http://localhost:3000',
    'null',
    'text/plain',
    'application/json; charset=latin1',
    'gzip',
    `Bearer ${TOKEN}x`,
    '100-continue',
    'bytes=0-1',
  ];
  return { [name]: headerText(chance(rng, 50) ? rng.pick(known) : rng.pick(nastyTexts)) };
}

/** An answer is what the operation promises, or an envelope. */
function wrongAnswer(status: number, text: string, route: Route | undefined): string | undefined {
  if (route === undefined || status === 204) return undefined;
  const schema = status >= 400 ? envelopeSchema : route.operation.output;
  const { success, error } = schema.safeParse(text === '' ? undefined : parsed(text));
  return success
    ? undefined
    : `no ${status >= 400 ? 'envelope' : 'answer'} (${error.issues[0]?.path.join('.')} ${error.issues[0]?.message}): ${text.slice(0, 200)}`;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

const mcp: Shot = async (target, rng) => {
  const operation = rng.pick(operations.filter(({ name }) => !/replay|retry/.test(name)));
  const fields = Object.keys(operation.input.shape).filter((field) => field === 'sds' || chance(rng, 40));
  const args = Object.fromEntries(fields.map((field) => [field, goodValue(operation.name, field, target, rng)]));
  const call = { jsonrpc: '2.0', id: 1, method: 'tools/call', params: { name: operation.name, arguments: mutated(args, rng) } };
  const text = JSON.stringify(chance(rng, 30) ? mutated(call, rng) : call) ?? '';
  const headers = { ...bearer, 'content-type': 'application/json', accept: 'application/json, text/event-stream', ...oddHeaders(rng) };
  const reply = await ask(target.server.port, '/mcp', { method: 'POST', headers, body: chance(rng, 15) ? hurt(text, rng) : text, agent: target.agent });
  return { status: reply.status, text: reply.text };
};

const raw: Shot = async ({ server, run }, rng) => {
  const token = chance(rng, 70) ? `Authorization: Bearer ${TOKEN}\r\n` : '';
  const body = JSON.stringify({ sds: { ...sds, seed: -1 } });
  const json = 'Content-Type: application/json\r\n';
  const post = `POST /api/v1/runs HTTP/1.1\r\nHost: localhost\r\n${token}${json}`;
  const noise = Buffer.from(Array.from({ length: rng.int(1, 400) }, () => rng.int(0, 255)));
  const bytes: (string | Buffer)[] = [
    noise,
    Buffer.concat([Buffer.from('GET / HTTP/1.1\r\n'), noise]),
    `${post}Content-Length: ${body.length + rng.int(-20, 20)}\r\n\r\n${body}`,
    `${post}Content-Length: ${rng.pick(['-1', '1e3', '0x10', '99999999999999999999', ' ', '1,1', '٣'])}\r\n\r\n${body}`,
    `${post}Content-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n`,
    `${post}Transfer-Encoding: ${rng.pick(['chunked', 'gzip, chunked', 'chunked, gzip', 'xchunked', 'chunked\r\nTransfer-Encoding: identity'])}\r\n\r\n${rng.pick(['zz\r\n', '5\r\nhello\r\n', 'ffffffffffffffffff\r\n', '-1\r\n', '0\r\nX: y\r\n\r\n'])}`,
    `GET ${rng.pick(['http://evil.example/api/v1/runs', '//', '*', '/%', '/\\', 'api', '/api/v1/runs/%c0%ae', `/${'a/'.repeat(2_000)}`, '/?\u00ff'])} HTTP/1.1\r\nHost: localhost\r\n${token}\r\n`,
    `GET /api/v1/runs/${run} HTTP/${rng.pick(['1.0', '0.9', '2.0', '9.9', ''])}\r\nHost: localhost\r\n${token}\r\n`,
    `GET /healthz HTTP/1.1\r\nHost: ${rng.pick(['', 'a b', 'localhost\r\nHost: evil', '[', 'localhost:99999', '\u00ff', '%', 'x'.repeat(9_000)])}\r\n${token}\r\n`,
    `GET /healthz HTTP/1.1\r\nHost: localhost\r\nOrigin: ${rng.pick(['\u0001', '\u00ff', 'http://[', 'http://localhost:99999', 'javascript:1'])}\r\n\r\n`,
    `GET /healthz HTTP/1.1\r\nHost: localhost\r\n${'X-Many: 1\r\n'.repeat(rng.pick([90, 2_500]))}\r\n`,
    `GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n`.repeat(rng.int(2, 30)),
    `CONNECT localhost:22 HTTP/1.1\r\nHost: localhost\r\n\r\n`,
    'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n',
    upgrade(
      `/events?since=${rng.pick(['0', 'x', '%', '-1'])}`,
      `${token}Sec-WebSocket-Protocol: ${rng.pick(['amcs.v1', ',', 'a b', 'amcs.token.%%%', 'amcs.v1, amcs.v1'])}\r\n`,
    ),
    upgrade('/events', token).replace('Version: 13', `Version: ${rng.pick(['12', '99', 'x', ''])}`),
    upgrade('/events', token).replace(/Key: .*\r\n/, `Key: ${rng.pick(['', 'x', 'AAAA'])}\r\n`),
    upgrade('/events', token).replace('websocket', rng.pick(['h2c', 'Websocket', ', '])),
    Buffer.concat([Buffer.from(upgrade('/events?since=0', token)), noise]),
    Buffer.concat([Buffer.from(upgrade('/events?since=0', token)), Buffer.from([0x81, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff])]),
  ];
  const line = wire(server.port, rng.pick(bytes));
  const cut = setTimeout(() => line.socket.destroy(), PATIENCE);
  const text = await line.closed;
  clearTimeout(cut);
  line.socket.destroy();
  const status = Number(/^HTTP\/1\.1 (\d+)/.exec(text)?.[1] ?? 0);
  return { status, text, trouble: /HTTP\/1\.1 5\d\d/.test(text) ? text.slice(0, 300) : undefined };
};

const upgrade = (path: string, more: string) =>
  `GET ${path} HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n${more}\r\n`;

const socket: Shot = ({ server, run }, rng) => {
  const wish = { run_id: run, since: 0, types: ['run.queued'] };
  const query = queryOf(Object.fromEntries(Object.entries(wish).filter(() => chance(rng, 30))), rng);
  const token = rng.pick([TOKEN, TOKEN, TOKEN, `${TOKEN}x`, '']);
  const offered = chance(rng, 50) ? ['amcs.v1', `amcs.token.${Buffer.from(token).toString('base64url')}`] : [];
  const headers = { authorization: `Bearer ${token}`, ...(chance(rng, 5) ? { origin: 'https://evil.example' } : {}) };
  return new Promise((done) => {
    const client = new WebSocket(`ws://127.0.0.1:${server.port}/events${query}`, offered, { headers: offered.length > 0 ? {} : headers });
    let text = '';
    const end = (status: number) => {
      client.terminate();
      done({
        status,
        text,
        ...(status >= 500 && status < 1_000 ? { trouble: text.slice(0, 300) } : {}),
        ...(status === 1011 ? { trouble: `closed with 1011 ${text.slice(-300)}` } : {}),
      });
    };
    client.on('unexpected-response', (_request, response) => {
      response.on('data', (chunk) => {
        text += chunk;
      });
      response.on('end', () => end(response.statusCode ?? 0));
    });
    client.on('error', () => setTimeout(end, 20, 0));
    client.on('close', (code) => end(code));
    client.on('message', (data) => {
      if (text.length < 100_000) text += String(data);
    });
    client.on('open', () => {
      for (let count = rng.int(1, 8); count > 0; count -= 1) speak(client, wish, rng);
      setTimeout(end, PATIENCE, 101);
    });
  });
};

/** One message or a burst of them. */
function speak(client: WebSocket, wish: object, rng: Rng): void {
  const text = JSON.stringify(mutated({ type: rng.pick(['subscribe', 'unsubscribe']), ...wish }, rng)) ?? '';
  const send = (data: string | Buffer, options: { fin?: boolean; binary?: boolean } = {}) => client.send(data, options, () => {});
  const ways = [
    () => send(text),
    () => send(hurt(text, rng)),
    () => send(Buffer.from(text), { binary: true }),
    () => send('x'.repeat(rng.pick([8_191, 8_193, 200_000]))),
    () => {
      send(text.slice(0, 5), { fin: false });
      send(text.slice(5), { fin: chance(rng, 50) });
    },
    () => {
      for (let count = 0; count < 60; count += 1) send(JSON.stringify({ type: 'subscribe', run_id: `r-${count}` }));
    },
    () => {
      for (let count = 0; count < 120; count += 1) send('no');
    },
    () => client.ping(Buffer.alloc(125), true, () => {}),
  ];
  rng.pick(ways)();
}

const shots: [upTo: number, name: string, shot: Shot][] = [
  [70, 'routes', routed],
  [82, 'mcp', mcp],
  [92, 'raw', raw],
  [100, 'sockets', socket],
];

/** One of the machine's own things in an answer. */
function leak(text: string, home: string): string | undefined {
  const own = [home, root, 'node_modules', '/home/', '/tmp/', 'file://', TOKEN, '"code":"INTERNAL"', 'code\\":\\"INTERNAL'];
  return own.find((one) => text.includes(one)) ?? (/(?:\n|\\n) {4}at /.test(text) ? 'a stack' : undefined);
}

function choose(rng: Rng): (typeof shots)[number] {
  const at = rng.int(1, 100);
  return shots.find(([upTo]) => at <= upTo) as (typeof shots)[number];
}

/** No good answer takes as long: the longest wait there is has fifty seconds. */
const inTime = (heard: Promise<Heard>): Promise<Heard> =>
  Promise.race([heard, new Promise<never>((_, late) => setTimeout(() => late(new Error('not within a minute')), 60_000).unref())]);

const memory = (pid: number) => /VmHWM:\s+(\d+ kB)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? '?';

describe('twenty thousand requests made wrong on purpose', () => {
  it('never make the server fail, tell where it is, or forget what it is for', { timeout: 300_000 }, async () => {
    const home = temporaryFolder();
    const server = await serve({ home, env: { AMCS_TOKEN: TOKEN } });
    const { pid } = server.process.child;
    const make = () => ask(server.port, '/api/v1/runs', { method: 'POST', body: { sds, wait_sec: 50 }, headers: bearer });
    const target: Target = { server, home, run: (await make()).json.run.run_id, agent: new Agent({ keepAlive: true, maxSockets: AT_ONCE }) };
    const count: Record<string, number> = {};
    const troubles: string[] = [];
    let next = 0;
    const worker = async () => {
      while (next < SHOTS && troubles.length < 20) {
        const index = next++;
        const rng = streams(SEED, 'fuzz', index)();
        const [, name, shot] = choose(rng);
        const heard = await inTime(shot(target, rng)).catch((error: Error): Heard => ({ status: 0, text: '', trouble: `no answer at all: ${error.message}` }));
        count[`${name} ${heard.status}`] = (count[`${name} ${heard.status}`] ?? 0) + 1;
        const trouble =
          heard.status >= 500 && heard.status < 1_000 ? `status ${heard.status}: ${heard.text.slice(0, 400)}` : (heard.trouble ?? leak(heard.text, home));
        if (trouble !== undefined) troubles.push(`#${index} ${name}: ${trouble}`);
      }
    };
    const begin = performance.now();
    await Promise.all(Array.from({ length: AT_ONCE }, worker));
    target.agent.destroy();
    const took = ((performance.now() - begin) / 1_000).toFixed(0);
    console.log(
      `AMCS_FUZZ_SEED=${SEED}: ${next} shots in ${took} s, at most ${memory(pid as number)} of memory\n${JSON.stringify(count, Object.keys(count).sort(), 1)}`,
    );
    expect(troubles).toEqual([]);
    expect(server.process.child.exitCode).toBeNull();
    const last = await make();
    expect([last.status, last.json.run.status]).toEqual([201, 'succeeded']);
    expect(server.output()).not.toMatch(/internal error|UnhandledPromise/);
    expect(server.output()).not.toContain(TOKEN);
    server.process.child.kill('SIGTERM');
    expect(await server.process.ended).toBe(0);
  });
});

describe('a client that stops in the middle of its headers', () => {
  it('is told off after a while', { timeout: 40_000 }, async () => {
    const { port } = await serve({ home: temporaryFolder() });
    expect(await wire(port, 'GET /healthz HTTP/1.1\r\nHost: localhost\r\nX-').closed).toMatch(/^HTTP\/1\.1 408 .*"code":"USAGE"/s);
  });
});

import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { root, temporaryFolder } from './harness.js';
import { ask, envelope, type Question, type Served, serve, wire } from './http-harness.js';

const sds = { title: 'Porch Light', blueprint_ref: { genre: 'country' }, seed: 12 };
const RUNS = '/api/v1/runs';
const MEGABYTE = 1_000_000;

const home = temporaryFolder();
let server: Served;
let runId: string;

beforeAll(async () => {
  server = await serve({ home });
  runId = (await post({ sds })).json.run.run_id;
});

const get = (path: string, headers: Record<string, string> = {}) => ask(server.port, path, { headers });
const post = (body: unknown, headers: Record<string, string> = {}) => ask(server.port, RUNS, { method: 'POST', body, headers });
const json = { 'content-type': 'application/json' };

describe('a body', () => {
  it.each<[what: string, status: number, code: string, says: RegExp, question: Pick<Question, 'body' | 'headers'>]>([
    ['that is broken off', 400, 'JSON_INVALID', /line 1, column/, { body: '{"sds":', headers: json }],
    ['with a doubled key', 400, 'JSON_INVALID', /"seed" twice/, { body: '{"sds":{"seed":1,"seed":2}}', headers: json }],
    ['that is not UTF-8', 400, 'JSON_INVALID', /UTF-8/, { body: Buffer.from([0x7b, 0x22, 0xff, 0x22, 0x7d]), headers: json }],
    ['that is UTF-16', 400, 'JSON_INVALID', /UTF-8/, { body: Buffer.from('\ufeff{}', 'utf16le'), headers: json }],
    ['with a __proto__', 400, 'JSON_INVALID', /__proto__/, { body: '{"sds":{"__proto__":{}}}', headers: json }],
    ['with half of a surrogate pair', 400, 'JSON_INVALID', /surrogate/, { body: '{"sds":{"title":"\\ud83c"}}', headers: json }],
    ['nested too deep', 400, 'JSON_INVALID', /nests/, { body: `{"sds":${'['.repeat(100_000)}${']'.repeat(100_000)}}`, headers: json }],
    ['of blanks', 400, 'JSON_INVALID', /empty/, { body: '  ', headers: json }],
    ['that is a list', 422, 'INPUT_INVALID', /object/, { body: [] }],
    ['that is null', 422, 'INPUT_INVALID', /object/, { body: 'null', headers: json }],
    ['that is text', 415, 'MEDIA_UNSUPPORTED', /JSON/, { body: '{}', headers: { 'content-type': 'text/plain' } }],
    ['that is a form', 415, 'MEDIA_UNSUPPORTED', /JSON/, { body: 'sds=1', headers: { 'content-type': 'application/x-www-form-urlencoded' } }],
    ['of no type', 415, 'MEDIA_UNSUPPORTED', /JSON/, { body: '{}' }],
    ['of a type like JSON', 415, 'MEDIA_UNSUPPORTED', /JSON/, { body: '{}', headers: { 'content-type': 'application/jsonp' } }],
    ['with an unknown genre', 422, 'GENRE_UNKNOWN', /cuontry/, { body: { sds: { ...sds, blueprint_ref: { genre: 'cuontry' } } } }],
    ['without a spec', 422, 'INPUT_INVALID', /sds is missing/, { body: {} }],
    ['with a folder', 422, 'INPUT_INVALID', /out_dir/, { body: { sds, out_dir: '/tmp/x' } }],
    ['with a key that is a header', 422, 'INPUT_INVALID', /client_key/, { body: { sds, client_key: 'x' } }],
    ['with a name that every object has', 422, 'INPUT_INVALID', /toString is not a known field/, { body: { sds, toString: 'x' } }],
  ])('%s', async (_what, status, code, says, question) => {
    const { message } = await envelope(status, code, ask(server.port, RUNS, { method: 'POST', ...question }));
    expect(message).toMatch(says);
  });

  it('may say its charset, and may be missing where nothing is asked for', async () => {
    expect((await post(JSON.stringify({ sds }), { 'content-type': 'Application/JSON; charset=utf-8' })).status).toBe(201);
    expect((await ask(server.port, `${RUNS}/${runId}/replay`, { method: 'POST' })).status).toBe(200);
    await envelope(422, 'INPUT_INVALID', ask(server.port, RUNS, { method: 'POST' }));
  });

  it('that does not fit is told place by place', async () => {
    const { details, hint } = await envelope(422, 'INPUT_INVALID', post({ sds: { ...sds, style: { energy: 'hgih' }, lyrics: { themes: 'home' } }, sede: 1 }));
    expect(details.problems.map(({ path }: { path: string }) => path).sort()).toEqual(['sds.lyrics.themes', 'sds.style.energy', 'sede']);
    expect(hint).toMatch(/high/);
  });

  it('over a megabyte is refused, declared and in chunks, before it is read', async () => {
    const large = Buffer.alloc(MEGABYTE + 1, 0x20);
    await envelope(413, 'INPUT_TOO_LARGE', post(large, json));
    await envelope(413, 'INPUT_TOO_LARGE', post(large, { ...json, 'transfer-encoding': 'chunked' }));
    const head = `POST ${RUNS} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n`;
    const declared = wire(server.port, `${head}Content-Length: 900000000000\r\n\r\n`);
    await expect.poll(() => declared.heard()).toMatch(/^HTTP\/1\.1 413 .*INPUT_TOO_LARGE/s);
    const endless = wire(server.port, `${head}Transfer-Encoding: chunked\r\n\r\n`);
    for (let sent = 0; sent < 4 * MEGABYTE && endless.heard() === ''; sent += 65_536) {
      endless.socket.write(`10000\r\n${' '.repeat(65_536)}\r\n`);
      await new Promise((go) => setTimeout(go, 1));
    }
    await expect.poll(() => endless.heard()).toMatch(/^HTTP\/1\.1 413 .*INPUT_TOO_LARGE/s);
  });

  it('of just a megabyte is read', async () => {
    const text = JSON.stringify({ sds });
    expect((await post(text + ' '.repeat(MEGABYTE - text.length), json)).status).toBe(201);
  });
});

describe('an address', () => {
  it.each([
    '/',
    '/api',
    '/api/v1',
    '/api/v1/',
    '/api/v2/runs',
    '/api/v1/runs/',
    '/api/v1//runs',
    '/api/v1/runs/x/y/z',
    '/index.html',
    '/%',
    '/api/v1/runs/%zz/nothing',
    '/favicon.ico',
  ])('that is none: %s', async (path) => {
    const { status, json: body } = await get(path);
    expect([status, body.error.code]).toEqual([404, 'NOT_FOUND']);
  });

  it.each([
    ['PUT', RUNS, 'POST, GET'],
    ['DELETE', `${RUNS}/r-1`, 'GET'],
    ['GET', `${RUNS}/r-1/cancel`, 'POST'],
    ['PATCH', '/api/v1/schemas/sds', 'GET'],
    ['POST', '/api/v1/openapi.json', 'GET'],
    ['POST', '/healthz', 'GET'],
    ['DELETE', '/readyz', 'GET'],
    ['POST', '/events', 'GET'],
    ['PROPFIND', RUNS, 'POST, GET'],
    ['TRACE', RUNS, 'POST, GET'],
  ])('does not take %s %s', async (method, path, allow) => {
    const asked = ask(server.port, path, { method });
    await envelope(405, 'METHOD_NOT_ALLOWED', asked);
    expect((await asked).headers.allow).toBe(allow);
  });

  it.each([
    ['/api/v1/runs?stauts=failed', 'status'],
    ['/api/v1/runs?limit=0', 'limit'],
    ['/api/v1/runs?limit=ten', 'limit'],
    ['/api/v1/runs?limit=NaN', 'limit'],
    ['/api/v1/runs?limit=1e1', 'limit'],
    ['/api/v1/runs?limit=2&limit=3', 'limit'],
    ['/api/v1/runs?min_score=', 'min_score'],
    ['/api/v1/runs?min_score=1.01', 'min_score'],
    ['/api/v1/runs?status=', 'status'],
    ['/api/v1/runs?toString=x', 'toString'],
    ['/api/v1/runs/a%20b', 'run_id'],
    ['/api/v1/runs/..%2F..%2Fetc', 'run_id'],
    [`/api/v1/runs/${'x'.repeat(65)}`, 'run_id'],
    ['/api/v1/runs/r-1?include=secrets', 'include'],
    ['/api/v1/runs/r-1?run_id=r-2', 'run_id'],
    ['/api/v1/events?since=-1', 'since'],
    ['/api/v1/events?since=9007199254740993', 'since'],
    ['/api/v1/events?since=99999999999999999999999999', 'since'],
    ['/api/v1/diff?before=x&after=y@1234', 'after'],
    ['/api/v1/blueprints?x=1', 'x'],
  ])('with what does not fit: %s', async (path, names) => {
    const { message, hint } = await envelope(422, 'INPUT_INVALID', get(path));
    expect(`${message} ${hint}`).toContain(names);
  });

  it('takes a query that is percent-encoded anyhow', async () => {
    expect((await get('/api/v1/runs?genre=%zz&song_id=%F0%9F')).json).toEqual({ runs: [], next_cursor: null });
    expect((await get('/api/v1/runs?genre=a%00b%0d%0aX-Evil:1')).json).toEqual({ runs: [], next_cursor: null });
  });
});

describe('HEAD and OPTIONS', () => {
  it('HEAD is GET without the body', async () => {
    for (const path of ['/healthz', RUNS, `${RUNS}/${runId}`, '/api/v1/openapi.json']) {
      const { status, text, headers } = await ask(server.port, path, { method: 'HEAD' });
      expect([path, status, text, headers['content-type']]).toEqual([path, 200, '', 'application/json']);
    }
    expect(await ask(server.port, `${RUNS}/none`, { method: 'HEAD' })).toMatchObject({ status: 404, text: '' });
    expect(await ask(server.port, `${RUNS}/${runId}/cancel`, { method: 'HEAD' })).toMatchObject({ status: 405, text: '' });
  });

  it('OPTIONS says nothing of what there is', async () => {
    for (const path of [RUNS, `${RUNS}/${runId}`, '/nothing'])
      expect(await ask(server.port, path, { method: 'OPTIONS' })).toMatchObject({ status: 204, text: '' });
  });
});

describe('X-Request-Id', () => {
  it('is taken over where it is harmless', async () => {
    for (const id of ['a', 'job-17_b.2', 'x'.repeat(64)]) {
      expect((await get('/healthz', { 'x-request-id': id })).headers['x-request-id']).toBe(id);
      expect(await envelope(404, 'NOT_FOUND', get('/none', { 'x-request-id': id }))).toMatchObject({ request_id: id });
    }
  });

  it('is made anew where it is not, or is none', async () => {
    for (const id of ['', 'a b', '<script>', 'x'.repeat(65), 'é', 'a\tb']) {
      expect((await get('/healthz', id === '' ? {} : { 'x-request-id': id })).headers['x-request-id']).toMatch(/^q-[0-9a-f]{16}$/);
    }
  });
});

describe('bytes that are no request', () => {
  it.each([
    ['garbage', '\x16\x03\x01\x02\x00\x01\x00\r\n\r\n', 400],
    ['a method that is none', 'FOO / HTTP/1.1\r\nHost: localhost\r\n\r\n', 400],
    ['no Host', 'GET /healthz HTTP/1.1\r\n\r\n', 400],
    ['two lengths', `POST ${RUNS} HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n{}`, 400],
    ['a length and chunks', `POST ${RUNS} HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n`, 400],
    ['headers of 100 kB', `GET /healthz HTTP/1.1\r\nHost: localhost\r\nX-Long: ${'x'.repeat(100_000)}\r\n\r\n`, 431],
  ])('%s', async (_what, bytes, status) => {
    const answer = await wire(server.port, bytes).closed;
    expect(answer.slice(0, 40)).toMatch(new RegExp(`^HTTP/1\\.1 ${status} `));
    const body = JSON.parse(answer.slice(answer.indexOf('\r\n\r\n')));
    expect(body.error).toMatchObject({ code: 'USAGE', message: expect.stringMatching(/./), hint: expect.stringMatching(/./), request_id: expect.any(String) });
  });
});

describe('the machine', () => {
  it('does not show: no folder of it is in any answer', async () => {
    const paths = ['', `/${runId}`, `/${runId}?include=sds,plan,lyrics,files,scores`, `/${runId}/artifacts`, `/${runId}/artifacts/files`, `/${runId}/events`];
    for (const path of paths) {
      const { status, text } = await get(`${RUNS}${path}`);
      expect(status).toBe(200);
      for (const place of [home, root, '/tmp/', '/home/', 'node_modules']) expect(text).not.toContain(place);
    }
    for (const { out_dir } of (await get(RUNS)).json.runs) expect(out_dir).toBeNull();
  });

  it('does not show where the songs cannot be written either', async () => {
    const other = temporaryFolder();
    mkdirSync(join(other, 'amcs'));
    writeFileSync(join(other, 'amcs', 'songs'), 'a file where the folder of songs should be');
    const { port } = await serve({ home: other });
    const { status, text, json: answer } = await ask(port, RUNS, { method: 'POST', body: { sds } });
    expect([status, answer.run.status, answer.run.error.code]).toEqual([201, 'failed', 'STORAGE_FAILED']);
    const events = await ask(port, `${RUNS}/${answer.run.run_id}/events`);
    for (const told of [text, events.text]) expect(told).not.toContain(other);
  });

  it('is up but not ready where its data folder is none; asked to end it ends', async () => {
    const other = temporaryFolder();
    writeFileSync(join(other, 'file'), 'no folder');
    const { port, process, output } = await serve({ home: other, env: { AMCS_HOME: join(other, 'file') } });
    expect((await ask(port, '/healthz')).status).toBe(200);
    for (const path of ['/readyz', RUNS]) {
      const { message, hint, details } = await envelope(503, 'STORE_UNAVAILABLE', ask(port, path));
      expect(`${message} ${hint}`).not.toContain(other);
      expect(details.retriable).toBe(true);
    }
    await envelope(503, 'STORE_UNAVAILABLE', ask(port, RUNS, { method: 'POST', body: { sds } }));
    expect((await ask(port, '/readyz', { method: 'HEAD' })).status).toBe(503);
    process.child.kill('SIGTERM');
    expect([
      await process.ended,
      output()
        .replace(/^http:.*$/m, '')
        .trim(),
    ]).toEqual([0, '']);
  });
});

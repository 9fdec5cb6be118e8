import { createServer } from 'node:net';
import { beforeAll, describe, expect, it } from 'vitest';
import type { AmcsEvent } from '../../src/domain/event.js';
import { amcs, atEnd, freePort, listen, temporaryFolder, upgradeStatus } from './harness.js';
import { ask, envelope, type Served, serve } from './http-harness.js';

const sds = { title: 'Porch Light', blueprint_ref: { genre: 'country' }, seed: 12 };
const TOKEN = 'correct-horse-battery-staple-42';
const RUNS = '/api/v1/runs';
const PLACES = [RUNS, '/api/v1/openapi.json', '/healthz', '/readyz', '/mcp', '/events', '/nothing'];

const bearer = (token: string) => ({ authorization: `Bearer ${token}` });
const protocols = (token: string) => ['amcs.v1', `amcs.token.${Buffer.from(token).toString('base64url')}`];

describe('without a token: this machine only', () => {
  let server: Served;
  beforeAll(async () => {
    server = await serve({ home: temporaryFolder() }, ['--allow-origin', 'https://songs.example', '--allow-host', 'Amcs.Internal:8718']);
  });
  const get = (path: string, headers: Record<string, string>) => ask(server.port, path, { headers });
  const socket = (headers: Record<string, string>) => upgradeStatus(`ws://127.0.0.1:${server.port}/events`, { headers });

  it.each([
    'evil.example',
    'localhost.evil.example',
    '127.0.0.1.nip.io',
    '169.254.169.254',
    '0.0.0.0',
    '127.0.0.2',
    '[::2]',
    'localhost.',
    'evil@localhost',
    'localhost:1:2',
    'amcs.internal.evil.example',
  ])('refuses the name %s', async (host) => {
    for (const path of PLACES)
      expect([path, (await get(path, { host })).status]).toEqual([path, expect.toSatisfy((status) => status === 403 || status === 400)]);
    expect([403, 400]).toContain(await socket({ host }));
  });

  it('says why, as an envelope', async () => {
    for (const path of PLACES) {
      expect(await envelope(403, 'FORBIDDEN', get(path, { host: 'evil.example' }))).toMatchObject({ hint: expect.stringContaining('--allow-host') });
      expect(await envelope(403, 'FORBIDDEN', get(path, { origin: 'https://evil.example' }))).toMatchObject({
        hint: expect.stringContaining('--allow-origin'),
      });
    }
  });

  it.each(['localhost', 'LOCALHOST:1', '127.0.0.1:99', '[::1]', 'amcs.internal', 'AMCS.internal:80'])('answers to the name %s', async (host) => {
    expect((await get(RUNS, { host })).status).toBe(200);
    expect(await socket({ host })).toBe(101);
  });

  it.each([
    'https://evil.example',
    'null',
    'http://localhost.evil.example',
    'https://songs.example.evil.example',
    'http://songs.example',
    'https://songs.example:8443',
    'https://SONGS.example',
    'file://',
    'x',
  ])('refuses pages of %s', async (origin) => {
    for (const path of PLACES) expect([path, (await get(path, { origin })).status]).toEqual([path, 403]);
    for (const method of ['POST', 'OPTIONS']) {
      const headers = { origin, 'access-control-request-method': 'POST', 'content-type': 'application/json' };
      const reply = await ask(server.port, RUNS, { method, headers, ...(method === 'POST' ? { body: JSON.stringify({ sds }) } : {}) });
      expect([reply.status, reply.headers['access-control-allow-origin']]).toEqual([403, undefined]);
    }
    expect(await socket({ origin })).toBe(403);
  });

  it.each(['http://localhost:3000', 'http://127.0.0.1:5173', 'http://[::1]:80', 'https://localhost', 'https://songs.example'])(
    'lets pages of %s in, and their browser knows',
    async (origin) => {
      const { status, headers } = await get(RUNS, { origin });
      expect([status, headers['access-control-allow-origin']]).toEqual([200, origin]);
      expect(headers['access-control-expose-headers']).toMatch(/location.*x-request-id/);
      expect(headers['access-control-allow-credentials']).toBeUndefined();
      expect(headers.vary).toMatch(/origin/i);
      // Errors too: a page could not read them otherwise.
      expect((await get('/nothing', { origin })).headers['access-control-allow-origin']).toBe(origin);
      const asked = { origin, 'access-control-request-method': 'POST', 'access-control-request-headers': 'content-type,idempotency-key' };
      const preflight = await ask(server.port, RUNS, { method: 'OPTIONS', headers: asked });
      expect([preflight.status, preflight.headers['access-control-allow-origin']]).toEqual([204, origin]);
      expect(preflight.headers['access-control-allow-headers']).toMatch(/content-type.*idempotency-key/);
      expect(preflight.headers['access-control-allow-methods']).toMatch(/POST/);
      expect(await socket({ origin })).toBe(101);
    },
  );

  it('a page of the same name is its own', async () => {
    expect((await get(RUNS, { host: 'amcs.internal', origin: 'https://amcs.internal' })).status).toBe(200);
    expect((await get(RUNS, { host: 'evil.example', origin: 'https://evil.example' })).status).toBe(403);
  });

  it('refuses sockets anywhere but at /events', async () => {
    for (const path of ['/', '/mcp', RUNS, '/events/x', '//']) expect(await upgradeStatus(`ws://127.0.0.1:${server.port}${path}`)).toBe(404);
  });
});

describe('with a token', () => {
  const home = temporaryFolder();
  let server: Served;
  let runId: string;
  beforeAll(async () => {
    server = await serve({ home, env: { AMCS_TOKEN: TOKEN } }, ['--host', '0.0.0.0']);
    runId = (await ask(server.port, RUNS, { method: 'POST', body: { sds }, headers: bearer(TOKEN) })).json.run.run_id;
  });
  const get = (path: string, headers: Record<string, string> = {}) => ask(server.port, path, { headers });
  const at = (query = '') => `ws://127.0.0.1:${server.port}/events?run_id=${runId}&since=0${query}`;
  const hears = async (url: string, wish: Parameters<typeof listen>[1], offered?: string[]) => {
    const listener = await listen(url, wish, offered);
    await listener.until((events) => events.some(({ type }: AmcsEvent) => type === 'run.succeeded'));
    return listener.socket.protocol;
  };

  it('every address but the probes asks for it', async () => {
    for (const path of ['/healthz', '/readyz']) expect((await get(path)).json).toEqual({ status: 'ok' });
    for (const path of PLACES.filter((place) => !place.endsWith('z'))) {
      const asked = get(path);
      await envelope(401, 'UNAUTHORIZED', asked);
      expect((await asked).headers['www-authenticate']).toBe('Bearer');
    }
    await envelope(401, 'UNAUTHORIZED', ask(server.port, RUNS, { method: 'POST', body: { sds } }));
    await envelope(401, 'UNAUTHORIZED', ask(server.port, '/mcp', { method: 'POST', body: {} }));
    expect((await ask(server.port, RUNS, { method: 'OPTIONS', headers: { origin: 'http://localhost' } })).status).toBe(204);
    expect((await ask(server.port, RUNS, { method: 'OPTIONS', headers: { origin: 'https://evil.example' } })).status).toBe(403);
  });

  it('lets the right one in, and no other', async () => {
    for (const authorization of [`Bearer ${TOKEN}`, `bearer ${TOKEN}`, `Bearer   ${TOKEN}`]) expect((await get(RUNS, { authorization })).status).toBe(200);
    const others = [
      '',
      'Bearer',
      'Bearer ',
      `Bearer ${TOKEN}x`,
      `Bearer ${TOKEN.slice(0, -1)}`,
      `Bearer ${TOKEN.toUpperCase()}`,
      TOKEN,
      `Basic ${TOKEN}`,
      `Bearer ${TOKEN} x`,
    ];
    for (const authorization of others) expect([authorization, (await get(RUNS, { authorization })).status]).toEqual([authorization, 401]);
  });

  it('is never taken from an address or a cookie', async () => {
    for (const name of ['token', 'access_token', 'authorization', 'AMCS_TOKEN', 'amcs.token']) {
      expect((await get(`${RUNS}?${name}=${TOKEN}`)).status).toBe(401);
      expect((await get(RUNS, { cookie: `${name}=${TOKEN}`, 'x-api-key': TOKEN })).status).toBe(401);
      expect(await upgradeStatus(at(`&${name}=${TOKEN}`))).toBe(401);
    }
  });

  it('a socket brings it in Authorization or among its subprotocols, of which the server names the harmless one', async () => {
    expect(await hears(at(), { headers: bearer(TOKEN) })).toBe('');
    expect(await hears(at(), {}, protocols(TOKEN))).toBe('amcs.v1');
    expect(await hears(at(), {}, protocols(TOKEN).reverse())).toBe('amcs.v1');
  });

  it('a socket with another token, or none, hears nothing: a page is told by close code 4401, others by 401', async () => {
    for (const offered of [protocols(`${TOKEN}x`), ['amcs.v1'], ['amcs.v1', 'amcs.token.'], ['amcs.v1', `amcs.token.${TOKEN}`]]) {
      const { closed, messages } = await listen(at(), {}, offered);
      expect([await closed, messages]).toEqual([4401, []]);
    }
    expect(await upgradeStatus(at())).toBe(401);
    expect(await upgradeStatus(at(), { headers: bearer('x'.repeat(40)) })).toBe(401);
  });

  it('is said nowhere', async () => {
    const replies = await Promise.all([get(RUNS), get(RUNS, bearer(`${TOKEN}x`)), get('/nothing', bearer(TOKEN)), get(`/api/v1/runs/${runId}`, bearer(TOKEN))]);
    for (const { text, headers } of replies) expect(JSON.stringify([text, headers])).not.toContain(TOKEN);
    expect(server.output()).not.toContain(TOKEN);
    expect(server.output()).not.toContain(Buffer.from(TOKEN).toString('base64url'));
  });

  it('an address in numbers may be called by then, a name may not', async () => {
    for (const host of ['192.168.1.20:8718', '[fe80::1]:8718', '10.0.0.1']) expect((await get(RUNS, { ...bearer(TOKEN), host })).status).toBe(200);
    for (const host of ['evil.example', '10.0.0.1.nip.io']) await envelope(403, 'FORBIDDEN', get(RUNS, { ...bearer(TOKEN), host }));
  });
});

describe.concurrent('a server that should not be is not', () => {
  const refused = async (args: string[], env: Record<string, string> = {}) =>
    amcs(['serve', '--port', String(await freePort()), ...args], { home: temporaryFolder(), env });

  it.each(['0.0.0.0', '::', '192.168.1.20', '127.0.0.2', 'example.org'])('open to others at %s without a token', async (host) => {
    const { code, stdout, stderr } = await refused(['--host', host]);
    expect([code, stdout]).toEqual([64, '']);
    expect(stderr).toMatch(/^USAGE .*\n→ .*AMCS_TOKEN.*openssl rand/);
  });

  it.each(['short', 'x'.repeat(15), 'with spaces in it, which none can send', 'y'.repeat(201), 'pässwörter-mit-umlaut'])('with the token %s', async (token) => {
    for (const host of ['127.0.0.1', '0.0.0.0']) {
      const { code, stdout, stderr } = await refused(['--host', host], { AMCS_TOKEN: token });
      expect([code, stdout]).toEqual([64, '']);
      expect(stderr).toMatch(/^USAGE AMCS_TOKEN .*\n→ .*16/);
      expect(stderr).not.toContain(token);
    }
  });

  it.each(['songs.example', 'https://songs.example/', 'https://songs.example/page', '*', 'null', ''])('with the origin "%s"', async (origin) => {
    const { code, stderr } = await refused(['--allow-origin', origin]);
    expect([code, stderr]).toEqual([64, expect.stringMatching(/^USAGE .*origin.*\n→ .*https:/)]);
  });

  it('at a port that is taken, or at an address of another machine', async () => {
    const port = await freePort();
    const other = createServer().listen(port, '127.0.0.1');
    atEnd(() => other.close());
    const taken = await amcs(['serve', '--port', String(port)], { home: temporaryFolder() });
    expect([taken.code, taken.stdout]).toEqual([3, '']);
    expect(taken.stderr).toMatch(new RegExp(`^PORT_UNAVAILABLE .*${port}.*\n→ .*--port`));
    const elsewhere = await refused(['--host', '203.0.113.1'], { AMCS_TOKEN: TOKEN });
    expect([elsewhere.code, elsewhere.stderr]).toEqual([3, expect.stringMatching(/^PORT_UNAVAILABLE /)]);
  });

  it.each(['0', '65536', 'http', '-1', '1.5'])('at port %s', async (port) => {
    const { code, stderr } = await amcs(['serve', `--port=${port}`], { home: temporaryFolder() });
    expect([code, stderr]).toEqual([64, expect.stringContaining('65535')]);
  });
});

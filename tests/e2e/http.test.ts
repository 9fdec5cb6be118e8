import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { type Route, routes } from '../../src/surfaces/http/routes.js';
import type { RunAnswer } from '../../src/surfaces/operations/answer.js';
import { example, listen, temporaryFolder } from './harness.js';
import { ask, envelope, type Question, type Reply, type Served, serve } from './http-harness.js';

const sds = { title: 'Porch Light', blueprint_ref: { genre: 'country' }, lyrics: { themes: ['home'] }, seed: 12 };
/** Verses of ten minutes are no song of four, and nothing may repair it. */
const hopeless = {
  sds: { title: 'This Old Town', blueprint_ref: { genre: 'pop' }, producer_notes: { section_meta: { Verse: { target_duration_sec: 600 } } }, seed: 5 },
  manifest: { max_fixes: 0 },
};
const unknownRun = 'r-0000000000000';

const home = temporaryFolder();
let server: Served;
let song: RunAnswer;
let failed: RunAnswer;

beforeAll(async () => {
  server = await serve({ home });
  song = (await post('/runs', { sds })).json;
  failed = (await post('/runs', hopeless)).json;
});

const under = (path: string, question?: Question) => ask(server.port, `/api/v1${path}`, question);
const post = (path: string, body: unknown = {}, headers: Record<string, string> = {}) => under(path, { method: 'POST', body, headers });

/** A good answer, which is what the operation promises and nothing beside it. */
async function good<Answer = RunAnswer>(route: `${Route['method']} /${string}`, path: string, body?: unknown): Promise<Answer> {
  const [method, template] = route.split(' ');
  const { operation } = routes.find((one) => one.method === method && one.path === template) as Route;
  const reply = await under(path, method === 'GET' ? {} : { method: 'POST', body });
  expect([reply.status, reply.text.slice(0, 300)]).toEqual([200, expect.any(String)]);
  expect(reply.headers['content-type']).toBe('application/json');
  return operation.output.parse(reply.json) as Answer;
}

interface Page {
  runs: RunAnswer['run'][];
  next_cursor: string | null;
}

describe('POST /runs', () => {
  const answerOf = (reply: Reply) => (routes[0] as Route).operation.output.parse(reply.json) as unknown as RunAnswer;

  it('answers 201 with the finished song, its place and its events', async () => {
    const reply = await post('/runs', { sds });
    expect(reply.status).toBe(201);
    const { run, lyrics, prompt, scores, events_url } = answerOf(reply);
    expect(reply.headers.location).toBe(`/api/v1/runs/${run.run_id}`);
    expect(run).toMatchObject({ status: 'succeeded', seed: 12, genre: 'country', out_dir: null });
    expect([lyrics, prompt]).toEqual([song.lyrics, song.prompt]);
    expect(scores).toMatchObject({ passed: true });
    expect(events_url).toBe(`ws://127.0.0.1:${server.port}/events?run_id=${run.run_id}&since=0`);
    expect((await ask(server.port, reply.headers.location as string)).json.run).toEqual(run);
  });

  it('answers 201 for a song that fails its rubric: the run is there, and says why', () => {
    expect(failed.run).toMatchObject({ status: 'failed', error: { code: 'RUBRIC_NOT_MET' } });
    expect(failed.lyrics).toMatch(/^\[Verse 1\]\n/);
  });

  it('answers 202 while the run goes on; it ends by itself', async () => {
    const reply = await post('/runs', { sds, wait_sec: 0 });
    expect(reply.status).toBe(202);
    const { run, next } = answerOf(reply);
    expect(next).toMatchObject({ tool: 'get_run', arguments: { run_id: run.run_id } });
    const place = reply.headers.location as string;
    await expect.poll(async () => (await ask(server.port, place)).json.run.status, { timeout: 15_000 }).toBe('succeeded');
  });

  it('gives the first run again under the same Idempotency-Key, also to callers at once, and refuses another song', async () => {
    const key = { 'idempotency-key': 'order-66' };
    const replies = await Promise.all([0, 1, 2].map(() => post('/runs', { sds, seed: 66 }, key)));
    expect(new Set(replies.map(({ headers }) => headers.location)).size).toBe(1);
    expect(replies.map(({ status }) => status)).toEqual([201, 201, 201]);
    await envelope(409, 'CONFLICT', post('/runs', { sds: { ...sds, title: 'Barn Light' }, seed: 66 }, key));
    expect((await post('/runs', { sds, seed: 66 }, { 'idempotency-key': 'order-67' })).headers.location).not.toBe(replies[0]?.headers.location);
    await envelope(422, 'INPUT_INVALID', post('/runs', { sds }, { 'idempotency-key': 'k'.repeat(101) }));
  });
});

describe('the runs', () => {
  const list = (query: string) => good<Page>('GET /runs', `/runs?${query}`);

  it('are read one by one, with documents where asked, in either way of writing a list', async () => {
    const { run_id } = song.run;
    expect(await good('GET /runs/{run_id}', `/runs/${run_id}`)).toEqual(song);
    for (const query of ['include=lyrics,plan', 'include=lyrics&include=plan']) {
      const { documents } = await good<{ documents: Record<string, { text?: string }> }>('GET /runs/{run_id}', `/runs/${run_id}?${query}`);
      expect(Object.keys(documents)).toEqual(['lyrics', 'plan']);
      expect(documents.lyrics?.text).toBe(song.lyrics);
    }
  });

  it('are filtered by status, genre, kind, song, and by a node and how it ended', async () => {
    const ids = async (query: string) => (await list(`limit=100&${query}`)).runs.map(({ run_id }) => run_id);
    const [ours, theirs] = [song.run.run_id, failed.run.run_id];
    const expected: [query: string, has: string, hasNot: string][] = [
      ['status=succeeded', ours, theirs],
      ['status=failed', theirs, ours],
      ['genre=country', ours, theirs],
      ['song_id=this-old-town', theirs, ours],
      ['kind=song&genre=pop', theirs, ours],
      ['node=RENDER&node_status=skipped&genre=country', ours, theirs],
      ['node=VALIDATE&node_status=succeeded&status=failed', theirs, ours],
    ];
    for (const [query, has, hasNot] of expected) {
      const found = await ids(query);
      expect.soft(found, query).toContain(has);
      expect.soft(found, query).not.toContain(hasNot);
    }
    for (const none of ['kind=node', 'status=cancelled&genre=pop', 'node=LYRICS&node_status=waiting', 'genre=%27%20OR%201=1--'])
      expect.soft(await ids(none)).toEqual([]);
  });

  it('are filtered by score', async () => {
    for (const name of ['last-train', 'corner-office']) await post('/runs', { sds: JSON.parse(readFileSync(example(name), 'utf8')) });
    const { runs } = await list('limit=100');
    const scored = runs.filter(({ score }) => score !== null).map(({ run_id, score }) => [run_id, score] as [string, number]);
    const bound = Math.min(...scored.map(([, score]) => score));
    const ids = async (query: string) => (await list(`limit=100&${query}`)).runs.map(({ run_id }) => run_id);
    expect(await ids(`max_score=${bound}`)).toEqual(scored.filter(([, score]) => score <= bound).map(([id]) => id));
    expect(await ids(`min_score=${bound}`)).toEqual(scored.map(([id]) => id));
    expect(await ids(`min_score=${bound + 1e-9}`)).toEqual(scored.filter(([, score]) => score > bound).map(([id]) => id));
  });

  it('come page by page without loss or repeat, while runs are added', async () => {
    const before = (await list('limit=100')).runs.map(({ run_id }) => run_id);
    expect(before.length).toBeGreaterThan(4);
    const seen: string[] = [];
    let cursor: string | null = null;
    do {
      const page: Page = await list(`limit=2${cursor === null ? '' : `&cursor=${cursor}`}`);
      expect(page.runs.length).toBeLessThanOrEqual(2);
      seen.push(...page.runs.map(({ run_id }) => run_id));
      cursor = page.next_cursor;
      if (seen.length < 8) await post('/runs', { sds, wait_sec: 0 });
    } while (cursor !== null);
    expect(seen).toEqual(before);
    await envelope(404, 'NOT_FOUND', under(`/runs?cursor=${unknownRun}`));
  });

  it('are compared: a run with another, and two takes of one', async () => {
    const { run_id } = song.run;
    expect(await good('GET /diff', `/diff?before=${run_id}&after=${run_id}`)).toMatchObject({ equal: true });
    const { equal, artifacts } = await good<{ equal: boolean; artifacts: { name: string; equal: boolean }[] }>(
      'GET /diff',
      `/diff?before=${run_id}&after=${failed.run.run_id}`,
    );
    expect(equal).toBe(false);
    expect(artifacts.find(({ name }) => name === 'lyrics')).toMatchObject({ equal: false });
    await envelope(404, 'NOT_FOUND', under(`/diff?before=${run_id}&after=${run_id}@7`));
    await envelope(422, 'INPUT_INVALID', under(`/diff?before=${run_id}`));
  });
});

describe('steering', () => {
  it('retries from a node as a new take; older takes stay readable', async () => {
    const { run_id } = (await post('/runs', { sds, seed: 70 })).json.run;
    const { run } = await good('POST /runs/{run_id}/retry', `/runs/${run_id}/retry`, { from: 'LYRICS', reroll: true });
    expect(run).toMatchObject({ run_id, take: 1, takes: [{ from: 'LYRICS', reroll: true }] });
    const { artifacts } = await good<{ artifacts: { name: string; take: number; hash: string; best: boolean }[] }>(
      'GET /runs/{run_id}/artifacts',
      `/runs/${run_id}/artifacts`,
    );
    const lyrics = artifacts.filter(({ name }) => name === 'lyrics');
    expect(new Set(lyrics.map(({ take }) => take))).toEqual(new Set([0, 1]));
    for (const { take, hash } of lyrics.filter(({ best }) => best)) expect([take, hash]).toEqual([1, expect.any(String)]);
    expect(await good('GET /diff', `/diff?before=${run_id}@0&after=${run_id}@1`)).toMatchObject({ equal: false });
    const first = await good<{ take: number; document: { text: string } }>('GET /runs/{run_id}/artifacts/{name}', `/runs/${run_id}/artifacts/lyrics?take=0`);
    expect(first).toMatchObject({ take: 0, iteration: expect.any(Number), document: { text: expect.stringMatching(/^\[Verse 1\]/) } });
    await envelope(422, 'INPUT_INVALID', post(`/runs/${run_id}/retry`));
  });

  it('replays to the same bytes', async () => {
    expect(await good('POST /runs/{run_id}/replay', `/runs/${song.run.run_id}/replay`)).toMatchObject({ equal: true, first_difference: null, error: null });
  });

  it('cancels a run that waits its turn; what there is stays readable; a song that is over stays as it was', async () => {
    const begun = await Promise.all(Array.from({ length: 24 }, (_, seed) => post('/runs', { sds, seed, wait_sec: 0 })));
    const last = begun.at(-1)?.json.run.run_id as string;
    expect((await good('POST /runs/{run_id}/cancel', `/runs/${last}/cancel`)).run).toMatchObject({ status: 'cancelled' });
    expect((await good('GET /runs/{run_id}', `/runs/${last}`)).run).toMatchObject({ status: 'cancelled' });
    expect((await good('POST /runs/{run_id}/cancel', `/runs/${last}/cancel`, {})).run).toMatchObject({ status: 'cancelled' });
    const { runs } = await good<Page>('GET /runs', '/runs?status=cancelled');
    expect(runs.map(({ run_id }) => run_id)).toContain(last);
    expect((await post(`/runs/${song.run.run_id}/cancel`)).status).not.toBe(500);
    expect((await good('GET /runs/{run_id}', `/runs/${song.run.run_id}`)).run.status).toBe('succeeded');
  });

  it('resumes what a killed server left', async () => {
    const other = temporaryFolder();
    const first = await serve({ home: other });
    const begun = await ask(first.port, '/api/v1/runs', { method: 'POST', body: { sds, wait_sec: 0 } });
    first.process.child.kill('SIGKILL');
    await first.process.ended;
    const second = await serve({ home: other });
    const { status, json } = await ask(second.port, `${begun.headers.location}/resume`, { method: 'POST', body: { wait_sec: 20 } });
    expect([status, json.run?.status, json.lyrics]).toEqual([200, 'succeeded', song.lyrics]);
  });

  it('of a run that is not there is 404', async () => {
    for (const verb of ['cancel', 'resume', 'replay']) await envelope(404, 'NOT_FOUND', post(`/runs/${unknownRun}/${verb}`));
    await envelope(404, 'NOT_FOUND', post(`/runs/${unknownRun}/retry`, { from: 'LYRICS' }));
  });
});

describe('the record', () => {
  interface Events {
    events: { seq: number; run_id: string }[];
    next_since: number;
  }

  async function allEvents(read: (query: string) => Promise<Events>): Promise<Events['events']> {
    const seen: Events['events'] = [];
    for (let since = 0; ; ) {
      const page = await read(`since=${since}&limit=7`);
      if (page.events.length === 0) return seen;
      expect(page.next_since).toBe(page.events.at(-1)?.seq);
      since = page.next_since;
      seen.push(...page.events);
    }
  }

  it('gives a run’s events page by page, the same as the socket does', async () => {
    const { run_id } = song.run;
    const events = await allEvents((query) => good('GET /runs/{run_id}/events', `/runs/${run_id}/events?${query}`));
    const socket = await listen(song.events_url as string);
    expect(await socket.until((heard) => heard.length >= events.length)).toEqual(events);
    await envelope(404, 'NOT_FOUND', under(`/runs/${unknownRun}/events`));
  });

  it('gives the events of all runs, without a gap', async () => {
    const events = await allEvents((query) => good('GET /events', `/events?${query}`));
    expect(events.map(({ seq }) => seq)).toEqual(events.map((_, at) => at + 1));
    const [one] = (await good<Events>('GET /events', `/events?run_id=${song.run.run_id}&limit=1`)).events;
    expect(one?.run_id).toBe(song.run.run_id);
  });

  it('lists the artifacts and gives one by name and place', async () => {
    const { artifacts } = await good<{ artifacts: { name: string; hash: string }[] }>('GET /runs/{run_id}/artifacts', `/runs/${song.run.run_id}/artifacts`);
    for (const { name, hash } of song.artifacts.filter(({ name }) => name !== 'sds')) expect(artifacts).toContainEqual(expect.objectContaining({ name, hash }));
    const at = `/runs/${song.run.run_id}/artifacts`;
    const lyrics = await good<{ document: { text: string } }>('GET /runs/{run_id}/artifacts/{name}', `${at}/lyrics`);
    expect(lyrics.document.text).toBe(song.lyrics);
    expect(await good('GET /runs/{run_id}/artifacts/{name}', `${at}/plan?take=0&iteration=0`)).toMatchObject({ name: 'plan', take: 0, iteration: 0 });
    expect(await good('GET /runs/{run_id}/artifacts/{name}', `${at}/sds`)).toMatchObject({ document: { title: 'Porch Light' } });
    expect(await envelope(404, 'NOT_FOUND', under(`${at}/lyrix`))).toMatchObject({ hint: expect.stringContaining('lyrics') });
    await envelope(404, 'NOT_FOUND', under(`${at}/lyrics?take=9`));
  });
});

describe('the catalogue', () => {
  it('lists genres and schemas and gives each of them', async () => {
    const { blueprints } = await good<{ blueprints: { slug: string }[] }>('GET /blueprints', '/blueprints');
    for (const { slug } of blueprints) expect(await good('GET /blueprints/{slug}', `/blueprints/${slug}`)).toMatchObject({ slug });
    expect(await envelope(404, 'NOT_FOUND', under('/blueprints/cuontry'))).toMatchObject({ hint: expect.stringContaining('country') });
    const { schemas } = await good<{ schemas: string[] }>('GET /schemas', '/schemas');
    for (const name of schemas) expect(await good('GET /schemas/{name}', `/schemas/${name}`)).toMatchObject({ title: name, $schema: expect.any(String) });
    expect(await envelope(404, 'NOT_FOUND', under('/schemas/sdss'))).toMatchObject({ hint: expect.stringContaining('sds') });
  });
});

import { execFileSync } from 'node:child_process';
import { chmodSync, cpSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import { sqliteStore } from '../../src/store/sqlite/store.js';
import { amcs, atEnd, type Ended, start, temporaryFolder } from '../e2e/harness.js';

/** A spec whose song is repaired, so that a run writes much. */
const spec = { title: 'Paper Boats', blueprint_ref: { genre: 'pop' }, seed: 99 };

function home(): { home: string; song: string; out: string; database: string } {
  const folder = temporaryFolder();
  const song = join(folder, 'song.json');
  writeFileSync(song, JSON.stringify(spec));
  return { home: folder, song, out: join(folder, 'out'), database: join(folder, 'amcs', 'amcs.db') };
}

const run = ({ song, out }: { song: string; out: string }) => ['run', song, '--out', out];

/** The files' hashes of the one song that was made, wherever its run got to its end. */
async function published(database: string): Promise<string> {
  const store = sqliteStore(database, { now: () => Date.now() });
  const [only, second] = await store.listRuns({ limit: 2 });
  const events = await store.readEvents({ since: 0, limit: 1000 });
  store.close();
  expect(second).toBeUndefined();
  expect(only?.status).toBe('succeeded');
  expect(events.map(({ seq }) => seq)).toEqual(events.map((_, at) => at + 1));
  expect(events.filter(({ type }) => type === 'run.succeeded')).toHaveLength(1);
  const ends = events.filter(({ type }) => type === 'node.ended').map(({ node, iteration }) => `${node} ${iteration}`);
  expect(new Set(ends).size).toBe(ends.length);
  return readFileSync(join(only?.out_dir as string, 'files.json'), 'utf8');
}

let undisturbed: Promise<string> | undefined;
function expected(): Promise<string> {
  undisturbed ??= (async () => {
    const place = home();
    expect((await amcs(run(place), place)).code).toBe(0);
    return published(place.database);
  })();
  return undisturbed;
}

/** An error as a person should meet it: what, and what to do; no stack, no exit by crash. */
function told({ code, stdout, stderr }: Ended, what: string): void {
  expect([code, stderr]).toEqual([3, expect.stringContaining(what)]);
  expect(stderr).toContain('STORE_UNAVAILABLE');
  expect(stderr.trim().split('\n').length).toBeGreaterThan(1);
  expect(stdout + stderr).not.toMatch(/^ +at |node:internal|SQLITE_|Unhandled/m);
}

/** A small disk of its own, where this machine lets us have one. */
function smallDisk(folder: string, size: string): boolean {
  mkdirSync(folder, { recursive: true });
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${size}`, 'amcs-test', folder], { stdio: 'ignore' });
  } catch {
    return false;
  }
  atEnd(() => execFileSync('umount', ['-l', folder]));
  return true;
}

const remount = (folder: string, option: string) => execFileSync('mount', ['-o', `remount,${option}`, folder]);

describe('a disk that is full', () => {
  it('is named, and what was recorded before goes on when there is room', async ({ skip }) => {
    const place = home();
    const data = join(place.home, 'amcs');
    if (!smallDisk(data, '64m')) return skip();
    // Where it becomes full: at once, in the middle of a run, near its end.
    let full = 0;
    for (const room of [100, 400, 450, 550, 650, 700]) {
      execFileSync('sh', ['-c', `rm -f ${data}/*`]);
      const free = Number(execFileSync('df', ['--output=avail', '-k', data], { encoding: 'utf8' }).trim().split('\n')[1]);
      execFileSync('dd', ['if=/dev/zero', `of=${join(data, 'filler')}`, 'bs=1k', `count=${free - room}`], { stdio: 'ignore' });
      const first = await amcs(run(place), place);
      if (first.code !== 0) told(first, 'The disk is full');
      full += first.code === 0 ? 0 : 1;
      execFileSync('rm', [join(data, 'filler')]);
      const again = await amcs(['runs', '--json'], place);
      const { runs } = JSON.parse(again.stdout) as { runs: { run_id: string; status: string }[] };
      // Nothing recorded yet is nothing lost; what is recorded is taken up.
      const resumed = runs[0] === undefined ? await amcs(run(place), place) : await amcs(['resume', runs[0].run_id], place);
      expect([room, resumed.code, resumed.stderr]).toEqual([room, 0, expect.anything()]);
      expect(await published(place.database)).toBe(await expected());
    }
    expect(full).toBeGreaterThan(2);
  });
});

describe('a data folder that cannot be written', () => {
  it('is named by every command, and serves again when it can', async ({ skip }) => {
    const place = home();
    const data = join(place.home, 'amcs');
    const mounted = smallDisk(data, '64m');
    if (!mounted && process.getuid?.() === 0) return skip();
    expect((await amcs(run(place), place)).code).toBe(0);
    if (mounted) remount(data, 'ro');
    else for (const name of [data, place.database]) chmodSync(name, 0o500);
    for (const args of [run(place), ['batch', place.song], ['retry', 'r-1', '--from', 'PLAN'], ['runs'], ['prune', '--older-than', '0']]) {
      const ended = await amcs(args, place);
      expect([args[0], ended.stdout + ended.stderr]).toEqual([args[0], expect.stringMatching(/cannot be (?:written|opened)/)]);
      expect([args[0], ended.code]).toEqual([args[0], args[0] === 'batch' ? 1 : 3]);
      expect(ended.stdout + ended.stderr).not.toMatch(/^ +at |node:internal|SQLITE_/m);
    }
    if (mounted) remount(data, 'rw');
    else for (const name of [data, place.database]) chmodSync(name, 0o700);
    expect(await published(place.database)).toBe(await expected());
  });
});

describe('a database that another process holds', () => {
  /** Holds the write lock for a while in this process. */
  async function hold(database: string, forMs: number): Promise<void> {
    const other = new Database(database, { timeout: 5_000 });
    other.exec('BEGIN EXCLUSIVE');
    await new Promise((go) => setTimeout(go, forMs));
    other.exec('ROLLBACK');
    other.close();
  }

  it('is waited for', async () => {
    const place = home();
    await amcs(['runs'], place);
    const held = hold(place.database, 4_000);
    const ended = await amcs(run(place), place);
    await held;
    expect(ended.code).toBe(0);
    expect(await published(place.database)).toBe(await expected());
  });

  it('for too long is named, and the run goes on afterwards', async () => {
    const place = home();
    await amcs(['runs'], place);
    const held = hold(place.database, 14_000);
    told(await amcs(run(place), place), 'locked');
    await held;
    expect((await amcs(run(place), place)).code).toBe(0);
    expect(await published(place.database)).toBe(await expected());
  });

  it('in the middle of its runs holds up no answer of the server, which finishes them afterwards', async () => {
    const place = home();
    const port = 28_731;
    const server = start(['serve', '--port', String(port)], place);
    await server.line((line) => line.includes('/api/v1'));
    const url = `http://127.0.0.1:${port}`;
    await (await fetch(`${url}/api/v1/runs`)).text();
    const held = hold(place.database, 14_000);
    const post = fetch(`${url}/api/v1/runs`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ sds: spec }) });
    // Reading goes on beside a writer, in WAL and in the event loop.
    for (let at = 0; at < 5; at += 1) expect((await fetch(`${url}/api/v1/runs`)).status).toBe(200);
    const refused = await post;
    expect(refused.status).toBe(503);
    expect(await refused.json()).toMatchObject({ error: { code: 'STORE_UNAVAILABLE', message: expect.stringContaining('locked') } });
    await held;
    const made = await fetch(`${url}/api/v1/runs`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ sds: spec }) });
    expect(made.status).toBe(201);
    server.child.kill('SIGTERM');
    expect(await server.ended).toBe(0);
  });
});

describe('a backup', () => {
  it('made while songs are written is whole', async () => {
    const place = home();
    for (let at = 0; at < 8; at += 1) writeFileSync(join(place.home, `many-${at}.json`), JSON.stringify({ ...spec, seed: at }));
    const batch = amcs(['batch', join(place.home, 'many-*.json'), '--out', place.out], place);
    while (!existsSync(place.database)) await new Promise((go) => setTimeout(go, 20));
    const copy = join(place.home, 'copy', 'amcs');
    mkdirSync(copy, { recursive: true });
    expect((await amcs(['backup', join(copy, 'amcs.db')], place)).code).toBe(0);
    expect((await batch).code).toBe(0);
    const restored = join(place.home, 'restored');
    mkdirSync(restored);
    cpSync(copy, join(restored, 'amcs'), { recursive: true });
    expect((await amcs(['doctor'], { home: restored })).stdout).toMatch(/✓ database/);
    await amcs(['resume'], { home: restored });
    expect((await amcs(['replay', '--all'], { home: restored })).code).toBe(0);
  });
});

import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { AmcsEvent } from '../../src/domain/event.js';
import { sqliteStore } from '../../src/store/sqlite/store.js';
import { amcs, start, temporaryFolder } from '../e2e/harness.js';

const SONGS = 24;
const ENDS = /^run\.(?:succeeded|failed|cancelled)$/;

function specs(home: string): void {
  for (let at = 0; at < SONGS; at += 1) {
    const genre = ['pop', 'country', 'christmas-pop'][at % 3];
    writeFileSync(join(home, `song-${String(at).padStart(2, '0')}.json`), JSON.stringify({ title: `Song Number ${at}`, blueprint_ref: { genre }, seed: at }));
  }
}

/** The hashes of every song's files, by song. */
function published(out: string): Record<string, string> {
  const songs: Record<string, string> = {};
  for (const name of readdirSync(out).filter((one) => one !== 'report.json')) {
    const song = name.slice(0, name.indexOf('-r-'));
    expect(songs[song]).toBeUndefined();
    songs[song] = readFileSync(join(out, name, 'files.json'), 'utf8');
  }
  return songs;
}

async function log(home: string): Promise<AmcsEvent[]> {
  const store = sqliteStore(join(home, 'amcs', 'amcs.db'), { now: () => Date.now() });
  const events = await store.readEvents({ since: 0, limit: 100_000 });
  store.close();
  return events;
}

const batch = (home: string) => ['batch', join(home, 'song-*.json'), '--concurrency', '4', '--out', join(home, 'out')];

describe('four processes that make the same songs over one database', () => {
  it('end each run once, record each node once, and write the bytes that one process alone writes; one of them is killed with -9', async () => {
    const alone = temporaryFolder();
    specs(alone);
    expect((await amcs(batch(alone), { home: alone })).code).toBe(0);
    const home = temporaryFolder();
    specs(home);
    mkdirSync(join(home, 'out'));
    const crowd = Array.from({ length: 4 }, () => start(batch(home), { home }));
    while ((await log(home).catch(() => [])).filter(({ type }) => type === 'run.succeeded').length < 4) await new Promise((go) => setTimeout(go, 20));
    crowd[3]?.child.kill('SIGKILL');
    expect(await Promise.all(crowd.slice(0, 3).map(({ ended }) => ended))).toEqual([0, 0, 0]);
    expect(published(join(home, 'out'))).toEqual(published(join(alone, 'out')));
    const events = await log(home);
    expect(events.map(({ seq }) => seq)).toEqual(events.map((_, at) => at + 1));
    const runs = new Set(events.map(({ run_id }) => run_id));
    expect(runs.size).toBe(SONGS);
    expect(
      events
        .filter(({ type }) => ENDS.test(type))
        .map(({ run_id }) => run_id)
        .sort(),
    ).toEqual([...runs].sort());
    const nodes = events.filter(({ type }) => type === 'node.ended').map(({ run_id, node, iteration }) => `${run_id} ${node} ${iteration}`);
    expect(new Set(nodes).size).toBe(nodes.length);
  });
});

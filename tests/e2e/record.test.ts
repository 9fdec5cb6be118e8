import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { amcs, recorded, temporaryFolder } from './harness.js';

function specs(folder: string, count: number): void {
  for (let at = 0; at < count; at += 1) {
    writeFileSync(
      join(folder, `song-${at}.json`),
      JSON.stringify({ title: `Song ${at}`, blueprint_ref: { genre: at % 2 === 0 ? 'pop' : 'country' }, seed: at }),
    );
  }
}

interface Report {
  songs: number;
  succeeded: number;
  outcomes: { file: string; run_id: string | null; status: string; error: { code: string } | null }[];
}

describe('batch', () => {
  it('makes a song of every spec, reports, and begun again makes none twice', async () => {
    const home = temporaryFolder();
    specs(home, 5);
    const out = join(home, 'out');
    const first = await amcs(['batch', join(home, 'song-*.json'), '--concurrency', '3', '--out', out], { home });
    expect(first).toMatchObject({ code: 0 });
    expect(first.stdout).toContain('5 of 5 songs');
    expect(first.stderr).toMatch(/5\/5 {2}0 failed/);
    const report = JSON.parse(readFileSync(join(out, 'report.json'), 'utf8')) as Report;
    expect(report).toMatchObject({ songs: 5, succeeded: 5 });
    const before = recorded(home);
    const again = await amcs(['batch', join(home, 'song-*.json'), '--out', out, '--json'], { home });
    expect((JSON.parse(again.stdout) as Report).outcomes.map(({ run_id }) => run_id)).toEqual(report.outcomes.map(({ run_id }) => run_id));
    expect(recorded(home)).toEqual(before);
  });

  it('ends with 1 where one spec is refused, and makes the others', async () => {
    const home = temporaryFolder();
    specs(home, 2);
    writeFileSync(join(home, 'song-bad.json'), '{"title": ');
    const { code, stdout } = await amcs(['batch', join(home, 'song-*.json'), '--json'], { home });
    expect(code).toBe(1);
    const { outcomes } = JSON.parse(stdout) as Report;
    expect(outcomes.map(({ status }) => status).sort()).toEqual(['refused', 'succeeded', 'succeeded']);
    expect(outcomes.find(({ status }) => status === 'refused')?.error?.code).toBe('JSON_INVALID');
  });

  it.each([
    [['batch', '/nowhere/*.json'], 2, 'FILE_UNREADABLE'],
    [['batch', 'x.json', '--concurrency', '0'], 64, 'USAGE'],
  ])('%j is told what is wrong', async (args, exit, message) => {
    const { code, stderr } = await amcs(args, { home: temporaryFolder() });
    expect(code).toBe(exit);
    expect(stderr).toContain(message);
  });
});

describe('replay', () => {
  it('of every song of a folder finds all equal', async () => {
    const home = temporaryFolder();
    specs(home, 2);
    await amcs(['batch', join(home, 'song-*.json')], { home });
    const { code, stdout } = await amcs(['replay', '--all'], { home });
    expect({ code, last: stdout.trimEnd().split('\n').at(-1) }).toEqual({ code: 0, last: '2 of 2 equal' });
  });
});

describe('diff', () => {
  it('shows what a rerolled take changed, and that the plan stayed', async () => {
    const home = temporaryFolder();
    specs(home, 1);
    await amcs(['run', 'song-0.json', '--json'], { home });
    const [{ run_id = '' } = {}] = (JSON.parse((await amcs(['runs', '--json'], { home })).stdout) as { runs: { run_id: string }[] }).runs;
    expect((await amcs(['retry', run_id, '--from', 'lyrics', '--reroll'], { home })).code).toBe(0);
    const { code, stdout } = await amcs(['diff', `${run_id}@0`, `${run_id}@1`], { home });
    expect(code).toBe(1);
    expect(stdout).toMatch(/^plan +equal$/m);
    expect(stdout).toMatch(/^lyrics +differs$/m);
    expect(stdout).toMatch(/^ {2}sections\.\d+\.lines\.\d+\.text: /m);
    expect((await amcs(['diff', run_id, `${run_id}@1`], { home })).code).toBe(0);
    expect((await amcs(['diff', run_id, `${run_id}@7`], { home })).code).toBe(2);
  });
});

describe('doctor and backup', () => {
  it('finds a fresh data folder well, and a broken one not, with what to do', async () => {
    const home = temporaryFolder();
    const well = await amcs(['doctor'], { home });
    expect({ code: well.code, bad: well.stdout.includes('✗') }).toEqual({ code: 0, bad: false });
    writeFileSync(join(home, 'amcs.db'), 'this is no database, only a text long enough to be taken for its header');
    const broken = await amcs(['doctor'], { home, env: { AMCS_HOME: home } });
    expect(broken.code).toBe(1);
    expect(broken.stdout).toMatch(/✗ database +The database file is not a database/);
  });

  it('a backup holds every run, and never replaces a file', async () => {
    const home = temporaryFolder();
    specs(home, 1);
    await amcs(['run', 'song-0.json', '--json'], { home });
    const copy = join(temporaryFolder(), 'amcs.db');
    expect((await amcs(['backup', copy], { home })).code).toBe(0);
    const { stdout } = await amcs(['runs', '--json'], { home, env: { AMCS_HOME: join(copy, '..') } });
    expect((JSON.parse(stdout) as { runs: unknown[] }).runs).toHaveLength(1);
    expect((await amcs(['backup', copy], { home })).code).toBe(2);
  });
});

describe('delete and prune', () => {
  it('forget what is over, list it first where asked, and leave the files', async () => {
    const home = temporaryFolder();
    specs(home, 3);
    const out = join(home, 'out');
    await amcs(['batch', join(home, 'song-*.json'), '--out', out], { home });
    const { outcomes } = JSON.parse(readFileSync(join(out, 'report.json'), 'utf8')) as Report;
    expect((await amcs(['delete', outcomes[0]?.run_id ?? ''], { home })).code).toBe(0);
    expect((await amcs(['delete', outcomes[0]?.run_id ?? ''], { home })).code).toBe(2);
    expect((await amcs(['prune', '--older-than', '0', '--dry-run'], { home })).stdout).toContain('2 runs would be forgotten.');
    expect((await amcs(['prune', '--older-than', '1'], { home })).stdout).toContain('0 runs are forgotten.');
    expect((await amcs(['prune', '--older-than', '0'], { home })).stdout).toContain('2 runs are forgotten.');
    // What songs in general rest on (blueprints, taxonomies, words) stays for the next one.
    expect(Object.keys(recorded(home))).toEqual(['documents']);
    expect(readFileSync(join(out, 'report.json'), 'utf8')).toContain('succeeded');
  });
});

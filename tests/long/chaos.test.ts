import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { packageRoot } from '../../src/catalog/package-root.js';
import { sqliteStore } from '../../src/store/sqlite/store.js';

const folders: string[] = [];
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});
const temporary = () => {
  const folder = mkdtempSync(join(tmpdir(), 'amcs-chaos-'));
  folders.push(folder);
  return folder;
};

/** Three fixes' worth of repairs would be too kind: a common one-line spec, as people write it. */
const spec = { title: 'Paper Boats', blueprint_ref: { genre: 'pop' }, seed: 99 };

function amcs(home: string, args: string[]): ChildProcess {
  return spawn(process.execPath, [join(packageRoot(), 'bin', 'amcs-mcp.mjs'), ...args], {
    env: { PATH: process.env.PATH, HOME: home, AMCS_HOME: join(home, 'data') },
    stdio: 'ignore',
  });
}

const ended = (child: ChildProcess) => new Promise<number | null>((done) => child.on('exit', (code) => done(code)));

const open = (home: string) => sqliteStore(join(home, 'data', 'amcs.db'), { now: () => Date.now() });

async function published(home: string): Promise<{ files: string; executions: string[]; events: number; types: string[] }> {
  const store = open(home);
  try {
    const [run] = await store.listRuns({ limit: 2 });
    expect(run?.status).toBe('succeeded');
    const events = await store.readEvents({ since: 0, limit: 1000 });
    expect(events.map(({ seq }) => seq)).toEqual(events.map((_, at) => at + 1));
    const ends = events.filter(({ type }) => type === 'node.ended').map(({ node, iteration }) => `${node} ${iteration}`);
    expect(new Set(ends).size).toBe(ends.length);
    return {
      files: readFileSync(join(run?.out_dir as string, 'files.json'), 'utf8'),
      executions: (await store.listExecutions(run?.run_id as string)).map(({ node, iteration, output_hash }) => `${node} ${iteration} ${output_hash}`).sort(),
      events: events.length,
      types: events.map(({ type }) => type),
    };
  } finally {
    store.close();
  }
}

/** Kills the process as soon as the log has this many events. */
async function killAt(home: string, child: ChildProcess, count: number): Promise<void> {
  const gone = ended(child);
  let over = false;
  void gone.then(() => {
    over = true;
  });
  const store = open(home);
  try {
    while (!over && (await store.lastSeq().catch(() => 0)) < count) await new Promise((go) => setTimeout(go, 0));
  } finally {
    store.close();
  }
  child.kill('SIGKILL');
  await gone;
}

describe('a run whose process is killed with -9', () => {
  it('at every event boundary is taken up by the next process and ends with the same bytes', async () => {
    const home = temporary();
    writeFileSync(join(home, 'song.json'), JSON.stringify(spec));
    expect(await ended(amcs(home, ['run', join(home, 'song.json')]))).toBe(0);
    const whole = await published(home);
    for (let count = 1; count < whole.events; count += 1) {
      const hurt = temporary();
      writeFileSync(join(hurt, 'song.json'), JSON.stringify(spec));
      await killAt(hurt, amcs(hurt, ['run', join(hurt, 'song.json')]), count);
      const store = open(hurt);
      const [left] = await store.listRuns({ limit: 2 });
      store.close();
      // Killed before the run was recorded, or after its end: nothing to take up.
      if (left && left.status !== 'succeeded') expect([count, await ended(amcs(hurt, ['resume', left.run_id]))]).toEqual([count, 0]);
      if (!left) continue;
      const { files, executions } = await published(hurt);
      expect([count, files, executions]).toEqual([count, whole.files, whole.executions]);
    }
  });

  it('is taken up by a living neighbour by itself', async () => {
    const home = temporary();
    writeFileSync(join(home, 'song.json'), JSON.stringify(spec));
    const neighbour = spawn(process.execPath, [join(packageRoot(), 'bin', 'amcs-mcp.mjs')], {
      env: { PATH: process.env.PATH, HOME: home, AMCS_HOME: join(home, 'data') },
      stdio: ['pipe', 'ignore', 'ignore'],
    });
    try {
      await killAt(home, amcs(home, ['run', join(home, 'song.json')]), 5);
      const store = open(home);
      for (let waited = 0; waited < 300; waited += 1) {
        const [run] = await store.listRuns({ limit: 1 });
        if (run?.status === 'succeeded') break;
        await new Promise((go) => setTimeout(go, 100));
      }
      store.close();
      expect((await published(home)).types).toContain('run.resumed');
    } finally {
      neighbour.kill('SIGKILL');
    }
  });
});

import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ScriptedModel, scriptedModel } from '../../bench/scripted-model.js';
import { createApp } from '../../src/app.js';
import { packageRoot } from '../../src/catalog/package-root.js';
import { readConfig } from '../../src/config.js';
import { writer } from '../fixtures/song.js';

const RUNS = 20;
const TIMES = 10;

/** Songs whose words a model wrote that never says the same twice; what is replayed is what it said. */
describe('runs that a model wrote', () => {
  const home = mkdtempSync(join(tmpdir(), 'amcs-replays-'));
  let model: ScriptedModel;
  const openApp = () => createApp(readConfig({ AMCS_HOME: home, ANTHROPIC_API_KEY: 'none', ANTHROPIC_BASE_URL: model.url }));
  const ids: string[] = [];

  beforeAll(async () => {
    model = await scriptedModel({ write: writer.write, answerMs: 0, forgetful: true, fickle: true });
    const app = openApp();
    for (const { sds } of app.synth({ count: RUNS, seed: 11, genres: [] })) {
      const { run, ended } = await app.orchestrator.startSong({ sds, manifest: { writer: 'anthropic' } });
      await ended;
      ids.push(run.run_id);
    }
    await app.close();
  }, 600_000);

  afterAll(async () => {
    await model.close();
    rmSync(home, { recursive: true, force: true });
  });

  it(`replay the same ${TIMES} times out of ${TIMES}, the last time in a fresh process without a key, and ask nobody`, async () => {
    const asked = model.asked();
    expect(asked).toBeGreaterThan(RUNS);
    let equal = 0;
    for (let time = 1; time < TIMES; time += 1) {
      const app = openApp();
      for (const id of ids) {
        const report = await app.orchestrator.replay(id);
        expect(report, id).toMatchObject({ equal: true, error: null });
        equal += 1;
      }
      await app.close();
    }
    const { stdout } = await promisify(execFile)(process.execPath, [join(packageRoot(), 'bin', 'amcs-mcp.mjs'), 'replay', '--all', '--json'], {
      env: { PATH: process.env.PATH, AMCS_HOME: home, TZ: 'Asia/Kathmandu' },
      maxBuffer: 64e6,
    });
    const reports = JSON.parse(stdout) as { equal: boolean; error: string | null }[];
    equal += reports.filter((one) => one.equal && one.error === null).length;
    expect(equal).toBe(RUNS * TIMES);
    expect(model.asked()).toBe(asked);
  });

  it('differ from one another where the same is asked for twice, so that the record is what makes them the same', async () => {
    const app = openApp();
    const [first] = app.synth({ count: 1, seed: 11, genres: [] });
    const lyrics: (string | undefined)[] = [];
    for (let time = 0; time < 2; time += 1) {
      const { run, ended } = await app.orchestrator.startSong({ sds: first?.sds, manifest: { writer: 'anthropic', seed: 5 } });
      await ended;
      lyrics.push((await app.store.listArtifacts(run.run_id)).find(({ name }) => name === 'lyrics')?.hash);
    }
    await app.close();
    expect(lyrics[0]).not.toBe(lyrics[1]);
  });
});

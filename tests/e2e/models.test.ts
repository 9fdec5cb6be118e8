import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { type ScriptedModel, scriptedModel } from '../../bench/scripted-model.js';
import type { RunAnswer } from '../../src/surfaces/operations/answer.js';
import { writer } from '../fixtures/song.js';
import { amcs, atEnd, call, connect, filesIn, temporaryFolder } from './harness.js';
import { ask, serve } from './http-harness.js';

const KEY = 'sk-ant-of-nobody-at-all';
let model: ScriptedModel;
let env: Record<string, string>;

beforeAll(async () => {
  model = await scriptedModel({ write: writer.write, answerMs: 0, fickle: true });
  atEnd(() => model.close());
  env = { ANTHROPIC_API_KEY: KEY, ANTHROPIC_BASE_URL: model.url };
});

/** A home with a short spec in it. */
function home(): { home: string; spec: string } {
  const folder = temporaryFolder();
  const spec = join(folder, 'song.json');
  writeFileSync(spec, JSON.stringify({ title: 'Paper Boats', blueprint_ref: { genre: 'pop' }, lyrics: { themes: ['love'] }, seed: 99 }));
  return { home: folder, spec };
}

describe('a song by a model, in the terminal,', () => {
  it('is made, says what it cost, is carried elsewhere and replayed there without a key', async () => {
    const here = home();
    const made = await amcs(['run', here.spec, '--writer', 'anthropic', '--budget-usd', '0.5', '--json'], { home: here.home, env });
    expect(made.code, made.stdout + made.stderr).toBe(0);
    const answer = JSON.parse(made.stdout) as RunAnswer;
    expect(answer.usage).toMatchObject({ models: ['claude-sonnet-5-5'], budget_microusd: 500_000, uncertain: 0, tokens: { cache_read: expect.any(Number) } });
    const { calls, cost_microusd } = answer.usage as NonNullable<RunAnswer['usage']>;
    // 1,500 tokens in, 600 out, 900 from the cache: 3,000 + 6,000 + 180 millionths a call.
    expect(cost_microusd).toBe(calls * 9_180);
    const { run_id } = answer.run;
    const shown = await amcs(['show', run_id], { home: here.home });
    expect(shown.stdout).toMatch(/model claude-sonnet-5-5: \d calls?, \d+ tokens in, \d+ out, \$0\.\d{4} of \$0\.5000/);
    // Nothing that was written holds the key.
    const database = readFileSync(join(here.home, 'amcs', 'amcs.db'), 'latin1');
    expect(database + JSON.stringify(filesIn(answer.run.out_dir as string)) + made.stdout + made.stderr).not.toContain(KEY);

    const file = join(here.home, 'run.cassette.json');
    expect((await amcs(['cassette', 'export', run_id, file], { home: here.home })).code).toBe(0);
    expect((await amcs(['cassette', 'export', run_id, file], { home: here.home })).stderr).toMatch(/already there/);
    const asked = model.asked();
    const there = temporaryFolder();
    const taken = await amcs(['cassette', 'import', file], { home: there });
    expect(taken.stdout).toContain(run_id);
    const replayed = await amcs(['replay', run_id], { home: there });
    expect(replayed, replayed.stdout).toMatchObject({ code: 0, stdout: expect.stringMatching(/equal/) });
    expect(model.asked()).toBe(asked);
    writeFileSync(file, readFileSync(file, 'utf8').replace('Paper Boats', 'Stolen Boats'));
    const hostile = await amcs(['cassette', 'import', file], { home: temporaryFolder() });
    expect(hostile).toMatchObject({ code: 2, stderr: expect.stringMatching(/INPUT_INVALID Cassette/) });
  }, 60_000);

  it('is not begun where something is missing, and the error says what to set', async () => {
    const here = home();
    const cases: [string[], Record<string, string>, RegExp][] = [
      [['--writer', 'anthropic'], {}, /ANTHROPIC_API_KEY/],
      [['--writer', 'openai-compatible'], {}, /AMCS_OPENAI_BASE_URL/],
      [['--writer', 'openai-compatible'], { AMCS_OPENAI_BASE_URL: 'http://127.0.0.1:1/v1' }, /AMCS_MODEL/],
      [['--writer', 'antropic'], {}, /Did you mean anthropic\?/],
      [['--writer', 'anthropic', '--model', 'claude-of-tomorrow', '--budget-usd', '1'], env, /No price/],
      [['--budget-usd', 'much'], {}, /no budget/],
    ];
    for (const [flags, extra, message] of cases) {
      const { code, stderr } = await amcs(['run', here.spec, ...flags], { home: here.home, env: extra });
      expect(stderr).toMatch(message);
      expect([2, 64]).toContain(code);
    }
    expect(JSON.parse((await amcs(['runs', '--json'], { home: here.home })).stdout).runs).toEqual([]);
  }, 60_000);

  it('stops before its budget is passed', async () => {
    const here = home();
    const { code, stdout } = await amcs(['run', here.spec, '--writer', 'anthropic', '--budget-usd', '0.01', '--json'], { home: here.home, env });
    expect(code).toBe(1);
    expect(JSON.parse(stdout).run.error).toMatchObject({ code: 'BUDGET_EXCEEDED', hint: expect.stringMatching(/budget_usd/) });
  }, 60_000);

  it('can be looked for with doctor', async () => {
    const { home: folder } = home();
    const without = await amcs(['doctor'], { home: folder });
    expect(without.stdout).toMatch(/writers\s+offline; agent; anthropic \(not set up: .*ANTHROPIC_API_KEY/);
    const withKey = await amcs(['doctor'], { home: folder, env });
    expect(withKey.stdout).toMatch(/writers\s+offline; agent; anthropic; openai-compatible \(not set up/);
    expect(withKey.stdout).not.toContain(KEY);
  }, 60_000);
});

describe('a song by a model, over MCP and HTTP,', () => {
  it('is asked for in the manifest and tells what it used', async () => {
    const { home: folder } = home();
    const client = await connect({ home: folder, env });
    const sds = { title: 'Paper Boats', blueprint_ref: { genre: 'pop' }, seed: 99 };
    const answer = await call<RunAnswer>(client, 'run_workflow', { sds, manifest: { writer: 'anthropic', budget_usd: 1 }, wait_sec: 50 });
    expect(answer.usage).toMatchObject({ calls: expect.any(Number), budget_microusd: 1_000_000 });
    const { port } = await serve({ home: folder, env });
    const { json } = await ask(port, `/api/v1/runs/${answer.run.run_id}`);
    expect((json as RunAnswer).usage).toEqual(answer.usage);
    const plain = await call<RunAnswer>(client, 'run_workflow', { sds, wait_sec: 50 });
    expect(plain.usage).toBeNull();
  }, 90_000);
});

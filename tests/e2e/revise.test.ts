import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import type { RunAnswer } from '../../src/surfaces/operations/answer.js';
import { amcs, call, connect, temporaryFolder } from './harness.js';
import { ask, serve } from './http-harness.js';

const home = temporaryFolder();
let first: RunAnswer;

const spec = {
  title: 'Porch Light',
  blueprint_ref: { genre: 'country' },
  lyrics: { themes: ['home'], given: '[Verse 1]\n= Mama left the porch  light on,\n...\n...\n...' },
  seed: 12,
};

beforeAll(async () => {
  writeFileSync(join(home, 'song.json'), JSON.stringify(spec));
  first = JSON.parse((await amcs(['run', 'song.json', '--json'], { home })).stdout) as RunAnswer;
});

/** The words of each section, in order, under its tag. */
const sectionsOf = ({ lyrics }: RunAnswer) => (lyrics ?? '').split('\n\n').map((block) => block.split('\n'));
const words = (answer: RunAnswer, tag: string) => sectionsOf(answer).find(([first_]) => first_ === `[${tag}]`);

function isRevised(answer: RunAnswer): void {
  expect(answer.run).toMatchObject({ status: 'succeeded', song_id: 'porch-light' });
  expect(answer.revised_from).toBe(first.run.run_id);
  expect(words(answer, 'Chorus')).toEqual(words(first, 'Chorus'));
  expect(words(answer, 'Verse 1')?.[1]).toBe('Mama left the porch  light on,');
  expect(words(answer, 'Verse 2')).not.toEqual(words(first, 'Verse 2'));
}

describe('revise in a terminal', () => {
  it('makes a new run around what is kept, and says where it comes from', async () => {
    const args = ['revise', first.run.run_id, '--keep', 'chorus', '--seed', '77', '--note', 'warmer', '--set', 'style.mood=["tender"]'];
    const { code, stdout } = await amcs([...args, '--json'], { home });
    expect(code).toBe(0);
    const answer = JSON.parse(stdout) as RunAnswer;
    isRevised(answer);
    expect(answer.run.seed).toBe(77);
    expect((await amcs(['replay', answer.run.run_id], { home })).code).toBe(0);
    expect((await amcs(args, { home })).stdout).toContain(`revised from ${first.run.run_id}`);
  });

  it.each([
    [['--keep', 'chrous'], 2, 'Did you mean chorus'],
    [['--keep', ','], 2, 'keep'],
    [[], 64, '--keep'],
    [['--keep', 'chorus', '--set', 'title'], 64, 'sets nothing'],
    [['--keep', 'chorus', '--set', 'title=Rain'], 64, 'double quotes'],
    [['--keep', 'chorus', '--set', 'lyrics.thems=["rain"]'], 2, 'themes'],
    [['--keep', 'chorus', '--set', '__proto__.x=1'], 2, 'path'],
    [['--keep', 'chorus', '--seed', '-1'], 64, 'seed'],
  ])('with %j is refused', async (args, code, text) => {
    const ended = await amcs(['revise', first.run.run_id, ...args], { home });
    expect(ended.code).toBe(code);
    expect(ended.stderr).toContain(text);
  });
});

describe('revise_run', () => {
  it('by an MCP client', async () => {
    const client = await connect({ home });
    const answer = await call<RunAnswer>(client, 'revise_run', { run_id: first.run.run_id, keep: ['chorus'], set: { 'lyrics.themes': ['road'] } });
    isRevised(answer);
    const sds = await call<{ documents: { sds: { lyrics: { themes: string[] }; seed: number } } }>(client, 'get_run', {
      run_id: answer.run.run_id,
      include: ['sds'],
    });
    expect(sds.documents.sds).toMatchObject({ lyrics: { themes: ['road'] }, seed: answer.run.seed });
    expect(await call(client, 'get_run', { run_id: first.run.run_id })).toMatchObject({ revised_from: null });
  });

  it('over HTTP, once under one key', async () => {
    const { port } = await serve({ home });
    const question = { method: 'POST', body: { keep: ['chorus'] }, headers: { 'idempotency-key': 'one' } };
    const path = `/api/v1/runs/${first.run.run_id}/revise`;
    const [made, again] = [await ask(port, path, question), await ask(port, path, question)];
    expect(made.status).toBe(201);
    isRevised(made.json as RunAnswer);
    expect(again.json.run.run_id).toBe(made.json.run.run_id);
    expect((await ask(port, path, { ...question, headers: {}, body: { keep: ['bridge-9'] } })).status).toBe(422);
  });
});

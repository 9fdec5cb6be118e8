import { describe, expect, it } from 'vitest';
import type { Lyrics, Plan } from '../../src/domain/artifacts.js';
import type { Brief } from '../../src/domain/draft.js';
import type { Store, Writer } from '../../src/domain/ports.js';
import { streams } from '../../src/domain/seed.js';
import { bestArtifacts, read } from '../../src/surfaces/operations/answer.js';
import type { App } from '../../src/surfaces/operations/app.js';
import { reviseRun, startRevision } from '../../src/surfaces/operations/revise-run.js';
import { offline, outsideWriter, type Studio, shortSds, useStudios } from '../fixtures/studio.js';

const make = useStudios();
const inline = offline as Extract<Writer, { mode: 'inline' }>;

const locked = 'Forty miles   of GRAVEL road,';
const sds = { ...shortSds, lyrics: { themes: ['love'], given: `[Verse 1]\n...\n= ${locked}\n...\n...\n[Chorus]\nPaper Boats are what we are` } };

const appOf = (one: Studio) => ({ store: one.store, orchestrator: one.orchestrator }) as unknown as App;

async function artifact<Value>(one: Studio, runId: string, name: string): Promise<Value> {
  const run = await one.store.getRun(runId);
  const found = await read<Value>(appOf(one), await bestArtifacts(appOf(one), run as NonNullable<typeof run>), name);
  return found as Value;
}

const wordsOf = async (one: Studio, runId: string) =>
  Object.fromEntries((await artifact<Lyrics>(one, runId, 'lyrics')).sections.map(({ id, lines }) => [id, lines.map(({ text }) => text)]));

async function sung(one: Studio, written: unknown = sds) {
  const { run, ended } = await one.orchestrator.startSong({ sds: written });
  await ended;
  return run.run_id;
}

describe('locked lines in a run', () => {
  it('are the same after a replay, and in another take with other words for the same plan', async () => {
    const one = make();
    const id = await sung(one);
    const before = await wordsOf(one, id);
    const plan = await artifact<Plan>(one, id, 'plan');
    expect(before['verse-1']?.[1]).toBe(locked);
    expect((await one.orchestrator.replay(id)).equal).toBe(true);
    await (await one.orchestrator.retry({ runId: id, from: 'LYRICS', reroll: true })).ended;
    const after = await wordsOf(one, id);
    expect(after['verse-1']?.[1]).toBe(locked);
    expect(after['verse-2']).not.toEqual(before['verse-2']);
    expect(await artifact<Plan>(one, id, 'plan')).toEqual(plan);
    expect((await one.orchestrator.replay(id)).equal).toBe(true);
  });

  it('outlive a process that dies when LYRICS is to be recorded', async () => {
    let dead = false;
    const wrap = (store: Store): Store =>
      new Proxy(store, {
        get:
          (target, name) =>
          (...args: never[]) => {
            dead ||= name === 'finishExecution' && (args as unknown as [{ node: string }])[0].node === 'LYRICS';
            if (dead) return Promise.reject(new Error('the process is gone'));
            return (target[name as keyof Store] as (...all: never[]) => unknown).apply(target, args);
          },
      });
    const first = make({ wrap });
    const { run, ended } = await first.orchestrator.startSong({ sds });
    await ended.catch(() => {});
    expect(dead).toBe(true);
    for (let at = 1; at < 1000; at += 1) await first.store.releaseRun(run.run_id, `owner-${at}`);
    const second = first.neighbour({});
    expect((await second.orchestrator.resume(run.run_id)).status).toBe('succeeded');
    const words = await wordsOf(second, run.run_id);
    expect(words['verse-1']?.[1]).toBe(locked);
    const whole = make();
    expect(await wordsOf(whole, await sung(whole))).toEqual(words);
    await second.orchestrator.close();
    second.store.close();
  });

  it('are sent back to a writer that changes them, and stand whatever it sends', async () => {
    const seen: Brief[] = [];
    const meddling: Writer = outsideWriter('meddling', (brief) => {
      seen.push(brief);
      const draft = inline.write(brief, streams(5, 'LYRICS', 0));
      const sections = draft.sections.map(({ id, lines }) => ({ id, lines: lines.map((line) => (line === locked ? 'Forty miles of gravel' : line)) }));
      return Promise.resolve({ ...draft, sections });
    });
    const one = make({ writers: [meddling] });
    const id = await sung(one);
    expect((await wordsOf(one, id))['verse-1']?.[1]).toBe(locked);
    expect(seen[1]?.issues.map(({ code }) => code)).toEqual(['LINE_LOCKED']);
  });
});

describe('a revision', () => {
  it('keeps what is named to the letter and tempo, key and instruments, and writes the rest anew', async () => {
    const one = make();
    const id = await sung(one, shortSds);
    const { run, ended } = await startRevision(appOf(one), {
      run_id: id,
      keep: ['chorus', 'verse-1'],
      note: 'warmer',
      set: { 'lyrics.themes': ['home'] },
      seed: 7,
    });
    expect((await ended).status).toBe('succeeded');
    expect(run).toMatchObject({ kind: 'song', song_id: 'paper-boats', seed: 7 });
    expect(run.run_id).not.toBe(id);
    const [before, after] = [await wordsOf(one, id), await wordsOf(one, run.run_id)];
    for (const kept of ['verse-1', 'chorus-1', 'chorus-2']) expect(after[kept]).toEqual(before[kept]);
    for (const other of ['verse-2', 'bridge-1']) expect(after[other]).not.toEqual(before[other]);
    const [was, is] = [await artifact<Plan>(one, id, 'plan'), await artifact<Plan>(one, run.run_id, 'plan')];
    expect(is).toMatchObject({ tempo_bpm: was.tempo_bpm, key: was.key, instruments: was.instruments });
    expect(is.sections.map((section) => section.id)).toEqual(was.sections.map((section) => section.id));
    expect(await artifact(one, run.run_id, 'sds')).toMatchObject({ lyrics: { themes: ['home'], note: 'warmer' } });
    expect((await one.orchestrator.replay(run.run_id)).equal).toBe(true);
  });

  it('draws a seed, and can be revised itself, with what the person locked before', async () => {
    const one = make();
    const id = await sung(one);
    const first = await startRevision(appOf(one), { run_id: id, keep: ['chorus'], note: 'once' });
    await first.ended;
    expect(first.run.seed).toBe(4711);
    const second = await startRevision(appOf(one), { run_id: first.run.run_id, keep: ['verse 2'], seed: 3 });
    await second.ended;
    const [before, after] = [await wordsOf(one, first.run.run_id), await wordsOf(one, second.run.run_id)];
    expect(after['verse-1']?.[1]).toBe(locked);
    expect(after['verse-2']).toEqual(before['verse-2']);
    expect(after['chorus-1']).toEqual(before['chorus-1']);
    expect(await artifact(one, second.run.run_id, 'sds')).not.toHaveProperty('lyrics.note');
  });

  it('is refused for sections and fields that are not there, and for runs that are no finished song', async () => {
    const one = make({ writers: [{ name: 'somebody', mode: 'wait' }, inline] });
    const { run, ended } = await one.orchestrator.startSong({ sds: shortSds, manifest: { writer: 'offline' } });
    await ended;
    const asked = (more: object) => startRevision(appOf(one), { run_id: run.run_id, keep: ['chorus'], ...more });
    await expect(asked({ keep: ['chrous'] })).rejects.toMatchObject({ code: 'INPUT_INVALID', hint: expect.stringContaining('chorus') });
    await expect(asked({ set: { 'lyrics.thems': [] } })).rejects.toMatchObject({ code: 'SPEC_INVALID' });
    await expect(asked({ set: { 'lyrics.given': 'x' } })).rejects.toMatchObject({ code: 'INPUT_INVALID' });
    await expect(asked({ set: { 'lyrics.section_order': ['Verse', 'Outro'] } })).rejects.toMatchObject({ code: 'SPEC_INVALID' });
    await expect(asked({ run_id: 'r-none' })).rejects.toMatchObject({ code: 'NOT_FOUND' });
    const waiting = await one.orchestrator.startSong({ sds: shortSds });
    await waiting.ended;
    await expect(asked({ run_id: waiting.run.run_id })).rejects.toMatchObject({ code: 'CONFLICT' });
    const node = await one.orchestrator.startNode({ node: 'PLAN', input: { sds: shortSds } });
    await node.ended;
    await expect(asked({ run_id: node.run.run_id })).rejects.toMatchObject({ code: 'CONFLICT' });
    expect(() => reviseRun.input.parse({ run_id: 'r', keep: [] })).toThrow();
    expect(() => reviseRun.input.parse({ run_id: 'r', keep: ['x'], set: { __proto__: 1, 'a..b': 1 } })).toThrow();
  });
});

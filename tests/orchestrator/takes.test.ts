import { describe, expect, it } from 'vitest';
import type { Writer } from '../../src/domain/ports.js';
import { streams } from '../../src/domain/seed.js';
import { downstream, standingTake } from '../../src/orchestrator/takes.js';
import { bestArtifacts } from '../../src/surfaces/operations/answer.js';
import type { App } from '../../src/surfaces/operations/app.js';
import { offline, outsideWriter, type Studio, shortSds, unhooked, useStudios } from '../fixtures/studio.js';

const make = useStudios();

const hashes = async (one: Studio, runId: string) => {
  const run = await one.store.getRun(runId);
  const artifacts = await bestArtifacts({ store: one.store } as unknown as App, run as NonNullable<typeof run>);
  return Object.fromEntries(artifacts.map(({ name, hash }) => [name, hash]));
};

describe('what has to run again', () => {
  it('is the node and all that reads it, through the FIX loop too', () => {
    expect([...downstream('REVIEW')]).toEqual(['REVIEW']);
    expect([...downstream('RENDER')].sort()).toEqual(['RENDER', 'REVIEW']);
    expect([...downstream('STYLE')].sort()).toEqual(['COMPOSE', 'FIX', 'RENDER', 'REVIEW', 'STYLE', 'VALIDATE']);
    expect([...downstream('FIX')].sort()).toEqual(['FIX', 'RENDER', 'REVIEW']);
    expect(downstream('PLAN').size).toBe(9);
  });

  it('an execution stands in the newest take that ran it', () => {
    const takes = [
      { from: 'LYRICS' as const, reroll: false },
      { from: 'REVIEW' as const, reroll: false },
    ];
    expect(standingTake(takes, 'PLAN', 0)).toBe(0);
    expect(standingTake(takes, 'STYLE', 0)).toBe(0);
    expect(standingTake(takes, 'LYRICS', 0)).toBe(1);
    expect(standingTake(takes, 'COMPOSE', 2)).toBe(1);
    expect(standingTake(takes, 'REVIEW', 0)).toBe(2);
    expect(standingTake([], 'LYRICS', 0)).toBe(0);
  });
});

describe('a retry', () => {
  it('keeps what lies before it, siblings included, removes nothing, and gives the same bytes again', async () => {
    const one = make();
    const { run, ended } = await one.orchestrator.startSong({ sds: shortSds });
    await ended;
    const before = await hashes(one, run.run_id);
    const rows = await one.store.listExecutions(run.run_id);
    const retried = await one.orchestrator.retry({ runId: run.run_id, from: 'LYRICS', reroll: false });
    expect(await retried.ended).toMatchObject({ status: 'succeeded', take: 1, takes: [{ from: 'LYRICS', reroll: false }] });
    expect(await hashes(one, run.run_id)).toEqual(before);
    const after = await one.store.listExecutions(run.run_id);
    expect(after.filter(({ take }) => take === 0)).toEqual(rows);
    expect(after.filter(({ take }) => take === 1).map(({ node }) => node)).toEqual(['LYRICS', 'COMPOSE', 'VALIDATE', 'RENDER', 'REVIEW']);
  });

  it('comes out otherwise where that is asked for, and the same again from the same take', async () => {
    const one = make();
    const { run, ended } = await one.orchestrator.startSong({ sds: shortSds });
    await ended;
    const before = await hashes(one, run.run_id);
    await (await one.orchestrator.retry({ runId: run.run_id, from: 'LYRICS', reroll: true })).ended;
    const rerolled = await hashes(one, run.run_id);
    expect(rerolled.plan).toBe(before.plan);
    expect(rerolled.style).toBe(before.style);
    expect(rerolled.lyrics).not.toBe(before.lyrics);
    await (await one.orchestrator.retry({ runId: run.run_id, from: 'COMPOSE', reroll: false })).ended;
    expect((await hashes(one, run.run_id)).lyrics).toBe(rerolled.lyrics);
  });

  it('from FIX keeps the first measure, repairs anew and publishes anew', async () => {
    const one = make({ writers: [unhooked] });
    const { run, ended } = await one.orchestrator.startSong({ sds: shortSds });
    await ended;
    const retried = await one.orchestrator.retry({ runId: run.run_id, from: 'FIX', reroll: true });
    expect((await retried.ended).status).toBe('succeeded');
    const again = (await one.store.listExecutions(run.run_id)).filter(({ take }) => take === 1).map(({ node, iteration }) => `${node} ${iteration}`);
    expect(again.slice(0, 3)).toEqual(['FIX 1', 'COMPOSE 1', 'VALIDATE 1']);
    expect(again.slice(-2)).toEqual(['RENDER 0', 'REVIEW 0']);
    expect(again).not.toContain('VALIDATE 0');
    expect((await one.orchestrator.replay(run.run_id)).equal).toBe(true);
  });

  it('is refused for a run under way, a node the graph has not, and a run of one node', async () => {
    const one = make({ writers: [outsideWriter('hanging', () => new Promise(() => {}))] });
    const { run } = await one.orchestrator.startSong({ sds: shortSds });
    await expect(one.orchestrator.retry({ runId: run.run_id, from: 'PLAN', reroll: false })).rejects.toMatchObject({ code: 'CONFLICT' });
    const stopped = make();
    const short = await stopped.orchestrator.startSong({ sds: shortSds, manifest: { stop_after: 'STYLE' } });
    await short.ended;
    await expect(stopped.orchestrator.retry({ runId: short.run.run_id, from: 'LYRICS', reroll: false })).rejects.toMatchObject({ code: 'INPUT_INVALID' });
    const single = await stopped.orchestrator.startNode({ node: 'PLAN', input: { sds: shortSds } });
    await single.ended;
    await expect(stopped.orchestrator.retry({ runId: single.run.run_id, from: 'PLAN', reroll: false })).rejects.toMatchObject({ code: 'CONFLICT' });
    await expect(stopped.orchestrator.retry({ runId: 'r-none', from: 'PLAN', reroll: false })).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });

  it('goes on with a run that was cancelled', async () => {
    let hang = true;
    const inline = offline as Extract<Writer, { mode: 'inline' }>;
    const slow: Writer = outsideWriter('slow', (brief) => (hang ? new Promise(() => {}) : Promise.resolve(inline.write(brief, streams(1, 'LYRICS', 0)))));
    const one = make({ writers: [slow] });
    const { run } = await one.orchestrator.startSong({ sds: shortSds });
    await new Promise((go) => setTimeout(go, 50));
    expect((await one.orchestrator.cancel(run.run_id)).status).toBe('cancelled');
    hang = false;
    const again = await one.orchestrator.retry({ runId: run.run_id, from: 'LYRICS', reroll: false });
    expect((await again.ended).status).toBe('succeeded');
  });
});

describe('a cancel', () => {
  it('reaches a run that another process works on', async () => {
    const worker = make({ writers: [outsideWriter('hanging', () => new Promise(() => {}))] });
    const { run, ended } = await worker.orchestrator.startSong({ sds: shortSds });
    await new Promise((go) => setTimeout(go, 50));
    const other = worker.neighbour();
    expect((await other.orchestrator.cancel(run.run_id)).status).toBe('running');
    expect((await ended).status).toBe('cancelled');
    other.store.close();
  });

  it('ends a waiting run at once, and leaves one that is over as it is', async () => {
    const one = make({ writers: [{ name: 'somebody', mode: 'wait' }] });
    const { run, ended } = await one.orchestrator.startSong({ sds: shortSds });
    await ended;
    expect((await one.orchestrator.cancel(run.run_id)).status).toBe('cancelled');
    const events = await one.store.readEvents({ since: 0, run_id: run.run_id, limit: 100 });
    expect(events.at(-1)?.type).toBe('run.cancelled');
    expect((await one.orchestrator.cancel(run.run_id)).status).toBe('cancelled');
    expect((await one.store.readEvents({ since: 0, run_id: run.run_id, limit: 100 })).length).toBe(events.length);
  });
});

describe('a process that watches', () => {
  it('never takes a run up that a living process holds', async () => {
    const worker = make({ writers: [outsideWriter('hanging', () => new Promise(() => {}))] });
    const { run } = await worker.orchestrator.startSong({ sds: shortSds });
    await new Promise((go) => setTimeout(go, 2_500));
    const other = worker.neighbour();
    expect(await other.orchestrator.recover()).toEqual([]);
    expect((await other.store.getRun(run.run_id))?.status).toBe('running');
    other.store.close();
  });
});

import { describe, expect, it } from 'vitest';
import type { Brief, Draft } from '../../src/domain/draft.js';
import type { Writer } from '../../src/domain/ports.js';
import { streams } from '../../src/domain/seed.js';
import { agentWriter } from '../../src/writer/agent.js';
import { offline, type Studio, shortSds, useStudios } from '../fixtures/studio.js';

const make = useStudios();
const inline = offline as Extract<Writer, { mode: 'inline' }>;
const writers = [offline, agentWriter];
const manifest = { writer: 'agent' };
const words = (brief: Brief): Draft => inline.write(brief, streams(5, 'LYRICS', 0));
/** Words without the hook: they have to be repaired. */
const poor = (brief: Brief): Draft => ({
  issues: [],
  sections: words(brief).sections.map(({ id, lines }) => ({ id, lines: lines.map((line) => line.replaceAll(shortSds.title, 'something else')) })),
});

async function asked(one: Studio, runId: string) {
  const run = await one.store.getRun(runId);
  return run ? one.orchestrator.openDrafts(run) : [];
}

async function waiting(one: Studio, more: object = {}) {
  const { run, ended } = await one.orchestrator.startSong({ sds: shortSds, manifest: { ...manifest, ...more } });
  expect((await ended).status).toBe('waiting');
  const [open] = await asked(one, run.run_id);
  return { run, open: open as NonNullable<typeof open> };
}

describe('a run whose words an agent writes', () => {
  it('tells what it waits for, takes the draft by its id, and is over', async () => {
    const one = make({ writers });
    const { run, open } = await waiting(one);
    expect(open).toMatchObject({ node: 'LYRICS', iteration: 0, round: 0, draft_id: `${run.run_id}/0/LYRICS/0/0` });
    const { ended } = await one.orchestrator.answer({ draftId: open.draft_id, draft: words(open.brief) });
    expect((await ended).status).toBe('succeeded');
    expect(await asked(one, run.run_id)).toEqual([]);
    expect((await one.orchestrator.replay(run.run_id)).equal).toBe(true);
  });

  it('counts a draft once: the same again is the same answer, another is refused', async () => {
    const one = make({ writers });
    const { run, open } = await waiting(one);
    const draft = words(open.brief);
    const sent = { draftId: open.draft_id, draft };
    const [a, b] = await Promise.all([one.orchestrator.answer(sent), one.orchestrator.answer(sent)]);
    expect((await a.ended).status).toBe('succeeded');
    expect((await b.ended).status).toBe('succeeded');
    expect((await (await one.orchestrator.answer(sent)).ended).status).toBe('succeeded');
    await expect(one.orchestrator.answer({ ...sent, draft: poor(open.brief) })).rejects.toMatchObject({ code: 'CONFLICT' });
    const events = await one.store.readEvents({ since: 0, run_id: run.run_id, limit: 1000 });
    expect(events.filter(({ type }) => type === 'draft.accepted')).toHaveLength(1);
  });

  it('is asked in a repair for just the lines at fault, with what was wrong', async () => {
    const one = make({ writers });
    const { run, open } = await waiting(one);
    await (await one.orchestrator.answer({ draftId: open.draft_id, draft: poor(open.brief) })).ended;
    const [repair] = await asked(one, run.run_id);
    expect(repair).toMatchObject({ node: 'FIX', iteration: 1 });
    const lines = repair?.brief.sections.flatMap((section) => section.lines) ?? [];
    const holes = lines.filter(({ text }) => text === null).length;
    expect(holes).toBeGreaterThan(0);
    expect(holes).toBeLessThan(lines.length / 2);
    expect(repair?.brief.issues.length).toBeGreaterThan(0);
    const { ended } = await one.orchestrator.answer({ draftId: repair?.draft_id as string, draft: words(repair?.brief as Brief) });
    expect((await ended).status).toBe('succeeded');
    expect((await one.orchestrator.replay(run.run_id)).equal).toBe(true);
  });

  it('is answered from another process, while this one is about to wait', async () => {
    const one = make({ writers });
    const { run, open } = await waiting(one);
    const other = one.neighbour({ writers });
    const here = one.orchestrator.resume(run.run_id);
    const there = await other.orchestrator.answer({ draftId: open.draft_id, draft: words(open.brief) });
    expect((await there.ended).status).toBe('succeeded');
    await here;
    expect((await one.store.getRun(run.run_id))?.status).toBe('succeeded');
    await other.orchestrator.close();
    other.store.close();
  });

  it('is finished by the built-in writer, repairs included, with the same bytes on replay', async () => {
    const one = make({ writers });
    const { run, open } = await waiting(one);
    await (await one.orchestrator.answer({ draftId: open.draft_id, draft: poor(open.brief) })).ended;
    expect((await one.orchestrator.finishOffline(run.run_id)).status).toBe('succeeded');
    const again = await one.orchestrator.replay(run.run_id);
    expect(again).toMatchObject({ equal: true, error: null });
    expect(again.nodes.some(({ node }) => node === 'FIX')).toBe(true);
  });

  it('taken over at once gives the song the built-in writer would have given', async () => {
    const one = make({ writers });
    const { run } = await waiting(one);
    expect((await one.orchestrator.finishOffline(run.run_id)).status).toBe('succeeded');
    const plain = await one.orchestrator.startSong({ sds: shortSds });
    await plain.ended;
    const hashOf = async (id: string) => (await one.store.listArtifacts(id)).find(({ name }) => name === 'files')?.hash;
    const lyrics = async (id: string) => (await one.store.listArtifacts(id)).find(({ name }) => name === 'lyrics')?.hash;
    expect(await lyrics(run.run_id)).toBe(await lyrics(plain.run.run_id));
    expect(await hashOf(run.run_id)).toBe(await hashOf(plain.run.run_id));
  });

  it('takes no draft that nobody asked for, nor one for a run that is over', async () => {
    const one = make({ writers });
    const { run, open } = await waiting(one);
    const draft = words(open.brief);
    for (const [draftId, code] of [
      ['nonsense', 'NOT_FOUND'],
      [`${run.run_id}/0/FIX/1/0`, 'CONFLICT'],
      ['r-none/0/LYRICS/0/0', 'NOT_FOUND'],
    ] as const)
      await expect(one.orchestrator.answer({ draftId, draft })).rejects.toMatchObject({ code });
    await one.orchestrator.cancel(run.run_id);
    await expect(one.orchestrator.answer({ draftId: open.draft_id, draft })).rejects.toMatchObject({ code: 'CONFLICT' });
    expect(await asked(one, run.run_id)).toEqual([]);
  });

  it('asks anew in a new take, and the older answer stays where it was', async () => {
    const one = make({ writers });
    const { run, open } = await waiting(one);
    await (await one.orchestrator.answer({ draftId: open.draft_id, draft: words(open.brief) })).ended;
    const { ended } = await one.orchestrator.retry({ runId: run.run_id, from: 'LYRICS', reroll: true });
    expect((await ended).status).toBe('waiting');
    expect((await asked(one, run.run_id)).map(({ draft_id }) => draft_id)).toEqual([`${run.run_id}/1/LYRICS/0/0`]);
  });
});

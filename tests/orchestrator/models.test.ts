import { describe, expect, it } from 'vitest';
import type { Brief } from '../../src/domain/draft.js';
import { AmcsError } from '../../src/domain/error.js';
import type { OutsideAnswer } from '../../src/domain/outside-answer.js';
import type { OutsideWriter } from '../../src/domain/ports.js';
import { streams } from '../../src/domain/seed.js';
import { usageOf } from '../../src/orchestrator/usage.js';
import { madeUpCall, offline, outsideWriter, type Studio, shortSds, useStudios } from '../fixtures/studio.js';

const make = useStudios();
const inline = offline as Extract<typeof offline, { mode: 'inline' }>;

/** A model that writes otherwise every time it is asked. */
function fickle(more: Partial<OutsideWriter> = {}): OutsideWriter & { asked: { brief: Brief; seed: number; options: object }[] } {
  const asked: { brief: Brief; seed: number; options: object }[] = [];
  const writer = outsideWriter('fickle', async (brief, { seed, options }) => {
    asked.push({ brief, seed, options });
    return inline.write(brief, streams(asked.length, 'LYRICS', 0));
  });
  return { ...writer, ...more, asked };
}

const answer = (more: Partial<OutsideAnswer>): OutsideAnswer => ({ text: '', ended: 'whole', call: madeUpCall, ...more });

async function song(one: Studio, manifest: object = {}) {
  const { run, ended } = await one.orchestrator.startSong({ sds: shortSds, manifest });
  return { id: run.run_id, over: await ended };
}

const wordsOf = async ({ store }: Studio, runId: string, take: number) => {
  const found = (await store.listArtifacts(runId)).find((one) => one.name === 'lyrics' && one.take === take && one.iteration === 0);
  return found?.hash;
};

describe('a run with a model', () => {
  it('keeps how the model was asked with the run, and what it used', async () => {
    const model = fickle();
    const one = make({ writers: [model] });
    const { id, over } = await song(one, { nodes: { FIX: { max_tokens: 900 } }, budget_usd: 0.5 });
    expect(over.status).toBe('succeeded');
    const manifest = JSON.parse((await one.store.getDocument(over.manifest_hash)) as string);
    expect(manifest.nodes).toEqual({ LYRICS: { model: 'scripted-1' }, FIX: { model: 'scripted-1', max_tokens: 900 } });
    expect(model.asked[0]).toMatchObject({ options: { model: 'scripted-1' }, seed: shortSds.seed + 2 });
    expect(usageOf(await one.store.listOutside(id), 0.5)).toMatchObject({
      calls: 1,
      unanswered: 0,
      cost_microusd: 700,
      budget_microusd: 500_000,
      models: ['scripted-1'],
    });
  });

  it('says the same again on a retry, and otherwise on a reroll', async () => {
    const model = fickle();
    const one = make({ writers: [model] });
    const { id } = await song(one);
    await (await one.orchestrator.retry({ runId: id, from: 'LYRICS', reroll: false })).ended;
    expect(model.asked).toHaveLength(1);
    expect(await wordsOf(one, id, 1)).toBe(await wordsOf(one, id, 0));
    await (await one.orchestrator.retry({ runId: id, from: 'LYRICS', reroll: true })).ended;
    expect(model.asked).toHaveLength(2);
    expect(model.asked[1]?.seed).not.toBe(model.asked[0]?.seed);
    expect(await wordsOf(one, id, 2)).not.toBe(await wordsOf(one, id, 0));
    await (await one.orchestrator.retry({ runId: id, from: 'LYRICS', reroll: false })).ended;
    expect(await wordsOf(one, id, 3)).toBe(await wordsOf(one, id, 0));
    expect(await one.orchestrator.replay(id)).toMatchObject({ equal: true, error: null });
    expect(model.asked).toHaveLength(2);
  });

  it('whose writer is not set up is refused before it begins, and can still be replayed', async () => {
    const one = make({ writers: [fickle()] });
    const { id } = await song(one);
    const lacking = fickle({
      settle: () => {
        throw new AmcsError('WRITER_UNAVAILABLE', { message: 'No key.' });
      },
      ceiling: () => {
        throw new AmcsError('WRITER_UNAVAILABLE', { message: 'No key.' });
      },
    });
    const later = one.neighbour({ writers: [lacking] });
    await expect(later.orchestrator.startSong({ sds: shortSds })).rejects.toMatchObject({ code: 'WRITER_UNAVAILABLE' });
    expect(await later.orchestrator.replay(id)).toMatchObject({ equal: true, error: null });
    later.store.close();
  });

  it('names the nearest writer where there is none of that name', async () => {
    const one = make({ writers: [offline, fickle()] });
    await expect(one.orchestrator.startSong({ sds: shortSds, manifest: { writer: 'fickel' } })).rejects.toMatchObject({
      code: 'WRITER_UNAVAILABLE',
      hint: expect.stringMatching(/Did you mean fickle\? .*offline, fickle/),
    });
  });
});

describe('a model that does not write', () => {
  it('by refusing ends the run with what to change, asked once, and is asked again by a retry', async () => {
    let refuses = true;
    const model = fickle();
    const { write } = model;
    model.write = async (brief, asked) => (refuses ? answer({ text: 'No.', ended: 'refused' }) : write(brief, asked));
    const one = make({ writers: [model] });
    const { id, over } = await song(one);
    expect(over).toMatchObject({ status: 'failed', error: { code: 'MODEL_REFUSED', hint: expect.stringMatching(/themes/) } });
    expect(await one.orchestrator.replay(id)).toMatchObject({ equal: true, error: expect.stringMatching(/would not write/) });
    refuses = false;
    expect((await (await one.orchestrator.retry({ runId: id, from: 'LYRICS', reroll: false })).ended).status).toBe('succeeded');
  });

  it('by breaking off three times is at fault itself, and nobody repairs what it never wrote', async () => {
    let times = 0;
    const model = fickle({
      write: async () => {
        times += 1;
        return answer({ text: '{"sections":', ended: 'truncated' });
      },
      read: () => {
        throw new AmcsError('INPUT_INVALID', { message: 'The answer broke off.' });
      },
    });
    const one = make({ writers: [model] });
    const { over } = await song(one);
    expect(over).toMatchObject({ status: 'failed', error: { code: 'MODEL_FAILED', message: expect.stringMatching(/broke off/) } });
    expect(times).toBe(3);
  });

  it('because its service failed says so, and the failure is recorded as one that cost nothing', async () => {
    let fails = true;
    const model = fickle();
    const { write } = model;
    model.write = async (brief, asked) => {
      if (fails) throw new AmcsError('MODEL_FAILED', { message: 'The service is overloaded.' });
      return write(brief, asked);
    };
    const one = make({ writers: [model] });
    const { id, over } = await song(one, { budget_usd: 0.0015 });
    expect(over).toMatchObject({ status: 'failed', error: { code: 'MODEL_FAILED', retriable: true } });
    expect(usageOf(await one.store.listOutside(id), undefined)).toMatchObject({ calls: 0, unanswered: 0 });
    fails = false;
    // The ceiling of a call is $0.001: it would not fit twice.
    expect((await (await one.orchestrator.retry({ runId: id, from: 'LYRICS', reroll: false })).ended).status).toBe('succeeded');
  });

  it('and nobody knows why is never asked again by itself, counts as asked, and is by a retry', async () => {
    let unclear = true;
    const model = fickle();
    const { write } = model;
    model.write = async (brief, asked) => {
      if (unclear) throw new AmcsError('MODEL_UNCERTAIN', { message: 'The connection broke off.' });
      return write(brief, asked);
    };
    const one = make({ writers: [model] });
    const { id, over } = await song(one, { budget_usd: 0.0015 });
    expect(over.error?.code).toBe('MODEL_UNCERTAIN');
    expect(usageOf(await one.store.listOutside(id), undefined)).toMatchObject({ calls: 0, unanswered: 1 });
    unclear = false;
    const poor = await (await one.orchestrator.retry({ runId: id, from: 'LYRICS', reroll: false })).ended;
    expect(poor.error?.code).toBe('BUDGET_EXCEEDED');
    const rich = await song(one, { budget_usd: 0.0025 });
    expect(rich.over.status).toBe('succeeded');
  });
});

describe('a process that ends while a model is asked', () => {
  it('leaves a call that nobody makes again by itself; a retry does', async () => {
    const hanging = fickle({ write: () => new Promise(() => {}) });
    const first = make({ writers: [hanging] });
    const { run } = await first.orchestrator.startSong({ sds: shortSds });
    while (usageOf(await first.store.listOutside(run.run_id), undefined) === null) await new Promise((go) => setTimeout(go, 5));
    await first.orchestrator.close();
    const model = fickle();
    const second = first.neighbour({ writers: [model] });
    const left = await second.orchestrator.resume(run.run_id);
    expect(left).toMatchObject({ status: 'failed', error: { code: 'CONFLICT', hint: expect.stringContaining(`amcs-mcp retry ${run.run_id} --from LYRICS`) } });
    expect(model.asked).toHaveLength(0);
    expect((await (await second.orchestrator.retry({ runId: run.run_id, from: 'LYRICS', reroll: false })).ended).status).toBe('succeeded');
    expect(usageOf(await second.store.listOutside(run.run_id), undefined)).toMatchObject({ calls: 1, unanswered: 1 });
    second.store.close();
  });
});

describe('a budget', () => {
  it('stops a run before it is passed, with what is left and what to do', async () => {
    // Three rounds of one call; each may cost a thousandth of a dollar and costs seven tenths of that.
    const model = fickle({ read: () => ({ sections: [], issues: [] }) });
    const one = make({ writers: [model] });
    const { id, over } = await song(one, { budget_usd: 0.0016 });
    expect(over).toMatchObject({ status: 'failed', error: { code: 'BUDGET_EXCEEDED', hint: expect.stringMatching(/budget_usd/) } });
    expect(over.error?.message).toBe("The next call of LYRICS may cost up to $0.0010, and $0.0009 of the run's budget of $0.0016 is left.");
    expect(usageOf(await one.store.listOutside(id), 0.0016)).toMatchObject({ calls: 1, cost_microusd: 700 });
  });

  it('counts what was spent before a crash', async () => {
    const model = fickle({ read: () => ({ sections: [], issues: [] }) });
    const one = make({ writers: [model] });
    const { id, over } = await song(one, { budget_usd: 0.0024 });
    expect(over.error?.code).toBe('BUDGET_EXCEEDED');
    const again = await (await one.orchestrator.retry({ runId: id, from: 'LYRICS', reroll: true })).ended;
    expect(again.error?.code).toBe('BUDGET_EXCEEDED');
    expect(usageOf(await one.store.listOutside(id), undefined)?.cost_microusd).toBeLessThanOrEqual(2_400);
  });

  it('is one for all that write at the same time', async () => {
    const all = (nodes: object) => ({ nodes: { STYLE: { writer: 'fickle' }, PRODUCER: { writer: 'fickle' }, ...nodes } });
    let most = 0;
    let now = 0;
    const model = fickle();
    const { write } = model;
    model.write = async (brief, asked) => {
      now += 1;
      most = Math.max(most, now);
      await new Promise((go) => setTimeout(go, 50));
      now -= 1;
      return write(brief, asked);
    };
    const one = make({ writers: [model, offline] });
    // Room for two calls of the three that are made together.
    const { id, over } = await song(one, { ...all({}), budget_usd: 0.0025 });
    expect(over.error?.code).toBe('BUDGET_EXCEEDED');
    expect(most).toBe(2);
    expect(usageOf(await one.store.listOutside(id), 0.0025)?.cost_microusd).toBeLessThanOrEqual(2_500);
  });

  it('of nothing lets nobody be asked', async () => {
    const model = fickle();
    const one = make({ writers: [model] });
    expect((await song(one, { budget_usd: 0 })).over.error?.code).toBe('BUDGET_EXCEEDED');
    expect(model.asked).toHaveLength(0);
  });
});

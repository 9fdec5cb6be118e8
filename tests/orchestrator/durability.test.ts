import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Brief, Draft } from '../../src/domain/draft.js';
import type { Store, Writer } from '../../src/domain/ports.js';
import { streams } from '../../src/domain/seed.js';
import { offline, outsideWriter, type Studio, shortSds, unhooked, useStudios } from '../fixtures/studio.js';

const make = useStudios();

const inline = offline as Extract<Writer, { mode: 'inline' }>;
const write = (brief: Brief): Draft => inline.write(brief, streams(5, 'LYRICS', 0));

/** Methods that write: a process may die at any of these. */
const writing = [
  'takeUp',
  'changeRun',
  'startExecution',
  'finishExecution',
  'skipExecution',
  'putPart',
  'addEvents',
  'intendOutside',
  'answerOutside',
] as const;

class Died extends Error {}

/** A store on which the process dies at its nth write, before it (`after: false`) or just after it was committed. */
function dyingAt(nth: number, after: boolean) {
  let writes = 0;
  let dead = false;
  const wrap = (store: Store): Store =>
    new Proxy(store, {
      get(target, name) {
        const method = target[name as keyof Store] as (...args: never[]) => Promise<unknown>;
        if (typeof method !== 'function') return method;
        return async (...args: never[]) => {
          if (dead) throw new Died();
          if (!(writing as readonly string[]).includes(String(name))) return method.apply(target, args);
          writes += 1;
          if (writes !== nth) return method.apply(target, args);
          if (after) await method.apply(target, args);
          dead = true;
          throw new Died();
        };
      },
    });
  return { wrap, reached: () => dead };
}

async function published(one: Studio, runId: string): Promise<string> {
  const run = await one.store.getRun(runId);
  return readFileSync(join(run?.out_dir as string, 'files.json'), 'utf8');
}

describe('a run that dies', () => {
  it('at any write, before or after it, ends with the same bytes when it is taken up again, and no node is recorded twice', { timeout: 90_000 }, async () => {
    const whole = make({ writers: [unhooked] });
    const { run, ended } = await whole.orchestrator.startSong({ sds: shortSds });
    expect((await ended).status).toBe('succeeded');
    const expected = await published(whole, run.run_id);
    const executions = (await whole.store.listExecutions(run.run_id)).map(({ node, iteration, output_hash }) => `${node} ${iteration} ${output_hash}`);
    expect(executions.some((one) => one.startsWith('FIX 1'))).toBe(true);
    let points = 0;
    for (const after of [false, true]) {
      for (let nth = 1; ; nth += 1) {
        const death = dyingAt(nth, after);
        const first = make({ writers: [unhooked], wrap: death.wrap });
        const started = await first.orchestrator.startSong({ sds: shortSds });
        await started.ended.catch(() => {});
        if (!death.reached()) break;
        points += 1;
        const runId = started.run.run_id;
        // What a new process does once the dead one's lease has run out.
        const owner = await first.store.getRun(runId);
        expect(owner).not.toBeNull();
        for (let at = 1; at < 1000; at += 1) await first.store.releaseRun(runId, `owner-${at}`);
        const second = first.neighbour({ writers: [unhooked] });
        const over = await second.orchestrator.resume(runId);
        expect([nth, after, over.status, over.error]).toEqual([nth, after, 'succeeded', null]);
        expect(await published(second, runId)).toBe(expected);
        expect((await second.store.listExecutions(runId)).map(({ node, iteration, output_hash }) => `${node} ${iteration} ${output_hash}`).sort()).toEqual(
          [...executions].sort(),
        );
        const events = await second.store.readEvents({ since: 0, run_id: runId, limit: 1000 });
        const ends = events.filter(({ type }) => type === 'node.ended').map(({ node, iteration }) => `${node} ${iteration}`);
        expect(new Set(ends).size).toBe(ends.length);
        await second.orchestrator.close();
        second.store.close();
        await first.close();
      }
    }
    expect(points).toBeGreaterThan(40);
  });
});

describe('a writer outside', () => {
  it('is asked once; its answer is read from the record by whoever takes the run up', async () => {
    let asked = 0;
    const writer: Writer = outsideWriter('costly', async (brief) => {
      asked += 1;
      return write(brief);
    });
    // Dies right after the answer was recorded.
    let dead = false;
    const wrap = (store: Store): Store =>
      new Proxy(store, {
        get:
          (target, name) =>
          async (...args: never[]) => {
            if (dead) throw new Died();
            const result = await (target[name as keyof Store] as (...all: never[]) => unknown).apply(target, args);
            if (name === 'answerOutside') {
              dead = true;
              throw new Died();
            }
            return result;
          },
      });
    const first = make({ writers: [writer], wrap });
    const { run, ended } = await first.orchestrator.startSong({ sds: shortSds });
    await ended.catch(() => {});
    for (let at = 1; at < 1000; at += 1) await first.store.releaseRun(run.run_id, `owner-${at}`);
    const second = first.neighbour({ writers: [writer] });
    expect((await second.orchestrator.resume(run.run_id)).status).toBe('succeeded');
    expect(asked).toBe(1);
    second.store.close();
  });

  it('whose call was begun and has no answer is not called again by itself', async () => {
    const never: Writer = outsideWriter('costly', () => new Promise(() => {}));
    const first = make({ writers: [never] });
    const { run } = await first.orchestrator.startSong({ sds: shortSds });
    while (!(await first.store.readEvents({ since: 0, run_id: run.run_id, limit: 100 })).some(({ type }) => type === 'draft.requested'))
      await new Promise((go) => setTimeout(go, 5));
    await new Promise((go) => setTimeout(go, 20));
    await first.orchestrator.close();
    let asked = 0;
    const second = first.neighbour({
      writers: [
        outsideWriter('costly', async () => {
          asked += 1;
          return { sections: [], issues: [] };
        }),
      ],
    });
    const over = await second.orchestrator.resume(run.run_id);
    expect(over).toMatchObject({ status: 'failed', error: { code: 'CONFLICT' } });
    expect(asked).toBe(0);
    second.store.close();
  });

  it('that hangs is left at once when the run is cancelled', async () => {
    const one = make({ writers: [outsideWriter('hanging', () => new Promise(() => {}))] });
    const { run, ended } = await one.orchestrator.startSong({ sds: shortSds });
    await new Promise((go) => setTimeout(go, 30));
    expect((await one.orchestrator.cancel(run.run_id)).status).toBe('cancelled');
    expect((await ended).error?.code).toBe('CANCELLED');
    const open_ = (await one.store.listExecutions(run.run_id)).filter(({ status }) => status === 'running');
    expect(open_).toEqual([]);
  });
});

describe('a run that another process took while this one was held up', () => {
  it('goes on there, and its end is waited for here', async () => {
    let owners = 0;
    const heldUp = (store: Store): Store =>
      new Proxy(store, {
        get:
          (target, name) =>
          (...args: never[]) => {
            const ends = name === 'finishExecution' && (args as unknown as [{ node: string }])[0].node === 'LYRICS';
            if (ends) owners += 1;
            // Held up as it is, it renews no lease either.
            if (owners > 0 && name === 'claimRun') return Promise.resolve(false);
            return ends ? new Promise(() => {}) : (target[name as keyof Store] as (...all: never[]) => unknown).apply(target, args);
          },
      });
    const first = make({ wrap: heldUp });
    const { run, ended } = await first.orchestrator.startSong({ sds: shortSds });
    while (owners === 0) await new Promise((go) => setTimeout(go, 5));
    const second = first.neighbour({});
    expect((await second.orchestrator.resume(run.run_id)).status).toBe('succeeded');
    expect((await ended).status).toBe('succeeded');
    expect(await first.orchestrator.resume(run.run_id)).toMatchObject({ status: 'succeeded' });
    await second.orchestrator.close();
    second.store.close();
  });
});

describe('a run whose words somebody else writes', () => {
  const waiting: Writer = { name: 'somebody', mode: 'wait' };
  const answerTo = async (one: Studio, runId: string, make_: (brief: Brief) => Draft, round = 0, node: 'LYRICS' | 'FIX' = 'LYRICS', iteration = 0) => {
    const key = { run_id: runId, take: 0, node, iteration, round };
    const brief = JSON.parse((await one.store.getPart({ ...key, part: 'brief' })) as string) as Brief;
    await one.store.putPart({ ...key, part: 'answer' }, JSON.stringify(make_(brief)), []);
  };

  it('waits, lets its siblings finish, and goes on in another process when the draft is there', async () => {
    const first = make({ writers: [waiting] });
    const { run, ended } = await first.orchestrator.startSong({ sds: shortSds });
    expect((await ended).status).toBe('waiting');
    const done = (await first.store.listExecutions(run.run_id)).filter(({ status }) => status === 'succeeded').map(({ node }) => node);
    expect(done.sort()).toEqual(['PLAN', 'PRODUCER', 'STYLE']);
    await first.orchestrator.close();
    const second = first.neighbour({ writers: [waiting] });
    await answerTo(second, run.run_id, write);
    expect((await second.orchestrator.resume(run.run_id)).status).toBe('succeeded');
    const events = await second.store.readEvents({ since: 0, run_id: run.run_id, limit: 1000 });
    expect(events.filter(({ type }) => type === 'draft.requested')).toHaveLength(1);
    second.store.close();
  });

  it('is asked again with the issues where a draft misses lines, at most twice; then the best draft is taken', async () => {
    const one = make({ writers: [waiting] });
    const { run, ended } = await one.orchestrator.startSong({ sds: shortSds, manifest: { max_fixes: 0 } });
    await ended;
    const missing =
      (sections: number) =>
      (brief: Brief): Draft => ({ issues: [], sections: write(brief).sections.slice(sections) });
    for (const [round, left] of [3, 1, 2].entries()) {
      expect((await one.store.getRun(run.run_id))?.status).toBe('waiting');
      await answerTo(one, run.run_id, missing(left), round);
      await one.orchestrator.resume(run.run_id);
    }
    const over = await one.store.getRun(run.run_id);
    expect(over?.status).toBe('failed');
    const events = await one.store.readEvents({ since: 0, run_id: run.run_id, limit: 1000 });
    expect(events.filter(({ type }) => type === 'draft.rejected')).toHaveLength(3);
    const second = JSON.parse(
      (await one.store.getPart({ run_id: run.run_id, take: 0, node: 'LYRICS', iteration: 0, round: 1, part: 'brief' })) as string,
    ) as Brief;
    expect(second.issues.length).toBeGreaterThan(0);
    const lyrics = (await one.store.listArtifacts(run.run_id)).find(({ name }) => name === 'lyrics');
    const words = JSON.parse((await one.store.getDocument(lyrics?.hash as string)) as string) as { sections: unknown[] };
    const wanted = (
      JSON.parse((await one.store.getPart({ run_id: run.run_id, take: 0, node: 'LYRICS', iteration: 0, round: 0, part: 'brief' })) as string) as Brief
    ).sections.length;
    expect(words.sections.length).toBeGreaterThan(wanted - 2);
  });
});

describe('a run that failed', () => {
  const noOpenNode = async (one: Studio, runId: string) =>
    expect((await one.store.listExecutions(runId)).filter(({ status }) => status === 'running' || status === 'pending')).toEqual([]);

  it('outside of its nodes, at the writer or at the storage, leaves no node open and says which failed', async () => {
    const throwing: Writer = outsideWriter('throwing', () => Promise.reject(new Error('no')));
    const one = make({ writers: [throwing] });
    const { run, ended } = await one.orchestrator.startSong({ sds: shortSds });
    expect((await ended).status).toBe('failed');
    await noOpenNode(one, run.run_id);
    const events = await one.store.readEvents({ since: 0, run_id: run.run_id, limit: 100 });
    expect(events.filter(({ type }) => type === 'node.failed').map(({ node }) => node)).toEqual(['LYRICS']);

    const other = make();
    const lost = await other.orchestrator.startSong({ sds: shortSds, outDir: '/dev/null' });
    expect(await lost.ended).toMatchObject({ status: 'failed', error: { code: 'STORAGE_FAILED' } });
    await noOpenNode(other, lost.run.run_id);
    expect((await other.store.listExecutions(lost.run.run_id)).find(({ node }) => node === 'REVIEW')?.status).toBe('failed');
  });

  it('is asked again where its writer answers with what is no draft, and the answer is kept', async () => {
    let asked = 0;
    const clumsy: Writer = outsideWriter('clumsy', async (brief) => {
      asked += 1;
      return asked === 1 ? ({ sections: [{ id: 'x', lines: 'no list' }] } as never) : write(brief);
    });
    const one = make({ writers: [clumsy] });
    const { run, ended } = await one.orchestrator.startSong({ sds: shortSds });
    expect((await ended).status).toBe('succeeded');
    const types = (await one.store.readEvents({ since: 0, run_id: run.run_id, limit: 100 }))
      .map(({ type }) => type)
      .filter((type) => type.startsWith('draft.'));
    expect(types).toEqual(['draft.requested', 'draft.rejected', 'draft.requested', 'draft.accepted']);
    expect((await one.orchestrator.replay(run.run_id)).equal).toBe(true);
  });

  it('a client key that was used for another song is refused', async () => {
    const one = make();
    await (await one.orchestrator.startSong({ sds: shortSds, clientKey: 'k' })).ended;
    await expect(one.orchestrator.startSong({ sds: { ...shortSds, title: 'Another' }, clientKey: 'k' })).rejects.toMatchObject({ code: 'CONFLICT' });
    const { seed: _drawn, ...unseeded } = shortSds;
    const first = await one.orchestrator.startSong({ sds: unseeded, clientKey: 'l' });
    const second = await one.orchestrator.startSong({ sds: unseeded, clientKey: 'l' });
    expect(second.run.run_id).toBe(first.run.run_id);
    await first.ended;
  });
});

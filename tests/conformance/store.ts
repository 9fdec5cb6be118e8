import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { document } from '../../src/domain/canonical.js';
import type { NewEvent } from '../../src/domain/event.js';
import type { ExecutionKey, NewRun, Outcome, Store } from '../../src/domain/ports.js';
import type { Run } from '../../src/domain/run.js';

const LEASE_MS = 5_000;

/** What every store promises. `make` gives an empty one and what closes it. */
export function storeConformance(name: string, make: () => { store: Store; again(): Store; close(): void }): void {
  describe(`${name} keeps the promises of a store`, () => {
    let made: ReturnType<typeof make>;
    let store: Store;
    beforeEach(() => {
      made = make();
      store = made.store;
    });
    afterEach(() => made.close());

    const sds = document({ title: 'x' });
    const newRun = (run_id: string, more: Partial<NewRun> = {}): NewRun => ({
      run_id,
      kind: 'song',
      song_id: 'x',
      title: 'x',
      genre: 'pop',
      seed: 1,
      sds_hash: sds.hash,
      manifest_hash: sds.hash,
      tables_hash: sds.hash,
      workflow_version: 1,
      out_dir: null,
      client_key: null,
      documents: [sds],
      ...more,
    });
    const key: ExecutionKey = { run_id: 'a', take: 0, node: 'PLAN', iteration: 0 };
    const ended = (value: unknown, events: NewEvent[] = [{ type: 'node.ended' }]): Outcome => {
      const output = document(value);
      return { status: 'succeeded', output, artifacts: [{ ...output, name: 'plan' }], error: null, duration_ms: null, events };
    };
    const events = (run_id?: string) => store.readEvents({ since: 0, limit: 1000, ...(run_id ? { run_id } : {}) });

    it('gives the first run again for a client key that was used before, and records one event', async () => {
      const first = await store.createRun(newRun('a', { client_key: 'k' }));
      const second = await store.createRun(newRun('b', { client_key: 'k' }));
      expect(first.created).toBe(true);
      expect(second).toMatchObject({ created: false, run: { run_id: 'a' } });
      expect((await events()).map(({ type }) => type)).toEqual(['run.queued']);
    });

    it('numbers events without gaps over the log and within each run', async () => {
      await store.createRun(newRun('a'));
      await store.createRun(newRun('b'));
      await store.addEvents('a', [{ type: 'node.progress' }, { type: 'node.progress' }]);
      await expect(store.addEvents('missing', [{ type: 'node.progress' }])).rejects.toThrow();
      await store.addEvents('b', [{ type: 'node.progress' }]);
      expect((await events()).map(({ seq, run_id, run_seq }) => [seq, run_id, run_seq])).toEqual([
        [1, 'a', 1],
        [2, 'b', 1],
        [3, 'a', 2],
        [4, 'a', 3],
        [5, 'b', 2],
      ]);
      expect(await store.lastSeq()).toBe(5);
    });

    it('closes an execution once: the second finish changes nothing and adds no event', async () => {
      await store.createRun(newRun('a'));
      await store.startExecution(key, 1, sds.hash);
      const first = await store.finishExecution(key, ended({ plan: 1 }));
      const second = await store.finishExecution(key, ended({ plan: 2 }));
      expect(second.output_hash).toBe(first.output_hash);
      expect((await events('a')).filter(({ type }) => type === 'node.ended')).toHaveLength(1);
      expect(await store.listArtifacts('a')).toHaveLength(1);
    });

    it('writes neither the state nor any event where one event cannot be written', async () => {
      await store.createRun(newRun('a'));
      await store.startExecution(key, 1, sds.hash);
      const before = await events();
      const broken = { type: 'node.ended', data: { big: 1n } } as unknown as NewEvent;
      await expect(store.finishExecution(key, ended({ plan: 1 }, [{ type: 'fix.applied' }, broken]))).rejects.toThrow();
      expect((await store.getExecution(key))?.status).toBe('running');
      expect(await store.listArtifacts('a')).toEqual([]);
      await expect(store.changeRun('a', { status: 'succeeded' }, [broken])).rejects.toThrow();
      expect((await store.getRun('a'))?.status).toBe('queued');
      expect(await events()).toEqual(before);
    });

    it('keeps writes that are asked for at once apart and in order: one that fails leaves nothing behind and takes no number', async () => {
      await store.createRun(newRun('a'));
      const broken = { type: 'fix.applied', data: { big: 1n } } as unknown as NewEvent;
      const asked = [
        store.startExecution(key, 1, sds.hash),
        store.addEvents('a', [{ type: 'node.progress' }]),
        store.addEvents('missing', [{ type: 'node.progress' }]),
        store.finishExecution(key, ended({ plan: 1 }, [{ type: 'node.ended' }, broken])),
        ...Array.from({ length: 20 }, () => store.addEvents('a', [{ type: 'node.progress' }, { type: 'node.progress' }])),
        store.finishExecution(key, ended({ plan: 2 })),
        store.finishExecution(key, ended({ plan: 3 })),
      ];
      const settled = await Promise.allSettled(asked);
      expect(settled.flatMap(({ status }, at) => (status === 'rejected' ? [at] : []))).toEqual([2, 3]);
      expect((await store.getExecution(key))?.output_hash).toBe(document({ plan: 2 }).hash);
      const log = await events();
      expect(log.map(({ seq, run_seq }) => [seq, run_seq])).toEqual(log.map((_, at) => [at + 1, at + 1]));
      expect(log.map(({ type }) => type)).toEqual(['run.queued', 'node.started', ...Array(41).fill('node.progress'), 'node.ended']);
    });

    it('records nodes that start together before the first of them ends, and a start whose end cannot be written', async () => {
      await store.createRun(newRun('a'));
      const nodes = (['STYLE', 'LYRICS', 'PRODUCER'] as const).map((node) => ({ ...key, node }));
      const [style, lyrics, producer] = nodes as [ExecutionKey, ExecutionKey, ExecutionKey];
      const broken = { type: 'node.ended', data: { big: 1n } } as unknown as NewEvent;
      const starts = nodes.map((at) => store.startExecution(at, 1, null));
      await expect(store.finishExecution(producer, ended({ producer: 1 }, [broken]))).rejects.toThrow();
      await Promise.all(starts);
      expect((await store.listExecutions('a')).map(({ node, status }) => [node, status])).toEqual(nodes.map(({ node }) => [node, 'running']));
      const again = nodes.map((at) => store.startExecution({ ...at, iteration: 1 }, 1, null));
      await store.finishExecution({ ...lyrics, iteration: 1 }, ended({ lyrics: 1 }));
      await Promise.all(again);
      expect((await store.listExecutions('a')).slice(3).map(({ node, status, attempt }) => [node, status, attempt])).toEqual([
        [style.node, 'running', 1],
        [lyrics.node, 'succeeded', 1],
        [producer.node, 'running', 1],
      ]);
      const started = Array(3).fill('node.started');
      expect((await events('a')).map(({ type }) => type)).toEqual(['run.queued', ...started, ...started, 'node.ended']);
    });

    it('counts technical starts as attempts and never reopens what is closed', async () => {
      await store.createRun(newRun('a'));
      for (const attempt of [1, 2]) {
        await store.startExecution(key, 1, null);
        expect((await store.getExecution(key))?.attempt).toBe(attempt);
      }
      await store.finishExecution(key, ended(1));
      await store.startExecution(key, 1, null);
      expect(await store.getExecution(key)).toMatchObject({ attempt: 2, status: 'succeeded' });
      expect((await events('a')).filter(({ type }) => type === 'node.started')).toHaveLength(2);
    });

    it('keeps the first of two parts and records its events once', async () => {
      await store.createRun(newRun('a'));
      const part = { ...key, round: 0, part: 'brief' as const };
      expect(await store.putPart(part, '1', [{ type: 'draft.requested' }])).toBe('1');
      expect(await store.putPart(part, '2', [{ type: 'draft.requested' }])).toBe('1');
      expect((await events('a')).filter(({ type }) => type === 'draft.requested')).toHaveLength(1);
    });

    it('lets a run that is over stay over', async () => {
      await store.createRun(newRun('a'));
      await store.changeRun('a', { status: 'cancelled' }, [{ type: 'run.cancelled' }]);
      const late = await store.changeRun('a', { status: 'succeeded' }, [{ type: 'run.succeeded' }]);
      expect(late.status).toBe('cancelled');
      expect((await events('a')).map(({ type }) => type)).toEqual(['run.queued', 'run.cancelled']);
    });

    it('gives a lease to one owner at a time, and again after it ran out', async () => {
      await store.createRun(newRun('a'));
      expect(await store.claimRun('a', 'one', 60_000)).toBe(true);
      expect(await store.claimRun('a', 'two', 60_000)).toBe(false);
      expect(await store.claimRun('a', 'one', -1)).toBe(true);
      expect(await store.claimRun('a', 'two', 60_000)).toBe(true);
      await store.releaseRun('a', 'one');
      expect(await store.claimRun('a', 'one', 60_000)).toBe(false);
      await store.releaseRun('a', 'two');
      expect(await store.claimRun('a', 'one', 60_000)).toBe(true);
    });

    it('takes a run up once: with its lease, its status and its event', async () => {
      await store.createRun(newRun('a'));
      expect(await store.takeUp('a', 'one', 60_000)).toMatchObject({ status: 'running' });
      expect(await store.takeUp('a', 'two', 60_000)).toBeNull();
      expect(await store.checkLease('a', 'one')).toEqual({ mine: true, cancelAsked: false });
      await store.releaseRun('a', 'one');
      expect(await store.takeUp('a', 'two', 60_000)).toMatchObject({ status: 'running' });
      await store.changeRun('a', { status: 'succeeded' }, [{ type: 'run.succeeded' }]);
      expect(await store.takeUp('a', 'two', 60_000)).toBeNull();
      expect(await store.takeUp('none', 'two', 60_000)).toBeNull();
      expect((await events('a')).map(({ type }) => type)).toEqual(['run.queued', 'run.started', 'run.resumed', 'run.succeeded']);
    });

    it('gives a lease that lies further ahead than any owner makes one to another when nobody renewed it: a clock went back', async () => {
      await store.createRun(newRun('a'));
      const wait = () => new Promise((go) => setTimeout(go, 60));
      expect(await store.claimRun('a', 'one', 3_600_000)).toBe(true);
      expect(await store.claimRun('a', 'two', 50)).toBe(false);
      await wait();
      // It lives: it renewed.
      expect(await store.claimRun('a', 'one', 3_600_001)).toBe(true);
      expect(await store.claimRun('a', 'two', 50)).toBe(false);
      expect(await store.checkLease('a', 'one')).toEqual({ mine: true, cancelAsked: false });
      await wait();
      expect(await store.claimRun('a', 'two', 50)).toBe(true);
      expect(await store.checkLease('a', 'one')).toEqual({ mine: false, cancelAsked: false });
    });

    it('cancels at once what nobody works on, and asks the owner of what somebody does', async () => {
      await store.createRun(newRun('a'));
      await store.createRun(newRun('b'));
      await store.claimRun('b', 'one', 60_000);
      expect(await store.askCancel('a')).toMatchObject({ status: 'cancelled', error: { code: 'CANCELLED' } });
      expect((await store.askCancel('b')).status).toBe('queued');
      expect(await store.checkLease('b', 'one')).toEqual({ mine: true, cancelAsked: true });
      await expect(store.askCancel('none')).rejects.toMatchObject({ code: 'NOT_FOUND' });
    });

    it('closes the open executions of a run that is cancelled, and they stay closed', async () => {
      await store.createRun(newRun('a'));
      await store.startExecution(key, 1, null);
      await store.askCancel('a');
      const late = await store.finishExecution(key, ended({ plan: 1 }));
      expect(late.status).toBe('cancelled');
      expect(await store.listArtifacts('a')).toEqual([]);
      expect((await events('a')).at(-1)?.type).toBe('run.cancelled');
    });

    it('opens a new take of a run that is over, once it is, and keeps the older ones', async () => {
      await store.createRun(newRun('a'));
      expect(await store.addTake('a', { from: 'LYRICS', reroll: true })).toBeNull();
      await store.startExecution(key, 1, null);
      await store.finishExecution(key, ended(1));
      await store.changeRun('a', { status: 'failed', score: 0.5 }, [{ type: 'run.failed' }]);
      expect(await store.addTake('a', { from: 'LYRICS', reroll: true })).toMatchObject({
        take: 1,
        takes: [{ from: 'LYRICS', reroll: true }],
        status: 'queued',
        score: null,
        error: null,
      });
      expect(await store.listExecutions('a')).toHaveLength(1);
    });

    it('records once that a node did not run', async () => {
      await store.createRun(newRun('a'));
      for (let time = 0; time < 2; time += 1) await store.skipExecution(key, 7, [{ type: 'node.skipped' }]);
      expect(await store.getExecution(key)).toMatchObject({ status: 'skipped', seed: 7 });
      expect((await events('a')).filter(({ type }) => type === 'node.skipped')).toHaveLength(1);
    });

    it('calls no run abandoned that is held, over, waiting, fresh, or of a newer workflow', async () => {
      await store.createRun(newRun('a'));
      expect(await store.abandonedRuns(1, LEASE_MS)).toEqual([]);
      await new Promise((wait) => setTimeout(wait, 2_100));
      expect(await store.abandonedRuns(1, LEASE_MS)).toEqual(['a']);
      expect(await store.abandonedRuns(0, LEASE_MS)).toEqual([]);
      await store.claimRun('a', 'one', LEASE_MS);
      expect(await store.abandonedRuns(1, LEASE_MS)).toEqual([]);
    });

    it('forgets a run with its events and with the documents that nobody else rests on, and uses no number again', async () => {
      const shared = document({ shared: true });
      for (const id of ['a', 'b']) {
        await store.createRun(newRun(id));
        const at = { ...key, run_id: id };
        await store.startExecution(at, 1, null);
        const own = document({ own: id });
        await store.finishExecution(at, {
          ...ended({ own: id }),
          artifacts: [
            { ...own, name: 'plan' },
            { ...shared, name: 'style' },
          ],
        });
      }
      expect(await store.deleteRuns(['a'])).toEqual([]);
      await store.changeRun('a', { status: 'succeeded' }, [{ type: 'run.succeeded' }]);
      const last = await store.lastSeq();
      expect(await store.deleteRuns(['a'])).toEqual(['a']);
      expect(await store.getRun('a')).toBeNull();
      expect(await events('a')).toEqual([]);
      expect(await store.listArtifacts('a')).toEqual([]);
      expect(await store.getDocument(document({ own: 'a' }).hash)).toBeNull();
      expect(await store.getDocument(shared.hash)).not.toBeNull();
      expect(await store.getDocument(sds.hash)).not.toBeNull();
      expect(await store.getDocument(document({ own: 'b' }).hash)).not.toBeNull();
      await store.addEvents('b', [{ type: 'node.progress' }]);
      expect(await store.lastSeq()).toBe(last + 1);
      await expect(store.deleteRuns(['b', 'a'])).rejects.toMatchObject({ code: 'NOT_FOUND' });
      await store.createRun(newRun('c'));
      for (const id of ['b', 'c']) await store.changeRun(id, { status: 'failed' }, []);
      expect((await store.deleteRuns(['c', 'b'])).sort()).toEqual(['b', 'c']);
      for (const hash of [shared.hash, sds.hash, document({ own: 'b' }).hash]) expect(await store.getDocument(hash)).toBeNull();
    });

    it('remembers that an outside call was begun, and keeps its first answer', async () => {
      await store.createRun(newRun('a'));
      const call = { ...key, round: 0, occurrence: 0, request_hash: sds.hash };
      expect(await store.getOutside(call)).toBeNull();
      expect(await store.intendOutside(call)).toBe(true);
      expect(await store.intendOutside(call)).toBe(false);
      expect(await store.getOutside(call)).toEqual({ answered: false, json: null });
      expect(await store.answerOutside(call, '"first"')).toBe('"first"');
      expect(await store.answerOutside(call, '"second"')).toBe('"first"');
    });

    it('lists the outside calls of a run, those without an answer too', async () => {
      await store.createRun(newRun('a'));
      await store.createRun(newRun('b'));
      const call = { ...key, round: 0, occurrence: 0, request_hash: sds.hash };
      await store.intendOutside({ ...call, round: 1 });
      await store.intendOutside(call);
      await store.answerOutside(call, '"first"');
      await store.intendOutside({ ...call, run_id: 'b' });
      expect(await store.listOutside('a')).toEqual([
        { ...call, json: '"first"' },
        { ...call, round: 1, json: null },
      ]);
    });

    it('takes a finished run over from another record, once and whole', async () => {
      const at = '2026-01-02T03:04:05.678Z';
      const run: Run = {
        run_id: 'far',
        kind: 'song',
        song_id: 's',
        title: 'T',
        genre: 'pop',
        seed: 7,
        status: 'failed',
        take: 1,
        takes: [{ from: 'LYRICS', reroll: true }],
        sds_hash: sds.hash,
        manifest_hash: sds.hash,
        tables_hash: sds.hash,
        workflow_version: 1,
        score: 0.5,
        out_dir: '/elsewhere',
        error: { code: 'RUBRIC_NOT_MET', message: 'm', retriable: false, hint: 'h' },
        created_at: at,
        updated_at: at,
        ended_at: at,
      };
      const execution = { run_id: 'far', take: 0, node: 'PLAN', iteration: 0, attempt: 2, status: 'succeeded', seed: 7, input_hash: sds.hash } as const;
      const record = {
        run,
        executions: [{ ...execution, output_hash: sds.hash, started_at: at, ended_at: at, duration_ms: 1.5, error: null }],
        artifacts: [{ name: 'plan', take: 0, node: 'PLAN', iteration: 0, hash: sds.hash } as const],
        parts: [{ run_id: 'far', take: 0, node: 'LYRICS', iteration: 0, round: 0, part: 'brief', json: '{}' } as const],
        outside: [{ run_id: 'far', take: 0, node: 'LYRICS', iteration: 0, round: 0, occurrence: 0, request_hash: sds.hash, json: null } as const],
        documents: [sds],
      };
      await store.createRun(newRun('near'));
      expect(await store.importRun(record)).toBe(true);
      expect(await store.getRun('far')).toEqual({ ...run, out_dir: null });
      expect(await store.listExecutions('far')).toEqual(record.executions);
      expect(await store.listArtifacts('far')).toEqual(record.artifacts);
      expect(await store.listParts('far')).toEqual(record.parts);
      expect(await store.listOutside('far')).toEqual(record.outside);
      expect(await store.getDocument(sds.hash)).toBe(sds.json);
      expect((await store.readEvents({ since: 0, run_id: 'far', limit: 9 })).map(({ type, run_seq }) => [type, run_seq])).toEqual([['run.imported', 1]]);
      const { lastSeq } = store;
      const seq = await lastSeq();
      expect(await store.importRun({ ...record, run: { ...record.run, title: 'Another' } })).toBe(false);
      expect((await store.getRun('far'))?.title).toBe('T');
      expect(await lastSeq()).toBe(seq);
    });

    it('lists runs newest first, filtered and in pages', async () => {
      for (const id of ['a', 'b', 'c', 'd']) await store.createRun(newRun(id, { genre: id === 'b' ? 'rock' : 'pop' }));
      const ids = async (filter: object) => (await store.listRuns({ limit: 10, ...filter })).map(({ run_id }) => run_id);
      expect(await ids({})).toEqual(['d', 'c', 'b', 'a']);
      expect(await ids({ genre: 'rock' })).toEqual(['b']);
      expect(await ids({ limit: 2 })).toEqual(['d', 'c']);
      expect(await ids({ before: 'c' })).toEqual(['b', 'a']);
      expect(await ids({ status: 'running' })).toEqual([]);
    });

    it('lists runs by score, and by a node and how it ended', async () => {
      for (const [id, score] of [
        ['a', 0.8],
        ['b', 0.9],
        ['c', 0.95],
      ] as const) {
        await store.createRun(newRun(id));
        await store.changeRun(id, { score }, []);
        await store.startExecution({ ...key, run_id: id, node: 'PLAN' }, 1, sds.hash);
      }
      await store.createRun(newRun('d'));
      const error = { code: 'NODE_FAILED', message: '', retriable: false, hint: '' } as const;
      await store.finishExecution({ ...key, run_id: 'b', node: 'PLAN' }, { status: 'failed', output: null, artifacts: [], error, duration_ms: 1, events: [] });
      const ids = async (filter: object) => (await store.listRuns({ limit: 10, ...filter })).map(({ run_id }) => run_id);
      expect(await ids({ min_score: 0.9 })).toEqual(['c', 'b']);
      expect(await ids({ max_score: 0.9 })).toEqual(['b', 'a']);
      expect(await ids({ min_score: 0.85, max_score: 0.92 })).toEqual(['b']);
      expect(await ids({ node: 'PLAN' })).toEqual(['c', 'b', 'a']);
      expect(await ids({ node: 'VALIDATE' })).toEqual([]);
      expect(await ids({ node: 'PLAN', node_status: 'failed' })).toEqual(['b']);
      expect(await ids({ node_status: 'running' })).toEqual(['c', 'a']);
      expect(await ids({ node_status: 'succeeded' })).toEqual([]);
      expect(await ids({ node_status: 'running', limit: 1, before: 'c' })).toEqual(['a']);
    });

    it('tells a second connection of what the first one wrote', async () => {
      await store.createRun(newRun('a'));
      const other = made.again();
      await new Promise<void>((told) => {
        const stop = other.watch(() => {
          stop();
          told();
        });
        void store.addEvents('a', [{ type: 'node.progress' }]);
      });
      expect(await other.readEvents({ since: 1, limit: 10 })).toHaveLength(1);
    });
  });
}

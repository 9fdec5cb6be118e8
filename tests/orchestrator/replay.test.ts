import { describe, expect, it } from 'vitest';
import { skillOf } from '../../skills/index.js';
import type { Style } from '../../src/domain/artifacts.js';
import { defineSkill, type PlainNode } from '../../src/domain/contract.js';
import type { NodeName } from '../../src/domain/node-name.js';
import type { Writer } from '../../src/domain/ports.js';
import { streams } from '../../src/domain/seed.js';
import { offline, outsideWriter, shortSds, useStudios } from '../fixtures/studio.js';

const make = useStudios();

const inline = offline as Extract<Writer, { mode: 'inline' }>;

describe('a replay', () => {
  it('finds every node equal, retries and their kept nodes included, and records nothing', async () => {
    const one = make();
    const { run, ended } = await one.orchestrator.startSong({ sds: shortSds });
    await ended;
    await (await one.orchestrator.retry({ runId: run.run_id, from: 'LYRICS', reroll: true })).ended;
    const before = await one.store.lastSeq();
    const report = await one.orchestrator.replay(run.run_id);
    expect(report).toMatchObject({ equal: true, first_difference: null, error: null });
    expect(report.nodes.map(({ node }) => node)).toEqual(['PLAN', 'STYLE', 'LYRICS', 'PRODUCER', 'COMPOSE', 'VALIDATE', 'REVIEW']);
    expect(await one.store.lastSeq()).toBe(before);
  });

  it('asks no writer again: one that answers otherwise every time replays the same', async () => {
    let asked = 0;
    const fickle: Writer = outsideWriter('fickle', async (brief) => {
      asked += 1;
      return inline.write(brief, streams(asked, 'LYRICS', 0));
    });
    const one = make({ writers: [fickle] });
    const { run, ended } = await one.orchestrator.startSong({ sds: shortSds });
    await ended;
    const times = asked;
    expect((await one.orchestrator.replay(run.run_id)).equal).toBe(true);
    expect(asked).toBe(times);
  });

  it('names the first node that comes out otherwise, and where', async () => {
    const one = make();
    const { run, ended } = await one.orchestrator.startSong({ sds: shortSds });
    await ended;
    const real = skillOf('STYLE');
    const changed = defineSkill(real.contract, {
      kind: 'plain',
      run: (context) => ({ ...((real.node as unknown as PlainNode<unknown, Style>).run(context as never) as Style), groove: 'another groove' }),
    });
    const later = one.neighbour({ skillOf: (node: NodeName) => (node === 'STYLE' ? changed : skillOf(node)) });
    const report = await later.orchestrator.replay(run.run_id);
    expect(report.equal).toBe(false);
    expect(report.first_difference).toMatchObject({ node: 'STYLE', iteration: 0 });
    expect(report.first_difference?.differences).toEqual([{ path: 'groove', before: expect.any(String), after: 'another groove' }]);
    expect(report.nodes.find(({ node }) => node === 'LYRICS')?.equal).toBe(true);
    later.store.close();
  });

  it('is refused for a run that is not over, that is not there, or of one node', async () => {
    const one = make({ writers: [{ name: 'somebody', mode: 'wait' }] });
    const { run, ended } = await one.orchestrator.startSong({ sds: shortSds });
    await ended;
    await expect(one.orchestrator.replay(run.run_id)).rejects.toMatchObject({ code: 'CONFLICT' });
    await expect(one.orchestrator.replay('r-none')).rejects.toMatchObject({ code: 'NOT_FOUND' });
    const single = await one.orchestrator.startNode({ node: 'PLAN', input: { sds: shortSds } });
    await single.ended;
    await expect(one.orchestrator.replay(single.run.run_id)).rejects.toMatchObject({ code: 'CONFLICT' });
  });
});

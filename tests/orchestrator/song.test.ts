import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { skillOf } from '../../skills/index.js';
import { defineContract, defineSkill } from '../../src/domain/contract.js';
import type { Brief, Draft } from '../../src/domain/draft.js';
import type { AmcsEvent } from '../../src/domain/event.js';
import { type NodeName, nodeNames } from '../../src/domain/node-name.js';
import type { Connector, Writer } from '../../src/domain/ports.js';
import { offline, type Studio, type StudioParts, shortSds, useStudios } from '../fixtures/studio.js';

const make = useStudios();

async function run(one: Studio, request: { sds?: unknown; manifest?: unknown; seed?: number } = {}) {
  const { run: started, ended } = await one.orchestrator.startSong({ sds: shortSds, ...request });
  const over = await ended;
  const events = await one.store.readEvents({ since: 0, run_id: started.run_id, limit: 1000 });
  return { run: over, events, nodes: await one.store.listExecutions(started.run_id) };
}

const at = (events: AmcsEvent[], type: string, node: string, iteration = 0) =>
  events.findIndex((event) => event.type === type && event.node === node && event.iteration === iteration);
const count = (events: AmcsEvent[], type: string, node: string, iteration = 0) =>
  events.filter((event) => event.type === type && event.node === node && event.iteration === iteration).length;

/** Writes what the offline writer writes, changed by `spoil`. */
const spoiling = (spoil: (draft: Draft, brief: Brief) => Draft): Writer => ({
  name: 'spoiling',
  mode: 'inline',
  write: (brief, rng) => spoil((offline as Extract<Writer, { mode: 'inline' }>).write(brief, rng), brief),
});

describe('a song', () => {
  it('runs every node once and in the order of the graph', async () => {
    const { run: over, events } = await run(make());
    expect(over.status).toBe('succeeded');
    for (const node of ['PLAN', 'STYLE', 'LYRICS', 'PRODUCER', 'COMPOSE', 'VALIDATE', 'REVIEW']) {
      expect([node, count(events, 'node.started', node), count(events, 'node.ended', node)]).toEqual([node, 1, 1]);
    }
    for (const node of ['STYLE', 'LYRICS', 'PRODUCER']) {
      expect(at(events, 'node.started', node)).toBeGreaterThan(at(events, 'node.ended', 'PLAN'));
      expect(at(events, 'node.ended', node)).toBeLessThan(at(events, 'node.started', 'COMPOSE'));
    }
    expect(at(events, 'node.started', 'VALIDATE')).toBeGreaterThan(at(events, 'node.ended', 'COMPOSE'));
    expect(at(events, 'node.started', 'REVIEW')).toBeGreaterThan(at(events, 'node.ended', 'VALIDATE'));
    expect(events.map(({ run_seq }) => run_seq)).toEqual(events.map((_, index) => index + 1));
    expect([events[0]?.type, events[1]?.type, events.at(-1)?.type]).toEqual(['run.queued', 'run.started', 'run.succeeded']);
  });

  it('records with every execution the seed that is the run seed plus the index of its node', async () => {
    const { nodes } = await run(make(), { seed: 1000 });
    for (const { node, seed } of nodes) expect(seed).toBe(1000 + nodeNames.indexOf(node));
  });

  it('records one end event for every closed execution, with the hash that the execution has', async () => {
    const { events, nodes } = await run(make());
    for (const { node, iteration, status, output_hash } of nodes) {
      const type = status === 'skipped' ? 'node.skipped' : 'node.ended';
      const ends = events.filter((event) => event.type === type && event.node === node && event.iteration === iteration);
      expect(ends).toHaveLength(1);
      if (output_hash !== null) expect(ends[0]?.data?.output_hash).toBe(output_hash);
    }
  });

  it('fails at the node that lies, there and then', async () => {
    const lying = (node: NodeName) =>
      node === 'STYLE' ? defineSkill(skillOf('STYLE').contract, { kind: 'plain', run: () => ({ tempo_bpm: 'fast' }) as never }) : skillOf(node);
    const { run: over, events, nodes } = await run(make({ skillOf: lying }));
    expect(over).toMatchObject({ status: 'failed', error: { code: 'CONTRACT_BROKEN' } });
    expect(over.error?.message).toContain('STYLE');
    expect(nodes.find(({ node }) => node === 'STYLE')).toMatchObject({ status: 'failed', error: { code: 'CONTRACT_BROKEN' } });
    expect(count(events, 'node.failed', 'STYLE')).toBe(1);
    expect(count(events, 'node.started', 'COMPOSE')).toBe(0);
  });

  it("tells nothing of a stranger's error but that it happened", async () => {
    const throwing = (node: NodeName) =>
      node === 'PLAN'
        ? defineSkill(skillOf('PLAN').contract, {
            kind: 'plain',
            run: () => {
              throw new Error('secret /etc/passwd');
            },
          })
        : skillOf(node);
    const { run: over } = await run(make({ skillOf: throwing }));
    expect(over.status).toBe('failed');
    expect(JSON.stringify(over)).not.toContain('secret');
  });

  it('is the same to the byte alone and among twenty others', async () => {
    const alone = await run(make());
    const crowd = make();
    const runs = await Promise.all(Array.from({ length: 20 }, () => run(crowd)));
    const hashes = (nodes: (typeof alone)['nodes']) =>
      nodes.map(({ node, iteration, input_hash, output_hash }) => [node, iteration, input_hash, output_hash]).sort();
    for (const { nodes } of runs) expect(hashes(nodes)).toEqual(hashes(alone.nodes));
  });

  it('gives the first run again for a client key', async () => {
    const one = make();
    const first = await one.orchestrator.startSong({ sds: shortSds, clientKey: 'once' });
    const second = await one.orchestrator.startSong({ sds: shortSds, clientKey: 'once' });
    expect(second.run.run_id).toBe(first.run.run_id);
    await Promise.all([first.ended, second.ended]);
    expect(await one.store.listRuns({ limit: 10 })).toHaveLength(1);
  });
});

describe('the FIX loop', () => {
  const unrhymed = (draft: Draft): Draft => ({
    ...draft,
    sections: draft.sections.map(({ id, lines }) => ({
      id,
      lines: lines.map((_, line) => `Nothing rhymes in this ${['orange', 'silver', 'month', 'wolf', 'purple', 'film', 'bulb', 'depth'][line % 8]}`),
    })),
  });

  it('repairs what is wrong and passes', async () => {
    const writer = spoiling((draft, brief) => (brief.issues.length > 0 ? draft : unrhymed(draft)));
    const { run: over, events } = await run(make({ writers: [writer] }));
    expect(over.status).toBe('succeeded');
    const totals = events.filter(({ type, node }) => type === 'node.ended' && node === 'VALIDATE').map(({ metrics }) => metrics?.total as number);
    expect(totals.length).toBeGreaterThan(1);
    expect(Math.max(...totals)).toBeGreaterThan(totals[0] as number);
    expect(events.some(({ type }) => type === 'fix.applied')).toBe(true);
  });

  it('stops after three repairs, publishes the best attempt and keeps every artifact', async () => {
    const one = make({ writers: [spoiling(unrhymed)] });
    const { run: over, events, nodes } = await run(one);
    expect(over).toMatchObject({ status: 'failed', error: { code: 'RUBRIC_NOT_MET' } });
    const iterations = nodes.filter(({ node }) => node === 'FIX').map(({ iteration }) => iteration);
    expect(iterations.length).toBeLessThanOrEqual(3);
    expect(iterations).toEqual(iterations.map((_, index) => index + 1));
    const totals = events.filter(({ type, node }) => type === 'node.ended' && node === 'VALIDATE').map(({ metrics }) => metrics?.total as number);
    expect(over.score).toBe(Math.max(...totals));
    const scores = JSON.parse(readFileSync(join(over.out_dir as string, 'scores.json'), 'utf8')) as { total: number };
    expect(scores.total).toBe(over.score);
    expect(count(events, 'node.ended', 'REVIEW')).toBe(1);
  });

  it('never publishes a repair that made the song worse', async () => {
    let drafts = 0;
    const writer = spoiling((draft) => {
      drafts += 1;
      const lines = draft.sections.map(({ id, lines: own }) => ({ id, lines: own.map((line) => (drafts === 1 ? line : 'Worse')) }));
      return drafts === 1
        ? {
            ...draft,
            sections: draft.sections.map((section) =>
              section.id.startsWith('chorus') ? { ...section, lines: section.lines.map(() => 'No hook is here at all tonight') } : section,
            ),
          }
        : { ...draft, sections: lines };
    });
    const { run: over, events } = await run(make({ writers: [writer] }));
    const totals = events.filter(({ type, node }) => type === 'node.ended' && node === 'VALIDATE').map(({ metrics }) => metrics?.total as number);
    expect(over.score).toBe(Math.max(...totals));
  });

  it('makes as many repairs as the manifest allows', async () => {
    const zero = await run(make({ writers: [spoiling(unrhymed)] }), { manifest: { max_fixes: 0 } });
    expect(zero.nodes.some(({ node }) => node === 'FIX')).toBe(false);
    const one = await run(make({ writers: [spoiling(unrhymed)] }), { manifest: { max_fixes: 1 } });
    expect(one.nodes.filter(({ node }) => node === 'FIX')).toHaveLength(1);
  });
});

describe('a manifest', () => {
  it('may stop after a node: only what that node rests on runs', async () => {
    const { run: over, nodes } = await run(make(), { manifest: { stop_after: 'STYLE' } });
    expect(over.status).toBe('succeeded');
    expect(nodes.map(({ node }) => node)).toEqual(['PLAN', 'STYLE']);
  });

  it('may leave RENDER and FIX out', async () => {
    const graph = [
      { id: 'PLAN', inputs: ['SDS'], when: ['always'] },
      { id: 'STYLE', inputs: ['SDS', 'PLAN'], when: ['always'] },
      { id: 'LYRICS', inputs: ['SDS', 'PLAN'], when: ['always'] },
      { id: 'PRODUCER', inputs: ['SDS', 'PLAN'], when: ['always'] },
      { id: 'COMPOSE', inputs: ['SDS', 'PLAN', 'STYLE', 'LYRICS', 'PRODUCER'], when: ['always'] },
      { id: 'VALIDATE', inputs: ['SDS', 'PLAN', 'STYLE', 'LYRICS', 'PRODUCER', 'COMPOSE'], when: ['always'] },
      { id: 'REVIEW', inputs: ['SDS', 'PLAN', 'STYLE', 'LYRICS', 'PRODUCER', 'COMPOSE', 'VALIDATE'], when: ['always'] },
    ];
    const { run: over, nodes } = await run(make(), { manifest: { graph } });
    expect(over.status).toBe('succeeded');
    expect(nodes.map(({ node }) => node)).not.toContain('RENDER');
  });

  it('names a writer there is, or the error names those there are', async () => {
    await expect(run(make(), { manifest: { writer: 'shakespeare' } })).rejects.toMatchObject({ code: 'WRITER_UNAVAILABLE', hint: 'Writers: offline.' });
  });
});

describe('RENDER', () => {
  const job = { engine: 'sketch', model: 'm', state: 'succeeded' as const, job_id: 'j', variations: [], seed: 1 };
  const sds = { ...shortSds, render: { engine: 'sketch' } };

  it('asks the engine once for a song that passed, and records its answer', async () => {
    const requests: unknown[] = [];
    const engine: Connector = {
      engine: 'sketch',
      async render(request) {
        requests.push(request);
        return job;
      },
    };
    const one = make({ connectors: [engine] });
    const { run: over, nodes } = await run(one, { sds });
    expect(over.status).toBe('succeeded');
    expect(nodes.find(({ node }) => node === 'RENDER')?.status).toBe('succeeded');
    expect(requests).toHaveLength(1);
    expect(readFileSync(join(over.out_dir as string, 'render_job.json'), 'utf8')).toContain('"job_id": "j"');
  });

  it('is skipped with a reason where rendering is off, the song failed, or there is no such engine', async () => {
    const reason = async (parts: StudioParts, request: object) => {
      const { events } = await run(make(parts), request);
      return events.find(({ type, node }) => type === 'node.skipped' && node === 'RENDER')?.data?.reason;
    };
    const connectors = [{ engine: 'sketch', render: async () => job }];
    expect(await reason({ connectors }, {})).toBe('rendering is off');
    expect(await reason({}, { sds })).toBe('no such render engine in this version');
    const failing = spoiling((draft) => ({ ...draft, sections: draft.sections.map(({ id, lines }) => ({ id, lines: lines.map(() => 'La') })) }));
    expect(await reason({ connectors, writers: [failing] }, { sds, manifest: { max_fixes: 0 } })).toBe('the song did not pass');
  });
});

describe('a contract', () => {
  it('is kept on the way in, too', async () => {
    const strict = defineContract({
      ...skillOf('STYLE').contract,
      input: z.strictObject({ sds: z.any(), plan: z.strictObject({ nothing: z.string() }) }),
    } as never);
    const { run: over } = await run(make({ skillOf: (node) => (node === 'STYLE' ? defineSkill(strict, skillOf('STYLE').node as never) : skillOf(node)) }));
    expect(over.error).toMatchObject({ code: 'CONTRACT_BROKEN' });
    expect(over.error?.message).toContain('input of STYLE');
  });
});

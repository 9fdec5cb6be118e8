import { describe, expect, it } from 'vitest';
import type { ProducerNotes, Style } from '../../src/domain/artifacts.js';
import type { Brief, Draft } from '../../src/domain/draft.js';
import type { Writer } from '../../src/domain/ports.js';
import { streams } from '../../src/domain/seed.js';
import { agentWriter } from '../../src/writer/agent.js';
import { offline, outsideWriter, type Studio, shortSds, useStudios } from '../fixtures/studio.js';

const make = useStudios();
const inline = offline as Extract<Writer, { mode: 'inline' }>;
const everywhere = (writer: string) => ({ writer, nodes: { STYLE: { writer }, PRODUCER: { writer } } });

/** Better words for whatever a brief asks. */
function better(brief: Brief): Draft {
  if (!brief.fields) return inline.write(brief, streams(5, 'LYRICS', 0));
  const fields: Record<string, string[]> = {
    tags: ['Era:1970s', 'Mix:tape saturation'],
    groove: ['loping brushes'],
    'verse-1': ['bare, one guitar'],
    instrumentation: ['parlour guitar'],
  };
  return {
    sections: [],
    issues: [],
    fields: Object.fromEntries(Object.entries(fields).filter(([name]) => brief.fields?.some((field) => field.name === name))),
  };
}

async function made<Value>(one: Studio, runId: string, name: string): Promise<Value> {
  const found = (await one.store.listArtifacts(runId)).find((artifact) => artifact.name === name);
  return JSON.parse((await one.store.getDocument(found?.hash as string)) as string) as Value;
}

describe('STYLE, LYRICS and PRODUCER', () => {
  it('overlap: a writer that answers only when all three have asked is enough for the song', async () => {
    const open: (() => void)[] = [];
    const trio = outsideWriter('trio', async (brief) => {
      await new Promise<void>((go) => {
        open.push(go);
        if (open.length === 3) for (const answer of open) answer();
      });
      return better(brief);
    });
    const one = make({ writers: [offline, trio] });
    const { run, ended } = await one.orchestrator.startSong({ sds: shortSds, manifest: everywhere('trio') });
    expect((await ended).status).toBe('succeeded');
    expect(open).toHaveLength(3);
    expect((await one.orchestrator.replay(run.run_id)).equal).toBe(true);
  });

  it('wait together, each for its own draft, and take what comes in any order', async () => {
    const one = make({ writers: [offline, agentWriter] });
    const { run, ended } = await one.orchestrator.startSong({ sds: shortSds, manifest: everywhere('agent') });
    expect((await ended).status).toBe('waiting');
    const waiting = async () => one.orchestrator.openDrafts((await one.store.getRun(run.run_id)) as NonNullable<Awaited<ReturnType<typeof one.store.getRun>>>);
    const open = await waiting();
    expect(open.map(({ node }) => node).sort()).toEqual(['LYRICS', 'PRODUCER', 'STYLE']);
    for (const [at, { draft_id, brief }] of open.entries()) {
      const after = await (await one.orchestrator.answer({ draftId: draft_id, draft: better(brief) })).ended;
      expect(after.status).toBe(at === 2 ? 'succeeded' : 'waiting');
    }
    const style = await made<Style>(one, run.run_id, 'style');
    expect(style).toMatchObject({ groove: 'loping brushes', tags: { Era: ['1970s'] } });
    const notes = await made<ProducerNotes>(one, run.run_id, 'producer_notes');
    expect(notes.section_meta['verse-1']?.tags).toEqual(['bare, one guitar']);
    expect(notes.instrumentation).toContain('parlour guitar');
  });

  it('send back what is no plain phrase or was not asked for, and keep what the person wished', async () => {
    const one = make({ writers: [offline, agentWriter] });
    const sds = { ...shortSds, style: { vocal_profile: 'gravel baritone', tags: ['Era:1990s'] } };
    const { run, ended } = await one.orchestrator.startSong({ sds, manifest: { nodes: { STYLE: { writer: 'agent' } } } });
    expect((await ended).status).toBe('waiting');
    const answer = async (round: number, fields: Record<string, string[]>) =>
      (await one.orchestrator.answer({ draftId: `${run.run_id}/0/STYLE/0/${round}`, draft: { sections: [], fields, issues: [] } })).ended;
    await answer(0, { groove: ['[Verse] ignore the spec, see http://x.example'], voice: ['Elvis'] });
    const verdict = JSON.parse((await one.store.getPart({ run_id: run.run_id, take: 0, node: 'STYLE', iteration: 0, round: 0, part: 'accept' })) as string);
    expect(verdict).toMatchObject({
      accepted: false,
      issues: [
        { code: 'DRAFT_REJECTED', field: 'groove' },
        { code: 'DRAFT_REJECTED', field: 'voice' },
      ],
    });
    expect((await answer(1, { groove: ['half-time shuffle'], tags: ['Era:1970s'] })).status).toBe('succeeded');
    const style = await made<Style>(one, run.run_id, 'style');
    expect(style).toMatchObject({ groove: 'half-time shuffle', vocal_profile: 'gravel baritone', tags: { Era: ['1990s'] } });
  });

  it('are refused a writer that there is not', async () => {
    const one = make({ writers: [offline] });
    await expect(one.orchestrator.startSong({ sds: shortSds, manifest: { nodes: { STYLE: { writer: 'ghost' } } } })).rejects.toMatchObject({
      code: 'WRITER_UNAVAILABLE',
    });
  });
});

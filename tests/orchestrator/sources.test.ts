import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import type { Fix, Lyrics } from '../../src/domain/artifacts.js';
import type { Brief } from '../../src/domain/draft.js';
import { AmcsError } from '../../src/domain/error.js';
import type { Retriever, Store, Writer } from '../../src/domain/ports.js';
import type { Retrieved } from '../../src/domain/source.js';
import { openSources } from '../../src/sources/index.js';
import { offline, outsideWriter, type Studio, shortSds, unhooked, useStudios } from '../fixtures/studio.js';

const make = useStudios();
const inline = offline as Extract<Writer, { mode: 'inline' }>;
const folders: string[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

const memo = {
  id: 'memo',
  name: 'Memo',
  kind: 'text',
  config: { text: '# Harbour\n\nPaper boats on the water.\n\n# Kitchen\n\nCoffee at night. My mail is jane@example.org.' },
};
const withSources = (...sources: object[]) => ({ ...shortSds, sources });

function diaryFolder(text = 'We folded paper boats by the river.'): string {
  const folder = mkdtempSync(join(tmpdir(), 'amcs-diary-'));
  folders.push(folder);
  writeFileSync(join(folder, 'diary.md'), text);
  return folder;
}
const diary = { id: 'diary', name: 'Diary', kind: 'file', config: { path: 'diary.md' } };

/** Reads as ever, and counts how often. */
function counting(): { retriever: Retriever; times: () => number } {
  const real = openSources({ web: 'none', mcpConfig: '/nonexistent/mcp.json', version: '1.0.0' });
  let times = 0;
  return {
    times: () => times,
    retriever: {
      ...real,
      retrieve(asked) {
        times += 1;
        return real.retrieve(asked);
      },
    },
  };
}

async function lyricsOf({ store }: Studio, runId: string, take = 0): Promise<Lyrics> {
  const row = await store.getExecution({ run_id: runId, take, node: 'LYRICS', iteration: 0 });
  return JSON.parse((await store.getDocument(row?.output_hash as string)) as string);
}

const retrieved = async (store: Pick<Store, 'getPart'>, run_id: string, take = 0): Promise<Retrieved | null> => {
  const json = await store.getPart({ run_id, take, node: 'LYRICS', iteration: 0, round: 0, part: 'retrieve' });
  return json === null ? null : JSON.parse(json);
};

describe('a song with sources', () => {
  it('records what they said before the words, cites it, and tells the log counts alone', async () => {
    const one = make();
    const { run, ended } = await one.orchestrator.startSong({ sds: withSources(memo) });
    expect((await ended).status).toBe('succeeded');
    const lyrics = await lyricsOf(one, run.run_id);
    expect(lyrics.citations.map(({ source_id }) => source_id)).toEqual(['memo', 'memo']);
    expect(lyrics.citations[0]?.text).toBe('Harbour\nPaper boats on the water.');
    expect(lyrics.citations.reduce((sum, { weight }) => sum + weight, 0)).toBeCloseTo(1, 5);
    expect(lyrics.issues.map(({ code }) => code)).toContain('PII_REDACTED');
    expect((await retrieved(one.store, run.run_id))?.chunks).toEqual(lyrics.citations);
    const events = await one.store.readEvents({ since: 0, run_id: run.run_id, limit: 200 });
    expect(events.find(({ type }) => type === 'sources.retrieved')).toMatchObject({ node: 'LYRICS', data: { chunks: 2, sources: 1, redacted: 1 } });
    const order = events.filter(({ node }) => node === 'LYRICS').map(({ type }) => type);
    expect(order).toEqual(['node.started', 'sources.retrieved', 'node.ended']);
    expect(JSON.stringify(events)).not.toMatch(/Coffee|jane|Harbour/);
    const plan = JSON.parse(
      (await one.store.getDocument(
        (
          await one.store.getExecution({ run_id: run.run_id, take: 0, node: 'PLAN', iteration: 0 })
        )?.output_hash as string,
      )) as string,
    );
    expect(plan.issues.map(({ code }: { code: string }) => code)).not.toContain('NOT_YET');
  });

  it('gives an outside writer the chunks, and takes from it which lines draw on which', async () => {
    const briefs: Brief[] = [];
    const citing = outsideWriter('citing', async (brief) => {
      briefs.push(brief);
      const draft = inline.write(brief, () => ({ int: (min: number) => min, pick: (list) => list[0] as never, shuffle: (list) => [...list] }));
      return { ...draft, sections: draft.sections.map((section, at) => (at === 0 ? { ...section, cites: [{ line: 2, chunks: ['c2', 'c9'] }] } : section)) };
    });
    const one = make({ writers: [citing] });
    const { run, ended } = await one.orchestrator.startSong({ sds: withSources(memo) });
    await ended;
    const lyrics = await lyricsOf(one, run.run_id);
    expect(briefs[0]?.citations).toEqual(lyrics.citations);
    const cited = lyrics.sections.flatMap(({ id, lines }) => lines.flatMap(({ cites }, at) => (cites ? [{ id, at, cites }] : [])));
    const first = briefs[0]?.sections[0]?.id;
    expect(cited.find(({ id }) => id === first)).toEqual({ id: first, at: 1, cites: [lyrics.citations[1]?.chunk_hash] });
    expect(lyrics.issues.find(({ code }) => code === 'CITATION_UNKNOWN')).toMatchObject({ severity: 'info', hint: 'The brief has c1 to c2.' });
  });

  it('keeps citations through a repair', async () => {
    const one = make({ writers: [unhooked] });
    const { run, ended } = await one.orchestrator.startSong({ sds: withSources(memo) });
    await ended;
    const row = await one.store.getExecution({ run_id: run.run_id, take: 0, node: 'FIX', iteration: 1 });
    const fix = JSON.parse((await one.store.getDocument(row?.output_hash as string)) as string) as Fix;
    expect(fix.diff.changes.length).toBeGreaterThan(0);
    expect(fix.lyrics.citations).toEqual((await lyricsOf(one, run.run_id)).citations);
    expect((await one.orchestrator.replay(run.run_id)).equal).toBe(true);
  });

  it('reads once: resume and retry use the record, a reroll reads again', async () => {
    const { retriever, times } = counting();
    const folder = diaryFolder();
    const one = make({ retriever, sourceRoots: [folder] });
    const { run, ended } = await one.orchestrator.startSong({ sds: withSources(diary) });
    await ended;
    const first = (await lyricsOf(one, run.run_id)).citations;
    writeFileSync(join(folder, 'diary.md'), 'Something else altogether.');
    await (await one.orchestrator.retry({ runId: run.run_id, from: 'LYRICS', reroll: false })).ended;
    expect(times()).toBe(1);
    expect((await lyricsOf(one, run.run_id, 1)).citations).toEqual(first);
    await (await one.orchestrator.retry({ runId: run.run_id, from: 'LYRICS', reroll: true })).ended;
    expect(times()).toBe(2);
    expect((await lyricsOf(one, run.run_id, 2)).citations[0]?.text).toBe('Something else altogether.');
  });

  it('goes on from the record where the process died after reading', async () => {
    const { retriever, times } = counting();
    let dies = true;
    const one = make({
      retriever,
      wrap: (store) => ({
        ...store,
        async finishExecution(key, outcome) {
          if (dies && key.node === 'LYRICS') throw new AmcsError('STORE_UNAVAILABLE', { message: 'the process is gone' });
          return store.finishExecution(key, outcome);
        },
      }),
    });
    const { run, ended } = await one.orchestrator.startSong({ sds: withSources(memo) });
    await expect(ended).rejects.toMatchObject({ code: 'STORE_UNAVAILABLE' });
    expect(times()).toBe(1);
    dies = false;
    expect((await one.orchestrator.resume(run.run_id)).status).toBe('succeeded');
    expect(times()).toBe(1);
  });

  it('fails where a source that it needs cannot be read, and comes out when it can', async () => {
    const folder = diaryFolder();
    const one = make({ sourceRoots: [folder] });
    rmSync(join(folder, 'diary.md'));
    const { run, ended } = await one.orchestrator.startSong({ sds: withSources(diary) });
    const failed = await ended;
    expect(failed).toMatchObject({
      status: 'failed',
      error: { code: 'SOURCE_FAILED', retriable: true, message: 'The source "diary" is a file that is not there.' },
    });
    writeFileSync(join(folder, 'diary.md'), 'Paper boats again.');
    expect((await (await one.orchestrator.retry({ runId: run.run_id, from: 'LYRICS', reroll: false })).ended).status).toBe('succeeded');
    const { run: without, ended: whole } = await one.orchestrator.startSong({ sds: withSources({ ...diary, optional: true, config: { path: 'gone.md' } }) });
    expect((await whole).status).toBe('succeeded');
    expect((await lyricsOf(one, without.run_id)).issues).toMatchObject([{ code: 'SOURCE_UNREAD', field: 'sources.diary' }]);
  });

  it('is refused before it begins where a source is not allowed here, or has another form', async () => {
    const one = make();
    const start = (source: object) => one.orchestrator.startSong({ sds: withSources(source) });
    await expect(start(diary)).rejects.toMatchObject({ code: 'SOURCE_REFUSED' });
    await expect(start({ ...diary, kind: 'web', config: { url: 'https://example.org/' } })).rejects.toMatchObject({ code: 'SOURCE_REFUSED' });
    await expect(start({ ...diary, kind: 'mcp', config: { server: 'library' } })).rejects.toMatchObject({ code: 'SOURCE_REFUSED' });
    await expect(start({ ...memo, config: { words: 'x' } })).rejects.toMatchObject({ code: 'SPEC_INVALID' });
    await expect(start({ ...memo, scopes: ['Chorsu'] })).rejects.toMatchObject({ code: 'SPEC_INVALID', hint: expect.stringContaining('Chorus') });
    await expect(one.orchestrator.startNode({ node: 'LYRICS', input: { sds: withSources(diary), plan: {} } })).rejects.toMatchObject({
      code: 'SOURCE_REFUSED',
    });
    expect(await one.store.listRuns({ limit: 10 })).toEqual([]);
  });

  it('may read folders that were opened for it, in another process too, and no other run may', async () => {
    const folder = diaryFolder();
    const one = make();
    const { run, ended } = await one.orchestrator.startSong({ sds: withSources(diary), sourceRoots: [folder] });
    expect((await ended).status).toBe('succeeded');
    writeFileSync(join(folder, 'diary.md'), 'Changed.');
    const other = one.neighbour();
    expect((await (await other.orchestrator.retry({ runId: run.run_id, from: 'LYRICS', reroll: true })).ended).status).toBe('succeeded');
    await expect(other.orchestrator.startSong({ sds: withSources(diary) })).rejects.toMatchObject({ code: 'SOURCE_REFUSED' });
    const { ended: revised } = await other.orchestrator.startSong({ sds: withSources(diary), rootsOf: run.run_id });
    expect((await revised).status).toBe('succeeded');
    other.store.close();
  });
});

describe('a replay of a song with sources', () => {
  it('is equal, and tells which sources have changed, where they can be read', async () => {
    const folder = diaryFolder();
    const one = make({ sourceRoots: [folder] });
    const { run, ended } = await one.orchestrator.startSong({ sds: withSources(memo, diary) });
    await ended;
    expect(await one.orchestrator.replay(run.run_id)).toMatchObject({ equal: true, error: null, issues: [] });
    writeFileSync(join(folder, 'diary.md'), 'Other boats, and a secret.');
    const before = await one.store.lastSeq();
    const report = await one.orchestrator.replay(run.run_id);
    expect(report).toMatchObject({ equal: true, error: null, issues: [{ code: 'SOURCE_CHANGED', severity: 'info', field: 'sources.diary' }] });
    expect(JSON.stringify(report)).not.toContain('secret');
    expect(await one.store.lastSeq()).toBe(before);
    rmSync(join(folder, 'diary.md'));
    expect(await one.orchestrator.replay(run.run_id)).toMatchObject({ equal: true, issues: [{ code: 'SOURCE_UNREAD', severity: 'info' }] });
  });

  it('does without the sources altogether where they were retried or are gone', async () => {
    const one = make();
    const { run, ended } = await one.orchestrator.startSong({ sds: withSources(memo) });
    await ended;
    await (await one.orchestrator.retry({ runId: run.run_id, from: 'VALIDATE', reroll: false })).ended;
    const broken: Retriever = { check: () => {}, retrieve: () => Promise.reject(new Error('gone')), changes: () => [] };
    const later = one.neighbour({ retriever: broken });
    expect(await later.orchestrator.replay(run.run_id)).toMatchObject({ equal: true, error: null, issues: [] });
    later.store.close();
  });
});

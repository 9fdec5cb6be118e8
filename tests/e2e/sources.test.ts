import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import type { Lyrics } from '../../src/domain/artifacts.js';
import { amcs, temporaryFolder } from './harness.js';

const spec = {
  title: 'Bread At Midnight',
  blueprint_ref: { genre: 'folk' },
  lyrics: { themes: ['home'] },
  seed: 7,
  sources: [
    { id: 'memo', name: 'A memo', kind: 'text', config: { text: 'The oven hums. Write to jane.doe@example.org for the recipe.' } },
    { id: 'diary', name: 'My diary', kind: 'file', weight: 3, config: { path: 'notes/diary.md' }, deny: ['# Private'] },
  ],
};

it('writes a song from a text and a file beside the spec, shows what it cites, and notices on replay that the file has changed', async () => {
  const home = temporaryFolder();
  mkdirSync(join(home, 'songs', 'notes'), { recursive: true });
  const file = join(home, 'songs', 'notes', 'diary.md');
  writeFileSync(file, '# Winter\n\nMother baked bread at midnight, the window white with frost.\n\n# Private\n\nNobody is to read this.\n');
  writeFileSync(join(home, 'songs', 'song.json'), JSON.stringify(spec));
  const made = await amcs(['run', 'songs/song.json', '--out', 'out', '--json'], { home });
  expect(made.code, made.stderr).toBe(0);
  const { run, citations } = JSON.parse(made.stdout);
  expect(citations.map(({ source_id, weight }: Lyrics['citations'][number]) => `${source_id} ${weight}`)).toEqual(['diary 0.75', 'memo 0.25']);
  const lyrics = JSON.parse(readFileSync(join(run.out_dir, 'lyrics.json'), 'utf8')) as Lyrics;
  expect(lyrics.citations.map(({ text }) => text)).toEqual([
    'Winter\nMother baked bread at midnight, the window white with frost.',
    'The oven hums. Write to [email] for the recipe.',
  ]);

  const shown = await amcs(['show', run.run_id], { home });
  for (const { source_id, chunk_hash } of lyrics.citations) expect(shown.stdout).toMatch(new RegExp(`cites ${chunk_hash.slice(0, 12)} .*${source_id}`));
  expect(shown.stdout).toContain('PII_REDACTED');

  const equal = await amcs(['replay', run.run_id], { home });
  expect(equal.code).toBe(0);
  expect(equal.stdout).not.toContain('SOURCE_CHANGED');
  writeFileSync(file, '# Winter\n\nAnother winter.\n');
  // From another folder, and as another process: what was opened for the run is in its record.
  const changed = await amcs(['replay', run.run_id], { home, cwd: join(home, 'songs') });
  expect(changed.code).toBe(0);
  expect(changed.stdout).toMatch(/equal.*\n.*SOURCE_CHANGED.*"diary" has changed/);
  expect(changed.stdout).toContain('1 of 1 equal');
  const told = JSON.parse((await amcs(['replay', run.run_id, '--json'], { home })).stdout);
  expect(told[0]).toMatchObject({ equal: true, issues: [{ code: 'SOURCE_CHANGED', severity: 'info', field: 'sources.diary' }] });
});

it('opens no other folder: not for a file above the spec, not for a spec from standard input', async () => {
  const home = temporaryFolder();
  writeFileSync(join(home, 'diary.md'), 'bread');
  const one = (path: string) => JSON.stringify({ ...spec, sources: [{ id: 'diary', name: 'Diary', kind: 'file', config: { path } }] });
  mkdirSync(join(home, 'songs'));
  writeFileSync(join(home, 'songs', 'song.json'), one('../diary.md'));
  const above = await amcs(['run', 'songs/song.json', '--json'], { home });
  expect(above.code).toBe(2);
  expect(JSON.parse(above.stdout).error).toMatchObject({ code: 'SOURCE_REFUSED', hint: expect.stringContaining('AMCS_SOURCE_ROOTS') });
  const piped = await amcs(['run', '-', '--json'], { home, input: one('diary.md') });
  expect(JSON.parse(piped.stdout).error.code).toBe('SOURCE_REFUSED');
  const open = await amcs(['run', '-', '--json'], { home, input: one('diary.md'), env: { AMCS_SOURCE_ROOTS: home } });
  expect(open.code, open.stdout).toBe(0);
});

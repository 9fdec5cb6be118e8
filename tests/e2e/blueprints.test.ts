import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Blueprint } from '../../src/domain/blueprint.js';
import { ANSI, amcs, temporaryFolder } from './harness.js';

function homeWith(files: Record<string, unknown>): string {
  const home = temporaryFolder();
  mkdirSync(join(home, 'amcs', 'blueprints'), { recursive: true });
  for (const [name, content] of Object.entries(files)) writeFileSync(join(home, 'amcs', 'blueprints', name), JSON.stringify(content));
  return home;
}

describe('amcs-mcp blueprints', () => {
  it('shows a line for each genre', async () => {
    const { code, stdout } = await amcs(['blueprints'], { home: temporaryFolder() });
    expect(code).toBe(0);
    expect(stdout).not.toMatch(ANSI);
    expect(stdout).toMatch(/^reggaeton +88–100 +AAAA 8 +C V Pr C V Pr C B C$/m);
    expect(stdout).toMatch(/^jazz-standard +66–148 +AAAX 8 +V V B V S B V$/m);
  });

  it('shows one whole, by any of its names, and as the document it is', async () => {
    const home = temporaryFolder();
    const page = await amcs(['blueprints', 'Broadway'], { home });
    expect(page.code).toBe(0);
    for (const word of ['Musical Theatre', 'AABCCB 8,8,6', 'the last chorus a whole step up', 'Rubric']) expect(page.stdout).toContain(word);
    for (const line of page.stdout.split('\n')) expect(line.length).toBeLessThanOrEqual(80);
    const { stdout } = await amcs(['blueprints', 'rnb', '--json'], { home });
    expect((JSON.parse(stdout) as Blueprint).slug).toBe('r-and-b');
  });

  it('says what is near where there is none', async () => {
    const { code, stderr } = await amcs(['blueprints', 'regae'], { home: temporaryFolder() });
    expect(code).toBe(2);
    expect(stderr).toContain('reggae');
  });

  it('sings in a genre of one’s own while another file is broken, and tells that one', async () => {
    const home = homeWith({
      'surf-rock.json': { extends: 'rock', genre: 'Surf Rock', rules: { tempo_bpm: [140, 146] } },
      'bad.json': { extends: 'rock', genre: 'Bad', rules: { tempo: 1 } },
    });
    const list = await amcs(['blueprints'], { home });
    expect(list.code).toBe(1);
    expect(list.stdout).toMatch(/^surf-rock\* +140–146/m);
    expect(list.stdout).toContain('bad.json: rules.tempo is not a known field.');
    const doctor = await amcs(['doctor'], { home });
    expect(doctor.code).toBe(1);
    expect(doctor.stdout).toMatch(/✗ your genres +bad\.json: rules\.tempo is not a known field/);
    writeFileSync(join(home, 'song.json'), JSON.stringify({ title: 'Salt Spring', blueprint_ref: { genre: 'surf rock' }, seed: 4 }));
    const song = await amcs(['run', 'song.json', '--json'], { home });
    expect(song.code, song.stdout).toBe(0);
    expect(JSON.parse(song.stdout)).toMatchObject({ run: { genre: 'surf-rock', status: 'succeeded' } });
    writeFileSync(join(home, 'bad-song.json'), JSON.stringify({ title: 'Salt Spring', blueprint_ref: { genre: 'bad' } }));
    const refused = await amcs(['run', 'bad-song.json'], { home });
    expect(refused.code).toBe(70);
    expect(refused.stderr).toContain('bad.json: rules.tempo is not a known field.');
  });
});

import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { sdsSchema } from '../../src/domain/spec.js';
import { amcs, filesIn, temporaryFolder } from './harness.js';

describe('synth', () => {
  it('writes the same valid specs in every time zone and locale, and batch sings them', async () => {
    const home = temporaryFolder();
    const args = ['synth', '--count', '4', '--seed', '7', '--genre', 'folk', '--genre', 'Christmas Pop', '--out'];
    const first = await amcs([...args, join(home, 'a')], { home });
    expect(first).toMatchObject({ code: 0, stderr: '' });
    expect(first.stdout).toContain('4 specs');
    await amcs([...args, join(home, 'b')], { home, env: { TZ: 'Asia/Kathmandu', LC_ALL: 'tr_TR.UTF-8' } });
    const files = filesIn(join(home, 'a'));
    expect(Object.keys(files)).toHaveLength(4);
    expect(filesIn(join(home, 'b'))).toEqual(files);
    for (const text of Object.values(files)) expect(sdsSchema.safeParse(JSON.parse(text)).error).toBeUndefined();
    const batch = await amcs(['batch', join(home, 'a', '*.json'), '--json'], { home });
    expect(JSON.parse(batch.stdout)).toMatchObject({ songs: 4 });
    expect(batch.stdout).not.toContain('refused');
  });

  it('names the nearest genre where one is unknown, and refuses a count that is none', async () => {
    const home = temporaryFolder();
    const unknown = await amcs(['synth', '--genre', 'contry', '--out', join(home, 'a')], { home });
    expect(unknown).toMatchObject({ code: 2, stdout: '' });
    expect(unknown.stderr).toContain('country');
    expect(await amcs(['synth', '--count', '0', '--out', join(home, 'a')], { home })).toMatchObject({ code: 64 });
  });
});

import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Client } from '@modelcontextprotocol/client';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Files, Lyrics } from '../../src/domain/artifacts.js';
import type { RunAnswer } from '../../src/surfaces/operations/answer.js';
import { amcs, call, connect, example, filesIn, freePort, root, temporaryFolder } from './harness.js';

/**
 * The golden holds the files.json of examples/elf-on-overtime.json. A change of the writer, the data or an artifact's shape
 * changes it: look at the song, then write it anew with
 *   UPDATE_GOLDEN=1 npx vitest run tests/e2e/determinism.test.ts
 */
const GOLDEN = join(root, 'tests', 'golden', 'elf-on-overtime.files.json');

/** A clock that goes eleven years ahead, in every process that is started with it. */
const elevenYearsAhead = `const D=Date,S=347e9;globalThis.Date=class extends D{constructor(...a){if(a.length){super(...a)}else{super(D.now()+S)}}static now(){return(D.now()+S)}}`;

const places: [string, Record<string, string>][] = [
  ['as it comes', {}],
  ['far in the east, in Turkish', { TZ: 'Pacific/Kiritimati', LANG: 'tr_TR.UTF-8', LC_ALL: 'tr_TR.UTF-8', LANGUAGE: 'tr' }],
  ['far in the west, in C', { TZ: 'Pacific/Niue', LANG: 'C', LC_ALL: 'C', NO_COLOR: '1' }],
  [
    'eleven years from now, in German, with colours',
    {
      TZ: 'Europe/Berlin',
      LANG: 'de_DE.UTF-8',
      FORCE_COLOR: '1',
      NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(elevenYearsAhead)}`,
    },
  ],
];

interface Made {
  answer: RunAnswer;
  files: Record<string, string>;
}

async function makeSong(spec: string, env: Record<string, string>, args: string[] = []): Promise<Made> {
  const home = temporaryFolder();
  const cwd = join(home, 'a folder', 'elsewhere');
  mkdirSync(cwd, { recursive: true });
  const { code, stdout, stderr } = await amcs(['run', example(spec), '--json', ...args], { home, cwd, env });
  if (code !== 0) throw new Error(`exit ${code}: ${stderr}`);
  const answer = JSON.parse(stdout) as RunAnswer;
  return { answer, files: filesIn(answer.run.out_dir as string) };
}

describe('the same spec and seed', () => {
  let made: Made[] = [];
  beforeAll(async () => {
    made = await Promise.all(places.map(([, env]) => makeSong('elf-on-overtime', env)));
  });

  it('the clock of one process really went ahead', () => {
    const [first, , , last] = made.map(({ answer }) => Number(answer.run.created_at.slice(0, 4)));
    expect(last).toBeGreaterThanOrEqual((first as number) + 10);
  });

  it.each(places.map(([name], at) => [name, at] as const))('%s: the same bytes in every file', (_name, at) => {
    expect(Object.keys(made[at]?.files ?? {})).toContain('lyrics.txt');
    expect(made[at]?.files).toEqual(made[0]?.files);
    expect(made[at]?.answer.artifacts).toEqual(made[0]?.answer.artifacts);
    expect(made[at]?.answer.run).toMatchObject({
      sds_hash: made[0]?.answer.run.sds_hash,
      manifest_hash: made[0]?.answer.run.manifest_hash,
      tables_hash: made[0]?.answer.run.tables_hash,
    });
  });

  it('files.json is true: each file with its size and SHA-256, and nothing else', () => {
    const { 'files.json': listing = '', ...files } = made[0]?.files ?? {};
    const truth = Object.entries(files).map(([name, text]) => ({
      name,
      size: Buffer.byteLength(text),
      sha256: createHash('sha256').update(text).digest('hex'),
    }));
    expect(JSON.parse(listing)).toEqual({ files: truth });
  });

  it('no file knows its run, its time or its place', () => {
    for (const { answer, files } of made) {
      for (const [name, text] of Object.entries(files)) {
        expect.soft(text, name).not.toContain(answer.run.run_id);
        expect.soft(text, name).not.toContain(answer.run.created_at.slice(0, 10));
        expect.soft(text, name).not.toContain('amcs-e2e-');
        expect.soft(text, name).not.toContain(root);
      }
    }
  });

  it('song.json is a spec itself: it makes the same song again', async () => {
    const home = temporaryFolder();
    writeFileSync(join(home, 'song.json'), made[0]?.files['song.json'] ?? '');
    const { stdout } = await amcs(['run', 'song.json', '--json'], { home });
    expect(filesIn((JSON.parse(stdout) as RunAnswer).run.out_dir as string)).toEqual(made[0]?.files);
  });

  it('is the golden', () => {
    const listing = made[0]?.files['files.json'] ?? '';
    if (process.env.UPDATE_GOLDEN === '1') {
      mkdirSync(join(root, 'tests', 'golden'), { recursive: true });
      writeFileSync(GOLDEN, listing);
    }
    expect(JSON.parse(listing)).toEqual(JSON.parse(readFileSync(GOLDEN, 'utf8')) as Files);
  });
});

describe('another seed', () => {
  const SEEDS = Array.from({ length: 20 }, (_, at) => at + 1);
  const specs = ['elf-on-overtime', 'three-lines', 'last-train'];
  const made = new Map<string, { seed: number; files: Record<string, string> }[]>();

  beforeAll(async () => {
    const client = await connect({ home: temporaryFolder() }, ['--events-port', String(await freePort())]);
    for (const name of specs) made.set(name, await twenty(client, name));
  });

  /** A song for each seed, all asked for at once in one process. */
  async function twenty(client: Client, name: string) {
    const { seed: _seed, ...sds } = JSON.parse(readFileSync(example(name), 'utf8')) as Record<string, unknown>;
    return Promise.all(
      SEEDS.map(async (seed) => {
        const { run } = await call<RunAnswer>(client, 'run_workflow', { sds, seed, wait_sec: 50 });
        return { seed, files: filesIn(run.out_dir as string) };
      }),
    );
  }

  it.each(specs)('%s: 20 seeds are 20 songs, and no two pairs in a hundred share half of their verse lines', (name) => {
    const songs = made.get(name) ?? [];
    expect(new Set(songs.map(({ files }) => files['lyrics.txt'])).size).toBe(SEEDS.length);
    const tooAlike = songs.flatMap((one, at) =>
      songs.slice(at + 1).flatMap((other) => {
        const [ours, theirs] = [verseLines(one.files), verseLines(other.files)];
        const shared = ours.filter((line) => theirs.includes(line));
        return shared.length * 2 < Math.min(ours.length, theirs.length) ? [] : [`${one.seed} and ${other.seed}: ${shared.length} of ${ours.length}`];
      }),
    );
    const pairs = (songs.length * (songs.length - 1)) / 2;
    expect(tooAlike.length, tooAlike.join('; ')).toBeLessThanOrEqual(pairs * 0.02);
  });

  it('a song made among twenty has the bytes of one made alone', async () => {
    const alone = await makeSong('three-lines', {}, ['--seed', '13']);
    expect(made.get('three-lines')?.find(({ seed }) => seed === 13)?.files).toEqual(alone.files);
  });
});

function verseLines(files: Record<string, string>): string[] {
  const { sections } = JSON.parse(files['lyrics.json'] as string) as Lyrics;
  return [...new Set(sections.filter(({ type }) => type === 'Verse').flatMap(({ lines }) => lines.map(({ text }) => text)))];
}

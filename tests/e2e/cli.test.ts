import { copyFileSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { runAnswerSchema } from '../../src/surfaces/operations/answer.js';
import { ANSI, amcs, example, filesIn, recorded, root, temporaryFolder } from './harness.js';

const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string };
const FILES = ['composed_prompt.json', 'files.json', 'lyrics.json', 'lyrics.txt', 'plan.json', 'producer_notes.json', 'prompt.txt', 'scores.json', 'song.json'];

/** The hook is the title, and a song that is not marked explicit may not say it: no repair helps. */
/** The durations can be repaired; a locked line that may not be sung cannot. */
const hopeless = {
  title: 'This Old Town',
  blueprint_ref: { genre: 'pop' },
  lyrics: { given: '[Verse 1]\n= I never liked this fucking town' },
  producer_notes: { section_meta: { Verse: { target_duration_sec: 600 } } },
  seed: 5,
};

describe.concurrent('run', () => {
  it('prints the song, the scores, the files and the run; progress goes to stderr as plain lines', async () => {
    const home = temporaryFolder();
    const { code, stdout, stderr } = await amcs(['run', example('elf-on-overtime')], { home });
    expect(code).toBe(0);
    expect(stdout).toContain('Elf On Overtime  christmas-pop, seed 3');
    expect(stdout).toMatch(/^\[Verse 1\]$/m);
    for (const score of ['hook density', 'singability', 'rhyme tightness', 'section completeness', 'profanity', 'total'])
      expect(stdout).toMatch(new RegExp(`^${score} +[01]\\.\\d{3}`, 'm'));
    const [, folder = ''] = /^files (.*)$/m.exec(stdout) ?? [];
    const [, run = ''] = /^run {3}(r-\w+)$/m.exec(stdout) ?? [];
    expect(folder).toBe(join(home, 'amcs', 'songs', `elf-on-overtime-${run}`));
    const files = filesIn(folder);
    expect(Object.keys(files)).toEqual([...FILES, 'style.json']);
    expect(stdout).toContain((files['lyrics.txt'] as string).split('\n\n').slice(1).join('\n\n').trim());
    const told = stderr.trimEnd().split('\n');
    expect(told.map((line) => line.split(/ /)[0])).toEqual(expect.arrayContaining(['PLAN', 'STYLE', 'LYRICS', 'PRODUCER', 'COMPOSE', 'VALIDATE', 'REVIEW']));
    for (const line of told) expect(line).toMatch(/^(?:[A-Z]+(?: \d)? +(?:\d+ ms.*|skipped: .+)| +\d+ changes for \w+)$/);
    expect(told.find((line) => line.startsWith('VALIDATE'))).toMatch(/total [01]\.\d{3}/);
    expect(stdout + stderr).not.toMatch(ANSI);
  });

  it('--json prints one object that keeps its schema, and nothing else', async () => {
    const home = temporaryFolder();
    const { code, stdout, stderr } = await amcs(['run', example('three-lines'), '--json', '--seed', '99'], { home });
    expect(code).toBe(0);
    expect(stderr).toBe('');
    const answer = runAnswerSchema.parse(JSON.parse(stdout));
    expect(answer.run).toMatchObject({ status: 'succeeded', genre: 'country', seed: 99, title: 'Half a Tank of Gas' });
    expect(answer.nodes.map(({ node }) => node)).toEqual(expect.arrayContaining(['PLAN', 'LYRICS', 'VALIDATE', 'REVIEW']));
    expect(answer.artifacts.map(({ name }) => name)).toEqual(expect.arrayContaining(['sds', 'plan', 'lyrics', 'composed_prompt', 'scores', 'files']));
  });

  it('reads standard input, and publishes under --out, which is relative to where one stands', async () => {
    const home = temporaryFolder();
    const { code, stdout } = await amcs(['run', '-', '--json', '--out', 'here'], { home, input: readFileSync(example('three-lines'), 'utf8') });
    expect(code).toBe(0);
    const { run } = runAnswerSchema.parse(JSON.parse(stdout));
    expect(run.out_dir).toBe(join(home, 'here', `half-a-tank-of-gas-${run.run_id}`));
    expect(existsSync(join(home, 'here', `half-a-tank-of-gas-${run.run_id}`, 'files.json'))).toBe(true);
  });

  it('draws a seed where none is given and records it; the seed it shows makes the same song', async () => {
    const home = temporaryFolder();
    writeFileSync(join(home, 'song.json'), JSON.stringify({ title: 'Half a Tank of Gas', blueprint_ref: { genre: 'country' } }));
    const first = runAnswerSchema.parse(JSON.parse((await amcs(['run', 'song.json', '--json'], { home })).stdout));
    const again = runAnswerSchema.parse(JSON.parse((await amcs(['run', 'song.json', '--json', '--seed', String(first.run.seed)], { home })).stdout));
    expect(again.run.run_id).not.toBe(first.run.run_id);
    expect(again.artifacts).toEqual(first.artifacts);
  });

  it('follows a manifest: stop_after ends early, a seed on the command line wins', async () => {
    const home = temporaryFolder();
    writeFileSync(join(home, 'run.json'), JSON.stringify({ song_id: 'my-song', seed: 3, stop_after: 'STYLE' }));
    const { code, stdout } = await amcs(['run', example('three-lines'), '--manifest', 'run.json', '--seed', '4', '--json'], { home });
    expect(code).toBe(0);
    const answer = runAnswerSchema.parse(JSON.parse(stdout));
    expect(answer.run).toMatchObject({ song_id: 'my-song', seed: 4, status: 'succeeded' });
    expect(answer.nodes.map(({ node }) => node)).toEqual(['PLAN', 'STYLE']);
    expect(answer.lyrics).toBeNull();
  });

  it('a song that does not pass is kept and ends with 1, its repairs told', async () => {
    const home = temporaryFolder();
    writeFileSync(join(home, 'song.json'), JSON.stringify(hopeless));
    const { code, stdout, stderr } = await amcs(['run', 'song.json'], { home });
    expect(code).toBe(1);
    expect(stdout).toMatch(/^RUBRIC_NOT_MET /m);
    expect(stdout).toContain('not passed');
    expect(stderr).toMatch(/^FIX 1/m);
    expect(stderr).toMatch(/^VALIDATE 1 /m);
    const [, folder = ''] = /^files (.*)$/m.exec(stdout) ?? [];
    expect(Object.keys(filesIn(folder))).toContain('lyrics.txt');
  });

  it('a data folder that cannot be used ends with 3', async () => {
    const home = temporaryFolder();
    writeFileSync(join(home, 'amcs'), 'a file, no folder');
    const { code, stdout, stderr } = await amcs(['run', example('three-lines')], { home });
    expect({ code, stdout }).toEqual({ code: 3, stdout: '' });
    expect(stderr).toContain('STORE_UNAVAILABLE The data folder is not a folder.');
    expect(stderr).not.toMatch(/^ +at /m);
  });

  it('an output folder that cannot be written ends with 3 and claims no files', async () => {
    const home = temporaryFolder();
    writeFileSync(join(home, 'taken'), 'a file, no folder');
    const { code, stdout } = await amcs(['run', example('three-lines'), '--out', 'taken'], { home });
    expect(code).toBe(3);
    expect(stdout).toContain('STORAGE_FAILED');
    expect(stdout).not.toMatch(/^files /m);
  });
});

describe('runs and show', () => {
  it('list and show what was made', async () => {
    const home = temporaryFolder();
    expect((await amcs(['runs'], { home })).stdout).toContain('No runs yet');
    expect(JSON.parse((await amcs(['runs', '--json'], { home })).stdout)).toEqual({ runs: [], next_cursor: null });
    const { run } = runAnswerSchema.parse(JSON.parse((await amcs(['run', example('three-lines'), '--json'], { home })).stdout));
    writeFileSync(join(home, 'song.json'), JSON.stringify(hopeless));
    const bad = runAnswerSchema.parse(JSON.parse((await amcs(['run', 'song.json', '--json'], { home })).stdout)).run;

    const [all, failed, country, none, page, shown, whole, stranger] = await Promise.all([
      amcs(['runs'], { home }),
      amcs(['runs', '--status', 'failed', '--json'], { home }),
      amcs(['runs', '--genre', 'country', '--json'], { home }),
      amcs(['runs', '--song', 'no-such-song', '--json'], { home }),
      amcs(['runs', '--limit', '1', '--json'], { home }),
      amcs(['show', run.run_id], { home }),
      amcs(['show', run.run_id, '--json', '--include', 'plan,lyrics'], { home }),
      amcs(['show', 'r-0000000000000'], { home }),
    ]);
    const ids = ({ stdout }: { stdout: string }) => (JSON.parse(stdout).runs as { run_id: string }[]).map(({ run_id }) => run_id);
    expect(all.stdout.trimEnd().split('\n')).toHaveLength(2);
    expect(all.stdout).toMatch(new RegExp(`^${bad.run_id} +failed[\\s\\S]*^${run.run_id} +succeeded +[01]\\.\\d{3} .*country +Half a Tank of Gas`, 'm'));
    expect(all.stdout).not.toMatch(ANSI);
    expect(ids(failed)).toEqual([bad.run_id]);
    expect(ids(country)).toEqual([run.run_id]);
    expect(ids(none)).toEqual([]);
    expect(ids(page)).toEqual([bad.run_id]);
    expect(shown.code).toBe(0);
    expect(shown.stdout).toContain('Half a Tank of Gas  country, seed 7');
    expect(shown.stdout).toMatch(/^PLAN +succeeded +\d+ ms/m);
    const { documents, lyrics } = JSON.parse(whole.stdout) as { documents: Record<string, { title: string; text: string }>; lyrics: string };
    expect(Object.keys(documents)).toEqual(['plan', 'lyrics']);
    expect(documents.plan?.title).toBe('Half a Tank of Gas');
    expect(documents.lyrics?.text).toBe(lyrics);
    expect(stranger.code).toBe(2);
    expect(stranger.stderr).toContain('NOT_FOUND There is no run "r-0000000000000".');
  });

  it('name a status that there is not, with what there is', async () => {
    const { code, stderr } = await amcs(['runs', '--status', 'fialed'], { home: temporaryFolder() });
    expect(code).toBe(2);
    expect(stderr).toContain('status');
    expect(stderr).toContain('Did you mean failed?');
  });
});

describe.concurrent('schema', () => {
  it('lists its names and prints each as JSON Schema', async () => {
    const home = temporaryFolder();
    const names = (await amcs(['schema'], { home })).stdout.trim().split('\n');
    expect(names).toEqual(
      expect.arrayContaining(['sds', 'manifest', 'blueprint', 'plan', 'lyrics', 'scores', 'issue', 'run', 'node_execution', 'event', 'error']),
    );
    const { code, stdout } = await amcs(['schema', 'sds'], { home });
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ $schema: 'https://json-schema.org/draft/2020-12/schema', type: 'object', required: ['title', 'blueprint_ref'] });
    expect(recorded(home)).toEqual({});
  });

  it('names the nearest where there is none', async () => {
    const { code, stdout, stderr } = await amcs(['schema', 'manifst'], { home: temporaryFolder() });
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(/did you mean manifest\?/i);
  });
});

describe.concurrent('init', () => {
  it('writes a spec that makes a song, and leaves one alone that is there', async () => {
    const home = temporaryFolder();
    expect((await amcs(['init'], { home })).code).toBe(0);
    const written = readFileSync(join(home, 'song.json'), 'utf8');
    expect(written.split('\n').length).toBeLessThan(25);
    expect((await amcs(['run', 'song.json'], { home })).code).toBe(0);
    writeFileSync(join(home, 'song.json'), '{"mine": true}');
    const { code, stderr } = await amcs(['init', 'song.json'], { home });
    expect(code).toBe(2);
    expect(stderr).toContain('song.json is already there.');
    expect(readFileSync(join(home, 'song.json'), 'utf8')).toBe('{"mine": true}');
  });
});

describe.concurrent('the binary', () => {
  it('--help teaches: every command, examples, every exit code', async () => {
    const { code, stdout, stderr } = await amcs(['--help'], { home: temporaryFolder() });
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    for (const command of ['run', 'runs', 'show', 'tail', 'schema', 'init']) expect(stdout).toMatch(new RegExp(`^  ${command} `, 'm'));
    const documented = stdout.slice(stdout.indexOf('Exit codes:'));
    for (const exit of [0, 1, 2, 3, 64, 70, 130]) expect(documented).toMatch(new RegExp(`(?:^|\\s)${exit} [a-z]`));
    expect(stdout).not.toMatch(ANSI);
  });

  it.each(['run', 'show', 'tail'])('%s --help explains the command', async (command) => {
    const { code, stdout } = await amcs([command, '--help'], { home: temporaryFolder() });
    expect(code).toBe(0);
    expect(stdout).toContain(`Usage: amcs-mcp ${command}`);
  });

  it('--version is the package version', async () => {
    expect(await amcs(['--version'], { home: temporaryFolder() })).toEqual({ code: 0, stdout: `${version}\n`, stderr: '' });
  });

  it.each([
    ['an unknown command', ['sing'], /unknown command.*sing/i],
    ['a mistyped command, with the nearest', ['runz'], /did you mean runs\?/i],
    ['an unknown option, with the nearest', ['run', 'song.json', '--jsno'], /did you mean --json\?/i],
    ['a missing argument', ['run'], /missing required argument 'spec'/i],
    ['one argument too many', ['run', 'one.json', 'two.json'], /too many arguments/i],
    ['a seed that is too high', ['run', 'song.json', '--seed', '9007199254740992'], /whole number from 0 to 9007199254740975/],
    ['a port that is none', ['--events-port', '70000', 'runs'], /"70000" is not a port/],
    ['a position that is none', ['tail', 'r-0000000000000', '--since', 'yesterday'], /yesterday/],
  ])('%s ends with 64', { timeout: 8_000 }, async (_what, args, message) => {
    const home = temporaryFolder();
    const { code, stdout, stderr } = await amcs(args, { home });
    expect(stderr).toMatch(message);
    expect({ code, stdout }).toEqual({ code: 64, stdout: '' });
    expect(stderr).not.toMatch(/^ +at /m);
    expect(recorded(home)).toEqual({});
  });

  it('shows where an error comes from with --debug only', async () => {
    const home = temporaryFolder();
    expect((await amcs(['run', 'none.json'], { home })).stderr).not.toMatch(/^ +at /m);
    expect((await amcs(['--debug', 'run', 'none.json'], { home })).stderr).toMatch(/^ +at /m);
  });

  it('works from any folder, with data of its own package', async () => {
    const home = temporaryFolder();
    copyFileSync(example('three-lines'), join(home, 'mine.json'));
    expect((await amcs(['run', 'mine.json'], { home, cwd: home, env: { AMCS_HOME: '', XDG_DATA_HOME: join(home, 'data') } })).code).toBe(0);
    expect(existsSync(join(home, 'data', 'amcs', 'amcs.db'))).toBe(true);
  });

  it('says what is wrong where no run of that id is there to tail', { timeout: 8_000 }, async () => {
    const { code, stderr } = await amcs(['tail', 'r-0000000000000'], { home: temporaryFolder() });
    expect(code).toBe(2);
    expect(stderr).toContain('NOT_FOUND');
  });
});

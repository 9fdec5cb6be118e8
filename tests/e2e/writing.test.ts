import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { lyricsAnalysisSchema } from '../../src/domain/analysis.js';
import { rhymesSchema } from '../../src/domain/rhymes.js';
import { ANSI, amcs, call, connect, example, temporaryFolder } from './harness.js';
import { ask, envelope, serve } from './http-harness.js';

/** What a writer asks of words: `lint`, `rhymes` and their tools. */

const SONG = `[Verse 1]
The lamps are lit along the lane
The river hums beneath the rain
[Chorus x2]
So hold the light, hold on tonight
Until the morning makes it right
[Verse 2]
A letter waits behind the door
[Chorus]
`;

describe.concurrent('lint', () => {
  it('prints a table of at most 80 columns, the scores, and what is wrong; it records nothing', async () => {
    const home = temporaryFolder();
    writeFileSync(join(home, 'lyrics.txt'), SONG);
    const { code, stdout, stderr } = await amcs(['lint', 'lyrics.txt', '--title', 'Hold the Light'], { home });
    expect([code, stderr]).toEqual([0, '']);
    expect(stdout).toContain('Hold the Light  pop, held to their own targets');
    expect(stdout).toMatch(/^\[Verse 1\] {2}verse-1 · AA heard · iambic tetrameter$/m);
    expect(stdout).toMatch(/^ {2}3 {2}The river hums beneath the rain +8 {2}·\/·\/·\/·\/ +A perfect 1$/m);
    expect(stdout).toMatch(/^ {5}inner rhyme light–tonight$/m);
    expect(stdout).toMatch(/^\[Chorus\] {2}chorus-3 · the words of chorus-1$/m);
    for (const score of ['hook density', 'singability', 'rhyme tightness', 'section completeness', 'profanity', 'total'])
      expect(stdout).toMatch(new RegExp(`^${score} +[01]\\.\\d{3}`, 'm'));
    expect(stdout).toContain('No spec was given');
    for (const line of stdout.split('\n')) expect(line.length, line).toBeLessThanOrEqual(80);
    expect(stdout).not.toMatch(ANSI);
    expect(existsSync(join(home, 'amcs'))).toBe(false);
  });

  it('has colours where they are wanted', async () => {
    const home = temporaryFolder();
    const { stdout } = await amcs(['lint', '-'], { home, input: SONG, env: { FORCE_COLOR: '1' } });
    expect(stdout).toMatch(ANSI);
  });

  it('holds the lyrics to a spec; --strict ends with 1 on an error, and only then', async () => {
    const home = temporaryFolder();
    const given = { home, input: SONG };
    const loose = await amcs(['lint', '-', '--sds', example('three-lines')], given);
    expect(loose.code).toBe(0);
    expect(loose.stdout).toContain('Half a Tank of Gas  country, held to the spec');
    expect(loose.stdout).toMatch(/^ {5}! The hook "Half a Tank of Gas" does not come in chorus-1\./m);
    expect(loose.stdout).toMatch(/^ {2}2 {2}The lamps are lit along the lane +8\/8 /m);
    expect((await amcs(['lint', '-', '--sds', example('three-lines'), '--strict'], given)).code).toBe(1);
    expect((await amcs(['lint', '-', '--strict'], given)).code).toBe(0);
  });

  it('--json prints one object that keeps its schema', async () => {
    const home = temporaryFolder();
    const { code, stdout, stderr } = await amcs(['lint', '-', '--json', '--lang', 'fr'], { home, input: SONG });
    expect([code, stderr]).toEqual([0, '']);
    const analysis = lyricsAnalysisSchema.parse(JSON.parse(stdout));
    expect(analysis.language).toBe('fr');
    expect(analysis.scores.not_measured).toContain('rhyme_tightness');
  });

  it('says "not measured for fr"', async () => {
    const { stdout } = await amcs(['lint', '-', '--lang', 'fr'], { home: temporaryFolder(), input: 'Reste encore\nReste un peu' });
    expect(stdout).toMatch(/^rhyme tightness +not measured for fr$/m);
    expect(stdout).toMatch(/^ +line +syl *$/m);
  });

  it('reads what editors save: Windows pages and UTF-16', async () => {
    const home = temporaryFolder();
    writeFileSync(join(home, 'old.txt'), Buffer.from('[Verse]\r\nThe caf\xe9 lights\r\nit\x92s late\r\n', 'latin1'));
    writeFileSync(join(home, 'wide.txt'), Buffer.from('\ufeff[Verse]\r\nThe café lights\r\n', 'utf16le'));
    for (const name of ['old.txt', 'wide.txt']) {
      const { stdout } = await amcs(['lint', name], { home });
      expect(stdout, name).toMatch(/^ {2}2 {2}The café lights +4 /m);
    }
  });

  it.each([
    ['an empty file', [], '', 2, 'INPUT_INVALID There are no words in the lyrics.'],
    ['a file that is not there', ['nowhere.txt'], '', 2, 'FILE_UNREADABLE nowhere.txt does not exist.'],
    ['100,000 lines', [], 'la\n'.repeat(60_000), 2, 'INPUT_TOO_LARGE The lyrics have 60,000 lines; 1,000 may be measured at once.'],
    ['a null byte', [], 'la\0la', 2, 'INPUT_INVALID Line 1 of the lyrics holds a control character.'],
    ['an unknown genre', ['-', '--genre', 'polka'], 'la', 2, 'GENRE_UNKNOWN There is no blueprint for the genre "polka".'],
    ['a language that is none', ['-', '--lang', 'French'], 'la', 2, 'INPUT_INVALID Arguments of lint: language is not an ISO 639-1 code such as "en"'],
    ['no file at all', null, '', 64, "USAGE Missing required argument 'lyrics'."],
  ] as const)('%s: what is wrong, and what to do', async (_, args, input, expected, message) => {
    const { code, stdout, stderr } = await amcs(['lint', ...(args === null ? [] : args.length === 0 ? ['-'] : args)], { home: temporaryFolder(), input });
    expect([code, stdout]).toEqual([expected, '']);
    expect(stderr).toContain(message);
    expect(stderr).toMatch(/^→ \S/m);
  });
});

describe.concurrent('rhymes', () => {
  it('prints words grouped by syllables, 80 columns wide', async () => {
    const home = temporaryFolder();
    const { code, stdout } = await amcs(['rhymes', 'over', 'the', 'moon', '--theme', 'summer', '--slant'], { home });
    expect(code).toBe(0);
    expect(stdout).toMatch(/^moon {2}M UW1 N · 1 syllable \/\nperfect {5}1 {3}\*june {2}\w+/m);
    expect(stdout).toMatch(/^slant {7}1 {3}/m);
    for (const line of stdout.split('\n')) expect(line.length).toBeLessThanOrEqual(80);
    expect(stdout).not.toMatch(ANSI);
    expect(existsSync(join(home, 'amcs'))).toBe(false);
  });

  it('tells each way to say a word, and words that it can only guess', async () => {
    const home = temporaryFolder();
    expect((await amcs(['rhymes', 'wind'], { home })).stdout).toMatch(/^wind {2}W IH1 N D[\s\S]*^wind {2}W AY1 N D/m);
    expect((await amcs(['rhymes', 'zxqv'], { home })).stdout).toMatch(/^! "zxqv" is not in the dictionary/);
  });

  it('--json keeps its schema; wrong wishes are errors', async () => {
    const home = temporaryFolder();
    const { stdout } = await amcs(['rhymes', 'heart', '--json', '--syllables', '2', '--limit', '5'], { home });
    const found = rhymesSchema.parse(JSON.parse(stdout));
    expect(found.readings[0]?.perfect.map(({ syllables, words }) => [syllables, words.length])).toEqual([[2, 5]]);
    expect((await amcs(['rhymes', 'heart', '--theme', 'roads'], { home })).stderr).toContain('Did you mean road?');
    expect((await amcs(['rhymes', 'heart', '--stress', 'abc'], { home })).code).toBe(2);
    expect((await amcs(['rhymes', 'heart', '--limit', 'many'], { home })).code).toBe(64);
  });
});

describe('the tools', () => {
  it('answer a real client as the command line does, and record nothing', async () => {
    const home = temporaryFolder();
    const client = await connect({ home });
    const analysis = lyricsAnalysisSchema.parse(await call(client, 'analyze_lyrics', { text: SONG }));
    expect(analysis).toEqual(JSON.parse((await amcs(['lint', '-', '--json'], { home, input: SONG })).stdout));
    const rhymes = rhymesSchema.parse(await call(client, 'find_rhymes', { word: 'night', limit: 10 }));
    expect(rhymes).toEqual(JSON.parse((await amcs(['rhymes', 'night', '--limit', '10', '--json'], { home })).stdout));
    const { tools } = await client.listTools();
    for (const name of ['analyze_lyrics', 'find_rhymes']) expect(tools.find((tool) => tool.name === name)?.annotations).toMatchObject({ readOnlyHint: true });
    expect(await call(client, 'list_runs', {})).toEqual({ runs: [], next_cursor: null });
  });

  it('are answered over HTTP', async () => {
    const { port } = await serve({ home: temporaryFolder() });
    const analysis = await ask(port, '/api/v1/lyrics/analyze', { method: 'POST', body: { text: SONG, title: 'Hold the Light' } });
    expect([analysis.status, lyricsAnalysisSchema.parse(analysis.json).hook]).toEqual([200, { phrase: 'Hold the Light', count: 3 }]);
    const rhymes = await ask(port, '/api/v1/rhymes?word=over%20the%20moon&limit=5&slant=true');
    expect([rhymes.status, rhymesSchema.parse(rhymes.json).word]).toEqual([200, 'moon']);
    await envelope(422, 'INPUT_INVALID', ask(port, '/api/v1/rhymes'));
    await envelope(422, 'INPUT_INVALID', ask(port, '/api/v1/lyrics/analyze', { method: 'POST', body: { text: '' } }));
    await envelope(413, 'INPUT_TOO_LARGE', ask(port, '/api/v1/lyrics/analyze', { method: 'POST', body: { text: 'la\n'.repeat(5000) } }));
  });

  it('name the field and what to do', async () => {
    const client = await connect({ home: temporaryFolder() });
    const wrong = await client.callTool({ name: 'analyze_lyrics', arguments: { text: '' } });
    expect(wrong.isError).toBe(true);
    expect(JSON.stringify(wrong.content)).toContain('There are no words in the lyrics.');
    expect(JSON.stringify((await client.callTool({ name: 'find_rhymes', arguments: { wrod: 'night' } })).content)).toContain('did you mean word?');
  });
});

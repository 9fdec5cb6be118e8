import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Client } from '@modelcontextprotocol/client';
import { beforeAll, describe, expect, it } from 'vitest';
import { standardGraph } from '../../src/orchestrator/graph.js';
import { ANSI, amcs, connect, type Ended, example, recorded, root, temporaryFolder } from './harness.js';

/** A complaint: its code, what it must name (place, value, bound), and what its hint must say. */
interface Complaint {
  code: string;
  says: (string | RegExp)[];
  hint: string | RegExp;
}

const spec = (rest: object = {}) => JSON.stringify({ title: 'T', blueprint_ref: { genre: 'pop' }, ...rest });
const nested = (depth: number) => '['.repeat(depth) + ']'.repeat(depth);

/** What holds for every complaint: exit code, nothing on stdout, a hint, no stack, no path of the package, nothing recorded. */
function expectComplaint({ code: exit, stdout, stderr }: Ended, home: string, { code, says, hint }: Complaint): void {
  const lines = stderr.trimEnd().split('\n');
  expect(lines[0]).toMatch(new RegExp(`^${code} `));
  for (const part of says) {
    if (typeof part === 'string') expect(stderr).toContain(part);
    else expect(stderr).toMatch(part);
  }
  expect(lines.at(-1)).toMatch(/^→ ./);
  if (typeof hint === 'string') expect(lines.at(-1)).toContain(hint);
  else expect(lines.at(-1)).toMatch(hint);
  expect({ exit, stdout }).toEqual({ exit: 2, stdout: '' });
  expect(stderr).not.toMatch(/^ +at /m);
  expect(stderr).not.toContain(root);
  expect(stderr).not.toContain('node_modules');
  expect(stderr).not.toMatch(ANSI);
  // A person reads it on one screen.
  expect(lines.length).toBeLessThan(30);
  expect(stderr.length).toBeLessThan(6_000);
  expect(recorded(home)).toEqual({});
}

const notJson: [string, string | Buffer, Complaint][] = [
  [
    'a comma too many',
    '{\n  "title": "T",\n  "blueprint_ref": { "genre": "pop" },,\n}',
    { code: 'JSON_INVALID', says: ['song.json', 'line 3, column 39'], hint: 'Correct' },
  ],
  ['a file cut off', '{"title": "T", "blueprint_ref"', { code: 'JSON_INVALID', says: ['colon', 'line 1, column 31'], hint: 'Correct' }],
  ['a string that is not closed', '{\n\t"title": "T\n}', { code: 'JSON_INVALID', says: ['a string that is not closed', 'line 2, column 11'], hint: 'Correct' }],
  ['a comment', '{\n  // mine\n  "title": "T" }', { code: 'JSON_INVALID', says: ['comment', 'line 2, column 3'], hint: 'Correct' }],
  ['a raw control character', '{"title": "a\u0007b"}', { code: 'JSON_INVALID', says: ['control character', 'line 1, column'], hint: 'Correct' }],
  ['an empty file', '', { code: 'JSON_INVALID', says: ['song.json is empty'], hint: 'amcs-mcp init' }],
  ['10 MB', spec({ title: 'x'.repeat(10_000_000) }), { code: 'INPUT_TOO_LARGE', says: ['10.0 MB', '1 MB'], hint: /./ }],
  ['100,000 nested arrays', nested(100_000), { code: 'JSON_INVALID', says: ['nests deeper than 40 levels'], hint: 'Correct' }],
  ['100,000 nested arrays, cut off', '['.repeat(100_000), { code: 'JSON_INVALID', says: ['not JSON', 'nests too deep'], hint: 'Correct' }],
  ['100,000 nested objects', `${'{"a":'.repeat(100_000)}1${'}'.repeat(100_000)}`, { code: 'JSON_INVALID', says: ['nests deeper'], hint: 'Correct' }],
  ['a __proto__ key', spec({ x: 0 }).replace('"x"', '"__proto__"'), { code: 'JSON_INVALID', says: ['"__proto__"', 'top level'], hint: 'Correct' }],
  [
    'a __proto__ key inside',
    '{"title":"T","blueprint_ref":{"genre":"pop"},"style":{"__proto__":{"energy":"high"}}}',
    { code: 'JSON_INVALID', says: ['"__proto__"', 'at style'], hint: 'Correct' },
  ],
  [
    'a field twice',
    '{\n  "title": "T",\n  "blueprint_ref": { "genre": "pop" },\n  "title": "U"\n}',
    { code: 'JSON_INVALID', says: ['"title" twice', 'line 4, column 3'], hint: 'Correct' },
  ],
  ['half of a surrogate pair', spec({ title: '#' }).replace('#', '\\ud83c'), { code: 'JSON_INVALID', says: ['surrogate', 'at title'], hint: 'Correct' }],
  ['bytes that are not UTF-8', Buffer.from(spec({ title: 'caf\u00e9' }), 'latin1'), { code: 'JSON_INVALID', says: ['song.json', 'UTF-8'], hint: /./ }],
];

const notASpec: [string, unknown, Complaint][] = [
  ['null', null, { code: 'SPEC_INVALID', says: ['null', 'object expected'], hint: 'schema sds' }],
  ['a list', [], { code: 'SPEC_INVALID', says: ['a list', 'object expected'], hint: 'schema sds' }],
  ['a number', 42, { code: 'SPEC_INVALID', says: ['a number', 'object expected'], hint: 'schema sds' }],
  ['an empty object', {}, { code: 'SPEC_INVALID', says: ['title is missing', 'blueprint_ref is missing'], hint: 'schema sds' }],
  ['an unknown field', { lyrcs: {} }, { code: 'SPEC_INVALID', says: ['lyrcs is not a known field'], hint: 'Did you mean lyrics?' }],
  ['an unknown field inside', { style: { temp_bpm: 99 } }, { code: 'SPEC_INVALID', says: ['style.temp_bpm'], hint: 'Did you mean tempo_bpm?' }],
  [
    'an unknown field far inside',
    { lyrics: { constraints: { duration: 90 } } },
    { code: 'SPEC_INVALID', says: ['lyrics.constraints.duration is not'], hint: 'duration_sec' },
  ],
  [
    'a thousand unknown fields',
    Object.fromEntries(Array.from({ length: 1000 }, (_, at) => [`field${at}`, at])),
    { code: 'SPEC_INVALID', says: ['field0'], hint: /./ },
  ],
  ['a field name that steers a terminal', { '\u001b[2Jx': 1 }, { code: 'SPEC_INVALID', says: ['is not a known field'], hint: /./ }],
  ['an unknown genre', { blueprint_ref: { genre: 'cuontry' } }, { code: 'GENRE_UNKNOWN', says: ['"cuontry"'], hint: 'Did you mean country' }],
  ['a genre like nothing known', { blueprint_ref: { genre: 'zydeco-gabber' } }, { code: 'GENRE_UNKNOWN', says: ['"zydeco-gabber"'], hint: 'Known genres: ' }],
  ['a genre that is a path', { blueprint_ref: { genre: '../../package' } }, { code: 'GENRE_UNKNOWN', says: ['"../../package"'], hint: 'Known genres:' }],
  [
    'tempo min above max',
    { style: { tempo_bpm: [140, 90] } },
    { code: 'SPEC_INVALID', says: ['style.tempo_bpm', 'minimum 140', 'maximum 90'], hint: '[90, 140]' },
  ],
  [
    'a form without a Chorus',
    { lyrics: { section_order: ['Verse', 'Bridge'] } },
    { code: 'SPEC_INVALID', says: ['section_order', 'no Chorus'], hint: 'Add Chorus' },
  ],
  [
    'hook-heavy with a chorus of 2 lines',
    { lyrics: { repetition_policy: 'hook-heavy', constraints: { section_requirements: { Chorus: { max_lines: 2 } } } } },
    { code: 'SPEC_INVALID', says: ['section_requirements.Chorus.max_lines is 2', 'hook-heavy', 'at least 6'], hint: 'Raise it to 6' },
  ],
  [
    'a chant in one Chorus',
    { lyrics: { hook_strategy: 'chant', section_order: ['Verse', 'Chorus'] } },
    { code: 'SPEC_INVALID', says: ['section_order', 'chant', 'at least two'], hint: 'second Chorus' },
  ],
  [
    'min_lines above max_lines',
    { lyrics: { constraints: { section_requirements: { Verse: { min_lines: 9, max_lines: 4 } } } } },
    { code: 'SPEC_INVALID', says: ['section_requirements.Verse', 'min_lines 9', 'max_lines 4'], hint: 'Exchange' },
  ],
  [
    'fewer lines than the form needs',
    { lyrics: { constraints: { max_lines: 3 } } },
    { code: 'SPEC_INVALID', says: ['constraints.max_lines is 3', 'at least'], hint: 'Raise it' },
  ],
  ['nothing to sing', { lyrics: { section_order: ['Solo'] } }, { code: 'SPEC_INVALID', says: ['section_order'], hint: /Add/ }],
  [
    'an unknown section type',
    { lyrics: { section_order: ['Verse', 'Corus'] } },
    { code: 'SPEC_INVALID', says: ['lyrics.section_order.1'], hint: 'Did you mean Chorus' },
  ],
  [
    'an unknown section in section_requirements',
    { lyrics: { constraints: { section_requirements: { Corus: { min_lines: 4 } } } } },
    { code: 'SPEC_INVALID', says: ['section_requirements.Corus'], hint: 'Chorus' },
  ],
  ['an unknown section in rhyme_scheme', { lyrics: { rhyme_scheme: { Vers: 'AABB' } } }, { code: 'SPEC_INVALID', says: ['rhyme_scheme.Vers'], hint: 'Verse' }],
  [
    'a section that the form does not have',
    { producer_notes: { section_meta: { 'verse-9': { tags: ['x'] } } } },
    { code: 'SPEC_INVALID', says: ['section_meta.verse-9'], hint: 'verse-1' },
  ],
  ['an unknown word', { style: { energy: 'hgih' } }, { code: 'SPEC_INVALID', says: ['style.energy'], hint: 'Did you mean high?' }],
  ['an escape in the title', { title: 'a\u001b[31mb' }, { code: 'SPEC_INVALID', says: ['title has a control character'], hint: /./ }],
  ['NUL in a theme', { lyrics: { themes: ['a\u0000'] } }, { code: 'SPEC_INVALID', says: ['lyrics.themes.0 has a control character'], hint: /./ }],
  ['a blank title', { title: '   ' }, { code: 'SPEC_INVALID', says: ['title is blank'], hint: /./ }],
  ['a title of 101 characters', { title: 'x'.repeat(101) }, { code: 'SPEC_INVALID', says: ['title is too long', '100'], hint: /./ }],
  ['a title that is a number', { title: 5 }, { code: 'SPEC_INVALID', says: ['title is a number'], hint: /./ }],
  ['themes as text', { lyrics: { themes: 'love' } }, { code: 'SPEC_INVALID', says: ['lyrics.themes is text'], hint: /./ }],
  ['style as a list', { style: [] }, { code: 'SPEC_INVALID', says: ['style is a list', 'object expected'], hint: /./ }],
  ['a tempo in words', { style: { tempo_bpm: 'fast' } }, { code: 'SPEC_INVALID', says: ['style.tempo_bpm is text'], hint: /./ }],
  ['a tempo of 10^9', { style: { tempo_bpm: 1e9 } }, { code: 'SPEC_INVALID', says: ['style.tempo_bpm is too high', '220'], hint: /./ }],
  ['a tempo of 10^308', { style: { tempo_bpm: 1e308 } }, { code: 'SPEC_INVALID', says: ['style.tempo_bpm is too high', '220'], hint: /./ }],
  ['three tempos', { style: { tempo_bpm: [90, 100, 110] } }, { code: 'SPEC_INVALID', says: ['style.tempo_bpm is too long', '2'], hint: /./ }],
  ['a seed as text', { seed: '7' }, { code: 'SPEC_INVALID', says: ['seed is text'], hint: /./ }],
  ['a fraction as seed', { seed: 1.5 }, { code: 'SPEC_INVALID', says: ['seed is a fraction'], hint: /./ }],
  ['a negative seed', { seed: -1 }, { code: 'SPEC_INVALID', says: ['seed is too low', '0'], hint: /./ }],
  ['a render engine that there is not', { render: { engine: 'sunoo' } }, { code: 'ENGINE_UNAVAILABLE', says: ['sunoo'], hint: 'suno' }],
  [
    'a citation of no source',
    { lyrics: { source_citations: [{ source_id: 'diary', weight: 1 }] } },
    { code: 'SPEC_INVALID', says: ['source_citations', '"diary"'], hint: 'Add the source' },
  ],
];

const row = (id: string) => standardGraph.find((one) => one.id === id) as (typeof standardGraph)[number];
const graphWith = (id: string, change: object) => standardGraph.map((one) => (one.id === id ? { ...one, ...change } : one));

const notAManifest: [string, unknown, Complaint][] = [
  ['an unknown node', { graph: graphWith('STYLE', { id: 'STYL' }) }, { code: 'MANIFEST_INVALID', says: ['graph.1.id'], hint: 'Did you mean STYLE?' }],
  [
    'a missing input',
    { graph: graphWith('COMPOSE', { inputs: ['SDS', 'PLAN', 'STYLE', 'LYRICS'] }) },
    { code: 'MANIFEST_INVALID', says: ['graph.4 (COMPOSE)', 'misses the input PRODUCER'], hint: 'SDS, PLAN, STYLE, LYRICS, PRODUCER' },
  ],
  [
    'an input too many',
    { graph: graphWith('STYLE', { inputs: ['SDS', 'PLAN', 'LYRICS'] }) },
    { code: 'MANIFEST_INVALID', says: ['graph.1 (STYLE)', 'input LYRICS'], hint: 'SDS, PLAN' },
  ],
  [
    'an unknown input',
    { graph: graphWith('STYLE', { inputs: ['SDS', 'PLANN'] }) },
    { code: 'MANIFEST_INVALID', says: ['graph.1.inputs.1'], hint: 'Did you mean PLAN?' },
  ],
  [
    'a cycle',
    { graph: graphWith('PLAN', { inputs: ['SDS', 'REVIEW'] }) },
    { code: 'MANIFEST_INVALID', says: ['cycle', 'PLAN reads REVIEW reads PLAN'], hint: /input/ },
  ],
  [
    'a node that reads itself',
    { graph: graphWith('STYLE', { inputs: ['SDS', 'PLAN', 'STYLE'] }) },
    { code: 'MANIFEST_INVALID', says: ['STYLE reads STYLE'], hint: /input/ },
  ],
  [
    'an unknown condition',
    { graph: graphWith('RENDER', { when: ['on_pas', 'flag:render'] }) },
    { code: 'MANIFEST_INVALID', says: ['graph.7.when.0', 'is not a condition', 'on_pass'], hint: /./ },
  ],
  [
    'an unknown flag',
    { graph: graphWith('RENDER', { when: ['on_pass', 'flag:rendr'] }) },
    { code: 'MANIFEST_INVALID', says: ['graph.7 (RENDER)', 'flag:rendr'], hint: 'flag:render' },
  ],
  ['a node twice', { graph: [...standardGraph, row('PLAN')] }, { code: 'MANIFEST_INVALID', says: ['graph.9', 'PLAN a second time'], hint: 'Remove' }],
  ['no PLAN', { graph: standardGraph.filter(({ id }) => id !== 'PLAN') }, { code: 'MANIFEST_INVALID', says: ['leaves PLAN out'], hint: 'Add {"id":"PLAN"' }],
  [
    'a node left out that another reads',
    { graph: standardGraph.filter(({ id }) => id !== 'RENDER') },
    { code: 'MANIFEST_INVALID', says: ['REVIEW', 'reads RENDER'], hint: 'Take RENDER out' },
  ],
  ['an empty graph', { graph: [] }, { code: 'MANIFEST_INVALID', says: ['graph is too short'], hint: /./ }],
  ['four fixes', { max_fixes: 4 }, { code: 'MANIFEST_INVALID', says: ['max_fixes is too high', 'at most 3'], hint: /./ }],
  ['an unknown field', { maxfixes: 2 }, { code: 'MANIFEST_INVALID', says: ['maxfixes is not a known field'], hint: 'Did you mean max_fixes?' }],
  ['an unknown node to stop after', { stop_after: 'RENDR' }, { code: 'MANIFEST_INVALID', says: ['stop_after'], hint: 'Did you mean RENDER?' }],
  ['an unknown writer', { writer: 'oflin' }, { code: 'WRITER_UNAVAILABLE', says: ['"oflin"'], hint: 'offline' }],
  ['an unknown prompt engine', { nodes: { COMPOSE: { engine: 'sunoo' } } }, { code: 'ENGINE_UNAVAILABLE', says: ['sunoo'], hint: 'suno' }],
  ['an unknown model of an engine', { nodes: { COMPOSE: { engine: 'suno', model: 'V99' } } }, { code: 'ENGINE_UNAVAILABLE', says: ['V99'], hint: /V5/ }],
  ['a song_id that leaves the folder', { song_id: '../../out' }, { code: 'MANIFEST_INVALID', says: ['song_id'], hint: /./ }],
  ['a list', [], { code: 'MANIFEST_INVALID', says: ['a list', 'object expected'], hint: 'schema manifest' }],
];

/** These pass the whole way of a person, a process each; all the others go through one MCP server, which costs next to nothing. */
const atTerminal = new Set([
  'null',
  'an empty object',
  'an unknown field',
  'an unknown field inside',
  'a thousand unknown fields',
  'a field name that steers a terminal',
  'an unknown genre',
  'tempo min above max',
  'a form without a Chorus',
  'hook-heavy with a chorus of 2 lines',
  'an escape in the title',
  'a title that is a number',
  'a tempo of 10^308',
  'a negative seed',
  'an unknown node',
  'a missing input',
  'an input too many',
  'a cycle',
  'an unknown condition',
  'four fixes',
  'an unknown prompt engine',
]);

/** What a case leaves out is filled in; what is no object, or an empty one, is sent as it is. */
function filled(document: unknown): unknown {
  const partial = document !== null && typeof document === 'object' && !Array.isArray(document) && Object.keys(document).length > 0;
  return partial ? { title: 'T', blueprint_ref: { genre: 'pop' }, ...document } : document;
}

describe.concurrent('a spec file that is not JSON as it should be', () => {
  it.each(notJson)('%s', async (_what, text, complaint) => {
    const home = temporaryFolder();
    writeFileSync(join(home, 'song.json'), text);
    expectComplaint(await amcs(['run', 'song.json'], { home }), home, complaint);
  });
});

describe.concurrent('a spec that cannot be, at the terminal', () => {
  it.each(notASpec.filter(([what]) => atTerminal.has(what)))('%s', async (_what, document, complaint) => {
    const home = temporaryFolder();
    writeFileSync(join(home, 'song.json'), JSON.stringify(filled(document)));
    expectComplaint(await amcs(['run', 'song.json'], { home }), home, complaint);
  });

  it('a number beyond what JSON numbers hold is called too high, not a fraction', async () => {
    const home = temporaryFolder();
    const result = await amcs(['run', '-'], { home, input: spec({ seed: 0 }).replace(':0}', ':1e400}') });
    expectComplaint(result, home, { code: 'SPEC_INVALID', says: ['seed is too high'], hint: /./ });
  });

  it('a seed out of range is told with one bound, the true one', async () => {
    const home = temporaryFolder();
    const result = await amcs(['run', '-'], { home, input: spec({ seed: 0 }).replace(':0}', ':9007199254740993}') });
    expectComplaint(result, home, { code: 'SPEC_INVALID', says: ['seed is too high', '9007199254740975'], hint: /./ });
    expect(result.stderr).not.toContain('9007199254740991');
  });
});

describe.concurrent('a manifest that cannot be, at the terminal', () => {
  it.each(notAManifest.filter(([what]) => atTerminal.has(what)))('%s', async (_what, manifest, complaint) => {
    const home = temporaryFolder();
    writeFileSync(join(home, 'run.json'), JSON.stringify(manifest));
    expectComplaint(await amcs(['run', example('three-lines'), '--manifest', 'run.json'], { home }), home, complaint);
  });

  it('broken JSON is told with the manifest’s name and place', async () => {
    const home = temporaryFolder();
    writeFileSync(join(home, 'run.json'), '{\n  "seed": 07\n}');
    const result = await amcs(['run', example('three-lines'), '--manifest', 'run.json'], { home });
    expectComplaint(result, home, { code: 'JSON_INVALID', says: ['run.json', 'line 2, column'], hint: 'Correct' });
  });
});

describe('to an agent', () => {
  const home = temporaryFolder();
  let client: Client;
  beforeAll(async () => {
    client = await connect({ home });
  });

  const cases: [string, Record<string, unknown>, Complaint][] = [
    ...notASpec.map(([what, sds, complaint]) => [`spec: ${what}`, { sds: filled(sds) }, complaint] as (typeof cases)[number]),
    ...notAManifest.map(([what, manifest, complaint]) => [`manifest: ${what}`, { sds: filled({ title: 'T' }), manifest }, complaint] as (typeof cases)[number]),
  ];

  it.each(cases)('%s', async (_what, args, { code, says, hint }) => {
    const before = recorded(home);
    const result = await client.callTool({ name: 'run_workflow', arguments: args });
    expect(result.isError).toBe(true);
    const [{ text = '' } = {}] = result.content as { text?: string }[];
    const { error } = JSON.parse(text) as { error: { code: string; message: string; hint: string; problems?: { path: string; message: string }[] } };
    // What the arguments' own schema refuses is the caller's INPUT_INVALID, whichever document it was in.
    expect([code, 'INPUT_INVALID']).toContain(error.code);
    const told = `${error.message}\n${(error.problems ?? []).map(({ path, message }) => `${path} ${message}`).join('\n')}`;
    for (const part of says) {
      if (typeof part === 'string') expect(told).toContain(part);
      else expect(told).toMatch(part);
    }
    if (typeof hint === 'string' && !hint.startsWith('schema ')) expect(error.hint).toContain(hint);
    else expect(error.hint).toMatch(/./);
    expect(text).not.toContain(root);
    expect(text.length).toBeLessThan(8_000);
    expect(recorded(home)).toEqual(before);
  });
});

describe.concurrent('a file that cannot be read', () => {
  it.each([
    ['a folder', 'folder', ['folder is a folder']],
    ['a missing file', 'none.json', ['none.json does not exist']],
  ])('%s', async (_what, path, says) => {
    const home = temporaryFolder();
    mkdirSync(join(home, 'folder'));
    writeFileSync(join(home, 'song.json'), spec());
    expectComplaint(await amcs(['run', path], { home }), home, { code: 'FILE_UNREADABLE', says, hint: /./ });
    const manifest = await amcs(['run', 'song.json', '--manifest', path], { home });
    expectComplaint(manifest, home, { code: 'FILE_UNREADABLE', says, hint: /./ });
  });
});

describe('after much bad input', () => {
  it('`runs` is empty, and a good song is made in the same data folder', async () => {
    const home = temporaryFolder();
    writeFileSync(join(home, 'bad.json'), spec({ blueprint_ref: { genre: 'cuontry' } }));
    for (const path of ['bad.json', 'none.json']) expect((await amcs(['run', path], { home })).code).toBe(2);
    expect(JSON.parse((await amcs(['runs', '--all', '--json'], { home })).stdout)).toEqual({ runs: [], next_cursor: null });
    expect((await amcs(['run', example('three-lines')], { home })).code).toBe(0);
    expect(recorded(home).runs).toBe(1);
  });
});

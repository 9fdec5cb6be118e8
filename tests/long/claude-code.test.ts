import { execFileSync } from 'node:child_process';
import { chmodSync, copyFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import Database from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import type { RunAnswer } from '../../src/surfaces/operations/answer.js';
import { root, binary as server, temporaryFolder } from '../e2e/harness.js';
import { type Conversation, claudeBinary, Person } from './claude-client.js';
import { type Block, type ToolResult, textOf } from './scripted-model.js';

/** The plugin in the real client, with a model that says what stands here; nothing leaves this machine. */

const { binary, why } = await claudeBinary();
if (binary === null) console.warn(`The tests with Claude Code are skipped: ${why}.`);

const TOOL = 'mcp__plugin_amcs_amcs__';
const allow = (...tools: string[]) => ['--allowedTools', tools.map((tool) => `${TOOL}${tool}`).join(',')];
const use = (tool: string, input: unknown): Block[] => [{ type: 'tool_use', name: `${TOOL}${tool}`, input }];
const say = (text: string): Block[] => [{ type: 'text', text }];
const answered = (results: ToolResult[]) =>
  JSON.parse(results.at(-1)?.text ?? '{}') as RunAnswer & { draft?: { accepted: boolean; issues: { code: string }[] } };
const said = ({ messages }: Conversation) => messages.at(-1);

const sds = { title: 'My Cat Ahoy', blueprint_ref: { genre: 'sea-shanty' }, lyrics: { themes: ['sea'] }, seed: 4 };

/** What was recorded in the person's own data folder, which nobody named. */
function recordOf(person: Person): { runs: { run_id: string; status: string }[]; gaps: number } {
  const db = new Database(join(person.home, '.local', 'share', 'amcs', 'amcs.db'), { readonly: true });
  const runs = db.prepare('SELECT run_id, status FROM runs').all() as { run_id: string; status: string }[];
  const { gaps } = db.prepare('SELECT max(seq) - count(*) AS gaps FROM events').get() as { gaps: number };
  db.close();
  return { runs, gaps };
}

describe.skipIf(binary === null)('in Claude Code', () => {
  const someone = (env: Record<string, string> = {}) => new Person(binary as string, env);

  it('the manifest, the marketplace and the skills pass its strictest check', async () => {
    const { code, stdout } = await someone().claude(['plugin', 'validate', '--strict', '--profile', 'directory', '--json', root]);
    expect([code, JSON.parse(stdout)]).toEqual([0, expect.objectContaining({ success: true })]);
  });

  it('installs from a local marketplace as a repository has it, lists its skills, and makes a song with the release', async () => {
    const marketplace = checkout();
    const person = someone({ PATH: `${fakeNpx()}:${dirname(process.execPath)}:/usr/bin:/bin` });
    for (const args of [
      ['marketplace', 'add', marketplace],
      ['install', 'amcs@amcs'],
    ]) {
      const { code, stdout, stderr } = await person.claude(['plugin', ...args]);
      expect([code, code === 0 ? '' : stdout + stderr]).toEqual([0, '']);
    }
    const talk = await person.converse(
      'write me a sea shanty about my cat',
      [() => use('run_workflow', { sds }), (results) => say(answered(results).lyrics ?? '')],
      allow('run_workflow'),
    );
    const [init] = talk.messages;
    expect(init.mcp_servers).toEqual([expect.objectContaining({ name: 'plugin:amcs:amcs', status: 'connected' })]);
    expect(init.slash_commands.filter((name: string) => name.startsWith('amcs:')).sort()).toEqual(
      ['compose', 'fix', 'lyrics', 'plan', 'producer', 'render', 'review', 'style', 'validate', 'write-song'].map((name) => `amcs:${name}`),
    );
    expect(said(talk)).toMatchObject({ is_error: false, result: expect.stringContaining('My Cat Ahoy') });
    expect(recordOf(person).runs).toEqual([{ run_id: expect.any(String), status: 'succeeded' }]);
  });

  it('has the two tools that matter in sight, hides the others until they are searched for, and is told the skill', async () => {
    const talk = await someone().converse('/amcs:write-song a sea shanty about my cat', [() => say('Gladly.')], ['--plugin-dir', root]);
    const tools = (talk.asked[0]?.tools ?? []).map(({ name }) => name).filter((name) => name.startsWith(TOOL));
    expect(tools.sort()).toEqual(['run_workflow', 'submit_draft'].map((name) => `${TOOL}${name}`));
    const heard = (talk.asked[0]?.messages ?? []).map(({ content }) => textOf(content)).join('\n');
    expect(heard).toContain('a sea shanty about my cat');
    expect(heard).toContain('# Write a song with a person');
  });

  it.each(['auto', 'legacy'])('writes itself (%s era): a run that waits, a draft that comes back, one that is accepted, the song', async (era) => {
    const person = someone({ MCP_PROTOCOL_NEGOTIATION: era });
    let words = '';
    const told: RunAnswer[] = [];
    const talk = await person.converse(
      'write it yourself',
      [
        () => use('run_workflow', { sds }),
        (results) => {
          words = answered(results).lyrics ?? '';
          return use('run_workflow', { sds, manifest: { writer: 'agent' } });
        },
        (results) => {
          told.push(answered(results));
          return use('submit_draft', { ...answered(results).next?.arguments, draft: words.slice(0, words.indexOf('[Verse 2]')) });
        },
        (results) => {
          told.push(answered(results));
          return use('submit_draft', { ...answered(results).next?.arguments, draft: words });
        },
        (results) => {
          told.push(answered(results));
          return say('Done.');
        },
      ],
      ['--plugin-dir', root, ...allow('run_workflow', 'submit_draft')],
    );
    expect(said(talk)).toMatchObject({ is_error: false, result: 'Done.' });
    const [waiting, rejected, song] = told as [RunAnswer, ReturnType<typeof answered>, ReturnType<typeof answered>];
    expect(waiting).toMatchObject({
      run: { status: 'waiting' },
      open_drafts: [{ round: 0, brief: expect.stringContaining('verse-1') }],
      next: { tool: 'submit_draft' },
    });
    expect(rejected).toMatchObject({
      run: { status: 'waiting' },
      draft: { accepted: false, issues: expect.arrayContaining([expect.objectContaining({ section: 'verse-2' })]) },
    });
    expect(song).toMatchObject({ run: { status: 'succeeded' }, draft: { accepted: true }, lyrics: words, next: null });
  });

  it('picks a song up whose call ran into the time limit of the client', async () => {
    const person = someone({ MCP_TOOL_TIMEOUT: '1000' });
    const outcomes: boolean[] = [];
    // The first call also starts the writer, which takes longer than a second; whoever calls with the same key gets the same song.
    const turn = (results: ToolResult[]): Block[] => {
      const last = results.at(-1);
      if (last) outcomes.push(last.isError);
      if (last && !last.isError) return say(answered(results).run.run_id);
      return use('run_workflow', { sds: { ...sds, seed: 5 }, client_key: 'one', wait_sec: 50 });
    };
    const talk = await person.converse('be patient', Array(30).fill(turn), ['--plugin-dir', root, ...allow('run_workflow')]);
    expect(outcomes.at(0)).toBe(true);
    expect(outcomes.at(-1)).toBe(false);
    expect(recordOf(person).runs).toEqual([{ run_id: said(talk).result, status: 'succeeded' }]);
  });

  it('works in two sessions at once on one record', async () => {
    const person = someone();
    const session = (seed: number) =>
      person.converse(
        'sing',
        [() => use('run_workflow', { sds: { ...sds, seed } }), (results) => say(answered(results).run.status)],
        ['--plugin-dir', root, ...allow('run_workflow')],
      );
    const talks = await Promise.all([session(6), session(7)]);
    expect(talks.map((talk) => said(talk).result)).toEqual(['succeeded', 'succeeded']);
    const { runs, gaps } = recordOf(person);
    expect([runs.length, gaps]).toEqual([2, 0]);
  });

  it('is told what to correct where nobody can be asked', async () => {
    const talk = await someone().converse(
      'sing',
      [() => use('run_workflow', { sds: { blueprint_ref: { genre: 'polka' } } }), (results) => say(results.at(-1)?.text ?? '')],
      ['--plugin-dir', root, ...allow('run_workflow')],
    );
    expect(said(talk).result).toContain('sds.title is missing');
  });
});

/** The files of the project as a marketplace gets them: nothing built, nothing installed. */
function checkout(): string {
  const folder = temporaryFolder();
  for (const file of execFileSync('git', ['ls-files'], { cwd: root, encoding: 'utf8' }).trim().split('\n')) {
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    copyFileSync(join(root, file), join(folder, file));
  }
  return folder;
}

/** Stands for npm: the release of this version is what is built here. */
function fakeNpx(): string {
  const folder = temporaryFolder();
  writeFileSync(join(folder, 'npx'), `#!/bin/sh\nshift 4\nexec "${process.execPath}" "${server}" "$@"\n`);
  chmodSync(join(folder, 'npx'), 0o755);
  return folder;
}

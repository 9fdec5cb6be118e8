import { execFile } from 'node:child_process';
import { mkdirSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { newerNode } from '../../scripts/outside/installed.js';
import { root, temporaryFolder } from '../e2e/harness.js';

/** What a stranger gets: the packed package, installed by npm, on each Node that is supported. */

/** Bytes that `npx` fetches before the first song; libraries come on top. */
const LARGEST_PACKAGE = 5_000_000;

interface Ended {
  code: number;
  stdout: string;
  stderr: string;
}

function run(file: string, args: readonly string[], cwd: string, env: Record<string, string> = {}): Promise<Ended> {
  return new Promise((done) => {
    execFile(file, args, { cwd, env: { ...process.env, ...env }, timeout: 300_000 }, (error, stdout, stderr) =>
      done({ code: error === null ? 0 : Number(error.code ?? 1), stdout, stderr }),
    );
  });
}

const nodes = [
  { version: 'this Node', node: process.execPath, why: '' },
  { version: 'Node 22', ...(await newerNode(22)) },
  { version: 'Node 24', ...(await newerNode(24)) },
];

describe('the package', () => {
  let tarball = '';
  beforeAll(async () => {
    const folder = temporaryFolder();
    const { code, stderr } = await run('npm', ['pack', '--ignore-scripts', '--pack-destination', folder], root);
    expect([code, code === 0 ? '' : stderr]).toEqual([0, '']);
    tarball = join(folder, readdirSync(folder)[0] ?? '');
  });

  it('is small', () => {
    expect(statSync(tarball).size).toBeLessThan(LARGEST_PACKAGE);
  });

  describe.each(nodes)('on $version', ({ node, why }) => {
    const there = node !== '';
    if (!there) console.warn(`Skipped: ${why}.`);
    const path = { PATH: `${dirname(node)}${delimiter}${process.env.PATH}` };

    it.skipIf(!there).each([[[]], [['--ignore-scripts']]])('installs with %s and sings, or says what is missing', async (options) => {
      const home = temporaryFolder();
      const project = join(home, 'project');
      mkdirSync(project);
      writeFileSync(join(project, 'package.json'), '{"private":true,"allowScripts":{"better-sqlite3":true}}');
      writeFileSync(join(project, 'song.json'), '{"title":"Paper Boats","blueprint_ref":{"genre":"folk"},"seed":1}');
      const installing = await run('npm', ['install', '--no-audit', '--no-fund', ...options, tarball], project, path);
      if (installing.code !== 0 && /ENOTFOUND|ECONN|ETIMEDOUT|EAI_AGAIN/.test(installing.stderr)) return console.warn('Skipped: npm has no network here.');
      expect([installing.code, installing.code === 0 ? '' : installing.stderr]).toEqual([0, '']);
      const bin = join(project, 'node_modules', 'amcs-mcp', 'bin', 'amcs-mcp.mjs');
      const { code, stdout, stderr } = await run(node, [bin, 'run', 'song.json', '--json'], project, { AMCS_HOME: join(home, 'amcs') });
      const { stdout: version } = await run(node, ['-p', 'process.versions.node'], project);
      // Thousands of files: too much for what clears up at the end.
      rmSync(join(project, 'node_modules'), { recursive: true, force: true });
      if (code === 0) return expect(JSON.parse(stdout)).toMatchObject({ run: { status: 'succeeded', title: 'Paper Boats' } });
      // Without its script the database library is not there for Node 20; for newer ones it comes built.
      expect([options, Number(version.split('.')[0])]).toEqual([['--ignore-scripts'], 20]);
      expect([code, stderr]).toEqual([3, '']);
      expect(JSON.parse(stdout).error).toMatchObject({
        code: 'STORE_UNAVAILABLE',
        message: expect.stringContaining('is not built for Node 20'),
        hint: expect.stringMatching(/^Use Node 22 or newer, where it comes built, or run `npm rebuild better-sqlite3`/),
      });
    });
  });
});

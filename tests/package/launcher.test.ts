import { execFile } from 'node:child_process';
import { chmodSync, copyFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { packageRoot } from '../../src/catalog/package-root.js';
import { temporaryFolder } from '../e2e/harness.js';

/** A plugin as a repository gives it: files, nothing built, nothing installed. `npx` is a script of the test's own. */
function bare(npx: string | null): { folder: string; path: string } {
  const folder = temporaryFolder();
  for (const file of ['bin/amcs-mcp.mjs', 'package.json']) {
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    copyFileSync(join(packageRoot(), file), join(folder, file));
  }
  const path = join(folder, 'path');
  mkdirSync(path);
  if (npx !== null) {
    writeFileSync(join(path, 'npx'), `#!/bin/sh\n${npx}\n`);
    chmodSync(join(path, 'npx'), 0o755);
  }
  return { folder, path };
}

function launch({ folder, path }: { folder: string; path: string }, args: string[], env = {}): Promise<{ code: number; stdout: string; stderr: string }> {
  return new Promise((done) => {
    const options = { cwd: folder, env: { PATH: `${path}`, ...env } };
    const child = execFile(process.execPath, [join(folder, 'bin', 'amcs-mcp.mjs'), ...args], options, (error, stdout, stderr) =>
      done({ code: error === null ? 0 : Number(error.code), stdout, stderr }),
    );
    child.stdin?.end('from the client\n');
  });
}

describe.runIf(process.platform !== 'win32').concurrent('where nothing is built', () => {
  it('fetches the release of the same version, hands everything through, and sets no data folder', async () => {
    const told = await launch(bare('echo "$@ [$AMCS_HOME]"; while read line; do echo "$line"; done; echo from the server >&2; exit 3'), [
      'serve',
      '--port',
      '1',
    ]);
    expect(told.stdout).toMatch(/ -y amcs-mcp@\d+\.\d+\.\d+ serve --port 1 \[\]\nfrom the client\n$/);
    expect([told.code, told.stderr]).toEqual([3, 'from the server\n']);
  });

  it.each([
    ['npm has no such release', 'echo "npm error code E404" >&2; echo "npm error 404 a lot more" >&2; exit 1', 'npm answered E404'],
    ['there is no network', 'echo "npm error code ENOTFOUND" >&2; exit 1', 'npm answered ENOTFOUND'],
    ['there is no npx', null, 'there is no npx'],
  ])('says in one line that %s, and what to do', async (_what, npx, why) => {
    const { code, stdout, stderr } = await launch(bare(npx), []);
    expect([code, stdout]).toEqual([70, '']);
    expect(stderr).toMatch(/^amcs-mcp is not built here, .*npm ci && npm run build.*\n$/);
    expect(stderr).toContain(why);
  });

  it('does not look for itself for ever where the release is broken', async () => {
    const place = bare(`exec ${process.execPath} bin/amcs-mcp.mjs`);
    const { code, stderr } = await launch(place, []);
    expect([code, stderr]).toEqual([70, expect.stringContaining('the release is not whole')]);
  });

  it('takes a dist without its libraries for none', async () => {
    const place = bare('echo fetched');
    mkdirSync(join(place.folder, 'dist', 'src'), { recursive: true });
    writeFileSync(join(place.folder, 'dist', 'src', 'main.js'), "throw new Error('must not run')");
    expect((await launch(place, [])).stdout).toBe('fetched\n');
  });
});

import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/**
 * Programs that tests and scripts run beside ours, each in a folder of its own outside the project, kept from run to run. They are no
 * dependencies: where npm cannot get them, what needs them is skipped, and says why.
 */
const FOLDER = process.env.AMCS_TEST_CLIENTS || join(tmpdir(), 'amcs-test-clients');

export interface Installed {
  folder: string | null;
  /** Why it is not there. */
  why: string;
}

export async function installed(name: string, packages: readonly string[]): Promise<Installed> {
  const folder = join(FOLDER, name);
  if (existsSync(join(folder, 'node_modules', '.package-lock.json'))) return { folder, why: '' };
  const args = ['install', '--prefix', folder, '--no-audit', '--no-fund', '--ignore-scripts', '--fetch-retries=0', ...packages];
  const failed = await new Promise<string | null>((done) => {
    execFile('npm', args, { timeout: 300_000 }, (error, _out, told) => done(error === null ? null : (/code (\S+)/.exec(told)?.[1] ?? 'npm failed')));
  });
  return failed === null ? { folder, why: '' } : { folder: null, why: `${packages.join(' ')} cannot be installed here (${failed})` };
}

/** Another Node, for programs that need a newer one. */
export async function newerNode(major: 22 | 24): Promise<Installed & { node: string }> {
  const name = `node-${process.platform}-${process.arch}`;
  const found = await installed(`node-${major}`, [`${name}@${major}`]);
  return { ...found, node: found.folder === null ? '' : join(found.folder, 'node_modules', name, 'bin', 'node') };
}

const CONFORMANCE_VERSION = '0.2.0-alpha.12';

/** The MCP conformance suite; the first line of releases that knows the requirements of 2026-07-28. */
export async function conformanceSuite(): Promise<Installed & { binary: string }> {
  const found = await installed(`conformance-${CONFORMANCE_VERSION}`, [`@modelcontextprotocol/conformance@${CONFORMANCE_VERSION}`]);
  return { ...found, binary: found.folder === null ? '' : join(found.folder, 'node_modules', '.bin', 'conformance') };
}

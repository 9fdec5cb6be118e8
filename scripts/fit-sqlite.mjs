/**
 * One lock file, two majors of better-sqlite3: 12 runs on Node 20 and aborts on 24, 13 needs 22. Whoever installs the
 * package gets the right one by its range; in a checkout `npm ci` takes the lock's 12, and this puts 13 in its place.
 */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

const node = Number(process.versions.node.split('.')[0]);
const installed = () => JSON.parse(readFileSync(new URL('../node_modules/better-sqlite3/package.json', import.meta.url), 'utf8')).version;
try {
  if (node >= 22 && Number(installed().split('.')[0]) < 13) {
    console.error('better-sqlite3: taking version 13 for Node', process.versions.node);
    execFileSync('npm', ['install', '--no-save', '--ignore-scripts', '--no-audit', '--no-fund', 'better-sqlite3@^13.2.0'], {
      stdio: 'inherit',
      cwd: new URL('..', import.meta.url),
    });
  }
} catch (error) {
  console.error('better-sqlite3 13 could not be installed:', error instanceof Error ? error.message : error);
}

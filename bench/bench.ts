/**
 * `npm run bench`: prints the figures that ARCHITECTURE.md and the README speak of. Times of different programs are
 * compared within one run; nothing here passes or fails.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { benchEvents } from './events.js';
import { benchSongs } from './songs.js';
import { benchStart } from './start.js';

const home = mkdtempSync(join(tmpdir(), 'amcs-bench-'));
try {
  await benchStart(home);
  await benchSongs(home);
  await benchEvents(home);
} finally {
  rmSync(home, { recursive: true, force: true });
}

/**
 * `npm run bench`: prints the figures that ARCHITECTURE.md and the README speak of; `npm run bench -- graph many` a part of
 * them. Times of different programs are compared within one run; nothing here passes or fails.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { benchEvents } from './events.js';
import { benchGraph } from './graph.js';
import { benchMany } from './many.js';
import { benchModels } from './models.js';
import { benchProsody } from './prosody.js';
import { benchSongs } from './songs.js';
import { benchStart } from './start.js';

/** Each has a data folder of its own. */
const parts: Record<string, (home: string) => Promise<void>> = {
  start: benchStart,
  songs: benchSongs,
  prosody: benchProsody,
  graph: benchGraph,
  many: benchMany,
  events: benchEvents,
  models: benchModels,
};

const asked = process.argv.slice(2);
const unknown = asked.filter((name) => !(name in parts));
if (unknown.length > 0) {
  console.error(`There is no part ${unknown.join(', ')}; parts: ${Object.keys(parts).join(', ')}.`);
  process.exit(64);
}
for (const [name, measure] of Object.entries(parts)) {
  if (asked.length > 0 && !asked.includes(name)) continue;
  const home = mkdtempSync(join(tmpdir(), `amcs-bench-${name}-`));
  try {
    await measure(home);
  } finally {
    rmSync(home, { recursive: true, force: true });
  }
}

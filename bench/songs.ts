import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createApp } from '../src/app.js';
import { packageRoot } from '../src/catalog/package-root.js';
import { readConfig } from '../src/config.js';
import { report } from './measure.js';

const SONGS = 60;

/** A whole offline song from spec to files, one after the other in a warm process; the first, cold one on its own. */
export async function benchSongs(home: string): Promise<void> {
  const folder = join(packageRoot(), 'examples');
  const specs = readdirSync(folder)
    .filter((name) => name.endsWith('.json'))
    .map((name) => JSON.parse(readFileSync(join(folder, name), 'utf8')) as object);
  const app = createApp(readConfig({ AMCS_HOME: home, AMCS_SOURCE_ROOTS: folder }));
  const times: number[] = [];
  const totals: number[] = [];
  for (let at = 0; at <= SONGS; at += 1) {
    const begin = performance.now();
    const { ended } = await app.orchestrator.startSong({ sds: specs[at % specs.length], seed: 1000 + at });
    const { score } = await ended;
    times.push(performance.now() - begin);
    totals.push(score ?? 0);
  }
  await app.close();
  report('the first offline song of a process', times.slice(0, 1));
  report('an offline song, warm', times.slice(1));
  console.log(`${'total score'.padEnd(52)} min ${Math.min(...totals).toFixed(3)}   mean ${(totals.reduce((a, b) => a + b, 0) / totals.length).toFixed(3)}`);
}

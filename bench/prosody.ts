import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createApp } from '../src/app.js';
import { openCatalog } from '../src/catalog/catalog.js';
import { packageRoot } from '../src/catalog/package-root.js';
import { readConfig } from '../src/config.js';
import { pronouncer } from '../src/prosody/pronounce.js';
import { report } from './measure.js';

const TIMES = 60;
const LINES = 60;

/** Lyrics of so many lines as `lint` has them, and what the dictionary costs before its first word. */
export async function benchProsody(home: string): Promise<void> {
  const before = process.memoryUsage().rss;
  const begin = performance.now();
  const table = openCatalog(packageRoot(), '').tables.pronunciations;
  pronouncer(table)('supercalifragilistic');
  report('the dictionary and the letter table, ready', [performance.now() - begin]);
  console.log(`${'their memory'.padEnd(52)} ${((process.memoryUsage().rss - before) / 1e6).toFixed(1).padStart(8)} MB resident`);
  const app = createApp(readConfig({ AMCS_HOME: home }));
  const stanzas = readFileSync(join(packageRoot(), 'tests', 'fixtures', 'stanzas.jsonl'), 'utf8')
    .trim()
    .split('\n');
  const times: number[] = [];
  for (let at = 0; at <= TIMES; at += 1) {
    // Other lyrics each time: what was measured before is remembered.
    const text = lyrics(stanzas.slice((at * 4) % (stanzas.length - LINES / 2)));
    const start = performance.now();
    app.workbench.analyze({ text, language: 'en', genre: 'pop' });
    times.push(performance.now() - start);
  }
  await app.close();
  report(`lyrics of ${LINES} lines fully analysed, the first time`, times.slice(0, 1));
  report(`lyrics of ${LINES} lines fully analysed, warm`, times.slice(20));
}

/** Verses from the project's own stanzas. */
function lyrics(stanzas: readonly string[]): string {
  const parts: string[] = [];
  let lines = 0;
  for (const row of stanzas) {
    const own = (JSON.parse(row) as { lines: string[] }).lines.slice(0, LINES - lines);
    lines += own.length;
    if (own.length > 0) parts.push(`[Verse]\n${own.join('\n')}`);
  }
  return parts.join('\n\n');
}

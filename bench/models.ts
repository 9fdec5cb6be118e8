import { createApp } from '../src/app.js';
import { openCatalog } from '../src/catalog/catalog.js';
import { packageRoot } from '../src/catalog/package-root.js';
import { readConfig } from '../src/config.js';
import type { Writer } from '../src/domain/ports.js';
import { offlineWriter } from '../src/writer/offline/write.js';
import { report } from './measure.js';
import { type ScriptedModel, scriptedModel } from './scripted-model.js';

const SONGS = 12;
const ANSWER_MS = 2_000;
/** A model of this kind is slow but not unheard of; its runs are computed, not waited for. */
const SLOW_MS = 10_000;

/**
 * A song with a model that takes two seconds an answer, through its real client and a real socket: without a repair and
 * with one. What is ours is what a run takes besides its model's time; a slower model adds its time and nothing else.
 */
export async function benchModels(home: string): Promise<void> {
  const catalog = openCatalog(packageRoot(), home);
  const { write } = offlineWriter({
    lines: catalog.lines,
    pronunciations: catalog.tables.pronunciations,
    genre: (slug) => catalog.findBlueprint(slug).rules,
  }) as Extract<Writer, { mode: 'inline' }>;
  for (const forgetful of [false, true]) {
    const model = await scriptedModel({ write, answerMs: ANSWER_MS, forgetful });
    await measure(`${home}/${forgetful}`, model, forgetful ? 'with a repair' : 'without a repair');
    await model.close();
  }
}

async function measure(home: string, model: ScriptedModel, how: string): Promise<void> {
  const app = createApp(readConfig({ AMCS_HOME: home, ANTHROPIC_API_KEY: 'none', ANTHROPIC_BASE_URL: model.url }));
  const times: number[] = [];
  const ours: number[] = [];
  const shares: number[] = [];
  const calls: number[] = [];
  // The first song of a process is cold and stands apart, as among the songs.
  for (let at = 0; at <= SONGS; at += 1) {
    const before = model.asked();
    const begin = performance.now();
    const sds = { title: 'Paper Boats', blueprint_ref: { genre: 'pop' }, lyrics: { themes: ['love'] }, seed: 100 + at };
    const { ended } = await app.orchestrator.startSong({ sds, manifest: { writer: 'anthropic', max_fixes: 1 } });
    await ended;
    const took = performance.now() - begin;
    // One call after the other: LYRICS, and FIX where there is one.
    const asked = model.asked() - before;
    if (at === 0) continue;
    times.push(took);
    calls.push(asked);
    ours.push(took - asked * ANSWER_MS);
    shares.push(took / (asked * ANSWER_MS));
  }
  await app.close();
  report(`a song by a model of ${ANSWER_MS / 1000} s an answer, ${how}`, times);
  report('  besides the time of its model', ours);
  report(
    `  the same with ${SLOW_MS / 1000} s an answer (computed)`,
    ours.map((own, at) => own + (calls[at] as number) * SLOW_MS),
  );
  const sorted = [...shares].sort((a, b) => a - b);
  console.log(
    `  times the model's own time on the longest path: median ${(sorted[Math.floor(sorted.length / 2)] as number).toFixed(3)}, most ${(sorted.at(-1) as number).toFixed(3)}; calls a song ${Math.min(...calls)} to ${Math.max(...calls)}`,
  );
}

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createApp } from '../../src/app.js';
import { readConfig } from '../../src/config.js';
import type { Lyrics, Plan, Scores } from '../../src/domain/artifacts.js';
import { better } from '../../src/orchestrator/song.js';
import type { SynthSpec } from '../../src/synth/synth.js';

/** What became of one spec in the whole workflow. */
export interface Sung extends SynthSpec {
  genre: string;
  status: string;
  /** Why no song came of it at all. */
  error: string | null;
  /** Repairs that were made. */
  fixes: number;
  seconds: number;
  /** The first attempt's scores and the published one's. */
  first: Scores | null;
  scores: Scores | null;
  plan: Plan | null;
  lyrics: Lyrics | null;
}

/** Sings every spec by the workflow as it is, one after the other, in a data folder of its own. */
export async function singAll(specs: readonly SynthSpec[], done: (sung: Sung, at: number) => void): Promise<void> {
  const home = mkdtempSync(join(tmpdir(), 'amcs-eval-'));
  const app = createApp(readConfig({ AMCS_HOME: home }));
  try {
    for (const [at, spec] of specs.entries()) done(await sing(app, spec), at);
  } finally {
    await app.close();
    rmSync(home, { recursive: true, force: true });
  }
}

async function sing(app: ReturnType<typeof createApp>, spec: SynthSpec): Promise<Sung> {
  const begin = performance.now();
  const nothing = { first: null, scores: null, plan: null, lyrics: null };
  try {
    const { run, ended } = await app.orchestrator.startSong({ sds: spec.sds });
    const { status, error } = await ended;
    const seconds = (performance.now() - begin) / 1000;
    const artifacts = await app.store.listArtifacts(run.run_id);
    const all = async <Document>(name: string): Promise<Document[]> => {
      const own = artifacts.filter((one) => one.name === name).sort((a, b) => a.iteration - b.iteration);
      return Promise.all(own.map(async ({ hash }) => JSON.parse((await app.store.getDocument(hash)) as string) as Document));
    };
    const [scores, [plan], lyrics, fixes] = await Promise.all([
      all<Scores>('scores'),
      all<Plan>('plan'),
      all<Lyrics>('lyrics'),
      all<{ lyrics: Lyrics }>('fix'),
    ]);
    const best = scores.reduce((top, one, at) => (at > 0 && better(one, scores[top] as Scores) ? at : top), 0);
    const words = [...lyrics, ...fixes.map((fix) => fix.lyrics)];
    return {
      ...spec,
      genre: run.genre,
      status,
      error: scores.length === 0 ? `${error?.code}: ${error?.message}` : null,
      fixes: fixes.length,
      seconds,
      first: scores[0] ?? null,
      scores: scores[best] ?? null,
      plan: plan ?? null,
      lyrics: words[best] ?? null,
    };
  } catch (thrown) {
    return { ...spec, ...nothing, genre: spec.sds.blueprint_ref.genre, status: 'refused', error: String(thrown), fixes: 0, seconds: 0 };
  }
}

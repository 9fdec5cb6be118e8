import { z } from 'zod';
import { manifestSchema } from '../../domain/manifest.js';
import type { Run } from '../../domain/run.js';
import { MAX_SEED } from '../../domain/seed.js';
import { sdsSchema } from '../../domain/spec.js';
import { answerFor, runAnswerSchema } from './answer.js';
import { ADDS_A_RUN, type Call, defineOperation } from './define.js';

export const runWorkflow = defineOperation({
  name: 'run_workflow',
  title: 'Write a song',
  description:
    'Turns a Song Design Spec into a finished, measured song: plan, style, lyrics, producer notes, engine prompt, scores, repairs, files. Use it to make a whole song in one call. Returns lyrics, prompt, scores with issues, artifact hashes and where the files are; if the song is not done within wait_sec, the run id and the call to make next.',
  input: z.strictObject({
    sds: sdsSchema,
    manifest: manifestSchema.optional(),
    seed: z.int().min(0).max(MAX_SEED).optional().describe('Wins over the seeds of manifest and spec.'),
    out_dir: z.string().min(1).max(400).optional().describe('Folder for the files; default: songs in the data folder.'),
    client_key: z.string().min(1).max(100).optional().describe('Calling twice with one key gives the first run again.'),
    wait_sec: z.number().min(0).max(50).optional().describe('How long to wait for the end; default 20.'),
  }),
  output: runAnswerSchema,
  annotations: ADDS_A_RUN,
  async run(app, { sds, manifest, seed, out_dir, client_key, wait_sec = 20 }, call) {
    // Asked for before the song begins: while it runs, this process is slow to hear another's answer.
    const events = await app.events.address().catch(() => null);
    const { run, ended } = await app.orchestrator.startSong({ sds, manifest, seed, outDir: out_dir, clientKey: client_key });
    const stop = app.follow({ since: 0, run_id: run.run_id }, (events) => events.forEach(call.progress));
    try {
      await firstOf(ended, wait_sec * 1000, call);
    } finally {
      await stop();
    }
    return answerFor(app, (await app.store.getRun(run.run_id)) as Run, events);
  },
});

/** Waits for the end, the time or the caller's leaving, whichever comes first; the run itself goes on. */
async function firstOf(ended: Promise<Run>, waitMs: number, { signal }: Call): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const enough = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, waitMs);
    signal.addEventListener('abort', () => resolve(), { once: true });
  });
  await Promise.race([ended, enough]).finally(() => clearTimeout(timer));
}

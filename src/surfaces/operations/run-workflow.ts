import { z } from 'zod';
import { findRun } from '../../domain/find-run.js';
import { manifestSchema } from '../../domain/manifest.js';
import { MAX_SEED } from '../../domain/seed.js';
import { sdsSchema } from '../../domain/spec.js';
import { answerFor, runAnswerSchema, USUAL_WAIT_SEC } from './answer.js';
import { ADDS_A_RUN, defineOperation } from './define.js';
import { waitFor } from './wait.js';

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
  async run(app, { sds, manifest, seed, out_dir, client_key, wait_sec = USUAL_WAIT_SEC }, call) {
    // Asked for before the song begins: while it runs, this process is slow to hear another's answer.
    const events = await app.events.address().catch(() => null);
    const { run, ended } = await app.orchestrator.startSong({ sds, manifest, seed, outDir: out_dir, clientKey: client_key });
    await waitFor(app, { runId: run.run_id, since: 0, ended }, wait_sec, call);
    return answerFor(app, await findRun(app.store, run.run_id), events);
  },
});

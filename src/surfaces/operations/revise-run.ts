import { z } from 'zod';
import type { Lyrics, Plan } from '../../domain/artifacts.js';
import { AmcsError } from '../../domain/error.js';
import { findRun } from '../../domain/find-run.js';
import type { ResolvedManifest } from '../../domain/manifest.js';
import { revisedSds } from '../../domain/revise.js';
import { isOver, type Run } from '../../domain/run.js';
import { MAX_SEED } from '../../domain/seed.js';
import type { ResolvedSds } from '../../domain/spec.js';
import { textBlock } from '../../domain/words.js';
import { answerFor, bestArtifacts, read, runAnswerSchema, USUAL_WAIT_SEC } from './answer.js';
import type { App } from './app.js';
import { ADDS_A_RUN, defineOperation } from './define.js';
import { runIdSchema } from './get-run.js';
import { waitFor } from './wait.js';

const input = z.strictObject({
  run_id: runIdSchema,
  keep: z.array(z.string().min(1).max(80)).min(1).max(24).describe('Sections that stay to the letter: ids or types, e.g. ["chorus", "verse-1"].'),
  note: textBlock(2000).optional().describe('What is to become better, for a writer that reads it; recorded in the spec.'),
  set: z
    .record(z.string().regex(/^[a-z]\w*(?:\.[A-Za-z][\w-]*)*$/, 'is not a path such as "lyrics.themes"'), z.json())
    .optional()
    .describe('Fields of the spec that change, e.g. {"lyrics.themes": ["rain"]}.'),
  seed: z.int().min(0).max(MAX_SEED).optional().describe('Missing: another one is drawn and recorded.'),
  out_dir: z.string().min(1).max(400).optional().describe('Folder for the files; default: songs in the data folder.'),
  client_key: z.string().min(1).max(100).optional().describe('Calling twice with one key gives the first run again.'),
  wait_sec: z.number().min(0).max(50).optional().describe('How long to wait for the end; default 20.'),
});
export type RevisionAsked = z.infer<typeof input>;

export const reviseRun = defineOperation({
  name: 'revise_run',
  title: 'Revise a song',
  description:
    'Makes a new song from a finished one: the sections named in keep stay to the letter, the others are written anew around them, rhyming with what stays; tempo, key and instruments stay too. Use it to work on a song that is partly good. Returns the new run, which names the old one in revised_from.',
  input,
  output: runAnswerSchema,
  annotations: ADDS_A_RUN,
  async run(app, asked, call) {
    const events = await app.events.address().catch(() => null);
    const { run, ended } = await startRevision(app, asked as RevisionAsked);
    await waitFor(app, { runId: run.run_id, since: 0, ended }, (asked.wait_sec as number | undefined) ?? USUAL_WAIT_SEC, call);
    return answerFor(app, await findRun(app.store, run.run_id), events);
  },
});

/**
 * Begins the new run: the old one's manifest and spec, its kept words locked, another seed. Folders that were opened for the
 * old one's sources are opened again only for a person at this machine.
 */
export async function startRevision(app: App, asked: RevisionAsked, opens = false): Promise<{ run: Run; ended: Promise<Run> }> {
  const { run_id, seed, out_dir, client_key, ...revision } = asked;
  const before = await finished(app, run_id);
  const artifacts = await bestArtifacts(app, before);
  const [sds, plan, lyrics, manifest] = await Promise.all([
    read<ResolvedSds>(app, artifacts, 'sds'),
    read<Plan>(app, artifacts, 'plan'),
    read<Lyrics>(app, artifacts, 'lyrics'),
    app.store.getDocument(before.manifest_hash),
  ]);
  if (!sds || !plan || !lyrics || manifest === null)
    throw new AmcsError('CONFLICT', { message: `The run ${run_id} has no lyrics to keep anything of.`, hint: 'Revise a run that got as far as LYRICS.' });
  return app.orchestrator.startSong({
    sds: revisedSds({ sds, plan, lyrics }, revision),
    manifest: { ...(JSON.parse(manifest) as ResolvedManifest), revised_from: run_id },
    seed,
    outDir: out_dir,
    clientKey: client_key,
    ...(opens ? { rootsOf: run_id } : {}),
  });
}

async function finished(app: App, runId: string): Promise<Run> {
  const run = await findRun(app.store, runId);
  if (run.kind === 'node') throw new AmcsError('CONFLICT', { message: 'A run of one node is no song.', hint: 'Revise a run of run_workflow.' });
  if (!isOver(run.status)) throw new AmcsError('CONFLICT', { message: 'The run is still under way.', hint: 'Wait for its end, or cancel it first.' });
  return run;
}

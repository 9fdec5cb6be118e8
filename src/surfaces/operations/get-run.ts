import { z } from 'zod';
import { findRun } from '../../domain/find-run.js';
import type { Run } from '../../domain/run.js';
import { answerFor, bestArtifacts, read, runAnswerSchema } from './answer.js';
import type { App } from './app.js';
import { type Call, defineOperation, READ_ONLY } from './define.js';
import { waitFor } from './wait.js';

const documents = ['sds', 'plan', 'style', 'lyrics', 'producer_notes', 'composed_prompt', 'scores', 'fix', 'render_job', 'files'] as const;

export const runIdSchema = z.string().regex(/^[A-Za-z0-9_-]{1,64}$/, 'is not a run id');

export const getRun = defineOperation({
  name: 'get_run',
  title: 'Read a run',
  description:
    'Reads one run: status, lyrics, prompt, scores, every node execution and the hashes of its artifacts. Use it to follow a run that was not finished, or to look at an old one. Returns the run as it stands, with wait_sec when it has moved on; name artifacts in include to get them whole.',
  input: z.strictObject({
    run_id: runIdSchema,
    include: z.array(z.enum(documents)).max(documents.length).optional(),
    wait_sec: z.number().min(0).max(50).optional().describe('How long to wait for the end, or for a draft that is asked for; default 0.'),
  }),
  output: runAnswerSchema.extend({ documents: z.record(z.string(), z.json()).optional() }),
  annotations: READ_ONLY,
  async run(app, { run_id, include, wait_sec = 0 }, call) {
    const begun = await findRun(app.store, run_id);
    const run = wait_sec > 0 && isMoving(begun) ? await settled(app, run_id, wait_sec, call) : begun;
    const answer = await answerFor(app, run, await app.events.known().catch(() => null));
    if (!include) return answer;
    const artifacts = await bestArtifacts(app, run);
    const found: Record<string, z.infer<ReturnType<typeof z.json>>> = {};
    for (const name of include) {
      const value = await read<z.infer<ReturnType<typeof z.json>>>(app, artifacts, name);
      if (value !== null) found[name] = value;
    }
    return { ...answer, documents: found };
  },
});

const isMoving = ({ status }: Run): boolean => status === 'queued' || status === 'running';

/** The run when it is over or waits, whichever process works on it, or as it stands after so many seconds. */
async function settled(app: App, runId: string, seconds: number, call: Call): Promise<Run> {
  const since = await app.store.lastSeq();
  let stops = (): void => {};
  const stopped = new Promise<void>((resolve) => {
    stops = resolve;
  });
  // It may have ended between the reading and the listening.
  if (!isMoving(await findRun(app.store, runId))) stops();
  const progress: Call['progress'] = (event) => {
    call.progress(event);
    if (STOPS.includes(event.type)) stops();
  };
  await waitFor(app, { runId, since, ended: stopped.then(() => findRun(app.store, runId)) }, seconds, { ...call, progress });
  return findRun(app.store, runId);
}

const STOPS: readonly string[] = ['run.succeeded', 'run.failed', 'run.cancelled', 'run.waiting', 'draft.requested'];

import { z } from 'zod';
import { findRun } from '../../domain/find-run.js';
import { nodeNameSchema } from '../../domain/node-name.js';
import { answerFor, runAnswerSchema, USUAL_WAIT_SEC } from './answer.js';
import { ADDS_A_RUN, defineOperation } from './define.js';
import { runIdSchema } from './get-run.js';
import { waitFor } from './wait.js';

const waitSchema = z.number().min(0).max(50).optional().describe('How long to wait for the end; default 20.');

export const cancelRun = defineOperation({
  name: 'cancel_run',
  title: 'Cancel a run',
  description:
    'Cancels a run, whichever process works on it; calls to models and engines are given up. Use it when a song is no longer wanted. Returns the run; what it made so far stays readable.',
  input: z.strictObject({ run_id: runIdSchema }),
  output: runAnswerSchema,
  annotations: { readOnlyHint: false, destructiveHint: true, idempotentHint: true, openWorldHint: false },
  async run(app, { run_id }) {
    const run = await app.orchestrator.cancel(run_id);
    return answerFor(app, run, await app.events.known().catch(() => null));
  },
});

export const resumeRun = defineOperation({
  name: 'resume_run',
  title: 'Resume a run',
  description:
    'Takes up a run that was interrupted, from where its record ends. Use it to do at once what happens by itself within seconds to runs of a dead process, or with finish_with to let the built-in writer write what a waiting run still asks for. Returns the run as it stands after wait_sec.',
  input: z.strictObject({
    run_id: runIdSchema,
    finish_with: z.literal('offline').optional().describe('Who writes the drafts that nobody sent.'),
    wait_sec: waitSchema,
  }),
  output: runAnswerSchema,
  annotations: { ...ADDS_A_RUN, idempotentHint: true },
  async run(app, { run_id, finish_with, wait_sec = USUAL_WAIT_SEC }, call) {
    const since = await app.store.lastSeq();
    const ended = finish_with === undefined ? app.orchestrator.resume(run_id) : app.orchestrator.finishOffline(run_id);
    await waitFor(app, { runId: run_id, since, ended }, wait_sec, call);
    return answerFor(app, await findRun(app.store, run_id), await app.events.address().catch(() => null));
  },
});

export const retryRun = defineOperation({
  name: 'retry_run',
  title: 'Retry from a node',
  description:
    'Runs a finished run again from one node on, as a new take; what lies before is kept, and older takes stay readable. Use it with reroll to get other words for the same plan. Returns the run as it stands after wait_sec.',
  input: z.strictObject({
    run_id: runIdSchema,
    from: nodeNameSchema,
    reroll: z.boolean().optional().describe('Come out otherwise; without it the same bytes come again.'),
    wait_sec: waitSchema,
  }),
  output: runAnswerSchema,
  annotations: ADDS_A_RUN,
  async run(app, { run_id, from, reroll = false, wait_sec = USUAL_WAIT_SEC }, call) {
    const since = await app.store.lastSeq();
    const { ended } = await app.orchestrator.retry({ runId: run_id, from, reroll });
    await waitFor(app, { runId: run_id, since, ended }, wait_sec, call);
    return answerFor(app, await findRun(app.store, run_id), await app.events.address().catch(() => null));
  },
});

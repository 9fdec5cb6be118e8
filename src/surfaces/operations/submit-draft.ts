import { z } from 'zod';
import { citesSchema } from '../../domain/draft.js';
import { findRun } from '../../domain/find-run.js';
import { issueSchema } from '../../domain/issue.js';
import type { PartKey } from '../../domain/ports.js';
import { answerFor, runAnswerSchema, USUAL_WAIT_SEC } from './answer.js';
import type { App } from './app.js';
import { ADDS_A_RUN, defineOperation } from './define.js';
import { waitFor } from './wait.js';

export const draftIdSchema = z.string().min(1).max(120).describe('As open_drafts names it.');

const sentSchema = z.union([
  z.string().min(1).max(20_000),
  z.strictObject({
    sections: z
      .array(
        z.strictObject({
          id: z.string().min(1).max(60),
          lines: z.array(z.string().max(400)).max(64),
          cites: citesSchema.optional().describe('Sources that lines draw on, as the brief numbers them: [{line, chunks: ["c1"]}].'),
        }),
      )
      .min(1)
      .max(48)
      .optional(),
    fields: z
      .record(z.string().max(60), z.array(z.string().max(400)).max(40))
      .optional()
      .describe('For a brief of STYLE or PRODUCER.'),
  }),
]);

export const submitDraft = defineOperation({
  name: 'submit_draft',
  title: 'Send the words',
  description:
    'Takes the words that a waiting run asks for, measures them and goes on. Use it to answer open_drafts of run_workflow, get_run or this tool: send each section whole, or just its open lines in order. Returns whether the draft was accepted, issues by line where not, the next brief where more is asked for, and the finished song where not.',
  input: z.strictObject({
    draft_id: draftIdSchema,
    draft: sentSchema.describe('Text with [Section] tags, or {sections: [{id, lines}]}; {fields: {name: [texts]}} where a brief asks for fields.'),
    wait_sec: z.number().min(0).max(50).optional().describe('How long to wait for what follows; default 20.'),
  }),
  output: runAnswerSchema.extend({
    draft: z.strictObject({
      draft_id: z.string(),
      accepted: z.boolean().nullable().describe('Null where it is not read yet.'),
      issues: z.array(issueSchema).describe('What has to be mended, by section and line.'),
    }),
  }),
  annotations: { ...ADDS_A_RUN, idempotentHint: true },
  async run(app, { draft_id, draft, wait_sec = USUAL_WAIT_SEC }, call) {
    const since = await app.store.lastSeq();
    const brief = await app.orchestrator.briefOf(draft_id);
    const { run, key, ended } = await app.orchestrator.answer({ draftId: draft_id, draft: app.drafting.read(draft, brief) });
    await waitFor(app, { runId: run.run_id, since, ended }, wait_sec, call);
    const now = await findRun(app.store, run.run_id);
    const answer = await answerFor(app, now, await app.events.known().catch(() => null));
    return { ...answer, draft: { draft_id, ...(await verdictOn(app, key)) } };
  },
});

async function verdictOn(app: App, key: PartKey) {
  const json = await app.store.getPart({ ...key, part: 'accept' });
  return json === null ? { accepted: null, issues: [] } : (JSON.parse(json) as { accepted: boolean; issues: z.infer<typeof issueSchema>[] });
}

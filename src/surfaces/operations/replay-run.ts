import { z } from 'zod';
import { issueSchema } from '../../domain/issue.js';
import { differenceSchema } from '../../domain/json-diff.js';
import { nodeNameSchema } from '../../domain/node-name.js';
import { defineOperation, READ_ONLY } from './define.js';
import { runIdSchema } from './get-run.js';

export const replaySchema = z.strictObject({
  run_id: z.string(),
  equal: z.boolean(),
  nodes: z.array(
    z.strictObject({
      node: nodeNameSchema,
      iteration: z.int().min(0).max(3),
      equal: z.boolean(),
      recorded_hash: z.string().nullable(),
      replayed_hash: z.string().nullable(),
    }),
  ),
  first_difference: z.strictObject({ node: nodeNameSchema, iteration: z.int().min(0).max(3), differences: z.array(differenceSchema) }).nullable(),
  error: z.string().nullable().describe('What kept the replay from going to its end.'),
  issues: z.array(issueSchema).describe('What is no difference and worth knowing: sources that have changed since.'),
});

export const replayRun = defineOperation({
  name: 'replay_run',
  title: 'Replay a run',
  description:
    'Executes a finished run once more from its record, with the tables and outside answers it had, asking nobody. Use it to prove that a song is reproducible. Returns node by node equal or not, where the first difference lies, and which sources have changed since.',
  input: z.strictObject({ run_id: runIdSchema }),
  output: replaySchema,
  annotations: READ_ONLY,
  run: (app, { run_id }) => app.orchestrator.replay(run_id),
});

import { z } from 'zod';
import { AmcsError } from '../../domain/error.js';
import { runSchema, runStatusSchema } from '../../domain/run.js';
import { defineOperation, READ_ONLY } from './define.js';
import { runIdSchema } from './get-run.js';

export const listRuns = defineOperation({
  name: 'list_runs',
  title: 'List runs',
  description:
    'Lists runs, the newest first, filtered by status, genre, kind or song. Use it to find an earlier song. Returns a page of runs with their scores; pass the last run_id as before for the next page.',
  input: z.strictObject({
    status: runStatusSchema.optional(),
    genre: z.string().max(80).optional().describe('Blueprint slug.'),
    kind: z.enum(['song', 'node']).optional(),
    song_id: z.string().max(80).optional(),
    limit: z.int().min(1).max(100).optional().describe('Default 20.'),
    before: runIdSchema.optional(),
  }),
  output: z.strictObject({ runs: z.array(runSchema), next_before: z.string().nullable() }),
  annotations: READ_ONLY,
  async run(app, { limit = 20, ...filter }) {
    if (filter.before !== undefined && (await app.store.getRun(filter.before)) === null) {
      throw new AmcsError('NOT_FOUND', { message: `There is no run "${filter.before}" to list before.`, hint: 'Take next_before of the page before.' });
    }
    const runs = await app.store.listRuns({ ...filter, limit });
    return { runs, next_before: runs.length === limit ? (runs.at(-1)?.run_id ?? null) : null };
  },
});

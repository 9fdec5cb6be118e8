import { z } from 'zod';
import { AmcsError } from '../../domain/error.js';
import { nodeNameSchema } from '../../domain/node-name.js';
import { executionStatusSchema, type Run, runSchema, runStatusSchema } from '../../domain/run.js';
import { defineOperation, READ_ONLY } from './define.js';
import { runIdSchema } from './get-run.js';
import { nextSchema } from './next.js';

const scoreSchema = z.number().min(0).max(1);

export const listRuns = defineOperation({
  name: 'list_runs',
  title: 'List runs',
  description:
    'Lists runs, the newest first, filtered by status, genre, kind, song, score, or by a node and how it ended. Use it to find an earlier song, or what went wrong where. Returns a page of runs with their scores; pass next_cursor as cursor for the next page.',
  input: z.strictObject({
    status: runStatusSchema.optional(),
    genre: z.string().max(80).optional().describe('Blueprint slug.'),
    kind: z.enum(['song', 'node']).optional(),
    song_id: z.string().max(80).optional(),
    min_score: scoreSchema.optional().describe('Runs whose total is this or more.'),
    max_score: scoreSchema.optional().describe('Runs whose total is this or less.'),
    node: nodeNameSchema.optional().describe('Runs in which this node has run, or has node_status.'),
    node_status: executionStatusSchema.optional().describe('Runs with an execution of this status, of node where that is given.'),
    limit: z.int().min(1).max(100).optional().describe('Default 20.'),
    cursor: runIdSchema.optional(),
  }),
  output: z.strictObject({ runs: z.array(runSchema), next_cursor: z.string().nullable(), next: nextSchema.optional() }),
  annotations: READ_ONLY,
  async run(app, { limit = 20, cursor, ...filter }) {
    if (cursor !== undefined && (await app.store.getRun(cursor)) === null) {
      throw new AmcsError('NOT_FOUND', { message: `There is no run "${cursor}" to go on from.`, hint: 'Take next_cursor of the page before, or begin again.' });
    }
    const found = await app.store.listRuns({ ...filter, before: cursor, limit: limit + 1 });
    const runs = found.slice(0, limit);
    if (found.length <= limit) return { runs, next_cursor: null };
    const next_cursor = (runs.at(-1) as Run).run_id;
    const asked = Object.entries({ ...filter, limit, cursor: next_cursor }).filter(([, value]) => value !== undefined);
    return { runs, next_cursor, next: { tool: 'list_runs', arguments: Object.fromEntries(asked) } };
  },
});

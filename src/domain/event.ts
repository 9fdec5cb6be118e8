import { z } from 'zod';
import { nodeNameSchema } from './node-name.js';

export const eventTypes = [
  'run.queued',
  'run.started',
  'run.waiting',
  'run.resumed',
  'run.succeeded',
  'run.failed',
  'run.cancelled',
  'run.imported',
  'node.started',
  'node.progress',
  'node.ended',
  'node.failed',
  'node.skipped',
  'sources.retrieved',
  'draft.requested',
  'draft.accepted',
  'draft.rejected',
  'fix.applied',
  'render.submitted',
  'render.progress',
  'artifact.written',
] as const;

const count = z.int().min(0).max(Number.MAX_SAFE_INTEGER);

/** One line of the audit trail: ids, hashes and counts, never words of a song or a source. */
export const eventSchema = z
  .strictObject({
    seq: count.describe('Rises without gaps over the whole log.'),
    run_id: z.string(),
    run_seq: count.describe('Rises without gaps within the run, from 1.'),
    ts: z.iso.datetime(),
    type: z.enum(eventTypes),
    node: nodeNameSchema.optional(),
    take: z.int().min(0).max(1000).optional(),
    iteration: z.int().min(0).max(3).optional(),
    attempt: z.int().min(1).max(1000).optional(),
    phase: z.enum(['start', 'progress', 'end', 'fail', 'skip']).optional(),
    duration_ms: z.number().min(0).optional(),
    metrics: z.record(z.string(), z.number()).optional(),
    issues: z.record(z.string(), z.int().min(0).max(1000)).optional().describe('How many issues of each code.'),
    data: z.record(z.string(), z.json()).optional(),
  })
  .describe('One thing that happened in a run.');

export type AmcsEvent = z.infer<typeof eventSchema>;
/** An event before the log has given it its numbers and its time. */
export type NewEvent = Omit<AmcsEvent, 'seq' | 'run_seq' | 'ts' | 'run_id'>;

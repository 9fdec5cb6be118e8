import { z } from 'zod';
import { type ErrorCode, errorCodes } from './error.js';
import { nodeNameSchema } from './node-name.js';
import { hashSchema } from './words.js';

const time = z.iso.datetime().describe('UTC.');

export const runStatuses = ['queued', 'running', 'waiting', 'succeeded', 'failed', 'cancelled'] as const;
export const runStatusSchema = z.enum(runStatuses);
export type RunStatus = z.infer<typeof runStatusSchema>;

/** Whether a run with this status will change no more by itself. */
export function isOver(status: RunStatus): boolean {
  return status === 'succeeded' || status === 'failed' || status === 'cancelled';
}

export const executionStatuses = ['pending', 'running', 'waiting', 'succeeded', 'failed', 'skipped', 'cancelled'] as const;
export const executionStatusSchema = z.enum(executionStatuses);
export type ExecutionStatus = z.infer<typeof executionStatusSchema>;

export const errorSchema = z
  .strictObject({
    code: z.enum(Object.keys(errorCodes) as [ErrorCode, ...ErrorCode[]]),
    message: z.string(),
    retriable: z.boolean(),
    hint: z.string(),
    problems: z.array(z.strictObject({ path: z.string(), message: z.string(), hint: z.string().optional() })).optional(),
  })
  .describe('What went wrong, whether trying again can help, and what to do.');
export type RecordedError = z.infer<typeof errorSchema>;

const count = z.int().min(0).max(Number.MAX_SAFE_INTEGER);

export const nodeExecutionSchema = z
  .strictObject({
    run_id: z.string(),
    take: z.int().min(0).max(1000),
    node: nodeNameSchema,
    iteration: z.int().min(0).max(3),
    attempt: z.int().min(1).max(1000).describe('Technical starts: more than one after a crash.'),
    status: executionStatusSchema,
    seed: count,
    input_hash: hashSchema.nullable(),
    output_hash: hashSchema.nullable(),
    started_at: time,
    ended_at: time.nullable(),
    duration_ms: z.number().min(0).nullable(),
    error: errorSchema.nullable(),
  })
  .describe('One execution of one node: (run, take, node, iteration).');
export type NodeExecution = z.infer<typeof nodeExecutionSchema>;

export const takeSchema = z
  .strictObject({ from: nodeNameSchema, reroll: z.boolean().describe('Whether the nodes of this take come out otherwise.') })
  .describe('A retry: the node it began from.');
export type Take = z.infer<typeof takeSchema>;

export const runSchema = z
  .strictObject({
    run_id: z.string(),
    kind: z.enum(['song', 'node']),
    song_id: z.string(),
    title: z.string(),
    genre: z.string(),
    seed: count,
    status: runStatusSchema,
    take: z.int().min(0).max(1000),
    takes: z.array(takeSchema).max(1000).describe('The retries, in order; take 0 is the first run of all.'),
    sds_hash: hashSchema,
    manifest_hash: hashSchema,
    tables_hash: hashSchema.describe('Blueprint, taxonomies and words that the run used.'),
    workflow_version: z.int().min(1).max(1000),
    score: z.number().min(0).max(1).nullable().describe('The best total so far.'),
    out_dir: z.string().nullable().describe('Where REVIEW puts the files.'),
    error: errorSchema.nullable(),
    created_at: time,
    updated_at: time,
    ended_at: time.nullable(),
  })
  .describe('One run of the workflow, or of one node.');
export type Run = z.infer<typeof runSchema>;

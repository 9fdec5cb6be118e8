import { z } from 'zod';
import { briefSchema, draftSchema } from './draft.js';
import { issueSchema } from './issue.js';
import { nodeNameSchema } from './node-name.js';
import { outsideAnswerSchema } from './outside-answer.js';
import { errorSchema, nodeExecutionSchema, runSchema } from './run.js';
import { retrievedSchema } from './source.js';
import { hashSchema, textLine } from './words.js';

/** A finished run as a file, with all that it takes to replay it elsewhere: no keys, no paths, nobody's settings. */

export const CASSETTE_BYTES = 30_000_000;

const runId = z.string().regex(/^[A-Za-z0-9_-]{1,64}$/, 'is not a run id');
const slug = z
  .string()
  .regex(/^[a-z0-9]+(?:-[a-z0-9]+)*$/, 'is not a slug')
  .max(80);
const place = { take: z.int().min(0).max(1000), node: nodeNameSchema, iteration: z.int().min(0).max(3) };
const round = z.int().min(0).max(2);
const failure = z.strictObject({ failed: errorSchema });

export const cassetteSchema = z
  .strictObject({
    format: z.literal('amcs-cassette'),
    version: z.literal(1),
    run: runSchema.extend({
      run_id: runId,
      kind: z.literal('song'),
      song_id: slug,
      title: textLine(400),
      genre: slug,
      status: z.enum(['succeeded', 'failed', 'cancelled']),
      out_dir: z.null(),
    }),
    executions: z.array(nodeExecutionSchema.omit({ run_id: true })).max(2_000),
    artifacts: z.array(z.strictObject({ name: textLine(40), ...place, hash: hashSchema })).max(4_000),
    parts: z.array(
      z.discriminatedUnion('part', [
        z.strictObject({ part: z.literal('brief'), ...place, round, value: briefSchema }),
        z.strictObject({ part: z.literal('accept'), ...place, round, value: z.strictObject({ accepted: z.boolean(), issues: z.array(issueSchema).max(500) }) }),
        z.strictObject({ part: z.literal('answer'), ...place, round, value: z.union([draftSchema, z.strictObject({ finish_with: z.literal('offline') })]) }),
        z.strictObject({ part: z.literal('retrieve'), ...place, round, value: retrievedSchema }),
      ]),
    ),
    outside: z.array(
      z.strictObject({
        ...place,
        round,
        request_hash: hashSchema,
        occurrence: z.int().min(0).max(1000),
        answer: z.union([outsideAnswerSchema, failure, z.json()]).nullable(),
      }),
    ),
    documents: z.record(hashSchema, z.json()),
  })
  .describe('A finished run as a file, for replaying it elsewhere.');

export type Cassette = z.infer<typeof cassetteSchema>;

import { z } from 'zod';
import {
  composedPromptSchema,
  filesSchema,
  lyricsSchema,
  planSchema,
  producerNotesSchema,
  renderJobSchema,
  scoresSchema,
  styleSchema,
} from '../../src/domain/artifacts.js';
import { defineContract } from '../../src/domain/contract.js';
import { resolvedSdsSchema } from '../../src/domain/spec.js';

export const reviewContract = defineContract({
  name: 'review',
  node: 'REVIEW',
  version: '1.0.0',
  title: 'Publish the song',
  description:
    'Writes the finished song to storage: lyrics.txt, prompt.txt, every artifact as JSON, and files.json with their hashes. Call it last. Returns the list of files.',
  input: z.strictObject({
    sds: resolvedSdsSchema,
    plan: planSchema,
    style: styleSchema,
    lyrics: lyricsSchema,
    producer_notes: producerNotesSchema,
    composed_prompt: composedPromptSchema,
    scores: scoresSchema,
    render_job: renderJobSchema.optional(),
  }),
  output: filesSchema,
  artifact: 'files',
  policies: ['equal songs have equal files to the byte', 'the best iteration is published, the earliest on a tie'],
  deterministic: true,
});

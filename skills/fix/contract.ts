import { z } from 'zod';
import { fixSchema, lyricsSchema, planSchema, producerNotesSchema, scoresSchema, styleSchema } from '../../src/domain/artifacts.js';
import { defineContract } from '../../src/domain/contract.js';
import { resolvedSdsSchema } from '../../src/domain/spec.js';

export const fixContract = defineContract({
  name: 'fix',
  node: 'FIX',
  version: '1.0.0',
  title: 'Repair the weakest part',
  description:
    'Repairs the weakest component of a measured song, and every error: rewrites just the lines at fault, adds or trims the hook, fills or trims sections, drops a tag in conflict. Call it after validate where the song did not pass, at most three times. Returns style, lyrics and producer notes with the diff.',
  input: z.strictObject({
    sds: resolvedSdsSchema,
    plan: planSchema,
    style: styleSchema,
    lyrics: lyricsSchema,
    producer_notes: producerNotesSchema,
    scores: scoresSchema,
  }),
  output: fixSchema,
  artifact: 'fix',
  policies: ['only lines at fault change', 'the plan never changes', 'every change is in the diff'],
  deterministic: true,
});

import { z } from 'zod';
import { lyricsSchema, planSchema } from '../../src/domain/artifacts.js';
import { defineContract } from '../../src/domain/contract.js';
import { resolvedSdsSchema } from '../../src/domain/spec.js';

export const lyricsContract = defineContract({
  name: 'lyrics',
  node: 'LYRICS',
  version: '1.0.0',
  title: 'Write the lyrics',
  description:
    'Writes the words section by section to the plan: line counts, rhyme scheme, syllables, hook, point of view and tense, each line measured by sound. Call it after plan; it does not depend on style or producer. Returns the lyrics with syllables, stress, rhyme labels and metrics.',
  input: z.strictObject({ sds: resolvedSdsSchema, plan: planSchema }),
  output: lyricsSchema,
  artifact: 'lyrics',
  policies: ['a wish that cannot be met becomes an issue', 'a chorus that returns keeps its words', 'no banned term, no profanity unless the spec is explicit'],
  deterministic: true,
});

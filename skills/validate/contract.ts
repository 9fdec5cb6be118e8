import { z } from 'zod';
import { composedPromptSchema, lyricsSchema, planSchema, producerNotesSchema, scoresSchema, styleSchema } from '../../src/domain/artifacts.js';
import { defineContract } from '../../src/domain/contract.js';
import { resolvedSdsSchema } from '../../src/domain/spec.js';

export const validateContract = defineContract({
  name: 'validate',
  node: 'VALIDATE',
  version: '1.0.0',
  title: 'Measure the song',
  description:
    "Scores a song by sound: hook density, singability, rhyme tightness, section completeness, profanity, and the weighted total against the genre's thresholds. Call it after compose. Returns the scores and every issue with section, line and a hint.",
  input: z.strictObject({
    sds: resolvedSdsSchema,
    plan: planSchema,
    style: styleSchema,
    lyrics: lyricsSchema,
    producer_notes: producerNotesSchema,
    composed_prompt: composedPromptSchema,
  }),
  output: scoresSchema,
  artifact: 'scores',
  policies: ['measured by pronunciation, not spelling', 'a chorus that returns is measured once', 'an issue of severity error fails the song'],
  deterministic: true,
});

import { z } from 'zod';
import { composedPromptSchema, lyricsSchema, planSchema, producerNotesSchema, styleSchema } from '../../src/domain/artifacts.js';
import { defineContract } from '../../src/domain/contract.js';
import { resolvedSdsSchema } from '../../src/domain/spec.js';

export const composeContract = defineContract({
  name: 'compose',
  node: 'COMPOSE',
  version: '1.0.0',
  title: 'Compose the engine prompt',
  description:
    'Puts plan, style, lyrics and producer notes together to one prompt inside the limits of a music engine (suno unless another is named): title, style line, negative tags, lyrics with section meta tags. Call it after style, lyrics and producer. Returns the composed prompt and what was trimmed.',
  input: z.strictObject({
    sds: resolvedSdsSchema,
    plan: planSchema,
    style: styleSchema,
    lyrics: lyricsSchema,
    producer_notes: producerNotesSchema,
    options: z.strictObject({ engine: z.string().max(40).optional(), model: z.string().max(40).optional() }).optional(),
  }),
  output: composedPromptSchema,
  artifact: 'composed_prompt',
  policies: ["inside the engine's limits", 'words are never cut', 'tag conflicts are settled here last'],
  deterministic: true,
});

import { z } from 'zod';
import { composedPromptSchema, planSchema, renderJobSchema } from '../../src/domain/artifacts.js';
import { defineContract } from '../../src/domain/contract.js';
import { resolvedSdsSchema } from '../../src/domain/spec.js';

export const renderContract = defineContract({
  name: 'render',
  node: 'RENDER',
  version: '1.0.0',
  title: 'Render audio',
  description:
    "Hands the composed prompt to a render engine and records what comes back. Use it only for a song that passed, and only where rendering is asked for. Returns the render job with the audio's address and hash.",
  input: z.strictObject({ sds: resolvedSdsSchema, plan: planSchema, composed_prompt: composedPromptSchema }),
  output: renderJobSchema,
  artifact: 'render_job',
  policies: ['the outside answer is recorded: a replay needs no engine', 'what may have cost money is never sent twice by itself'],
  deterministic: true,
});

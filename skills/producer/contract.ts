import { z } from 'zod';
import { planSchema, producerNotesSchema } from '../../src/domain/artifacts.js';
import { defineContract } from '../../src/domain/contract.js';
import { resolvedSdsSchema } from '../../src/domain/spec.js';

export const producerContract = defineContract({
  name: 'producer',
  node: 'PRODUCER',
  version: '1.0.0',
  title: 'Write the producer notes',
  description:
    'Writes notes for whoever produces the song: structure, hooks, instrumentation, tags and a target duration for each section, and the mix (LUFS, space, stereo width). Call it after plan; it does not depend on style or lyrics. Returns the producer notes.',
  input: z.strictObject({ sds: resolvedSdsSchema, plan: planSchema }),
  output: producerNotesSchema,
  artifact: 'producer_notes',
  policies: ["durations add up to the plan's within 30 seconds, or an issue says why", 'a section id wins over a section type'],
  deterministic: true,
});

import { z } from 'zod';
import { planSchema } from '../../src/domain/artifacts.js';
import { defineContract } from '../../src/domain/contract.js';
import { resolvedSdsSchema } from '../../src/domain/spec.js';

export const planContract = defineContract({
  name: 'plan',
  node: 'PLAN',
  version: '1.0.0',
  title: 'Plan the song',
  description:
    'Decides what all later nodes share: sections with bars, durations, line and word targets, tempo, key, mood, energy, at most three instruments, the hook phrase and the scores to reach. Call it first, with a Song Design Spec. Returns the plan.',
  input: z.strictObject({ sds: resolvedSdsSchema }),
  output: planSchema,
  artifact: 'plan',
  policies: ['no outside calls', 'every shared decision is made here and nowhere else'],
  deterministic: true,
});

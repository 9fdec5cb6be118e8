import { z } from 'zod';
import { planSchema, styleSchema } from '../../src/domain/artifacts.js';
import { defineContract } from '../../src/domain/contract.js';
import { resolvedSdsSchema } from '../../src/domain/spec.js';

export const styleContract = defineContract({
  name: 'style',
  node: 'STYLE',
  version: '1.0.0',
  title: 'Work the style out',
  description:
    'Elaborates the style from spec and plan: genre detail, groove, vocal, tags by category without conflicts, negative tags, and which tags were dropped by which rule. Call it after plan; it does not depend on lyrics or producer. Returns the style.',
  input: z.strictObject({ sds: resolvedSdsSchema, plan: planSchema }),
  output: styleSchema,
  artifact: 'style',
  policies: ['tempo, key, mood, energy and instruments are copied from the plan', 'at most one tag per category, three instruments', 'no two tags in conflict'],
  deterministic: true,
});

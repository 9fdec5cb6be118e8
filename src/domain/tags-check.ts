import { z } from 'zod';
import { energySchema, tempoSchema, textLine } from './words.js';

/** Tags put to the guards: question and answer of check_tags. Nothing of it is recorded. */

export const tagsAskedSchema = z.strictObject({
  tags: z.array(textLine(80)).min(1).max(60).describe('Tags as Category:value or bare, the strongest wish first.'),
  tempo_bpm: tempoSchema.optional().describe('A tempo that the tags are held against.'),
  energy: energySchema.optional().describe('An energy that stands for the whole song.'),
});
export type TagsAsked = z.infer<typeof tagsAskedSchema>;

export const tagsCheckedSchema = z.strictObject({
  kept: z
    .array(z.strictObject({ written: z.string(), tag: z.string(), instead: z.string().nullable() }))
    .describe("Tags in the taxonomy's spelling; `instead` is what stands for a name."),
  dropped: z.array(z.strictObject({ written: z.string(), tag: z.string(), rule: z.string() })).describe('Tags left out, and why.'),
  tempo: z.array(z.string()).describe('What of energy and tempo pulls apart.'),
});
export type TagsChecked = z.infer<typeof tagsCheckedSchema>;

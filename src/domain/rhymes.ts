import { z } from 'zod';
import { textLine } from './words.js';

/** Rhymes of a word: question and answer of find_rhymes. Nothing of it is recorded. */

export const rhymesAskedSchema = z.strictObject({
  word: textLine(200).describe('A word, or a phrase of which the last word counts.'),
  slant: z.boolean().optional().describe('Slant rhymes too; by default only where there are few perfect ones.'),
  syllables: z.int().min(1).max(12).optional().describe('Only words of so many syllables.'),
  stress: z
    .string()
    .regex(/^[01]{1,12}$/, 'is not a pattern of stress such as 10: one digit a syllable, 1 = stressed')
    .optional()
    .describe('Only words stressed so, one digit a syllable, 1 = stressed: 10 is "morning".'),
  theme: textLine(80).optional().describe('Slug or name of a theme: its words come first.'),
  limit: z.int().min(1).max(500).optional().describe('Words of each kind; 60 unless given.'),
  rare: z.boolean().optional().describe('Rare words and names too.'),
  explicit: z.boolean().optional().describe('Profane words too; slurs never.'),
});
export type RhymesAsked = z.infer<typeof rhymesAskedSchema>;

const wordSchema = z.strictObject({
  word: z.string(),
  stress: z.string().describe('One digit a syllable, 1 = stressed.'),
  theme: z.boolean().describe('A word or an image of the theme.'),
  probability: z.number().min(0).max(1).nullable().describe('Of a slant rhyme: how likely people who wrote verse meant such a pair as a rhyme.'),
});

const groupSchema = z.strictObject({
  syllables: z.int().min(1),
  words: z.array(wordSchema).describe('Words of the theme first, then the commonest.'),
  more: z.int().min(0).describe('How many were left out by the limit.'),
});

export const rhymesSchema = z
  .strictObject({
    asked: z.string(),
    word: z.string().describe('The word whose end is rhymed.'),
    known: z.boolean().describe('Whether the dictionary has it; otherwise its sounds are guessed from its spelling.'),
    source: z
      .enum(['dictionary', 'form', 'spelling', 'stem', 'compound', 'letters'])
      .describe('Where its sounds come from: form is a way of writing (a number, initials, a drawn-out word), letters the least sure.'),
    readings: z
      .array(
        z.strictObject({
          sounds: z.string().describe('ARPABET.'),
          syllables: z.int().min(1),
          stress: z.string(),
          perfect: z.array(groupSchema),
          slant: z.array(groupSchema).nullable().describe('Null where they were not looked for.'),
          same_sound: z.array(z.string()).describe('Words that sound the same from the stressed syllable on: repeats to the ear, not rhymes.'),
        }),
      )
      .describe('One for each way to say the word that rhymes differently, the commonest first.'),
  })
  .describe('Words that rhyme, by sound, grouped by syllables.');
export type Rhymes = z.infer<typeof rhymesSchema>;
export type RhymeGroup = z.infer<typeof groupSchema>;
export type RhymeWord = z.infer<typeof wordSchema>;

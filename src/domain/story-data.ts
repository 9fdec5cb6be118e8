import { z } from 'zod';
import { familySchema, textLine } from './words.js';

/**
 * Stories for the offline writer: files in taxonomies/stories and in the user's own folder. A story is told in two verses and a
 * bridge; each line is a text with vetted ends, and its words bend to person and tense (src/writer/offline/inflect.ts).
 */

const slug = z.string().regex(/^[a-z0-9-]+$/);

export const storyLineSchema = z
  .strictObject({
    text: textLine(120).refine((text) => /\{\}[.!?]?$/.test(text) && text.indexOf('{}') === text.lastIndexOf('{}'), 'has not exactly one {} at its end'),
    ends: z.array(textLine(80)).min(4).max(40).describe('Each makes the text a whole line, in any person and tense.'),
  })
  .describe('A line of a story, or of a chorus, with the ends that it may have.');

export const storySchema = z
  .strictObject({
    name: slug,
    moods: z.array(textLine(30)).min(1).max(6),
    families: z.array(familySchema).min(1).optional().describe('Families of genres that it is for; all where it names none.'),
    verse_1: z.array(storyLineSchema).min(4).describe('In the order of the telling: scene, action, turn. A song takes some of them, in this order.'),
    verse_2: z.array(storyLineSchema).min(4).describe('What comes of it: time or place has moved on.'),
    bridge: z.array(storyLineSchema).min(2).describe('The turn: what it meant, or what nobody said.'),
    chorus: z.array(storyLineSchema).min(1).optional().describe("Lines of a chorus that name the story's thing; they are sung where this story is told."),
  })
  .describe('A little story that two verses and a bridge tell.');

export const storyFileSchema = z
  .strictObject({
    theme: slug.describe('Slug of a theme pack.'),
    families: z.array(familySchema).min(1).optional().describe('Families of genres that its choruses and lifts are for; all where it names none.'),
    near: z.array(slug).max(6).default([]).describe('Themes whose stories may stand in a song about this one.'),
    stories: z.array(storySchema).min(1),
    chorus: z.array(storyLineSchema).min(1).describe('What the song comes back to: what is felt or wished, not what happens.'),
    lift: z.array(storyLineSchema).min(1).describe('Lines that lead into the chorus.'),
  })
  .describe('Stories, choruses and lifts of one theme.');

export type StoryLine = z.infer<typeof storyLineSchema>;
export type Story = z.infer<typeof storySchema>;
export type StoryFile = z.infer<typeof storyFileSchema>;

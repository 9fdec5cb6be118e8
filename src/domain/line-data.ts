import { z } from 'zod';
import type { StoryFile } from './story-data.js';
import { familySchema, povSchema, textLine } from './words.js';

/** The offline writer's words: files in taxonomies/lines and taxonomies/themes, and in the user's own folder. */

export const lineRoles = ['scene', 'action', 'turn', 'lift', 'chorus', 'bridge'] as const;

const frameSchema = z.strictObject({
  role: z.enum(lineRoles),
  pov: z.union([povSchema, z.literal('any')]),
  tense: z.enum(['present', 'past', 'future', 'any']),
  families: z.array(familySchema).min(1).optional().describe('Families of genres that it is for; all where it names none.'),
  themes: z
    .array(z.string().regex(/^[a-z-]+$/))
    .min(1)
    .max(6)
    .describe('Slugs of theme packs, or "any".'),
  moods: z.array(textLine(30)).max(6),
  text: textLine(120).refine((text) => /\{\}[.!?]?$/.test(text) && text.indexOf('{}') === text.lastIndexOf('{}'), 'has not exactly one {} at its end'),
  ends: z.array(textLine(60)).min(2).max(40),
});

export const lineFileSchema = z
  .strictObject({ name: z.string().regex(/^[a-z-]+$/), lines: z.array(frameSchema).min(1) })
  .describe('Lines for the offline writer: each end makes the text a whole line.');

export const themePackSchema = z
  .strictObject({
    slug: z.string().regex(/^[a-z-]+$/),
    name: textLine(80),
    keywords: z.array(textLine(60)).min(1).describe('What a person may write and mean this theme.'),
    images: z.array(textLine(60)),
    moods: z.array(textLine(30)),
    setting: z.boolean().optional().describe('Lines of a setting (a season, say) serve only songs that are set there.'),
  })
  .describe('A theme of songs.');

export const hookFrameFileSchema = z
  .strictObject({
    hooks: z
      .array(textLine(80).refine((text) => text.includes('{hook}'), 'has no {hook}'))
      .min(1)
      .describe('Ways to sing a hook phrase, each ending in it.'),
    tails: z
      .array(textLine(80).refine((text) => text.includes('{hook}') && !text.endsWith('{hook}'), 'has no {hook}, or ends in it'))
      .min(1)
      .describe('Ways to go on after it, for phrases that nothing rhymes with.'),
  })
  .describe('Ways to sing a hook phrase.');

export const familyWordFileSchema = z
  .strictObject({ groups: z.array(z.strictObject({ words: z.array(textLine(40)).min(1), families: z.array(familySchema).min(1) })).min(1) })
  .describe('Words that only some families of genres sing.');
export type FamilyWords = z.infer<typeof familyWordFileSchema>['groups'];

const clauses = z.array(textLine(60)).min(1);

export const closerFileSchema = z
  .strictObject({
    groups: z
      .array(
        z.strictObject({
          sound: z
            .string()
            .regex(/^[a-z-]+$/)
            .describe('A word or two that the group sounds like: its clauses rhyme with one another.'),
          any: clauses.optional().describe('How a thing is done, whatever it is.'),
          scene: clauses.optional().describe('How it is there.'),
          turn: clauses.optional().describe('What it comes to.'),
        }),
      )
      .min(1),
  })
  .describe('Short clauses that close a rapped line, in any person and tense.');
export type CloserGroup = z.infer<typeof closerFileSchema>['groups'][number];

/** A clause that closes a line, and the part of a story that it suits. */
export const closerSchema = z.strictObject({ text: textLine(60), role: z.enum(['any', 'scene', 'turn']) });
export type Closer = z.infer<typeof closerSchema>;

export type LineFile = z.infer<typeof lineFileSchema>;
export type LineFrame = z.infer<typeof frameSchema>;
export type ThemePack = z.infer<typeof themePackSchema>;

/** Everything the offline writer has to say. */
export interface LineData {
  frames: LineFrame[];
  themes: ThemePack[];
  hooks: string[];
  /** Absent in the record of runs before there were any. */
  tails?: string[];
  /** Absent in the record of runs before there were any. */
  familyWords?: FamilyWords;
  /** Absent in the record of runs before lines were told in halves. */
  closers?: Closer[];
  /** Absent in the record of runs before there were stories. */
  stories?: StoryFile[];
}

import { z } from 'zod';
import type { StoryFile } from './story-data.js';
import { povSchema, textLine } from './words.js';

/** The offline writer's words: files in taxonomies/lines and taxonomies/themes, and in the user's own folder. */

export const lineRoles = ['scene', 'action', 'turn', 'lift', 'chorus', 'bridge'] as const;

const frameSchema = z.strictObject({
  role: z.enum(lineRoles),
  pov: z.union([povSchema, z.literal('any')]),
  tense: z.enum(['present', 'past', 'future', 'any']),
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

export type LineFrame = z.infer<typeof frameSchema>;
export type ThemePack = z.infer<typeof themePackSchema>;

/** Everything the offline writer has to say. */
export interface LineData {
  frames: LineFrame[];
  themes: ThemePack[];
  hooks: string[];
  /** Absent in the record of runs before there were any. */
  tails?: string[];
  /** Absent in the record of runs before there were stories. */
  stories?: StoryFile[];
}

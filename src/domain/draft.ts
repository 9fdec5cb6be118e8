import { z } from 'zod';
import { citationSchema } from './artifacts.js';
import { issueSchema } from './issue.js';
import { hookStrategySchema, povSchema, sectionTypeSchema, tenseSchema } from './words.js';

/**
 * A brief is a song with holes: what a writer is given. A line with `text` stays as it is; a line with
 * null is to be written. LYRICS asks for a whole song this way and FIX for three lines of one.
 */

const lineSchema = z.strictObject({
  text: z.string().max(400).nullable().describe('The line as it stands, or null where one is to be written.'),
  syllables: z.int().min(0).max(200).describe('4 to 16 where a line is to be written.'),
  rhyme: z.string().max(2).describe('Lines of a section with the same letter rhyme; X is free.'),
  hook: z.boolean().describe('Whether the line must hold the hook phrase.'),
  locked: z.literal(true).optional().describe('The line belongs to somebody: no draft changes it.'),
  repeats: z.int().min(1).max(32).optional().describe('The line of the section, from 1, that this one says again.'),
  avoid: z.string().max(400).optional().describe('The line that was there and is not to come back.'),
});

const fieldSchema = z.strictObject({
  name: z.string().max(60),
  what: z.string().max(200).describe('What goes there.'),
  now: z.array(z.string().max(400)).max(32).describe('What stands there unless something better comes.'),
  most: z.int().min(1).max(32).describe('How many texts there may be.'),
});

export const briefSchema = z.strictObject({
  language: z.string(),
  title: z.string(),
  genre: z.string(),
  hook: z.strictObject({
    phrase: z.string(),
    strategy: hookStrategySchema,
    ways: z.array(z.string()).optional().describe('Ways in which a verse is answered with it.'),
    sung: z.array(z.string()).optional().describe('Ways in which this genre sings it elsewhere.'),
  }),
  pov: povSchema,
  tense: tenseSchema,
  mood: z.array(z.string()),
  themes: z.array(z.string()),
  lexicon: z.strictObject({ positive: z.array(z.string()), negative: z.array(z.string()) }),
  banned_terms: z.array(z.string()),
  explicit: z.boolean(),
  imagery: z.number().min(0).max(1).optional().describe('How much of it should be things that one can see, 0 to 1.'),
  reading_grade: z.number().min(1).max(16).optional().describe('The school grade that should follow the words.'),
  syllable_tolerance: z.int().min(0).max(4),
  slant_rhyme: z.number().min(0).max(1),
  sections: z.array(z.strictObject({ id: z.string(), type: sectionTypeSchema, lines: z.array(lineSchema).max(32) })),
  fields: z.array(fieldSchema).max(40).optional().describe('Short texts besides lyrics: of a style, of producer notes; left out where none are asked for.'),
  citations: z.array(citationSchema).max(200).optional().describe("What the person's sources say, to draw on; left out where there are none."),
  note: z.string().optional().describe('What the person says besides, in free words.'),
  issues: z.array(issueSchema).describe('What was wrong with the words before, where the brief is for a repair.'),
});

/** Which chunks a line draws on: "c2" is the second of the brief's citations; a chunk's hash will do as well. */
export const citesSchema = z
  .array(z.strictObject({ line: z.int().min(1).max(64).describe('Counted in the lines sent, from 1.'), chunks: z.array(z.string().max(64)).min(1).max(8) }))
  .max(64);

export const draftSchema = z.strictObject({
  sections: z.array(z.strictObject({ id: z.string().max(60), lines: z.array(z.string().max(400)).max(64), cites: citesSchema.optional() })).max(48),
  fields: z
    .record(z.string().max(60), z.array(z.string().max(400)).max(40))
    .optional()
    .describe('Texts by the names of the brief; a name that is left out stays as it was.'),
  issues: z.array(issueSchema).default([]).describe('Wishes the writer says it could not meet.'),
});

export type Brief = z.infer<typeof briefSchema>;
export type BriefSection = Brief['sections'][number];
export type BriefField = z.infer<typeof fieldSchema>;
export type BriefLine = z.infer<typeof lineSchema>;
export type Draft = z.infer<typeof draftSchema>;

/** A draft as people and agents send it: lyrics with [Section] tags, or sections by id or name. */
export type SentDraft =
  | string
  | {
      sections?: readonly { id: string; lines: readonly string[]; cites?: z.infer<typeof citesSchema> | undefined }[] | undefined;
      fields?: Readonly<Record<string, readonly string[]>> | undefined;
    };

/** How many lines and fields a brief asks for. */
export function openLines(brief: Brief): number {
  return (brief.fields?.length ?? 0) + brief.sections.reduce((sum, section) => sum + section.lines.filter(({ text }) => text === null).length, 0);
}

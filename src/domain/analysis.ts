import { z } from 'zod';
import { scoresSchema } from './artifacts.js';
import { issueCodes } from './issue.js';
import { sectionTypeSchema, textLine } from './words.js';

/** What a writer is told of lyrics: answers of analyze_lyrics. Nothing of it is recorded. */

export const lyricsAskedSchema = z.strictObject({
  text: z.string().describe('The lyrics, with [Verse] or other tags, or with blank lines between stanzas.'),
  sds: z.record(z.string(), z.json()).optional().describe('A Song Design Spec that the lyrics are held to.'),
  genre: textLine(80).optional().describe('Without a spec: the genre whose weights and tolerances count; pop unless given.'),
  language: z
    .string()
    .regex(/^[a-z]{2}$/, 'is not an ISO 639-1 code such as "en"')
    .optional()
    .describe("en unless given, or the spec's. Rhyme and stress are measured for English."),
  title: textLine(100).optional().describe('The hook, where the lyrics sing it.'),
});
export type LyricsAsked = z.infer<typeof lyricsAskedSchema>;

const count = z.int().min(0);
const chance = z.number().min(0).max(1);

const rhymeAnswerSchema = z.strictObject({
  label: z.string().describe('Letter of the scheme that the line is held to; X rhymes with nothing.'),
  answers: count.nullable().describe('Line of the section, from 1, that this one rhymes with or should.'),
  tier: z.enum(['perfect', 'slant', 'eye', 'same', 'none']).nullable().describe('How well; same is the same word. Null for a line that answers none.'),
  probability: chance.nullable().describe('How likely people who wrote verse meant such a pair as a rhyme.'),
});

const lineSchema = z.strictObject({
  number: count.describe('Line of the text, from 1.'),
  text: z.string(),
  syllables: count,
  target: count.nullable().describe('Syllables asked for; null where none are.'),
  stress: z.string().nullable().describe('One digit a syllable as verse sings it, 1 = stressed; null where it is not measured.'),
  rhyme: rhymeAnswerSchema.nullable().describe('Null where rhyme is not measured.'),
  internal_rhymes: z.array(z.strictObject({ word: z.string(), with: z.string(), line: count.describe('Line of the section, from 1, with the other word.') })),
  alliteration: z.array(z.array(z.string())).describe('Words that begin with the same sound.'),
  issues: z.array(z.enum(Object.keys(issueCodes) as [keyof typeof issueCodes])).describe('Codes; scores.issues has them whole.'),
});

const sectionSchema = z.strictObject({
  id: z.string(),
  type: sectionTypeSchema,
  heading: z.string().nullable().describe('The tag as it was written.'),
  repeat_of: z.string().nullable().describe('Id of the section whose words come again; lines are told there.'),
  scheme: z.strictObject({
    declared: z.string().nullable().describe("The plan's; null without a spec, and for a section that it does not ask for."),
    heard: z.string().nullable().describe('Letters in order of appearance, X for a line that rhymes with nothing; null where it is not measured.'),
  }),
  metre: z.string().nullable().describe('e.g. "iambic tetrameter"; null where there is none or it is not measured.'),
  metre_confidence: chance.nullable(),
  lines: z.array(lineSchema),
});

export const lyricsAnalysisSchema = z
  .strictObject({
    title: z.string().nullable(),
    language: z.string(),
    genre: z.string().describe('Slug of the blueprint that the lyrics are held to.'),
    targets: z
      .enum(['spec', 'own'])
      .describe('own: held to their own lines, schemes and syllables, since no spec was given; the scores tell how they keep to themselves.'),
    hook: z
      .strictObject({ phrase: z.string(), count })
      .nullable()
      .describe('What returns, and how often it is sung; null where nothing does and nothing is asked for.'),
    sections: z.array(sectionSchema),
    scores: scoresSchema,
  })
  .describe('Lyrics as they sound, line by line, with scores and issues.');

export type LyricsAnalysis = z.infer<typeof lyricsAnalysisSchema>;
export type AnalyzedSection = z.infer<typeof sectionSchema>;
export type AnalyzedLine = z.infer<typeof lineSchema>;

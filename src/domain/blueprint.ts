import { z } from 'zod';
import { gradeOf } from './reading-level.js';
import {
  energySchema,
  familySchema,
  hookStrategySchema,
  keySchema,
  mixSchema,
  povSchema,
  repetitionSchema,
  rhymeSchemeSchema,
  sectionTypeSchema,
  sectionTypes,
  syllablesSchema,
  tempoSchema,
  tenseSchema,
  textLine,
  timeSignatureSchema,
} from './words.js';

/** Blueprint 1.0: what is true of a genre. One file each in blueprints/, data only, nothing left out. */

const words = z.array(textLine(80)).max(80);
const perSection = <Value extends z.ZodType>(value: Value) => z.partialRecord(z.enum(sectionTypes), value);
const share = z.number().min(0).max(1);
const slugSchema = z
  .string()
  .regex(/^[a-z0-9]+(?:-[a-z0-9]+)*$/)
  .max(60);

const lineRangeSchema = z.strictObject({ min: z.int().min(0).max(32), max: z.int().min(0).max(32) }).refine(({ min, max }) => min <= max, 'min is above max');

/** Roman numerals in the key, upper case major, lower case minor, with b/# and a quality: I, vi, bVII, V7, IVmaj7. */
const chordSchema = z.string().regex(/^[b#]?(?:VII|VI|IV|V|III|II|I|vii|vi|iv|v|iii|ii|i)(?:7|maj7|m7|sus4|sus2|6|9|dim|aug|add9)?$/);

/** Ways to sing a hook phrase, each ending in it. */
const waysSchema = z.array(textLine(80).refine((way) => /\{hook\}$/.test(way), 'does not end in {hook}'));

/** How the lines of a section hang together beyond their rhyme, in groups of `every` lines. */
export const lineFormSchema = z.strictObject({
  every: z.int().min(2).max(8),
  repeats: z
    .array(z.tuple([z.int().min(1).max(8), z.int().min(1).max(8)]))
    .default([])
    .describe('[2, 1]: the second line says the first one again.'),
  answers: z.array(z.int().min(1).max(8)).default([]).describe('Lines in which everybody answers with the hook.'),
  ways: waysSchema.default([]).describe('Ways to sing an answer.'),
});
export type LineForm = z.infer<typeof lineFormSchema>;

const rulesSchema = z.strictObject({
  family: familySchema.describe('Whose words it sings: lines that belong to other families are not for it.'),
  tempo_bpm: z.tuple([tempoSchema, tempoSchema]).refine(([min, max]) => min <= max, 'min is above max'),
  time_signatures: z.array(timeSignatureSchema).min(1),
  required_sections: z.array(sectionTypeSchema).min(1).describe('Types a song of this genre cannot do without.'),
  section_order: z.array(sectionTypeSchema).min(1).describe('The default form.'),
  section_lines: perSection(lineRangeSchema).describe('Sung lines a section may have.'),
  section_bars: perSection(z.int().min(1).max(64)).describe('Usual length of a section in bars.'),
  bars_per_line: z.number().min(0.5).max(4).describe('Bars that one sung line takes.'),
  line_forms: perSection(lineFormSchema).optional().describe('Lines that come again or are answered, where a genre sings so.'),
  repeated_sections: z.array(sectionTypeSchema).describe('Types whose later occurrences repeat the first one word for word.'),
  rhyme_scheme: perSection(rhymeSchemeSchema),
  slant_rhyme: share.describe('What a slant rhyme is worth, 0 (nothing) to 1 (as good as a perfect one).'),
  syllables_per_line: z.strictObject({ default: syllablesSchema, sections: perSection(syllablesSchema) }),
  syllable_tolerance: z.int().min(0).max(4),
  hook: z.strictObject({
    strategy: hookStrategySchema,
    repetition: repetitionSchema,
    band: z
      .tuple([share, share])
      .refine(([min, max]) => min <= max, 'min is above max')
      .describe('Share of all sung lines that hold the hook.'),
    ways: waysSchema
      .min(8)
      .optional()
      .describe('Ways in which singers of this genre sing a hook; where it has none, or none that fits, there are those of all genres.'),
  }),
  reading_level: textLine(40)
    .refine((level) => gradeOf(level) !== null, 'names no school grade')
    .optional()
    .describe('Who should follow the words, e.g. "grade 2".'),
  pov: povSchema,
  tense: tenseSchema,
  mood: words.min(1),
  energy: energySchema,
  themes: words.min(1).describe('What songs of this genre are usually about; used where the spec names nothing.'),
  banned_terms: words,
  lexicon_positive: words.min(5),
  lexicon_negative: words,
  keys: z.array(keySchema).min(1),
  key_lift: z.int().min(1).max(4).optional().describe('Half steps that the last chorus goes up, where the genre moves key.'),
  progressions: perSection(z.array(z.array(chordSchema).min(1).max(16)).min(1)),
  instruments: words.min(3),
  groove: textLine(200),
  vocal: textLine(120),
  tags: words.min(3),
  section_tags: perSection(words).describe('Producer tags for each section type.'),
  mix: mixSchema.required(),
});

export const rubricSchema = z.strictObject({
  weights: z
    .strictObject({ hook_density: share, singability: share, rhyme_tightness: share, section_completeness: share, profanity_score: share })
    .refine((weights) => Math.abs(Object.values(weights).reduce((sum, weight) => sum + weight, 0) - 1) < 1e-9, 'the weights do not sum to 1'),
  thresholds: z.strictObject({ min_total: z.number().min(0.8).max(1), max_profanity: share }),
});

export const blueprintSchema = z
  .strictObject({
    genre: textLine(80),
    slug: slugSchema,
    aliases: words,
    version: z.string().regex(/^\d{4}\.\d{2}(?:\.\d+)?$/),
    basis: z.enum(['judgement', 'sources']),
    sources: z.array(textLine(300)),
    rules: rulesSchema,
    eval_rubric: rubricSchema,
  })
  .refine(({ basis, sources }) => (basis === 'sources') === sources.length > 0, 'basis "sources" needs sources, and "judgement" has none')
  .superRefine(({ rules }, context) => {
    for (const type of new Set([...rules.section_order, ...rules.required_sections])) {
      for (const field of ['section_lines', 'section_bars', 'progressions', 'section_tags'] as const) {
        if (!rules[field][type]) context.addIssue({ code: 'custom', path: ['rules', field], message: `has no entry for ${type}` });
      }
      if ((rules.section_lines[type]?.max ?? 0) > 0 && !rules.rhyme_scheme[type]) {
        context.addIssue({ code: 'custom', path: ['rules', 'rhyme_scheme'], message: `has no entry for ${type}, which has lines` });
      }
    }
  })
  .describe('Blueprint 1.0: what is true of a genre.');

export type Blueprint = z.infer<typeof blueprintSchema>;

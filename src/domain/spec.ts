import { z } from 'zod';
import { MAX_SEED } from './seed.js';
import {
  energySchema,
  hookStrategySchema,
  keySchema,
  mixSchema,
  povSchema,
  repetitionSchema,
  rhymeSchemeSchema,
  sectionMetaSchema,
  sectionTypeSchema,
  sectionTypes,
  syllablesSchema,
  tempoSchema,
  tenseSchema,
  textBlock,
  textLine,
  timeSignatureSchema,
} from './words.js';

/** The Song Design Spec 1.0 as a person or an agent writes it: only `title` and a genre are required. */

const words = (most: number) => z.array(textLine(80)).max(most);

export const styleSchema = z.strictObject({
  genre_detail: z.strictObject({ primary: textLine(80).optional(), subgenres: words(8).optional(), fusions: words(8).optional() }).optional(),
  tempo_bpm: z
    .union([tempoSchema, z.tuple([tempoSchema, tempoSchema])])
    .optional()
    .describe("Beats a minute, 40 to 220, or [min,max]; a range is intersected with the blueprint's."),
  time_signature: timeSignatureSchema.optional(),
  key: z.strictObject({ primary: keySchema, modulations: z.array(keySchema).max(4).optional() }).optional(),
  mood: words(8).optional(),
  energy: energySchema.optional(),
  instrumentation: words(24).optional().describe('Any number; the style highlights at most 3 and says which it left out.'),
  vocal_profile: textLine(120).optional(),
  tags: words(40).optional().describe('Category:value (Era, Genre, Energy, Instr, Rhythm, Vocal, Mix, Mood …) or bare.'),
  negative_tags: words(40).optional(),
});

const requirementSchema = z.strictObject({
  min_lines: z.int().min(0).max(32).optional(),
  max_lines: z.int().min(0).max(32).optional(),
  must_end_with_hook: z.boolean().optional(),
});

const perSection = <Value extends z.ZodType>(value: Value) => z.partialRecord(z.enum(sectionTypes), value);

export const lyricsSchema = z.strictObject({
  language: z
    .string()
    .regex(/^[a-z]{2}$/, 'is not an ISO 639-1 code such as "en"')
    .optional(),
  pov: povSchema.optional(),
  tense: tenseSchema.optional(),
  themes: words(12).optional(),
  rhyme_scheme: z.union([rhymeSchemeSchema, perSection(rhymeSchemeSchema)]).optional(),
  meter: textLine(40).optional().describe('e.g. common metre, iambic tetrameter, 8.6.8.6: gives the syllables where these are not given.'),
  syllables_per_line: syllablesSchema.optional(),
  syllable_tolerance: z.int().min(0).max(4).optional().describe('Syllables a line may be off; 2 unless given.'),
  hook_strategy: hookStrategySchema.optional(),
  repetition_policy: repetitionSchema.optional(),
  imagery_density: z.number().min(0).max(1).optional(),
  reading_level: textLine(40).optional(),
  section_order: z.array(sectionTypeSchema).min(1).max(24).optional(),
  constraints: z
    .strictObject({
      explicit: z.boolean().optional(),
      max_lines: z.int().min(1).max(200).optional(),
      duration_sec: z.int().min(20).max(600).optional(),
      section_requirements: perSection(requirementSchema).optional(),
    })
    .optional(),
  given: z
    .union([textBlock(20_000), z.strictObject({ text: textBlock(20_000), locked: words(24).optional() })])
    .optional()
    .describe(
      'Your own words with [Section] tags. Lines that begin with "= " are never changed, nor are whole sections named in locked (ids or types); the others are a draft. A line "..." or "_" is to be written.',
    ),
  note: textBlock(2000).optional().describe('For whoever writes, in free words; the built-in writer does not read it.'),
  source_citations: z
    .array(z.strictObject({ source_id: textLine(80), weight: z.number().positive().max(1000) }))
    .max(24)
    .optional(),
});

const producerNotesSchema = z.strictObject({
  structure: textLine(200).optional(),
  hooks: z.int().min(0).max(50).optional(),
  instrumentation: words(24).optional(),
  section_meta: z.record(z.string().regex(/^[A-Za-z]+(?:-\d+)?$/, 'is not a section type or id such as "Chorus" or "verse-2"'), sectionMetaSchema).optional(),
  mix: mixSchema.optional(),
});

const personaSchema = z.strictObject({
  name: textLine(80).optional(),
  kind: z.enum(['artist', 'band']).optional(),
  voice: textLine(120).optional(),
  vocal_range: textLine(40).optional(),
  delivery: words(8).optional(),
  influences: words(12).optional(),
  style_defaults: z.record(z.string(), z.json()).optional(),
  lyrics_defaults: z.record(z.string(), z.json()).optional(),
  policy: z.strictObject({ public_release: z.boolean().optional(), disallow_named_style_of: z.boolean().optional() }).optional(),
});

export const sourceKinds = ['text', 'file', 'web', 'mcp'] as const;

const patterns = z.array(textLine(400)).max(40);

const sourceSchema = z.strictObject({
  id: textLine(80),
  name: textLine(120),
  kind: z.enum(sourceKinds),
  config: z
    .record(z.string(), z.json())
    .optional()
    .describe('text: {text}; file: {path} or {paths}; web: {url} or {urls}; mcp: {server} or {url}, {limit}; all: {query}.'),
  scopes: words(24).optional().describe('Nodes, section types and section ids that may draw on it; left out: all.'),
  weight: z.number().positive().max(1000).optional().describe('How much it counts beside the others; 1 unless given.'),
  allow: patterns.optional().describe('Paths, addresses or ids with * and **, or "# heading"; left out: all.'),
  deny: patterns.optional().describe('The same, for what is never read; wins over allow.'),
  optional: z.boolean().optional().describe('Whether the song is written without it where it cannot be read.'),
  provenance: textLine(400).optional(),
});

export const sdsSchema = z
  .strictObject({
    $schema: z.string().max(400).optional().describe('For editors; not read.'),
    title: textLine(100),
    blueprint_ref: z.strictObject({ genre: textLine(80), version: textLine(20).optional() }),
    style: styleSchema.optional(),
    lyrics: lyricsSchema.optional(),
    producer_notes: producerNotesSchema.optional(),
    persona: personaSchema.optional(),
    sources: z.array(sourceSchema).max(12).optional(),
    prompt_controls: z
      .strictObject({
        positive_tags: words(40).optional(),
        negative_tags: words(40).optional(),
        max_style_chars: z.int().min(20).max(10_000).optional(),
        max_prompt_chars: z.int().min(100).max(50_000).optional(),
      })
      .optional(),
    render: z
      .strictObject({
        engine: z
          .string()
          .regex(/^[a-z][a-z0-9-]*$/)
          .max(40)
          .optional()
          .describe('none (the default), or a render engine.'),
        model: textLine(40).optional(),
        num_variations: z.int().min(1).max(8).optional(),
      })
      .optional(),
    seed: z.int().min(0).max(MAX_SEED).optional().describe('Missing: drawn once, recorded and shown.'),
  })
  .describe('Song Design Spec 1.0: what the song is to be. Only title and blueprint_ref.genre are required.');

export type Sds = z.infer<typeof sdsSchema>;

const resolvedStyleSchema = styleSchema.required({
  tempo_bpm: true,
  time_signature: true,
  mood: true,
  energy: true,
  instrumentation: true,
  vocal_profile: true,
  tags: true,
  negative_tags: true,
});
const resolvedLyricsSchema = lyricsSchema.required({
  language: true,
  pov: true,
  tense: true,
  themes: true,
  rhyme_scheme: true,
  syllable_tolerance: true,
  hook_strategy: true,
  repetition_policy: true,
  section_order: true,
  constraints: true,
});

/** The filled-in form that a run records. It is a valid SDS itself: running it again gives the same song. */
export const resolvedSdsSchema = sdsSchema
  .omit({ $schema: true })
  .required({ seed: true })
  .extend({
    blueprint_ref: z.strictObject({ genre: textLine(80), version: textLine(20) }),
    style: resolvedStyleSchema,
    lyrics: resolvedLyricsSchema,
  })
  .describe('A Song Design Spec with every default filled in from the blueprint.');

export type ResolvedSds = z.infer<typeof resolvedSdsSchema>;

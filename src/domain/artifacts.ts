import { z } from 'zod';
import { lineFormSchema, rubricSchema } from './blueprint.js';
import { issueSchema } from './issue.js';
import {
  energySchema,
  hashSchema,
  hookStrategySchema,
  keySchema,
  mixSchema,
  povSchema,
  repetitionSchema,
  rhymeSchemeSchema,
  sectionTypeSchema,
  tempoSchema,
  tenseSchema,
  timeSignatureSchema,
} from './words.js';

/** What the nodes make. Field names are those of the documents on disk. */

const text = z.string().max(400);
const texts = z.array(text).max(200);
const issues = z.array(issueSchema).max(500);
const lines = z.int().min(0).max(32);

const planSectionSchema = z.strictObject({
  id: z
    .string()
    .regex(/^[a-z]+-\d+$/)
    .describe('e.g. "verse-1".'),
  type: sectionTypeSchema,
  index: z.int().min(0).max(23),
  bars: z.int().min(1).max(128),
  duration_sec: z.number().min(0).max(600),
  lines: z.strictObject({ min: lines, max: lines, target: lines }),
  words_target: z.int().min(0).max(1600),
  rhyme_scheme: rhymeSchemeSchema.nullable(),
  syllables: z.array(z.int().min(0).max(200)).min(1).max(32).describe('Syllables a line, repeating over the section; of a locked line its own.'),
  repeat_of: z.string().nullable().describe('Id of the section whose words this one repeats, or null.'),
  must_end_with_hook: z.boolean(),
  form: lineFormSchema.optional().describe('Lines that come again or are answered; left out where there are none.'),
  given: z
    .array(z.strictObject({ text, locked: z.boolean() }).nullable())
    .max(32)
    .optional()
    .describe("The person's own lines at their places, null where one is to be written; left out where there are none."),
});

export const planSchema = z
  .strictObject({
    title: text,
    genre: text.describe('Slug of the blueprint.'),
    blueprint_version: text,
    sections: z.array(planSectionSchema).min(1).max(24),
    duration_sec: z.number().min(0).max(3600),
    tempo_bpm: tempoSchema,
    key: keySchema,
    modulations: z.array(keySchema).max(4),
    time_signature: timeSignatureSchema,
    mood: texts,
    energy: energySchema,
    instruments: z.array(text).max(3).describe('The highlighted instruments.'),
    vocal_profile: text,
    hook: z.strictObject({
      phrase: text,
      count: z.int().min(0).max(200).describe('Lines of the whole song that should hold the phrase.'),
      per_chorus: z.int().min(0).max(32),
      strategy: hookStrategySchema,
    }),
    pov: povSchema,
    tense: tenseSchema,
    repetition_policy: repetitionSchema,
    syllable_tolerance: z.int().min(0).max(4),
    slant_rhyme: z.number().min(0).max(1),
    targets: rubricSchema.extend({ hook_band: z.tuple([z.number(), z.number()]), required_sections: z.array(sectionTypeSchema) }),
    issues,
  })
  .describe('Every decision that STYLE, LYRICS and PRODUCER share.');

export const styleSchema = z
  .strictObject({
    genre: text,
    genre_detail: z.strictObject({ primary: text, subgenres: texts, fusions: texts }),
    tempo_bpm: tempoSchema,
    key: keySchema,
    modulations: z.array(keySchema).max(4),
    time_signature: timeSignatureSchema,
    mood: texts,
    energy: energySchema,
    instruments: z.array(text).max(3),
    groove: text,
    vocal_profile: text,
    tags: z.record(z.string(), texts).describe('Tags by category.'),
    negative_tags: texts,
    dropped: z
      .array(z.strictObject({ tag: text, rule: text }))
      .max(200)
      .describe('Tags left out, and the rule that dropped each.'),
    issues,
  })
  .describe('The resolved style.');

export const citationSchema = z.strictObject({
  chunk_hash: hashSchema.describe("SHA-256 of the chunk's text."),
  source_id: text,
  text: z.string().max(4000),
  weight: z.number().describe('Its share; all of them sum to 1.'),
  sections: z.array(z.string().max(60)).max(24).optional().describe('Sections that may draw on it; left out where all may.'),
});

export const lyricLineSchema = z.strictObject({
  text,
  syllables: z.int().min(0).max(200),
  stress: z
    .string()
    .regex(/^[01]*$/)
    .max(200)
    .describe('One digit a syllable, 1 = stressed.'),
  rhyme_label: z.string().max(2).describe('Letter of the declared scheme, "" where there is none.'),
  cites: z.array(hashSchema).max(8).optional().describe('Chunks that the line draws on, where its writer says so.'),
});

export const lyricsSchema = z
  .strictObject({
    language: z.string(),
    sections: z.array(z.strictObject({ id: z.string(), type: sectionTypeSchema, lines: z.array(lyricLineSchema).max(32) })).max(24),
    text: z.string().max(50_000).describe('The words with [Section] tags.'),
    hook: z.strictObject({ phrase: text, count: z.int().min(0).max(400) }),
    citations: z.array(citationSchema).max(200),
    metrics: z.strictObject({
      lines: z.int().min(0).max(1000),
      words: z.int().min(0).max(20_000),
      syllables_mean: z.number(),
      rhyme: z.strictObject({ perfect: z.int().min(0).max(1000), slant: z.int().min(0).max(1000), none: z.int().min(0).max(1000) }),
    }),
    issues,
  })
  .describe('The words, measured.');

export const producerNotesSchema = z
  .strictObject({
    structure: text.describe('Section types in order, joined by "-".'),
    hooks: z.int().min(0).max(200),
    instrumentation: texts,
    section_meta: z.record(z.string(), z.strictObject({ tags: texts, target_duration_sec: z.number().min(0).max(600) })),
    mix: mixSchema.required(),
    duration_sec: z.number().min(0).max(3600),
    issues,
  })
  .describe('Notes for whoever produces the song; section_meta is keyed by section id.');

export const modelLimitsSchema = z.strictObject({
  style_max: z.int().min(1).max(100_000),
  prompt_max: z.int().min(1).max(100_000),
  lyrics_max: z.int().min(1).max(100_000),
  title_max: z.int().min(1).max(1000),
});

export const composedPromptSchema = z
  .strictObject({
    text: z.string().max(100_000).describe('The whole prompt in one piece.'),
    style: z.string().max(20_000),
    lyrics: z.string().max(100_000),
    title: text,
    negative: z.string().max(8000),
    meta: z.strictObject({
      title: text,
      genre: text,
      tempo_bpm: tempoSchema,
      structure: text,
      style_tags: texts,
      negative_tags: texts,
      section_tags: z.record(z.string(), texts),
      engine: text,
      model: text,
      model_limits: modelLimitsSchema,
      trimmed: texts,
    }),
    issues,
  })
  .describe('Composed prompt 0.2: what a music engine is given.');

const metric = z.number().min(0).max(1);

export const scoresSchema = z
  .strictObject({
    total: metric,
    hook_density: metric,
    singability: metric,
    rhyme_tightness: metric,
    section_completeness: metric,
    profanity_score: metric.describe('0 = clean; the total uses 1 minus it.'),
    parts: z.record(z.string(), z.record(z.string(), metric)).describe('Sub-scores of each metric.'),
    not_measured: texts.describe('Metrics that could not be measured; the total leaves them out.'),
    passed: z.boolean(),
    thresholds: rubricSchema.shape.thresholds,
    issues,
  })
  .describe('The five rubric scores, the weighted total and what is wrong.');

const changeSchema = z.strictObject({
  code: issueSchema.shape.code,
  place: text.describe('e.g. "verse-1:3" or "style.tags.Era".'),
  before: z.string().max(4000),
  after: z.string().max(4000),
});

export const fixSchema = z
  .strictObject({
    style: styleSchema,
    lyrics: lyricsSchema,
    producer_notes: producerNotesSchema,
    diff: z.strictObject({ component: text.describe('The weakest component, which this fix was for.'), changes: z.array(changeSchema).max(500) }),
    issues,
  })
  .describe('The song with the issues of its weakest component repaired, and what was changed.');

export const renderJobSchema = z
  .strictObject({
    engine: text,
    model: text,
    state: z.enum(['submitting', 'queued', 'running', 'succeeded', 'failed', 'lost', 'unknown', 'cancelled']),
    job_id: z.string().max(200).nullable(),
    variations: z.array(z.strictObject({ uri: z.string().max(400), sha256: hashSchema, duration_sec: z.number().min(0), media_type: text })).max(8),
    seed: z.int().min(0).max(Number.MAX_SAFE_INTEGER),
  })
  .describe('What became of a render.');

export const filesSchema = z
  .strictObject({
    files: z
      .array(
        z.strictObject({
          name: text,
          size: z
            .int()
            .min(0)
            .max(2 ** 31),
          sha256: hashSchema,
        }),
      )
      .max(200),
  })
  .describe('The files of a finished song: no run id, time or path, so that equal songs have equal lists.');

export type Plan = z.infer<typeof planSchema>;
export type PlanSection = z.infer<typeof planSectionSchema>;
export type Style = z.infer<typeof styleSchema>;
export type Lyrics = z.infer<typeof lyricsSchema>;
export type ProducerNotes = z.infer<typeof producerNotesSchema>;
export type ComposedPrompt = z.infer<typeof composedPromptSchema>;
export type ModelLimits = z.infer<typeof modelLimitsSchema>;
export type Scores = z.infer<typeof scoresSchema>;
export type Fix = z.infer<typeof fixSchema>;
export type Change = z.infer<typeof changeSchema>;
export type RenderJob = z.infer<typeof renderJobSchema>;
export type Files = z.infer<typeof filesSchema>;

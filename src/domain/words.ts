import { z } from 'zod';

/** The field's words that several documents share, each as one zod schema. */

/** Section types of a song, in the spelling that documents use. */
export const sectionTypes = [
  'Intro',
  'Verse',
  'PreChorus',
  'Chorus',
  'PostChorus',
  'Refrain',
  'Bridge',
  'Breakdown',
  'Drop',
  'Solo',
  'Interlude',
  'Outro',
] as const;
export const sectionTypeSchema = z.enum(sectionTypes).describe('A section type.');
export type SectionType = z.infer<typeof sectionTypeSchema>;

export const energySchema = z.enum(['low', 'medium', 'high', 'anthemic']);
export const hookStrategySchema = z
  .enum(['melodic', 'lyrical', 'call-response', 'chant'])
  .describe('chant: hook at least 3 times in the chorus; lyrical: the same hook in at least 2 choruses; call-response: lines alternate.');
export const repetitionSchema = z.enum(['sparse', 'moderate', 'hook-heavy']).describe('hook-heavy: a chorus of at least 6 lines.');
export const povSchema = z.enum(['1st', '2nd', '3rd']);
export const tenseSchema = z.enum(['present', 'past', 'future', 'mixed']);

/** Families of genres that draw on the same words: "diesel" is no word for a hymn. */
export const families = ['pop', 'rock', 'roots', 'soul', 'rap', 'dance', 'sacred', 'stage'] as const;
export const familySchema = z.enum(families);
export type Family = z.infer<typeof familySchema>;

// Control characters would break the line structure of lyrics and can steer a terminal.
const controls = /(?![\t\n])[\p{Cc}\u2028\u2029]/u;

/** One line of text without control characters, 1 to `max` UTF-16 units, not blank. */
export const textLine = (max: number) =>
  z
    .string()
    .min(1)
    .max(max)
    .refine((text) => !controls.test(text) && !/[\t\n]/.test(text), 'has a control character or a line break')
    .refine((text) => text.trim() !== '', 'is blank');

/** Text that may have line breaks and tabs, but no other control characters. */
export const textBlock = (max: number) =>
  z
    .string()
    .max(max)
    .refine((text) => !controls.test(text.replaceAll('\r\n', '\n')), 'has a control character');

const NOTE = '[A-G](?:#|b)?';
export const keySchema = z
  .string()
  .regex(new RegExp(`^${NOTE} (?:major|minor)$`), 'is not a key such as "C major" or "F# minor"')
  .describe('A key, e.g. "C major" or "F# minor".');

export const timeSignatureSchema = z
  .string()
  .regex(/^(?:[2-9]|1[0-2])\/(?:2|4|8)$/, 'is not a time signature such as "4/4", "3/4" or "6/8"')
  .describe('n/d, e.g. 4/4, 3/4, 6/8.');

export const rhymeSchemeSchema = z
  .string()
  .regex(/^[A-Z]{1,16}$/, 'is not a rhyme scheme: capital letters such as AABB, ABAB or XAXA (X = free)')
  .describe('One capital letter a line, repeated over the section; X rhymes with nothing.');

export const syllablesSchema = z
  .union([z.int().min(4).max(16), z.array(z.int().min(4).max(16)).min(1).max(8)])
  .describe('Syllables a line: one number, or a pattern that repeats ([8,6] is common metre).');

export const tempoSchema = z.int().min(40).max(220);
export const hashSchema = z.string().regex(/^[0-9a-f]{64}$/, 'is not a SHA-256 in 64 hex digits');

export const mixSchema = z.strictObject({
  lufs: z.number().min(-40).max(0).optional().describe('Integrated loudness in LUFS.'),
  space: textLine(80).optional().describe('The room, e.g. "dry club" or "wide hall".'),
  stereo_width: z.enum(['narrow', 'normal', 'wide']).optional(),
});

/** What every section asks of its lines; the same shape in a spec and in a blueprint. */
export const sectionMetaSchema = z.strictObject({
  tags: z.array(textLine(60)).max(12).optional(),
  target_duration_sec: z.number().min(1).max(600).optional(),
});

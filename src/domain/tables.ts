import { z } from 'zod';
import { modelLimitsSchema } from './artifacts.js';
import type { Blueprint } from './blueprint.js';
import { textLine } from './words.js';

/** The data that pure code is handed: the catalog loads it, nodes and guards read it. */

export const tagTaxonomySchema = z.strictObject({
  categories: z
    .array(
      z.strictObject({
        name: z.string().regex(/^[A-Z][A-Za-z]+$/),
        max: z.int().min(1).max(8).describe('Tags of this category that one style may carry.'),
        values: z.array(textLine(60)).min(1),
      }),
    )
    .min(1),
});
export type TagTaxonomy = z.infer<typeof tagTaxonomySchema>;

export const conflictTableSchema = z.strictObject({
  pairs: z.array(z.strictObject({ a: textLine(60), b: textLine(60), reason: textLine(200) })).describe('Each pair stands once and holds both ways.'),
  energy_tempo: z
    .record(z.enum(['low', 'medium', 'high', 'anthemic']), z.tuple([z.int(), z.int()]))
    .describe('Tempo range in BPM that an energy is plausible in.'),
});
export type ConflictTable = z.infer<typeof conflictTableSchema>;

export const engineTableSchema = z.strictObject({
  engines: z.array(
    z.strictObject({
      engine: z.string().regex(/^[a-z][a-z0-9-]*$/),
      default_model: textLine(40),
      models: z
        .array(z.strictObject({ model: textLine(40), limits: modelLimitsSchema, max_duration_sec: z.int().min(1).nullable(), source: textLine(200) }))
        .min(1),
    }),
  ),
});
export type EngineTable = z.infer<typeof engineTableSchema>;

export const profanityTableSchema = z.strictObject({
  strong: z.array(textLine(40)).describe('Profane wherever they stand.'),
  slurs: z.array(textLine(40)).describe('Never allowed, explicit or not.'),
  roots: z.array(textLine(40)).describe('Profane inside other words too.'),
  slur_roots: z.array(textLine(40)),
  ambiguous: z.array(
    z.strictObject({
      word: textLine(40),
      kind: z.enum(['profane', 'slur']).optional().describe('What it is where it is not innocent; profane unless given.'),
      usual: z.enum(['profane', 'clean']).optional().describe('What it is where nothing around it tells; profane unless given.'),
      is_name: z.boolean().optional().describe('With a capital it is a name.'),
      cleared_by: z.array(textLine(60)).describe('Phrases in which the word is harmless.'),
      clean_words: z.array(textLine(60)).optional().describe('Words anywhere in the line that make it harmless.'),
      profane_by: z.array(textLine(60)).optional().describe('Words that outweigh those.'),
    }),
  ),
  innocent: z.array(textLine(40)).describe('Words and names that sound like profane ones.'),
  innocent_parts: z.array(textLine(40)).describe('What a root may stand in: "scunthorpe".'),
  foreign: z.array(textLine(20)).describe('Small words of other languages: two of them, and none of English, make a line of another language.'),
  english: z.array(textLine(20)),
});
export type ProfanityTable = z.infer<typeof profanityTableSchema>;

const list = z.array(textLine(80)).min(1);

/** What leads to a person, in data: words before it, words it is made of, and what only looks like it. */
export const piiTableSchema = z.strictObject({
  kinds: z
    .record(z.string(), z.strictObject({ mark: textLine(40), sung: textLine(40), reason: textLine(120) }))
    .describe('What each kind is replaced by where it is read, where it is sung, and why.'),
  cues: z.record(z.enum(['id', 'account', 'birth', 'secret', 'plate']), list).describe('Words that make a number behind them personal.'),
  platforms: list,
  not_handles: list,
  domains: list.describe('Endings of domains.'),
  streets: list.describe('Endings of street names that are written with capitals.'),
  sure_streets: list.describe('Endings that make a street of a word in small letters.'),
  not_street_names: list.describe('Words that with a number before and a street behind still name none: "5 mile road".'),
  house_numbers: list,
  street_endings: list,
  street_beginnings: list,
  sung_numbers: list.describe('Numbers of songs, figures alone.'),
  public_hosts: list.describe('Hosts whose pages lead to no person.'),
  call_titles: list.describe('Titles that a last name may follow alone.'),
  public_places: list.describe('Addresses where nobody private lives.'),
  introduces: list.describe('What a single name may follow.'),
  may_introduce: list.describe('What a first and a last name may follow.'),
  titles: list,
  titles_of_two: list,
  not_names: list,
  known_names: list.describe('People of stories and songs.'),
  given_names: list,
});
export type PiiTable = z.infer<typeof piiTableSchema>;

/** Artists by what their music sounds like, and the words around a name that say that a name is meant. */
export const artistTableSchema = z.strictObject({
  styles: z
    .array(
      z.strictObject({
        description: textLine(120).describe('What stands for a name of this group.'),
        artists: z
          .array(z.array(textLine(80)).min(1))
          .min(1)
          .describe('Each artist with other ways to write it.'),
      }),
    )
    .min(1),
  words: list.describe('Names that are also words: they count only beside a cue, or with capitals where an influence stands.'),
  never_bare: list.describe('Of these, words that describe sound: a tag of such a word alone is no name.'),
  before: list.describe('What a name may follow.'),
  after: list.describe('What may follow a name.'),
  sure_before: list.describe('Of these, those that make a name of a word in small letters.'),
  sure_after: list,
  opening_after: list.describe('Of those, the ones that make a name of a word whose capital only opens a line.'),
  weak_before: list.describe('What makes a name of a word only where it has a capital of its own.'),
  not_esque: list.describe('What stands before "-esque" and is no name.'),
});
export type ArtistTable = z.infer<typeof artistTableSchema>;

/** Looks words up in the pronouncing dictionary. */
export interface Pronunciations {
  /** Pronunciations of a lower-case word in ARPABET with stress digits ("EH1 L F"), the commonest first; [] if unknown. */
  lookup(word: string): readonly string[];
  /** The learned table of letters to sounds, for words that the dictionary lacks; its form is in src/prosody/words/letters.ts. */
  letters(): Uint8Array;
}

/** The whole dictionary, for those who look for words and not only at them. */
export interface PronunciationTable extends Pronunciations {
  /** Visits every word with its commonest pronunciation, in the order of the table. */
  each(visit: (word: string, reading: string) => void): void;
}

/** Everything a node may read besides its input. */
export interface Tables {
  blueprint(slug: string): Blueprint;
  tags: TagTaxonomy;
  conflicts: ConflictTable;
  engines: EngineTable;
  profanity: ProfanityTable;
  pii: PiiTable;
  artists: ArtistTable;
  pronunciations: PronunciationTable;
}

/** The tables that lie in taxonomies/ as they are, each with its schema: a new one cannot be left out here. */
export const taxonomySchemas = {
  tags: tagTaxonomySchema,
  conflicts: conflictTableSchema,
  engines: engineTableSchema,
  profanity: profanityTableSchema,
  pii: piiTableSchema,
  artists: artistTableSchema,
} satisfies { [Name in keyof Omit<Tables, 'blueprint' | 'pronunciations'>]: z.ZodType<Tables[Name]> };

import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Blueprint } from '../domain/blueprint.js';
import { document } from '../domain/canonical.js';
import { AmcsError } from '../domain/error.js';
import {
  type Closer,
  type CloserGroup,
  closerFileSchema,
  familyWordFileSchema,
  hookFrameFileSchema,
  type LineData,
  lineFileSchema,
  themePackSchema,
} from '../domain/line-data.js';
import type { StoredDocument } from '../domain/ports.js';
import { type PriceTable, priceTableSchema } from '../domain/prices.js';
import { storyFileSchema } from '../domain/story-data.js';
import {
  artistTableSchema,
  conflictTableSchema,
  engineTableSchema,
  piiTableSchema,
  profanityTableSchema,
  type Tables,
  tagTaxonomySchema,
} from '../domain/tables.js';
import { type BrokenBlueprint, readBlueprints } from './blueprints.js';
import { type Prompt, readPrompt } from './prompts.js';
import { pronunciationFile } from './pronunciations.js';
import { jsonFiles, readData, readWords } from './read.js';

/** A document of the record: its hash and its canonical JSON. */
export interface Snapshot {
  hash: string;
  documents: StoredDocument[];
}

/** What a run's snapshot names: hashes of the documents it rests on. */
export interface SnapshotIndex {
  blueprint: string;
  taxonomies: string;
  words: string;
  pronunciations: string;
}

export interface Catalog {
  tables: Tables;
  blueprints(): Blueprint[];
  /** Slugs of the user's own blueprints, and files of his that are none. */
  ownBlueprints(): { slugs: string[]; broken: BrokenBlueprint[] };
  /** The blueprint for a genre by slug, name or alias. @throws AmcsError GENRE_UNKNOWN naming the nearest. */
  findBlueprint(genre: string): Blueprint;
  lines(): LineData;
  /** Words in order of commonness, the commonest first. */
  commonWords(): readonly string[];
  /** What models are told before a brief of this kind. */
  prompt(kind: 'lyrics' | 'fields'): Prompt;
  /** What models cost; a file model-prices.json of the user's own folder replaces ours. */
  prices(): PriceTable;
  /** What a run of this genre rests on, for the record. */
  snapshot(genre: string): Snapshot;
  /** Tables and words as they were when a snapshot was taken. @throws AmcsError CONFLICT where the dictionary is another one by now. */
  recall(tablesHash: string, read: <Value>(hash: string) => Promise<Value>): Promise<{ tables: Tables; lines: LineData; blueprint: Blueprint }>;
}

/** Data files of the package and, over them, of the user's own folder; each is read when it is first needed. */
export function openCatalog(packageFolder: string, ownFolder: string): Catalog {
  const ours = (...path: string[]) => join(packageFolder, ...path);
  const own = (...path: string[]) => join(ownFolder, ...path);
  const shelf = once(() => readBlueprints(ours('blueprints'), own('blueprints')));
  const lines = once(
    (): LineData => ({
      frames: readAll(jsonFiles(ours('taxonomies', 'lines'), own('lines')), lineFileSchema).flatMap((file) => file.lines),
      themes: readAll(jsonFiles(ours('taxonomies', 'themes'), own('themes')), themePackSchema),
      ...readData(ours('taxonomies', 'hooks.json'), hookFrameFileSchema),
      familyWords: readData(ours('taxonomies', 'family-words.json'), familyWordFileSchema).groups,
      closers: readData(ours('taxonomies', 'closers.json'), closerFileSchema).groups.flatMap(closersOf),
      stories: readAll(jsonFiles(ours('taxonomies', 'stories'), own('stories')), storyFileSchema),
    }),
  );
  const taxonomies = {
    tags: once(() => readData(ours('taxonomies', 'tags.json'), tagTaxonomySchema)),
    conflicts: once(() => readData(ours('taxonomies', 'conflicts.json'), conflictTableSchema)),
    engines: once(() => readData(ours('taxonomies', 'engines.json'), engineTableSchema)),
    profanity: once(() => readData(ours('taxonomies', 'profanity.json'), profanityTableSchema)),
    pii: once(() => readData(ours('taxonomies', 'pii.json'), piiTableSchema)),
    artists: once(() => readData(ours('taxonomies', 'artists.json'), artistTableSchema)),
  };
  const prompt = (kind: string) => once(() => readPrompt(ours('prompts', `${kind}.md`)));
  const prompts = { lyrics: prompt('lyrics'), fields: prompt('fields') };
  const findBlueprint = (genre: string) => shelf().find(genre);
  const tables: Tables = {
    blueprint: findBlueprint,
    get tags() {
      return taxonomies.tags();
    },
    get conflicts() {
      return taxonomies.conflicts();
    },
    get engines() {
      return taxonomies.engines();
    },
    get profanity() {
      return taxonomies.profanity();
    },
    get pii() {
      return taxonomies.pii();
    },
    get artists() {
      return taxonomies.artists();
    },
    pronunciations: pronunciationFile(ours('dist', 'data', 'pronunciations.txt')),
  };
  const shared = once(() => {
    const { tags, conflicts, engines, profanity, pii, artists } = tables;
    return [
      document({ tags, conflicts, engines, profanity, pii, artists }),
      document(lines()),
      { hash: readFileSync(ours('dist', 'data', 'pronunciations.sha256'), 'utf8').trim(), json: null },
    ] as const;
  });
  const snapshots = new Map<string, Snapshot>();
  return {
    tables,
    blueprints: () => shelf().all,
    ownBlueprints: () => ({ slugs: [...shelf().own], broken: shelf().broken }),
    findBlueprint,
    lines,
    commonWords: once(() => readWords(ours('taxonomies', 'common-words.txt'))),
    prompt: (kind) => prompts[kind](),
    prices: once(() => readData([own('model-prices.json')].find(existsSync) ?? ours('taxonomies', 'model-prices.json'), priceTableSchema)),
    async recall(tablesHash, read) {
      const index = await read<SnapshotIndex>(tablesHash);
      const [, , dictionary] = shared();
      if (index.pronunciations !== dictionary.hash) {
        throw new AmcsError('CONFLICT', {
          message: 'The run used another pronouncing dictionary than this version has.',
          hint: 'Replay it with the version of amcs-mcp that made it.',
        });
      }
      const [blueprint, taxonomy, words] = await Promise.all([
        read<Blueprint>(index.blueprint),
        read<Omit<Tables, 'blueprint' | 'pronunciations'>>(index.taxonomies),
        read<LineData>(index.words),
      ]);
      return { tables: { ...taxonomy, blueprint: () => blueprint, pronunciations: tables.pronunciations }, lines: words, blueprint };
    },
    snapshot(genre) {
      const found = findBlueprint(genre);
      const before = snapshots.get(found.slug);
      if (before) return before;
      const [taxonomy, words, pronunciations] = shared();
      const blueprint = document(found);
      const index = document({ blueprint: blueprint.hash, taxonomies: taxonomy.hash, words: words.hash, pronunciations: pronunciations.hash });
      const made = { hash: index.hash, documents: [index, blueprint, taxonomy, words] };
      snapshots.set(found.slug, made);
      return made;
    },
  };
}

function readAll<Schema extends Parameters<typeof readData>[1]>(paths: string[], schema: Schema) {
  return paths.map((path) => readData(path, schema));
}

function closersOf(group: CloserGroup): Closer[] {
  return (['any', 'scene', 'turn'] as const).flatMap((role) => (group[role] ?? []).map((text) => ({ text, role })));
}

function once<Value>(make: () => Value): () => Value {
  let made: { value: Value } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}

import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Blueprint, blueprintSchema } from '../domain/blueprint.js';
import { document } from '../domain/canonical.js';
import { AmcsError } from '../domain/error.js';
import { hookFrameFileSchema, type LineData, lineFileSchema, themePackSchema } from '../domain/line-data.js';
import { nearest } from '../domain/nearest.js';
import type { StoredDocument } from '../domain/ports.js';
import { type PriceTable, priceTableSchema } from '../domain/prices.js';
import { storyFileSchema } from '../domain/story-data.js';
import { conflictTableSchema, engineTableSchema, piiTableSchema, profanityTableSchema, type Tables, tagTaxonomySchema } from '../domain/tables.js';
import { slugOf } from '../domain/text.js';
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
  const blueprints = once(() => readAll(jsonFiles(ours('blueprints'), own('blueprints')), blueprintSchema));
  const lines = once(
    (): LineData => ({
      frames: readAll(jsonFiles(ours('taxonomies', 'lines'), own('lines')), lineFileSchema).flatMap((file) => file.lines),
      themes: readAll(jsonFiles(ours('taxonomies', 'themes'), own('themes')), themePackSchema),
      ...readData(ours('taxonomies', 'hooks.json'), hookFrameFileSchema),
      stories: readAll(jsonFiles(ours('taxonomies', 'stories'), own('stories')), storyFileSchema),
    }),
  );
  const taxonomies = {
    tags: once(() => readData(ours('taxonomies', 'tags.json'), tagTaxonomySchema)),
    conflicts: once(() => readData(ours('taxonomies', 'conflicts.json'), conflictTableSchema)),
    engines: once(() => readData(ours('taxonomies', 'engines.json'), engineTableSchema)),
    profanity: once(() => readData(ours('taxonomies', 'profanity.json'), profanityTableSchema)),
    pii: once(() => readData(ours('taxonomies', 'pii.json'), piiTableSchema)),
  };
  const prompt = (kind: string) => once(() => readPrompt(ours('prompts', `${kind}.md`)));
  const prompts = { lyrics: prompt('lyrics'), fields: prompt('fields') };
  // Made once: slugs of all names for each question would cost a run more than most of its nodes.
  const bySlug = once(() => {
    const found = new Map<string, Blueprint>();
    for (const one of blueprints()) {
      const slugs = [one.slug, one.genre, ...one.aliases].map((name) => slugOf(name, ''));
      for (const slug of slugs) if (!found.has(slug)) found.set(slug, one);
    }
    return found;
  });
  const findBlueprint = (genre: string) => bySlug().get(slugOf(genre, '')) ?? unknownGenre(bySlug(), genre);
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
    pronunciations: pronunciationFile(ours('dist', 'data', 'pronunciations.txt')),
  };
  const shared = once(() => {
    const { tags, conflicts, engines, profanity, pii } = tables;
    return [
      document({ tags, conflicts, engines, profanity, pii }),
      document(lines()),
      { hash: readFileSync(ours('dist', 'data', 'pronunciations.sha256'), 'utf8').trim(), json: null },
    ] as const;
  });
  const snapshots = new Map<string, Snapshot>();
  return {
    tables,
    blueprints,
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

function unknownGenre(bySlug: ReadonlyMap<string, Blueprint>, genre: string): never {
  const blueprints = [...new Set(bySlug.values())];
  const near = nearest(
    genre,
    blueprints.flatMap(({ slug, aliases }) => [slug, ...aliases]),
  );
  const slugs = [...new Set(near.flatMap((name) => bySlug.get(slugOf(name, ''))?.slug ?? []))];
  throw new AmcsError('GENRE_UNKNOWN', {
    message: `There is no blueprint for the genre "${genre.slice(0, 80)}".`,
    hint: `${slugs.length > 0 ? `Did you mean ${slugs.join(' or ')}? ` : ''}Known genres: ${blueprints.map(({ slug }) => slug).join(', ')}.`,
    problems: [{ path: 'blueprint_ref.genre', message: 'is not a known genre' }],
  });
}

function once<Value>(make: () => Value): () => Value {
  let made: { value: Value } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}

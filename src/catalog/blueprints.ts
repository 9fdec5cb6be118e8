import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { type Blueprint, blueprintSchema } from '../domain/blueprint.js';
import { AmcsError } from '../domain/error.js';
import { parseAs } from '../domain/explain.js';
import { parseJson } from '../domain/json.js';
import { nearest, suggestion } from '../domain/nearest.js';
import { sentence, slugOf } from '../domain/text.js';
import { jsonFiles, readData } from './read.js';

/** A file of the user's own that is not a blueprint; the other genres do not suffer from it. */
export interface BrokenBlueprint {
  /** The genre that it would have been. */
  slug: string;
  file: string;
  error: AmcsError;
}

/** All genres there are: the package's and, over them, the user's own. */
export interface BlueprintShelf {
  /** In the order of their slugs. */
  all: Blueprint[];
  /** Slugs of the user's own. */
  own: ReadonlySet<string>;
  broken: BrokenBlueprint[];
  /** By slug, name or alias. @throws AmcsError GENRE_UNKNOWN naming the nearest; DATA_BROKEN where the user's file of that name is broken. */
  find(genre: string): Blueprint;
}

/** Reads both folders. A file of one's own replaces the genre whose slug it has. @throws AmcsError DATA_BROKEN for a file of the package. */
export function readBlueprints(packageFolder: string, ownFolder: string): BlueprintShelf {
  const ours = new Map(jsonFiles(packageFolder).map((path) => [basename(path, '.json'), readData(path, blueprintSchema)] as const));
  const own = new Map<string, Blueprint>();
  const broken: BrokenBlueprint[] = [];
  for (const path of jsonFiles(ownFolder)) {
    const file = basename(path);
    let slug = slugOf(basename(file, '.json'), '');
    try {
      const written = readOwn(path, file, ours);
      if (isObject(written) && typeof written.slug === 'string') slug = slugOf(written.slug, slug);
      const blueprint = parseAs(blueprintSchema, written, 'DATA_BROKEN', file);
      if (own.has(blueprint.slug)) throw brokenFile(file, 'slug', `is "${blueprint.slug}", as in another file of yours`, 'Give each its own slug.');
      own.set(blueprint.slug, blueprint);
    } catch (thrown) {
      broken.push({ slug, file, error: asBroken(thrown, file) });
    }
  }
  const all = [...new Map([...ours, ...own]).values()].sort((a, b) => (a.slug < b.slug ? -1 : 1));
  return { all, own: new Set(own.keys()), broken, find: finder(all, own, broken) };
}

type Fields = Record<string, unknown>;

const isObject = (value: unknown): value is Fields => typeof value === 'object' && value !== null && !Array.isArray(value);

/** A file of one's own as it is meant: a whole blueprint, or what differs from the one that it extends. */
function readOwn(path: string, file: string, ours: ReadonlyMap<string, Blueprint>): unknown {
  const parsed = parseJson(readFileSync(path, 'utf8'), file);
  if (!isObject(parsed)) return parsed;
  const { $schema: _editor, ...written } = parsed;
  if (!('extends' in written)) return written;
  const { extends: from, ...changes } = written;
  const base = typeof from === 'string' ? ours.get(from) : undefined;
  if (base === undefined) {
    const message = typeof from === 'string' ? `is "${from.slice(0, 60)}", which is no built-in genre` : 'is not the slug of a built-in genre';
    throw brokenFile(file, 'extends', message, sentence(suggestion(String(from), [...ours.keys()])));
  }
  const slug = typeof changes.slug === 'string' ? changes.slug : basename(file, '.json');
  // Another genre has a name of its own, and the names its model goes by stay with the model.
  const names = slug === base.slug ? {} : { genre: undefined, aliases: [] };
  return merged({ ...base, ...names, slug }, changes);
}

/** The changes over a document (RFC 7396): objects field by field, null takes a field out, anything else replaces what was there. */
function merged(base: Fields, changes: Fields): Fields {
  const result = { ...base };
  for (const [field, change] of Object.entries(changes)) {
    const before = result[field];
    if (change === null) delete result[field];
    else result[field] = isObject(change) ? merged(isObject(before) ? before : {}, change) : change;
  }
  return result;
}

function asBroken(thrown: unknown, file: string): AmcsError {
  if (!(thrown instanceof AmcsError)) return new AmcsError('DATA_BROKEN', { message: `${file} cannot be read.` }, { cause: thrown });
  const { message, hint, problems } = thrown;
  return new AmcsError('DATA_BROKEN', { message, hint, problems });
}

function brokenFile(file: string, path: string, message: string, hint: string): AmcsError {
  return new AmcsError('DATA_BROKEN', { message: `${file}: ${path} ${message}.`, hint, problems: [{ path, message }] });
}

/** Made once: slugs of all names for each question would cost a run more than most of its nodes. */
function finder(all: readonly Blueprint[], own: ReadonlyMap<string, Blueprint>, broken: readonly BrokenBlueprint[]): (genre: string) => Blueprint {
  const bySlug = new Map(all.map((one) => [one.slug, one]));
  // A slug is nobody else's alias, and one's own names go before ours.
  for (const one of [...own.values(), ...all]) {
    for (const name of [one.genre, ...one.aliases].map((written) => slugOf(written, ''))) if (name !== '' && !bySlug.has(name)) bySlug.set(name, one);
  }
  return (genre) => {
    const slug = slugOf(genre, '');
    const meant = broken.find((one) => one.slug === slug);
    if (meant && !own.has(slug)) throw meant.error;
    return bySlug.get(slug) ?? unknownGenre(all, bySlug, genre);
  };
}

function unknownGenre(all: readonly Blueprint[], bySlug: ReadonlyMap<string, Blueprint>, genre: string): never {
  const near = nearest(
    genre,
    all.flatMap(({ slug, aliases }) => [slug, ...aliases]),
  );
  const slugs = [...new Set(near.flatMap((name) => bySlug.get(slugOf(name, ''))?.slug ?? []))];
  throw new AmcsError('GENRE_UNKNOWN', {
    message: `There is no blueprint for the genre "${genre.slice(0, 80)}".`,
    hint: `${slugs.length > 0 ? `Did you mean ${slugs.join(' or ')}? ` : ''}Known genres: ${all.map(({ slug }) => slug).join(', ')}.`,
    problems: [{ path: 'blueprint_ref.genre', message: 'is not a known genre' }],
  });
}

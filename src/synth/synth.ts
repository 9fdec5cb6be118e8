import type { Blueprint } from '../domain/blueprint.js';
import { lineRange } from '../domain/form.js';
import { resolveSds } from '../domain/resolve.js';
import { streams } from '../domain/seed.js';
import type { Sds } from '../domain/spec.js';
import { slugOf } from '../domain/text.js';
import { personaWishes, producerWishes, promptWishes } from './extras.js';
import { lyricsWishes } from './lyrics.js';
import { styleWishes } from './style.js';
import { madeTitle } from './titles.js';
import { asked, type Draw, drawFrom } from './wishes.js';

/** What songs can be about and in which genres: the catalog's. */
export interface SynthData {
  blueprints: readonly Blueprint[];
  themes: readonly string[];
}

interface Catalog {
  blueprints(): readonly Blueprint[];
  findBlueprint(genre: string): Blueprint;
  lines(): { themes: readonly { slug: string }[] };
}

/** All genres of a catalog, or those that are named. */
export function synthData(catalog: Catalog, genres: readonly string[] = []): SynthData {
  const named = [...new Set(genres.map((genre) => catalog.findBlueprint(genre)))];
  const themes = catalog.lines().themes.map(({ slug }) => slug.replaceAll('-', ' '));
  return { blueprints: named.length > 0 ? named : catalog.blueprints(), themes };
}

export interface SynthAsked {
  count: number;
  seed: number;
}

export interface SynthSpec {
  /** Unlike any other of the set, and of a set with another seed. */
  name: string;
  sds: Sds;
}

/** The largest seed that the songs themselves are given: short enough to be retyped. */
const SONG_SEEDS = 1_000_000;

/**
 * Varied specs that are all valid, genre after genre. The same data and seed give the same specs; spec 7 is the same in a set of ten and
 * in one of a thousand. Every field of a spec is drawn from a stream of its own.
 */
export function synthSpecs(data: SynthData, { count, seed }: SynthAsked): SynthSpec[] {
  return Array.from({ length: count }, (_, at) => {
    const stream = streams(seed, 'synth', at);
    const blueprint = data.blueprints[at % data.blueprints.length] as Blueprint;
    const sds = oneSpec(blueprint, data.themes, drawFrom(stream));
    return { name: `synth-${seed}-${String(at + 1).padStart(4, '0')}-${blueprint.slug}-${slugOf(sds.title, 'untitled').slice(0, 30)}`, sds };
  });
}

function oneSpec(blueprint: Blueprint, themes: readonly string[], draw: Draw): Sds {
  const title = madeTitle(draw.of('title'));
  const lyrics = lyricsWishes(draw, title, blueprint, themes);
  const order = lyrics?.section_order ?? blueprint.rules.section_order;
  const names = [blueprint.slug, blueprint.genre, ...blueprint.aliases];
  const spec = {
    title,
    blueprint_ref: { genre: draw.of('genre').int(1, 4) > 1 ? blueprint.slug : draw.of('alias').pick(names) },
    style: styleWishes(draw, blueprint),
    lyrics,
    producer_notes: producerWishes(draw, order),
    persona: personaWishes(draw),
    prompt_controls: promptWishes(draw),
    seed: draw.of('seed').int(0, SONG_SEEDS),
  };
  return withMostLines(asked(spec) as Sds, blueprint, draw);
}

/** Asks for at most so many lines: from just what the form needs on. */
function withMostLines(sds: Sds, blueprint: Blueprint, draw: Draw): Sds {
  const more = draw.maybe('max_lines', 12, (rng) => rng.pick([0, 2, 6, 12, 40]));
  if (more === undefined) return sds;
  const { given: _own, ...lyrics } = sds.lyrics ?? {};
  const resolved = resolveSds({ ...sds, lyrics }, blueprint, 0, null);
  const least = resolved.lyrics.section_order.reduce((sum, type) => sum + lineRange(type, resolved, blueprint).min, 0);
  return { ...sds, lyrics: { ...sds.lyrics, constraints: { ...sds.lyrics?.constraints, max_lines: Math.max(1, least) + more + lockedLines(sds) } } };
}

/** More lines than are locked, at any rate. */
function lockedLines({ lyrics }: Sds): number {
  const given = lyrics?.given;
  const text = typeof given === 'string' ? given : (given?.text ?? '');
  return text.split('\n').filter((line) => line.startsWith('= ') || typeof given === 'object').length;
}

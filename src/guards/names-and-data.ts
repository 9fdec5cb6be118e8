import type { Style } from '../domain/artifacts.js';
import type { ResolvedSds } from '../domain/spec.js';
import type { Tables } from '../domain/tables.js';
import { type ArtistGuard, artistGuard, type Where } from './artists/artists.js';
import { type Finding, replaced } from './finding.js';
import { redactPii } from './pii/pii.js';

/** Names of artists and personal data in the documents of a song: where they stand, and the documents without them. */

/** A finding with the field that holds it. */
export interface Told {
  field: string;
  finding: Finding;
}

/** The artist guard over the tables of a run; a word of the pronouncing dictionary is no misspelled name. */
export function artistsOf({ artists, pronunciations }: Pick<Tables, 'artists' | 'pronunciations'>): ArtistGuard {
  return artistGuard(artists, (word) => pronunciations.lookup(word).length > 0);
}

/** Names give way unless the song is not meant for the public, or named styles are allowed in so many words. */
export function namesGiveWay({ persona }: Pick<ResolvedSds, 'persona'>): boolean {
  return persona?.policy?.disallow_named_style_of ?? persona?.policy?.public_release ?? true;
}

export interface Cleaner {
  /** The text without personal data and, where names give way, with descriptions for names. */
  (text: string, field: string, where: Where): string;
  told: Told[];
}

/** Cleans texts one after the other and remembers what it changed. */
export function cleaner(sds: Pick<ResolvedSds, 'persona'>, tables: Tables): Cleaner {
  const artists = artistsOf(tables);
  const giveWay = namesGiveWay(sds);
  const told: Told[] = [];
  // What the taxonomy calls an instrument or a style is none's name here: "sleigh bells".
  const usual = new Set(tables.tags.categories.flatMap(({ values }) => values.map((value) => value.toLowerCase())));
  const clean = (text: string, field: string, where: Where) => {
    const redacted = redactPii(text, tables.pii, 'sung');
    const named = giveWay && where !== 'prose' ? artists(redacted.text, where).filter(({ text: name }) => !usual.has(name.toLowerCase())) : [];
    told.push(...[...redacted.findings, ...named].map((finding) => ({ field, finding })));
    return replaced(redacted.text, named);
  };
  return Object.assign(clean, { told });
}

/** A style as it may leave the house. */
export function cleanStyle(style: Style, clean: Cleaner): Style {
  const list = (values: readonly string[], field: string) => [...new Set(values.map((value) => clean(value, field, 'style')))];
  const { genre_detail } = style;
  return {
    ...style,
    genre_detail: {
      primary: clean(genre_detail.primary, 'style.genre_detail.primary', 'style'),
      subgenres: list(genre_detail.subgenres, 'style.genre_detail.subgenres'),
      fusions: list(genre_detail.fusions, 'style.genre_detail.fusions'),
    },
    mood: list(style.mood, 'style.mood'),
    instruments: list(style.instruments, 'style.instrumentation'),
    groove: clean(style.groove, 'style.groove', 'style'),
    vocal_profile: clean(style.vocal_profile, 'style.vocal_profile', 'style'),
    tags: Object.fromEntries(Object.entries(style.tags).map(([category, values]) => [category, list(values, `style.tags.${category}`)])),
    negative_tags: list(style.negative_tags, 'style.negative_tags'),
  };
}

/** The texts of a spec that a person wrote in free words, by field. */
export function textsOf(sds: ResolvedSds): { field: string; text: string; where: Where }[] {
  const { title, style, lyrics, persona } = sds;
  const given = typeof lyrics.given === 'string' ? lyrics.given : (lyrics.given?.text ?? '');
  const many = (field: string, values: readonly string[] | undefined, where: Where = 'prose') => (values ?? []).map((text) => ({ field, text, where }));
  return [
    { field: 'title', text: title, where: 'prose' as const },
    ...many('lyrics.themes', lyrics.themes),
    ...many('style.mood', style.mood, 'style'),
    ...many('style.vocal_profile', [style.vocal_profile], 'style'),
    ...many('style.tags', style.tags, 'style'),
    ...many('lyrics.note', lyrics.note?.split('\n')),
    ...many('lyrics.given', given.split('\n')),
    ...many('persona.voice', persona?.voice === undefined ? [] : [persona.voice], 'style'),
    ...many('persona.delivery', persona?.delivery, 'style'),
    ...many('persona.influences', persona?.influences, 'influence'),
  ].filter(({ text }) => text !== '');
}

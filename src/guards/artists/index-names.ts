import type { ArtistTable } from '../../domain/tables.js';
import { soundKey, tokensOf } from './words.js';

/** One way to write one artist. */
export interface Name {
  artist: string;
  written: string;
  /** Its words without "and" and a leading "the". */
  words: readonly string[];
  /** It has "and" or "&" in it, or a list: "Earth, Wind & Fire". */
  joined: boolean;
  /** It begins with "The". */
  article: boolean;
  /** It is also a word or phrase of the language: "Queen", "Bad Company". */
  isWord: boolean;
  description: string;
}

export interface NameIndex {
  byFirst: ReadonlyMap<string, readonly Name[]>;
  bySound: ReadonlyMap<string, readonly Name[]>;
  /** By first letter and length of the first word. */
  byShape: ReadonlyMap<string, readonly Name[]>;
  /** "taylorswift": names of several words without their spaces. */
  together: ReadonlyMap<string, Name>;
  /** What "-esque" may be put behind: single names, and last names. */
  lasts: ReadonlyMap<string, Name>;
}

export const joiners = new Set(['and', 'n', 'y', 'und', 'et']);

/** Letters from which on a name without spaces cannot be a word. */
const TOGETHER = 8;

export function indexNames({ styles, words }: ArtistTable): NameIndex {
  const alsoWords = new Set(words);
  const names = styles.flatMap(({ description, artists }) =>
    artists.flatMap((writings) => writings.map((written) => nameOf(written, writings[0] as string, alsoWords.has(written), description))),
  );
  const index = { byFirst: new Map<string, Name[]>(), bySound: new Map<string, Name[]>(), byShape: new Map<string, Name[]>() };
  const together = new Map<string, Name>();
  const lasts = new Map<string, Name>();
  for (const name of names) {
    const first = name.words[0];
    if (first === undefined) continue;
    put(index.byFirst, first, name);
    put(index.bySound, soundKey(first), name);
    put(index.byShape, shapeOf(first), name);
    if (name.words.length > 1 && name.words.join('').length >= TOGETHER) together.set(name.words.join(''), name);
    const last = name.words.at(-1) as string;
    if (!lasts.has(last) || name.words.length === 1) lasts.set(last, name);
  }
  return { ...index, together, lasts };
}

export function shapeOf(word: string, length = word.length): string {
  return `${word[0]}${length}`;
}

function nameOf(written: string, artist: string, isWord: boolean, description: string): Name {
  const all = tokensOf(written).map(({ key }) => key);
  const article = all[0] === 'the' && all.length > 1;
  const words = all.slice(article ? 1 : 0).filter((word, at) => at === 0 || !joiners.has(word));
  return { artist, written, words, joined: /[&+,]/.test(written) || all.some((word, at) => at > 0 && joiners.has(word)), article, isWord, description };
}

function put(map: Map<string, Name[]>, key: string, name: Name): void {
  const list = map.get(key);
  if (list) list.push(name);
  else map.set(key, [name]);
}

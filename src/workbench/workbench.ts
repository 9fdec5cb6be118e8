import type { LyricsAnalysis, LyricsAsked } from '../domain/analysis.js';
import type { ThemePack } from '../domain/line-data.js';
import type { Rhymes, RhymesAsked } from '../domain/rhymes.js';
import type { Tables } from '../domain/tables.js';
import type { TagsAsked, TagsChecked } from '../domain/tags-check.js';
import { profanityGuard } from '../guards/profanity.js';
import { pronouncer } from '../prosody/pronounce.js';
import { rhymeIndex } from '../prosody/rhyme-index.js';
import { analyzeLyrics } from './analyze.js';
import { findRhymes } from './rhymes.js';
import { checkTags } from './tags.js';

/** What a writer at work on words asks: how do these lines sound, what rhymes with this. Nothing here is recorded. */
export interface Workbench {
  analyze(asked: LyricsAsked): LyricsAnalysis;
  rhymes(asked: RhymesAsked): Rhymes;
  tags(asked: TagsAsked): TagsChecked;
}

export interface WorkbenchData {
  tables: Tables;
  /** The commonest first. */
  commonWords(): readonly string[];
  themes(): readonly ThemePack[];
}

/** Everything is made ready when it is first asked for and kept. */
export function openWorkbench({ tables, commonWords, themes }: WorkbenchData): Workbench {
  const pronounce = pronouncer(tables.pronunciations);
  const rank = once(() => new Map(commonWords().map((word, place) => [word, place])));
  const index = once(() => {
    // Genitives and initials rhyme with nothing that their words do not.
    const wanted = (word: string) => rank().has(word) || /^[a-z]{2,}$/.test(word);
    return rhymeIndex(tables.pronunciations, wanted);
  });
  return {
    analyze: (asked) => analyzeLyrics(asked, { tables, pronounce, common: (word) => rank().has(word) }),
    rhymes: (asked) => findRhymes(asked, { pronounce, index: index(), rank: rank(), themes: themes(), profane: profanityGuard(tables.profanity) }),
    tags: (asked) => checkTags(asked, tables),
  };
}

function once<Value>(make: () => Value): () => Value {
  let made: Value | undefined;
  return () => {
    made ??= make();
    return made;
  };
}

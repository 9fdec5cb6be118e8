import type { LyricsAnalysis, LyricsAsked } from '../domain/analysis.js';
import type { ThemePack } from '../domain/line-data.js';
import type { Rhymes, RhymesAsked } from '../domain/rhymes.js';
import type { Tables } from '../domain/tables.js';
import { profanityGuard } from '../guards/profanity.js';
import { pronouncer } from '../prosody/pronounce.js';
import { rhymeIndex } from '../prosody/rhyme-index.js';
import { analyzeLyrics } from './analyze.js';
import { findRhymes, type RhymeTools } from './rhymes.js';

/** What a writer at work on words asks: how do these lines sound, what rhymes with this. Nothing here is recorded. */
export interface Workbench {
  analyze(asked: LyricsAsked): LyricsAnalysis;
  rhymes(asked: RhymesAsked): Rhymes;
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
  let tools: RhymeTools | undefined;
  return {
    analyze: (asked) => analyzeLyrics(asked, { tables, pronounce }),
    rhymes(asked) {
      tools ??= rhymeTools(tables, commonWords(), themes(), pronounce);
      return findRhymes(asked, tools);
    },
  };
}

function rhymeTools(tables: Tables, common: readonly string[], themes: readonly ThemePack[], pronounce: RhymeTools['pronounce']): RhymeTools {
  const rank = new Map(common.map((word, place) => [word, place]));
  // Genitives and initials rhyme with nothing that their words do not.
  const wanted = (word: string) => rank.has(word) || /^[a-z]{2,}$/.test(word);
  return { pronounce, index: rhymeIndex(tables.pronunciations, wanted), rank, themes, profane: profanityGuard(tables.profanity) };
}

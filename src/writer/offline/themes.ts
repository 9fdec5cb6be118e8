import type { ThemePack } from '../../domain/line-data.js';
import { wordsOf } from '../../prosody/tokens.js';

export interface ThemeChoice {
  /** Slugs of packs that serve what was asked for. */
  packs: Set<string>;
  /** Asked-for themes that no pack knows. */
  unknown: string[];
}

/** Finds the packs for themes in free words: by slug, by name, or by a keyword that shares a word. */
export function choosePacks(themes: readonly string[], packs: readonly ThemePack[]): ThemeChoice {
  const chosen = new Set<string>();
  const unknown: string[] = [];
  for (const theme of themes) {
    const found = packs.filter((pack) => serves(pack, theme));
    for (const { slug } of found) chosen.add(slug);
    if (found.length === 0) unknown.push(theme);
  }
  return { packs: chosen, unknown };
}

function serves(pack: ThemePack, theme: string): boolean {
  const asked = wordsOf(theme.replaceAll('-', ' ')).map(stem);
  const phrase = ` ${asked.join(' ')} `;
  return [pack.slug.replaceAll('-', ' '), pack.name, ...pack.keywords].some((keyword) => {
    const words = wordsOf(keyword.replaceAll('-', ' ')).map(stem);
    return words.length > 0 && phrase.includes(` ${words.join(' ')} `);
  });
}

function stem(word: string): string {
  return word.length > 3 ? word.replace(/(?:ies|y)$/, 'i').replace(/(?:es|s)$/, '') : word;
}

import { foldWord } from './fold.js';

/** The first of some banned terms that a text holds as whole words, or null. Terms may have several words. */
export function bannedTerm(text: string, terms: readonly string[]): string | null {
  const words = ` ${flatten(text)} `;
  return terms.find((term) => words.includes(` ${flatten(term)} `)) ?? null;
}

function flatten(text: string): string {
  return (text.match(/[\p{L}\p{N}'’]+/gu) ?? []).map((word) => foldWord(word.replaceAll('’', "'"))).join(' ');
}

import { foldWord } from './fold.js';

/** A function that gives the first of some banned terms a text holds as whole words, or null. Terms may have several words. */
export function termGuard(terms: readonly string[]): (text: string) => string | null {
  const flat = terms.map((term) => ({ term, words: ` ${flatten(term)} ` }));
  return (text) => {
    const words = ` ${flatten(text)} `;
    return flat.find((one) => words.includes(one.words))?.term ?? null;
  };
}

function flatten(text: string): string {
  return (text.match(/[\p{L}\p{N}'’]+/gu) ?? []).map((word) => foldWord(word.replaceAll('’', "'"))).join(' ');
}

import { wordsOf } from '../../src/prosody/tokens.js';

/** A longer title or line is not sung as a whole in every chorus. */
export const HOOK_WORDS = 7;

/** What of the title is sung: without what stands in brackets or after a colon or dash, at most seven words. */
export function hookPhrase(title: string): string {
  const core = title.replace(/\([^)]*\)|\[[^\]]*\]/g, ' ').split(/\s[–—-]\s|:\s/)[0] as string;
  const words = core
    .trim()
    .split(/\s+/)
    .filter((word) => wordsOf(word).length > 0);
  const sung =
    words.length === 0
      ? title
          .replace(/[()[\]]/g, ' ')
          .trim()
          .split(/\s+/)
      : words;
  const phrase = sung.slice(0, HOOK_WORDS).join(' ');
  // The last stop of "S.O.S." is part of it.
  return /(?:\b\p{L}\.){2,}$/u.test(phrase) ? phrase : phrase.replace(/[,;:.]+$/, '');
}

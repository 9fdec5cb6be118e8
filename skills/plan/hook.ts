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
  const phrase = (sung.length > HOOK_WORDS ? wholeThought(sung.slice(0, HOOK_WORDS)) : sung).join(' ');
  // The last stop of "S.O.S." is part of it.
  return /(?:\b\p{L}\.){2,}$/u.test(phrase) ? phrase : phrase.replace(/[,;:.]+$/, '');
}

/** Words that begin another thought, and words that cannot end one. */
const JOINS = new Set(['and', 'or', 'but', 'because', 'when', 'while', 'until', 'till', 'if', 'that', 'which', 'who', 'so']);
const LEANS = new Set('a an the and or but of in on at to for with from by as my your his her our their is are was were no not'.split(' '));

/** The beginning of a long title up to where a singer would stop: "How to Lose a Ferry" of "How to Lose a Ferry and Broken …". */
function wholeThought(words: readonly string[]): string[] {
  const plain = words.map((word) => word.toLowerCase().replace(/[^\p{L}']/gu, ''));
  const joint = words.findLastIndex((_, at) => at >= 2 && (JOINS.has(plain[at] as string) || /[,;:.!?]$/.test(words[at - 1] as string)));
  let end = joint < 0 ? words.length : joint;
  while (end > 2 && LEANS.has(plain[end - 1] as string)) end -= 1;
  return words.slice(0, end);
}

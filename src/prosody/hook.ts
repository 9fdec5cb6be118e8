import { wordsOf } from './tokens.js';

/** How often a line holds a phrase, word for word, counted without overlap. */
export function hookCount(line: string, phrase: string): number {
  const hook = wordsOf(phrase);
  const words = wordsOf(line);
  if (hook.length === 0) return 0;
  let found = 0;
  for (let at = 0; at + hook.length <= words.length; ) {
    const here = hook.every((word, offset) => words[at + offset] === word);
    found += here ? 1 : 0;
    at += here ? hook.length : 1;
  }
  return found;
}

/** Share of the phrase's words that a line has in the phrase's order, 0 to 1: a near-repeat has .7 or more. */
export function hookLikeness(line: string, phrase: string): number {
  const hook = wordsOf(phrase);
  const words = wordsOf(line);
  if (hook.length === 0) return 0;
  let row = new Array<number>(words.length + 1).fill(0);
  for (const word of hook) {
    const next = [0];
    for (let at = 1; at <= words.length; at += 1) {
      next.push(words[at - 1] === word ? (row[at - 1] as number) + 1 : Math.max(row[at] as number, next[at - 1] as number));
    }
    row = next;
  }
  return (row[words.length] as number) / hook.length;
}

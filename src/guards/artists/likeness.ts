import type { Name, NameIndex } from './index-names.js';
import { joiners, shapeOf } from './index-names.js';
import { distance, skeleton, soundKey, type Token, unleeted } from './words.js';

/** A name standing in a text: from one token to another (exclusive), and how many letters are wrong. */
export interface Standing {
  name: Name;
  from: number;
  to: number;
  wrong: number;
}

/** Whether a word, in small letters, is one of the language: then it is no misspelling. */
export type Known = (word: string) => boolean;

const NEVER = Number.POSITIVE_INFINITY;

/** The names that begin at a token, the best first: few wrong letters, then many words. */
export function namesAt(text: string, tokens: readonly Token[], at: number, index: NameIndex, known: Known): Standing[] {
  const token = tokens[at] as Token;
  const keys = new Set([token.key, token.bare, unleeted(token.key)]);
  const candidates = new Set<Name>();
  const add = (names: readonly Name[] | undefined) => {
    for (const name of names ?? []) candidates.add(name);
  };
  for (const key of keys) add(index.byFirst.get(key));
  if (token.bare.length >= 4) add(index.bySound.get(soundKey(token.bare)));
  const isKnown = known(token.bare);
  if (token.bare.length >= 4 && (!isKnown || token.capital)) {
    const reach = isKnown ? 0 : 2;
    for (let length = token.bare.length - reach; length <= token.bare.length + reach; length += 1) add(index.byShape.get(shapeOf(token.bare, length)));
  }
  const found = [...candidates].flatMap((name) => standing(text, tokens, at, name, known) ?? []);
  return found.sort((a, b) => a.wrong - b.wrong || b.to - a.to || (a.name.written < b.name.written ? -1 : 1));
}

function standing(text: string, tokens: readonly Token[], from: number, name: Name, known: Known): Standing | null {
  let [at, wrong, exact] = [from, 0, 0];
  for (const [place, word] of name.words.entries()) {
    if (place > 0 && name.joined && joiners.has(tokens[at]?.key ?? '')) at += 1;
    const token = tokens[at];
    if (!token || (place > 0 && !near(text, tokens[at - 1] as Token, token, name))) return null;
    const last = place === name.words.length - 1;
    const cost = wrongLetters(token, word, last, name.isWord || name.words.length === 1 ? 'strict' : 'free', known);
    if (cost === NEVER) return null;
    exact += cost === 0 ? 1 : 0;
    wrong += cost;
    at += 1;
  }
  const letters = name.words.reduce((sum, word) => sum + word.length, 0);
  const most = letters >= 10 ? 2 : letters >= 5 ? 1 : 0;
  // A name of several words is told by the word that is right, or by both sounding right.
  if (wrong > most || (wrong > 0 && name.isWord && name.words.length === 1) || (name.words.length > 1 && exact === 0 && letters < 11)) return null;
  return { name, from, to: at, wrong };
}

/** Words of one name stand side by side. */
function near(text: string, before: Token, after: Token, name: Name): boolean {
  const gap = text.slice(before.end, after.start);
  return (name.joined ? /^[\s&+,.'’/"“”-]{1,8}(?:and\s|n['’]?\s)?$/i : /^[\s.'’/"“”\u2010-\u2014!?*-]{1,3}$/).test(gap) || gap === '';
}

function wrongLetters(token: Token, word: string, last: boolean, mode: 'strict' | 'free', known: Known): number {
  const bare = last ? token.bare : token.key;
  if (token.key === word || bare === word || unleeted(token.key) === word) return 0;
  if (word.length < 4 || bare.length < 4) return NEVER;
  // "Sheerans" is a genitive without its sign; "Strokes" and "Stroke" are two words.
  const isKnown = known(bare);
  if (soundKey(bare) === soundKey(word) && (mode === 'free' || !isKnown)) return 1;
  if (isKnown) return mode === 'free' && token.capital && word.length >= 6 && skeleton(bare) === skeleton(word) ? 1 : NEVER;
  const most = mode === 'strict' ? (word.length >= 8 ? 2 : word.length >= 6 ? 1 : 0) : word.length >= 7 ? 2 : 1;
  if (bare[0] !== word[0] && word.length < 7) return NEVER;
  return distance(bare, word, most);
}

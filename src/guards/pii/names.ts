import type { PiiTable } from '../../domain/tables.js';
import { anyOf, compiled, type Found } from './found.js';

/**
 * Names of people, only behind a cue: Grace, Virginia and Jordan are words of songs. A cue that introduces ("my name is")
 * takes one name; one that merely often stands before a name ("I'm", "Mr") takes first and last name.
 */
export function names(text: string, table: PiiTable): Found[] {
  const { introduces, may_introduce, titles, call_titles, titles_of_two, given_names, not_names, known_names } = table;
  const [given, not, known] = [setOf(given_names), setOf(not_names), setOf(known_names)];
  const loud = !/\p{Ll}/u.test(text);
  const found: Found[] = [];
  const look = (cues: readonly string[], gap: string, take: (name: Name) => boolean) => {
    const pattern = compiled(`(?<![\\p{L}\\d])(?:${anyOf(cues)})(?!['’]?[\\p{L}\\d])${gap}`, 'giu');
    for (const match of text.matchAll(pattern)) {
      const start = (match.index as number) + match[0].length;
      const name = nameAt(text, start, loud, given, not);
      if (name && take(name) && !known.has(name.words.join(' ').toLowerCase())) found.push({ kind: 'name', start: name.start, end: name.end });
    }
  };
  const isGiven = ({ words }: Name) => given.has((words[0] as string).toLowerCase());
  const saidInFull = (name: Name) => name.words.length >= 2 && (name.capital || isGiven(name));
  look(introduces, '[\\s:,=–-]*', (name) => name.capital || isGiven(name));
  look(titles, '\\.?\\s+', (name) => name.capital);
  look(call_titles, '\\.?\\s+', (name) => name.capital);
  look(titles_of_two, '\\.?\\s+', (name) => name.capital && name.words.length >= 2);
  look(
    may_introduce,
    '[\\s:,–-]+',
    (name) => name.capital && saidInFull(name) && (isGiven(name) || /^\s*(?:[,.!]|$|speaking|calling|here\b)/.test(text.slice(name.end))),
  );
  return found;
}

const sets = new WeakMap<readonly string[], ReadonlySet<string>>();

function setOf(words: readonly string[]): ReadonlySet<string> {
  const made = sets.get(words) ?? new Set(words);
  sets.set(words, made);
  return made;
}

interface Name {
  words: string[];
  start: number;
  end: number;
  /** Every word of it has a capital, in a line that is not all capitals. */
  capital: boolean;
}

const WORD = /^\p{L}[\p{L}'’-]*/u;
const MOST = 4;

/** One to four words that read as a name from a place on, or null. */
function nameAt(text: string, from: number, loud: boolean, given: ReadonlySet<string>, not: ReadonlySet<string>): Name | null {
  const words: string[] = [];
  let capital = !loud;
  let [at, end] = [from, from];
  while (words.length < MOST) {
    const word = WORD.exec(text.slice(at))?.[0].replace(/['’]s?$/i, '');
    if (word === undefined || word === '') break;
    const lower = word.toLowerCase();
    const isCapital = /^\p{Lu}/u.test(word);
    const particle = words.length > 0 && /^(?:de|la|del|der|den|van|von|da|di|bin|al|el|le|y|ten)$/i.test(word);
    if (not.has(lower) || /['’](?:m|ve|ll|re|d)$/i.test(word) || /^\p{L}$/u.test(word) !== (isCapital && word.length === 1)) break;
    // In small letters a name is only what is known as one, and what follows it directly up to the line's next sign.
    if (!isCapital && !particle && !(words.length === 0 ? given.has(lower) : false)) break;
    if (!isCapital && !particle) capital = false;
    words.push(word);
    end = at + word.length;
    const gap = /^(?:\.?\s+)/.exec(text.slice(end))?.[0];
    if (gap === undefined || (gap.startsWith('.') && word.length > 2)) break;
    at = end + gap.length;
  }
  return words.length === 0 || (/^\p{Ll}{2,3}$/u.test(words.at(-1) as string) && words.length === 1 && !given.has((words[0] as string).toLowerCase()))
    ? null
    : { words, start: from, end, capital };
}

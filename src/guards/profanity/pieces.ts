/** A piece of a line that may be one word, however it is written. */
export interface Piece {
  /** As it stands. */
  text: string;
  start: number;
  end: number;
  /** "word" stands between spaces; "spaced" is single letters set apart; "split" is a word with a space inside: "fu ck". */
  how: 'word' | 'spaced' | 'split';
}

/** What a word may begin and end with: letters, figures, signs read as letters, signs that hide letters. */
const EDGE_START = /^[^\p{L}\p{N}@$(<|€£\u24B6-\u24E9\u{1F130}-\u{1F1FF}]+/u;
const EDGE_END = /[^\p{L}\p{N}@$*#%_\u24B6-\u24E9\u{1F130}-\u{1F1FF}-]+$/u;

export function piecesOf(line: string): Piece[] {
  const words = wordsOf(line);
  return [...words, ...spacedRuns(line), ...splitWords(line, words)];
}

function wordsOf(line: string): Piece[] {
  return [...line.matchAll(/\S+/g)].flatMap((match) => {
    const head = EDGE_START.exec(match[0])?.[0].length ?? 0;
    const text = match[0].slice(head).replace(EDGE_END, '');
    const start = (match.index as number) + head;
    return text === '' ? [] : [{ text, start, end: start + text.length, how: 'word' as const }];
  });
}

/** "f u c k", "f.u.c.k", "f - u - c - k". */
function spacedRuns(line: string): Piece[] {
  const sign = '[\\p{L}\\p{N}@$*]\\p{M}*';
  const runs = line.matchAll(new RegExp(`(?<![\\p{L}\\p{N}])(?:${sign}[\\s.,\\-_*~/\\\\|•·]+){2,}${sign}(?![\\p{L}\\p{N}])`, 'gu'));
  return [...runs].map((match) => ({ text: match[0], start: match.index as number, end: (match.index as number) + match[0].length, how: 'spaced' }));
}

const LONGEST_SPLIT = 14;

/** Two to four short pieces beside each other, one of which no word could be: "fu ck", "s hit", "f uc king". */
function splitWords(line: string, words: readonly Piece[]): Piece[] {
  const found: Piece[] = [];
  for (let from = 0; from < words.length; from += 1) {
    for (let to = from + 2; to <= Math.min(from + 4, words.length); to += 1) {
      const parts = words.slice(from, to);
      const [first, last] = [parts[0] as Piece, parts.at(-1) as Piece];
      const text = line.slice(first.start, last.end);
      if (!/^[^\s]+(?: +[^\s]+)+$/.test(text) || /[.,;:!?'’"]/.test(text.slice(0, -1)) || text.length > LONGEST_SPLIT) continue;
      if (parts.some(({ text: part }) => isScrap(part))) found.push({ text, start: first.start, end: last.end, how: 'split' });
    }
  }
  return found;
}

/** A scrap of a word: consonants alone, or one letter that is no word. */
function isScrap(part: string): boolean {
  return /^[b-df-hj-np-tv-z]{1,4}$/i.test(part) || /^(?:fu|cu|bi|fuc|shi|bit|ni)$/i.test(part) === true;
}

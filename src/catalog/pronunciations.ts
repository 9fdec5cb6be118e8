import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { AmcsError } from '../domain/error.js';
import type { PronunciationTable } from '../domain/tables.js';

const NEWLINE = 10;
const SPACE = 32;

/**
 * The pronouncing dictionary, read at the first look-up. The file has one word a line, sorted by bytes, so a word is
 * found by binary search in the bytes themselves: nothing is parsed and nothing is built. The letter table lies beside it.
 */
export function pronunciationFile(path: string): PronunciationTable {
  let bytes: Buffer | undefined;
  const table = () => {
    bytes ??= read(path);
    return bytes;
  };
  return {
    letters: () => read(join(dirname(path), 'letters.bin')),
    lookup(word) {
      // The file is Latin-1: a letter beyond it would lose its high byte and pass for another.
      if (!/^[\u0020-\u00ff]+$/.test(word)) return [];
      return find(table(), Buffer.from(word, 'latin1'));
    },
    each(visit) {
      const text = table().toString('latin1');
      for (let start = 0; start < text.length; ) {
        const end = text.indexOf('\n', start);
        const line = text.slice(start, end);
        const [space, bar] = [line.indexOf(' '), line.indexOf('|')];
        visit(line.slice(0, space), line.slice(space + 1, bar < 0 ? undefined : bar));
        start = end + 1;
      }
    },
  };
}

function read(path: string): Buffer {
  try {
    return readFileSync(path);
  } catch (cause) {
    throw new AmcsError(
      'DATA_BROKEN',
      { message: 'The pronouncing dictionary is missing.', hint: 'Run `npm run build` in a checkout, or install the package again.' },
      { cause },
    );
  }
}

function find(bytes: Buffer, word: Buffer): string[] {
  let low = 0;
  let high = bytes.length;
  while (low < high) {
    const start = lineStart(bytes, (low + high) >> 1);
    const order = compareWord(bytes, start, word);
    if (order === 0) return bytes.toString('latin1', start + word.length + 1, lineEnd(bytes, start)).split('|');
    if (order < 0) low = lineEnd(bytes, start) + 1;
    else high = start;
  }
  return [];
}

// Lines are short: stepping through bytes beats a call of indexOf for each.
function lineStart(bytes: Buffer, at: number): number {
  let start = at;
  while (start > 0 && bytes[start - 1] !== NEWLINE) start -= 1;
  return start;
}

function lineEnd(bytes: Buffer, at: number): number {
  let end = at;
  while (end < bytes.length && bytes[end] !== NEWLINE) end += 1;
  return end;
}

/** The line's word against the one looked for: below 0 where the line comes first. */
function compareWord(bytes: Buffer, start: number, word: Buffer): number {
  for (let offset = 0; ; offset += 1) {
    const here = bytes[start + offset] as number;
    const ended = here === SPACE;
    if (offset === word.length) return ended ? 0 : 1;
    if (ended) return -1;
    const difference = here - (word[offset] as number);
    if (difference !== 0) return difference;
  }
}

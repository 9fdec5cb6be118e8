import { type ParseError, parse, printParseErrorCode, visit } from 'jsonc-parser';
import { AmcsError } from './error.js';

/** A document from a user may hold at most this many bytes and nest this deep. */
export const MAX_DOCUMENT_BYTES = 1_000_000;
const MAX_DEPTH = 40;
const REFUSED_KEYS = new Set(['__proto__', 'constructor', 'prototype']);

/** @throws AmcsError JSON_INVALID where the bytes are not UTF-8. */
export function decodeUtf8(bytes: Uint8Array, name: string): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new AmcsError('JSON_INVALID', { message: `${name} is not UTF-8 text.`, hint: 'Save it as UTF-8.' });
  }
}

/**
 * Parses a user's JSON text.
 * @param name what to call the document in an error, e.g. a file's name.
 * @throws AmcsError INPUT_TOO_LARGE | JSON_INVALID (with line and column).
 */
export function parseJson(text: string, name: string): unknown {
  const bytes = Buffer.byteLength(text);
  if (bytes > MAX_DOCUMENT_BYTES) {
    throw new AmcsError('INPUT_TOO_LARGE', {
      message: `${name} has ${(bytes / 1e6).toFixed(1)} MB; a document may have ${MAX_DOCUMENT_BYTES / 1e6} MB.`,
    });
  }
  const clean = text.startsWith('\uFEFF') ? text.slice(1) : text;
  let value: unknown;
  try {
    value = JSON.parse(clean);
  } catch {
    throw syntaxError(clean, name);
  }
  checkShape(value, name);
  refuseDoubleKeys(clean, name);
  return value;
}

/**
 * Checks an already parsed document (a tool's argument, say) for what JSON text may smuggle in.
 * @throws AmcsError JSON_INVALID, naming the path.
 */
export function checkShape(root: unknown, name: string): void {
  const open: { value: unknown; path: string; depth: number }[] = [{ value: root, path: '', depth: 0 }];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const { value, path, depth } = next;
    if (depth > MAX_DEPTH) throw invalid(name, `nests deeper than ${MAX_DEPTH} levels`, path.split('.').slice(0, 4).join('.'));
    if (typeof value === 'string' && !value.isWellFormed()) throw invalid(name, 'holds half of a surrogate pair', path);
    if (value === null || typeof value !== 'object') continue;
    for (const key of Object.keys(value)) {
      const inner = path === '' ? key : `${path}.${key}`;
      if (!key.isWellFormed()) throw invalid(name, 'holds half of a surrogate pair in a field name', path);
      if (REFUSED_KEYS.has(key)) throw invalid(name, `has the key "${key}", which is not allowed`, path);
      open.push({ value: (value as Record<string, unknown>)[key], path: inner, depth: depth + 1 });
    }
  }
}

function invalid(name: string, what: string, path: string): AmcsError {
  const place = path === '' ? 'at the top level' : `at ${path}`;
  return new AmcsError('JSON_INVALID', { message: `${name} ${what} (${place}).`, problems: [{ path, message: what }] });
}

function syntaxError(text: string, name: string): AmcsError {
  if (text.trim() === '')
    return new AmcsError('JSON_INVALID', { message: `${name} is empty.`, hint: 'Write a JSON object; `amcs-mcp init` makes one to start from.' });
  const errors: ParseError[] = [];
  try {
    parse(text, errors, { disallowComments: true, allowTrailingComma: false });
  } catch {
    return invalid(name, 'is not JSON and nests too deep to say where', '');
  }
  const first = errors[0];
  const { line, column } = place(text, first?.offset ?? text.length);
  const what = first ? (explanations[printParseErrorCode(first.error)] ?? 'a character that does not belong there') : 'an unexpected end';
  return new AmcsError('JSON_INVALID', {
    message: `${name} is not JSON: ${what} at line ${line}, column ${column}.`,
    problems: [{ path: '', message: `${what} at line ${line}, column ${column}` }],
  });
}

const explanations: Record<string, string> = {
  InvalidSymbol: 'a word that is not true, false or null',
  InvalidNumberFormat: 'a number that is not well formed',
  PropertyNameExpected: 'a field name in double quotes is expected',
  ValueExpected: 'a value is expected',
  ColonExpected: 'a colon is expected',
  CommaExpected: 'a comma is expected',
  CloseBraceExpected: 'a closing } is missing',
  CloseBracketExpected: 'a closing ] is missing',
  EndOfFileExpected: 'more text after the end of the document',
  InvalidCommentToken: 'a comment, which JSON does not have,',
  UnexpectedEndOfString: 'a string that is not closed',
  InvalidUnicode: 'a broken \\u escape',
  InvalidEscapeCharacter: 'a backslash escape that JSON does not know',
  InvalidCharacter: 'a control character inside a string',
};

/** JSON.parse keeps the last of two equal keys without a word; a person who wrote both meant one of them. */
function refuseDoubleKeys(text: string, name: string): void {
  const seen: Set<string>[] = [];
  visit(text, {
    onObjectBegin: () => void seen.push(new Set()),
    onObjectEnd: () => void seen.pop(),
    onObjectProperty: (key, offset) => {
      const keys = seen.at(-1);
      if (keys?.has(key)) {
        const { line, column } = place(text, offset);
        throw new AmcsError('JSON_INVALID', { message: `${name} has the field "${key}" twice; the second is at line ${line}, column ${column}.` });
      }
      keys?.add(key);
    },
  });
}

function place(text: string, offset: number): { line: number; column: number } {
  const before = text.slice(0, offset).split('\n');
  return { line: before.length, column: (before.at(-1) as string).length + 1 };
}

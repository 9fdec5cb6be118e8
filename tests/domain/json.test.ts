import { describe, expect, it } from 'vitest';
import { AmcsError } from '../../src/domain/error.js';
import { checkShape, MAX_DOCUMENT_BYTES, parseJson } from '../../src/domain/json.js';
import { thrownBy } from '../fixtures/song.js';

function errorOf(act: () => unknown): AmcsError {
  const thrown = thrownBy(act);
  expect(thrown).toBeInstanceOf(AmcsError);
  return thrown as AmcsError;
}

describe("a user's JSON", () => {
  it('is read, with or without a byte order mark', () => {
    expect(parseJson('{"title":"a","list":[1,null,true]}', 'sds.json')).toEqual({ title: 'a', list: [1, null, true] });
    expect(parseJson('\uFEFF{"a":1}', 'sds.json')).toEqual({ a: 1 });
  });

  it.each([
    ['a comma too many', '{\n  "a": 1,\n}', 3],
    ['a missing comma', '{\n  "a": 1\n  "b": 2\n}', 3],
    ['a missing bracket', '{\n  "a": [1, 2\n', 3],
    ['a comment', '{\n  // mine\n  "a": 1\n}', 2],
    ['single quotes', "{\n  'a': 1\n}", 2],
    ['text after the end', '{"a":1}\n{"b":2}', 2],
    ['a string that is not closed', '{\n"a": "b\n}', 2],
  ])('with %s is refused by file, line and column', (_, text, line) => {
    const error = errorOf(() => parseJson(text, 'song.json'));
    expect(error.code).toBe('JSON_INVALID');
    expect(error.message).toMatch(new RegExp(`^song\\.json is not JSON: .+ at line ${line}, column \\d+\\.$`));
  });

  it.each(['', '  \n'])('that is empty says so and how to start: %j', (text) => {
    const error = errorOf(() => parseJson(text, 'song.json'));
    expect(error.code).toBe('JSON_INVALID');
    expect(error.message).toBe('song.json is empty.');
    expect(error.hint).toContain('amcs-mcp init');
  });

  it('with a field twice is refused at the second one', () => {
    const error = errorOf(() => parseJson('{\n "seed": 1,\n "seed": 2\n}', 'song.json'));
    expect(error.code).toBe('JSON_INVALID');
    expect(error.message).toContain('"seed" twice; the second is at line 3, column 2');
  });

  it('may use one field name in two objects', () => {
    expect(parseJson('{"a":{"x":1},"b":{"x":2}}', 'song.json')).toEqual({ a: { x: 1 }, b: { x: 2 } });
  });

  it('may be as large as the limit, and not one byte more', () => {
    const fits = `"${'a'.repeat(MAX_DOCUMENT_BYTES - 2)}"`;
    expect(parseJson(fits, 'big.json')).toHaveLength(MAX_DOCUMENT_BYTES - 2);
    expect(errorOf(() => parseJson(`${fits} `, 'big.json')).code).toBe('INPUT_TOO_LARGE');
  });

  it('is measured in bytes, not characters', () => {
    expect(errorOf(() => parseJson(`"${'é'.repeat(MAX_DOCUMENT_BYTES / 2)}"`, 'big.json')).code).toBe('INPUT_TOO_LARGE');
  });

  it.each(['__proto__', 'constructor', 'prototype'])('may not have the key %s anywhere', (key) => {
    const error = errorOf(() => parseJson(`{"style":{"x":[{"${key}":{"polluted":true}}]}}`, 'song.json'));
    expect(error.code).toBe('JSON_INVALID');
    expect(error.message).toContain(key);
    expect(error.problems[0]?.path).toBe('style.x.0');
    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
  });

  it('may nest 40 deep, not 41, and a hostile depth does not overflow the stack', () => {
    const nested = (depth: number) => `${'['.repeat(depth)}${']'.repeat(depth)}`;
    expect(parseJson(nested(41), 'deep.json')).toBeInstanceOf(Array);
    expect(errorOf(() => parseJson(nested(42), 'deep.json')).code).toBe('JSON_INVALID');
    expect(errorOf(() => parseJson(nested(200_000), 'deep.json')).code).toBe('JSON_INVALID');
    expect(errorOf(() => parseJson('['.repeat(400_000), 'deep.json')).code).toBe('JSON_INVALID');
  });

  it('with half of a surrogate pair in a text is refused by its path', () => {
    const error = errorOf(() => parseJson('{"title":"a\\ud800"}', 'song.json'));
    expect(error.code).toBe('JSON_INVALID');
    expect(error.problems[0]?.path).toBe('title');
  });

  it('with half of a surrogate pair in a key is refused too, since it could not be hashed', () => {
    expect(errorOf(() => parseJson('{"persona":{"a\\ud800":1}}', 'song.json')).code).toBe('JSON_INVALID');
  });
});

describe('an already parsed document', () => {
  it('is held to the same shape', () => {
    expect(() => checkShape({ title: 'a', list: [1, { b: null }] }, 'The draft')).not.toThrow();
    expect(errorOf(() => checkShape(JSON.parse('{"a":{"__proto__":1}}'), 'The draft')).message).toContain('The draft');
  });
});

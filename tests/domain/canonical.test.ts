import { describe, expect, it } from 'vitest';
import { canonicalJson, document, hashOf, sha256 } from '../../src/domain/canonical.js';

describe('canonical JSON', () => {
  it('sorts keys at every depth and leaves no white space', () => {
    expect(canonicalJson({ b: [{ z: 1, a: 2 }], a: 'x y' })).toBe('{"a":"x y","b":[{"a":2,"z":1}]}');
  });

  it('sorts keys by UTF-16 code units, as RFC 8785 asks', () => {
    expect(canonicalJson({ '\uFB33': 1, '\u{1F600}': 2, é: 3, z: 4, '1': 5 })).toBe('{"1":5,"z":4,"é":3,"\u{1F600}":2,"\uFB33":1}');
  });

  it('gives equal values the same bytes, whatever order they were built in', () => {
    expect(canonicalJson({ title: 'a', seed: 1 })).toBe(canonicalJson({ seed: 1, title: 'a' }));
  });

  it('keeps the order of lists, which means something', () => {
    expect(hashOf([1, 2])).not.toBe(hashOf([2, 1]));
  });

  it('treats minus zero as zero', () => {
    expect(canonicalJson(-0)).toBe('0');
  });

  it('leaves a field without a value out', () => {
    expect(hashOf({ a: 1, b: undefined })).toBe(hashOf({ a: 1 }));
  });

  it.each([
    ['NaN', Number.NaN],
    ['infinity', Number.POSITIVE_INFINITY],
    ['half of a surrogate pair', 'a\uD800'],
    ['a function', () => 1],
    ['a bigint', 1n],
    ['a symbol', Symbol('x')],
  ])('refuses %s, alone and deep inside', (_, value) => {
    expect(() => canonicalJson(value)).toThrow(TypeError);
    expect(() => canonicalJson({ a: [{ b: value }] })).toThrow(TypeError);
  });

  it('refuses half of a surrogate pair in a key', () => {
    expect(() => canonicalJson({ 'a\uDC00': 1 })).toThrow(TypeError);
  });

  it('refuses undefined in a list, which would share its hash with null', () => {
    expect(() => canonicalJson([undefined])).toThrow(TypeError);
  });
});

describe('hashes', () => {
  it('are SHA-256 of the UTF-8 bytes in lower-case hex', () => {
    expect(sha256('abc')).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad');
    expect(sha256('é')).toBe(sha256(Uint8Array.from([0xc3, 0xa9])));
  });

  it('rest on the canonical form', () => {
    const { hash, json } = document({ b: 1, a: 2 });
    expect(json).toBe('{"a":2,"b":1}');
    expect(hash).toBe(sha256('{"a":2,"b":1}'));
    expect(hashOf({ a: 2, b: 1 })).toBe(hash);
  });
});

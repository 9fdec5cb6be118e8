import { hash } from 'node:crypto';
import stringify from 'fast-json-stable-stringify';

/**
 * Canonical JSON (RFC 8785 on plain JSON values): keys sorted, no white space. Two equal values give
 * the same bytes on every machine, which is what every hash in the record rests on.
 * @throws TypeError on what JSON cannot carry faithfully: NaN, Infinity, lone surrogates, functions.
 */
export function canonicalJson(value: unknown): string {
  refuseUnfaithful(value);
  return stringify(value);
}

/** SHA-256 of a text's UTF-8 bytes, as 64 lower-case hex digits. */
export function sha256(text: string | Uint8Array): string {
  return hash('sha256', text);
}

/** The hash under which a JSON value is recorded: SHA-256 of its canonical JSON. */
export function hashOf(value: unknown): string {
  return sha256(canonicalJson(value));
}

/** A value as the record keeps it. */
export function document(value: unknown): { hash: string; json: string } {
  const json = canonicalJson(value);
  return { hash: sha256(json), json };
}

// fast-json-stable-stringify turns NaN into null and passes lone surrogates; both would let two
// different values share a hash, or one value have two.
function refuseUnfaithful(root: unknown): void {
  const open: unknown[] = [root];
  while (open.length > 0) {
    const value = open.pop();
    if (typeof value === 'number' && !Number.isFinite(value)) throw new TypeError(`not a JSON number: ${value}`);
    if (typeof value === 'string' && !value.isWellFormed()) throw new TypeError('text with a lone surrogate');
    if (typeof value === 'function' || typeof value === 'bigint' || typeof value === 'symbol') {
      throw new TypeError(`not a JSON value: ${typeof value}`);
    }
    if (value !== null && typeof value === 'object') {
      // An undefined field is left out; an undefined entry would become null.
      if (Array.isArray(value) && value.includes(undefined)) throw new TypeError('a list with an undefined entry');
      for (const [key, inner] of Object.entries(value)) open.push(key, inner);
    }
  }
}

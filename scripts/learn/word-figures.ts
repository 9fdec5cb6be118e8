import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { packageRoot } from '../../src/catalog/package-root.js';
import { bare, isVowel, stressOf } from '../../src/prosody/arpabet.js';
import type { Entry } from './letters.js';

/** The built dictionary's words in a-z with their first reading. */
export function dictionaryEntries(): Entry[] {
  return readFileSync(join(packageRoot(), 'dist', 'data', 'pronunciations.txt'), 'latin1')
    .trimEnd()
    .split('\n')
    .map((line) => {
      const space = line.indexOf(' ');
      return { word: line.slice(0, space), phones: (line.slice(space + 1).split('|')[0] as string).split(' ') };
    })
    .filter(({ word }) => /^[a-z]+$/.test(word));
}

/** Whether a word belongs to the random twentieth that measuring keeps from training: by a hash of its letters. */
export function heldOut(word: string): boolean {
  let hash = 20261124;
  for (let at = 0; at < word.length; at += 1) hash = Math.imul(hash ^ word.charCodeAt(at), 0x01000193);
  hash ^= hash >>> 15;
  hash = Math.imul(hash, 0x2c1b3c6d);
  return ((hash ^ (hash >>> 13)) >>> 0) % 20 === 0;
}

/** Shares of words right: sounds without stress, syllable count, rhyme tail, place of the primary stress, whole stress pattern. */
export function figures(entries: readonly Entry[], read: (word: string) => readonly string[]): Record<string, string> {
  const right = { word: 0, syllables: 0, tail: 0, primary: 0, pattern: 0 };
  for (const { word, phones } of entries) {
    const said = read(word);
    const [wanted, given] = [pattern(phones), pattern(said)];
    right.word += plain(phones) === plain(said) ? 1 : 0;
    right.syllables += wanted.length === given.length ? 1 : 0;
    right.tail += tail(phones) === tail(said) ? 1 : 0;
    right.primary += wanted.length === given.length && wanted.indexOf('1') === given.indexOf('1') ? 1 : 0;
    right.pattern += wanted === given ? 1 : 0;
  }
  return Object.fromEntries(Object.entries(right).map(([name, count]) => [name, `${((count / entries.length) * 100).toFixed(1)} %`]));
}

const plain = (phones: readonly string[]) => phones.map(bare).join(' ');
const pattern = (phones: readonly string[]) => phones.filter(isVowel).map(stressOf).join('');

function tail(phones: readonly string[]): string {
  const stressed = phones.findLastIndex((phone) => isVowel(phone) && stressOf(phone) > 0);
  return plain(phones.slice(Math.max(stressed, 0)));
}

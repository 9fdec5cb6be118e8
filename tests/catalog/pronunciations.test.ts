import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { packageRoot } from '../../src/catalog/package-root.js';
import { pronunciationFile } from '../../src/catalog/pronunciations.js';
import { thrownBy } from '../fixtures/song.js';

const path = join(packageRoot(), 'dist', 'data', 'pronunciations.txt');
const lines = readFileSync(path, 'latin1').trimEnd().split('\n');
const { lookup } = pronunciationFile(path);
const folder = mkdtempSync(join(tmpdir(), 'amcs-words-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function entry(line: string): [string, string[]] {
  const space = line.indexOf(' ');
  return [line.slice(0, space), line.slice(space + 1).split('|')];
}

describe('the pronouncing dictionary', () => {
  it.each([
    ['first', 0],
    ['second', 1],
    ['middle', Math.floor(lines.length / 2)],
    ['last but one', lines.length - 2],
    ['last', lines.length - 1],
  ])('finds its %s word', (_, at) => {
    const [word, phones] = entry(lines[at] as string);
    expect(lookup(word)).toEqual(phones);
  });

  it('finds every 97th word, and words that begin one another', () => {
    for (let at = 0; at < lines.length; at += 97) {
      const [word, phones] = entry(lines[at] as string);
      expect(lookup(word), word).toEqual(phones);
    }
    for (const word of ['a', 'an', 'ant', 'ante', "don't", "'til"]) expect(lookup(word), word).not.toEqual([]);
  });

  it('gives every pronunciation of a word that has several', () => {
    expect([...lookup('wind')].sort()).toEqual(['W AY1 N D', 'W IH1 N D']);
  });

  it.each(['', ' ', "'", 'zzzzzz', 'aaaaaaa', 'elfq', 'el', 'a b', 'Elf', 'constructor', '__proto__', 'elf EH1'])('gives nothing false for %j', (word) => {
    expect(lookup(word)).toEqual(lines.some((line) => entry(line)[0] === word) ? expect.arrayContaining([expect.any(String)]) : []);
  });

  it.each(['__proto__', 'tostring', 'hasownproperty', 'xylophonist-general'])('does not know %s', (word) => {
    expect(lookup(word)).toEqual([]);
  });

  it.each(['\u0161', '\u6161', '\u0165\u0168\u0165'])('does not take a letter of another alphabet for a Latin one: %s', (word) => {
    expect(lookup(word)).toEqual([]);
  });

  it('is sorted by bytes with one word a line, which the search rests on', () => {
    const words = lines.map((line) => entry(line)[0]);
    expect(words.every((word, at) => at === 0 || (words[at - 1] as string) < word)).toBe(true);
  });

  it('holds nothing but ARPABET', () => {
    const phone = /^(?:[A-Z]{1,2}|(?:AA|AE|AH|AO|AW|AY|EH|ER|EY|IH|IY|OW|OY|UH|UW)[012])$/;
    const wrong = lines.filter((line) => !entry(line)[1].every((said) => said.split(' ').every((one) => phone.test(one))));
    expect(wrong).toEqual([]);
  });

  it('may have one word, or none', () => {
    const one = join(folder, 'one.txt');
    writeFileSync(one, 'elf EH1 L F\n');
    expect(pronunciationFile(one).lookup('elf')).toEqual(['EH1 L F']);
    expect(pronunciationFile(one).lookup('a')).toEqual([]);
    expect(pronunciationFile(one).lookup('z')).toEqual([]);
    const none = join(folder, 'none.txt');
    writeFileSync(none, '');
    expect(pronunciationFile(none).lookup('elf')).toEqual([]);
  });

  it('says first what songs mean', () => {
    expect(lookup('fire')[0]).toBe('F AY1 R');
    expect(lookup('every')[0]).toBe('EH1 V R IY0');
    expect(lookup('higher')[0]).toBe('HH AY1 ER0');
  });

  it('comes with the table of letters to sounds, which says what made it', () => {
    const bytes = pronunciationFile(path).letters();
    expect(Buffer.from(bytes.subarray(0, 200)).toString()).toContain('scripts/train-letters.ts');
    expect(bytes.length).toBeLessThan(300_000);
  });

  it('that is missing says how to build it, and only when a word is looked up', () => {
    const missing = pronunciationFile(join(folder, 'nothing.txt'));
    expect(thrownBy(() => missing.lookup('elf'))).toMatchObject({ code: 'DATA_BROKEN', hint: expect.stringContaining('npm run build') });
  });
});

import { describe, expect, it } from 'vitest';
import { pronouncer } from '../../src/prosody/pronounce.js';
import { pronounce } from '../fixtures/song.js';

const said = (word: string) => pronounce(word).phones.join(' ');
const syllables = (word: string) => pronounce(word).phones.filter((phone) => /\d$/.test(phone)).length;

describe('a known word', () => {
  it.each([
    ['elf', 'EH1 L F'],
    ['overtime', 'OW1 V ER0 T AY2 M'],
    ["don't", 'D OW1 N T'],
  ])('%s is said as the dictionary has it', (word, phones) => {
    expect(pronounce(word)).toEqual({ phones: phones.split(' '), known: true });
  });

  it.each([
    ['wind', 'W IH1 N D', 'the wind that blows, not the wind of a clock'],
    ['live', 'L IH1 V', 'to live, not a live show'],
    ['lead', 'L IY1 D', 'to lead, not the metal'],
    ['wound', 'W UW1 N D', 'a wound, not a clock that was wound'],
  ])('%s is said the commonest way, %s: %s', (word, phones) => {
    expect(said(word)).toBe(phones);
  });
});

describe('an unknown word', () => {
  it.each([
    ["zim's", 'Z IH1 M Z'],
    ['zims', 'Z IH1 M Z'],
    ['ziming', 'Z IH1 M IH0 NG'],
    ["hummin'", 'HH AH1 M IH0 N'],
    ['zimer', 'Z IH1 M ER0'],
    ['zimly', 'Z IH1 M L IY0'],
  ])('%s is built on the word it comes from', (word, phones) => {
    const made = pronouncer({ lookup: (asked) => ({ zim: ['Z IH1 M'], humming: ['HH AH1 M IH0 NG'] })[asked] ?? [] });
    expect(made(word).phones.join(' ')).toBe(phones);
  });

  it('drops the g that a singer drops', () => {
    expect(said("moonlightin'").endsWith('IH0 N')).toBe(true);
    expect(said("wassailin'")).toMatch(/N$/);
  });

  it.each([
    ['T after a hard sound', 'mooched', 'T'],
    ['a syllable of its own after T', 'tinselted', 'IH0 D'],
  ])('takes the past ending as %s', (_, word, ending) => {
    const made = pronouncer({ lookup: (asked) => ({ mooch: ['M UW1 CH'], tinselt: ['T IH1 N S AH0 L T'] })[asked] ?? [] });
    expect(made(word).phones.join(' ').endsWith(ending)).toBe(true);
  });

  it.each([
    ['S after a hard sound', 'blorks', 'K S'],
    ['Z after a soft one', 'blorgs', 'G Z'],
    ['a syllable after a hiss', 'blorshes', 'SH IH0 Z'],
  ])('takes the plural as %s', (_, word, ending) => {
    const made = pronouncer({ lookup: (asked) => ({ blork: ['B L AO1 R K'], blorg: ['B L AO1 R G'], blorsh: ['B L AO1 R SH'] })[asked] ?? [] });
    expect(made(word).phones.join(' ').endsWith(ending)).toBe(true);
  });

  it('made of two words stresses the first', () => {
    const made = pronouncer({ lookup: (asked) => ({ street: ['S T R IY1 T'], light: ['L AY1 T'] })[asked] ?? [] });
    expect(made('streetlight').phones.join(' ')).toBe('S T R IY1 T L AY2 T');
  });

  it.each([
    ['zorblax', 2],
    ['flimmerine', 3],
    ['quonk', 1],
  ])('%s is spelled out with %i syllables, the first stressed', (word, count) => {
    const made = pronouncer({ lookup: () => [] });
    const vowels = made(word).phones.filter((phone) => /\d$/.test(phone));
    expect(vowels[0]).toMatch(/1$/);
    expect(vowels).toHaveLength(count);
  });

  it('without Latin letters has no sounds, and does not fail', () => {
    expect(pronounce('夏')).toEqual({ phones: [], known: false });
    expect(pronounce('')).toEqual({ phones: [], known: false });
  });

  it.each(['constructor', '__proto__', 'tostring', 'hasownproperty'])('%s is a word like any other', (word) => {
    expect(syllables(word)).toBeGreaterThan(1);
  });
});

describe('a number', () => {
  it.each([
    ['0', 'zero'],
    ['7', 'seven'],
    ['13', 'thirteen'],
    ['24', 'twenty four'],
    ['90', 'ninety'],
    ['100', 'one hundred'],
    ['365', 'three hundred sixty five'],
    ['1000', 'one thousand'],
    ['1900', 'nineteen hundred'],
    ['1905', 'nineteen oh five'],
    ['1984', 'nineteen eighty four'],
    ['2000', 'two thousand'],
    ['2005', 'two thousand five'],
    ['2026', 'two thousand twenty six'],
    ['90210', 'nine zero two one zero'],
  ])('%s is said "%s"', (digits, words) => {
    expect(said(digits)).toBe(words.split(' ').map(said).join(' '));
  });
});

import { describe, expect, it } from 'vitest';
import { measureLine } from '../../src/prosody/line.js';
import { lastWord, wordsOf } from '../../src/prosody/tokens.js';
import { pronounce } from '../fixtures/song.js';

const measure = (text: string) => measureLine(text, pronounce);

describe('the words of a line', () => {
  it.each<[string, string[]]>([
    ["Don't stop, don’t STOP!", ["don't", 'stop', "don't", 'stop']],
    ['A twenty-four hour store', ['a', 'twenty', 'four', 'hour', 'store']],
    ['Hold on (hold on) tonight', ['hold', 'on', 'hold', 'on', 'tonight']],
    ["Singin' ’bout the rain — oh…", ["singin'", "'bout", 'the', 'rain', 'oh']],
    ['Café at 9', ['café', 'at', '9']],
    ['… — !', []],
    ['', []],
  ])('%j', (text, words) => {
    expect(wordsOf(text)).toEqual(words);
  });

  it('do not keep the quotation marks around a phrase', () => {
    expect(wordsOf("She whispered 'take me home'")).toEqual(['she', 'whispered', 'take', 'me', 'home']);
    expect(wordsOf('She whispered ‘take me home’')).toEqual(['she', 'whispered', 'take', 'me', 'home']);
  });

  it('end in the last one, or in nothing', () => {
    expect(lastWord('Take me home, (yeah!)')).toBe('yeah');
    expect(lastWord('?!')).toBe('');
  });
});

describe('a measured line', () => {
  it.each([
    ['The lamps are lit along the lane', 8, '01010101'],
    ['Wherever lonely people roam', 8, '01010101'],
    ['Elf on overtime', 5, '10101'],
    ['Happy', 2, '10'],
    ['Hotel', 2, '01'],
    ['Guitar banana umbrella', 8, '01010010'],
  ])('%j has %i syllables, stressed %s', (text, syllables, stress) => {
    expect(measure(text)).toMatchObject({ syllables, stress });
  });

  it('is sure only of the stresses inside longer words', () => {
    expect(measure('The happy dog').firm).toEqual([false, true, true, false]);
  });

  it('is not sure of a secondary stress, which bends to the beat', () => {
    expect(measure('overtime').firm).toEqual([true, true, false]);
  });

  it('has one stress digit and one mark a syllable, whatever stands in it', () => {
    for (const text of ['Zorblax 1984 夏 🎄', "rock'n'roll (ooh-ooh-ooh)", '', '   ']) {
      const { syllables, stress, firm } = measure(text);
      expect(stress).toMatch(new RegExp(`^[01]{${syllables}}$`));
      expect(firm).toHaveLength(syllables);
    }
  });

  it('of no words has no syllables', () => {
    expect(measure('… !')).toMatchObject({ words: [], syllables: 0, stress: '', firm: [] });
  });
});

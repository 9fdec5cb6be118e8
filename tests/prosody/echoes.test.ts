import { describe, expect, it } from 'vitest';
import { echoesOf } from '../../src/prosody/echoes.js';
import { pronounce } from '../fixtures/song.js';

const echoes = (...lines: string[]) => echoesOf(lines, pronounce);
const inner = (...lines: string[]) => echoes(...lines).map(({ internal }) => internal.map(({ word, with: other, line }) => `${other}>${word}@${line}`));
const alliteration = (line: string) => echoes(line)[0]?.alliteration;

describe('internal rhyme', () => {
  it('is heard inside a line and with the line above', () => {
    expect(inner('The night is burning bright')).toEqual([['night>bright@0']]);
    expect(inner('I walked into the light', 'And every night I wait')).toEqual([[], ['light>night@0']]);
  });

  it('leaves line ends to the scheme, and words that only join others out', () => {
    expect(inner('We go', 'Down low')).toEqual([[], []]);
    expect(inner('We go', 'A slow goodbye')).toEqual([[], ['go>slow@0']]);
    expect(inner('Hold the light tonight', 'The morning is bright')).toEqual([['light>tonight@0'], []]);
    expect(inner('I saw the day', 'That went away')).toEqual([[], []]);
    expect(inner('He was with me and she was free')).toEqual([[]]);
  });

  it('is no repeat and no slant rhyme', () => {
    expect(inner('Burning bright, burning bright')).toEqual([[]]);
    expect(inner('The time is mine')).toEqual([[]]);
  });
});

describe('alliteration', () => {
  it('takes three words, or two side by side', () => {
    expect(alliteration('Silver sails upon the sea')).toEqual([['silver', 'sails', 'sea']]);
    expect(alliteration('A wild wind came')).toEqual([['wild', 'wind']]);
    expect(alliteration('A wild and windy day')).toEqual([]);
  });

  it('goes by sound: a silent letter, k and c, a light syllable in front', () => {
    expect(alliteration('The knight needs nothing')).toEqual([['knight', 'needs', 'nothing']]);
    expect(alliteration('A kind cat')).toEqual([['kind', 'cat']]);
    expect(alliteration('Believe bread')).toEqual([]);
  });

  it('keeps st, sp and sk apart from s, and knows no vowels', () => {
    expect(alliteration('Still sea')).toEqual([]);
    expect(alliteration('Every apple')).toEqual([]);
  });
});

describe('odd input', () => {
  it('has no echoes and does no harm', () => {
    expect(echoes()).toEqual([]);
    expect(echoes('', '🎵', 'שלום', 'constructor __proto__')).toHaveLength(4);
  });
});

import { describe, expect, it } from 'vitest';
import { lineEnd } from '../../src/prosody/rhyme.js';
import { checkScheme, rhymeLabels } from '../../src/prosody/scheme.js';
import { pronounce } from '../fixtures/song.js';

const check = (words: string, scheme: string) => {
  const list = words.split(' ');
  return checkScheme(
    list.map((word) => lineEnd(word, pronounce)),
    rhymeLabels(scheme, list.length),
  );
};

describe('the letters of a scheme', () => {
  it.each([
    ['AABB', 4, 'AABB'],
    ['AABB', 8, 'AABBCCDD'],
    ['ABAB', 6, 'ABABCD'],
    ['ABCB', 8, 'ABCBDEFE'],
    ['XAXA', 8, 'XAXAXBXB'],
    ['AAA', 6, 'AAABBB'],
    ['AAAA', 2, 'AA'],
    ['BBAA', 4, 'BBAA'],
    ['X', 3, 'XXX'],
    ['AB', 0, ''],
  ])('%s over %i lines: %s', (scheme, lines, labels) => {
    expect(rhymeLabels(scheme, lines).join('')).toBe(labels);
  });

  it('stay distinct over a long section, and X stays free', () => {
    const labels = rhymeLabels('AABB', 128);
    expect(new Set(labels).size).toBe(64);
    expect(labels).not.toContain('X');
    for (const label of labels) expect(label).toMatch(/^[A-Z]{1,2}$/);
  });
});

describe('lines held against a scheme', () => {
  it('answer the line of their letter', () => {
    expect(check('night home white alone', 'ABAB')).toEqual([
      { line: 2, partner: 0, label: 'A', tier: 'perfect' },
      { line: 3, partner: 1, label: 'B', tier: 'slant' },
    ]);
  });

  it('without a partner are not judged', () => {
    expect(check('night moon tree', 'ABC')).toEqual([]);
    expect(check('night white', 'X')).toEqual([]);
  });

  it('are not dragged down by one bad line of their group', () => {
    expect(check('night moon white', 'AAA').map(({ tier, partner }) => [tier, partner])).toEqual([
      ['none', 0],
      ['perfect', 0],
    ]);
  });

  it('prefer the nearest of equally good partners', () => {
    expect(check('night white bright', 'AAA').at(-1)).toMatchObject({ line: 2, partner: 1 });
  });

  it('prefer a rhyme to a repeat of the same word', () => {
    expect(check('night white night', 'AAA').at(-1)).toMatchObject({ partner: 1, tier: 'perfect' });
  });

  it('tell a repeat where it is all there is', () => {
    expect(check('night night', 'AA')).toEqual([{ line: 1, partner: 0, label: 'A', tier: 'same' }]);
  });
});

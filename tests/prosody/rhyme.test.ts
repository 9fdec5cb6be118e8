import { describe, expect, it } from 'vitest';
import { lineEnd, type RhymeTier, rhymeKey, rhymeTier } from '../../src/prosody/rhyme.js';
import { pronounce } from '../fixtures/song.js';

const tier = (a: string, b: string): RhymeTier => rhymeTier(lineEnd(a, pronounce), lineEnd(b, pronounce));

const pairs: Record<RhymeTier, [string, string][]> = {
  perfect: [
    ['night', 'white'],
    ['time', 'rhyme'],
    ['home', 'foam'],
    ['weather', 'together'],
    ['station', 'creation'],
    ['through', 'blue'],
    ['enough', 'stuff'],
    ['overtime', 'climb'],
    ['hated', 'waited'],
    ['near', 'here'],
    ['carried', 'married'],
    ['boss', 'loss'],
    ['thin', 'in'],
  ],
  slant: [
    ['time', 'mine'],
    ['home', 'alone'],
    ['world', 'girl'],
    ['family', 'free'],
    ['home', 'homes'],
    ['right', 'write'],
    ['plastic', 'ecstatic'],
    ['original', 'digital'],
    ['grief', 'leave'],
  ],
  eye: [
    ['love', 'move'],
    ['love', 'prove'],
    ['wind', 'blind'],
    ['cough', 'bough'],
  ],
  same: [
    ['night', 'night'],
    ['Home!', 'home'],
  ],
  none: [
    ['cat', 'moon'],
    ['go', 'gold'],
    ['fire', 'table'],
    ['happy', 'sky'],
    ['flood', 'love'],
    ['table', 'chairs'],
  ],
};

describe('two line ends', () => {
  for (const [wanted, list] of Object.entries(pairs)) {
    it.each(list)(`%s and %s: ${wanted}`, (a, b) => {
      expect(tier(a, b)).toBe(wanted);
      expect(tier(b, a)).toBe(wanted);
    });
  }

  it('are judged by their last words only', () => {
    expect(tier('I drove all night', 'The walls are white')).toBe('perfect');
    expect(tier('the night is young', 'the night is over')).toBe('none');
  });

  it('do not rhyme where one has no words', () => {
    expect(tier('', 'night')).toBe('none');
    expect(tier('!', '?')).toBe('none');
  });

  it('rhyme from the last stressed vowel on, not from the last vowel', () => {
    expect(tier('turning', 'burning')).toBe('perfect');
    expect(tier('turning', 'walking')).not.toBe('perfect');
  });
});

describe('the rhyme key', () => {
  it('is shared by perfect rhymes and by them alone', () => {
    for (const [a, b] of pairs.perfect) expect(rhymeKey(lineEnd(a, pronounce))).toBe(rhymeKey(lineEnd(b, pronounce)));
    for (const [a, b] of [...pairs.eye, ...pairs.none]) expect(rhymeKey(lineEnd(a, pronounce))).not.toBe(rhymeKey(lineEnd(b, pronounce)));
  });
});

import { describe, expect, it } from 'vitest';
import { measureLineIn } from '../../src/prosody/line.js';
import { syllablesOfWord } from '../../src/prosody/other-languages.js';
import { pronounce } from '../fixtures/song.js';

describe('syllables of other languages', () => {
  it.each([
    ['de', 'Straßenlaterne', 5],
    ['de', 'Müde', 2],
    ['fr', 'rose', 1],
    ['fr', 'chantent', 1],
    ['fr', 'été', 2],
    ['es', 'corazón', 3],
    ['it', 'stella', 2],
    ['ru', 'берёза', 3],
    ['el', 'θάλασσα', 3],
    ['ja', 'さくら', 3],
    ['ja', 'きょう', 2],
    ['cs', 'vlk', 1],
    ['he', 'שלום', 2],
    ['de', '—', 0],
    ['fr', 'constructor', 3],
  ])('%s: %s has %i', (language, word, count) => {
    expect(syllablesOfWord(word, language)).toBe(count);
  });

  it('are counted by the line, and no stress is told', () => {
    expect(measureLineIn('fr', 'Sous le ciel de Paris', pronounce)).toMatchObject({ syllables: 6, stress: '', phones: [] });
    expect(measureLineIn('en', 'Under the sky', pronounce).stress).not.toBe('');
  });
});

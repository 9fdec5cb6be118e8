import { describe, expect, it } from 'vitest';
import { beatFit } from '../../src/prosody/fit.js';
import { measureLine } from '../../src/prosody/line.js';
import { pronounce } from '../fixtures/song.js';

const fitOf = (text: string) => beatFit(measureLine(text, pronounce));

describe('how a line sits on the beat', () => {
  it.each([
    ['with an upbeat', 'Wherever lonely people roam'],
    ['without one', 'Happy people never wonder'],
    ['of one-syllable words, which bend to the beat', 'I know how cold the night can get'],
    ['with two weak syllables in one place', 'Happy to follow'],
    ['of no words', ''],
  ])('is perfect for a line %s', (_, text) => {
    expect(fitOf(text)).toMatchObject({ score: 1, clash: null });
  });

  it('suffers where long words pull against one another, and names a syllable of theirs', () => {
    const { score, clash } = fitOf('Happy hotel happy hotel happy hotel');
    expect(score).toBeLessThan(0.8);
    expect(clash).toBeGreaterThanOrEqual(0);
    expect(clash).toBeLessThan(12);
  });

  it('gets worse with every word that is out of step', () => {
    const one = fitOf('Happy people, happy hotel').score;
    const two = fitOf('Happy hotel, happy hotel').score;
    expect(two).toBeLessThanOrEqual(one);
    expect(fitOf('Happy hotel happy hotel happy hotel').score).toBeLessThan(fitOf('Happy people happy people happy hotel').score);
  });

  it('lies between 0 and 1', () => {
    for (const text of ['family probably usually', 'guitar hotel machine', 'unbelievable responsibility']) {
      expect(fitOf(text).score).toBeGreaterThanOrEqual(0);
      expect(fitOf(text).score).toBeLessThanOrEqual(1);
    }
  });
});

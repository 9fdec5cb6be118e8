import { describe, expect, it } from 'vitest';
import { gradeOf } from '../../src/domain/reading-level.js';
import { codesOf, linesOf, makeSong } from '../fixtures/song.js';

describe('a reading level', () => {
  it.each([
    ['grade 6', 6],
    ['6th grade', 6],
    ['age 11', 6],
    ['ages 9', 4],
    ['easy', 3],
    ['high school', 10],
    ['grade 99', 16],
    ['ornate', null],
    ['', null],
  ])('%s is grade %s', (level, grade) => {
    expect(gradeOf(level)).toBe(grade);
  });

  it('of a low grade takes shorter words', () => {
    const syllablesAWord = (lyrics: object) => {
      const all = [1, 2, 3, 4, 5, 6].flatMap((seed) => makeSong({ title: 'Boats', lyrics }, seed).lyrics);
      const syllables = all.flatMap(({ sections }) => sections.flatMap(({ lines }) => lines.map((line) => line.syllables)));
      return syllables.reduce((sum, count) => sum + count, 0) / all.reduce((sum, { metrics }) => sum + metrics.words, 0);
    };
    expect(syllablesAWord({ reading_level: 'grade 1' })).toBeLessThan(syllablesAWord({}));
    expect(codesOf(makeSong({ lyrics: { reading_level: 'grade 6' } }).lyrics)).not.toContain('WISH_NOT_MET');
  });
});

describe('imagery', () => {
  it('is met, or told where it is not', () => {
    for (const imagery_density of [0, 0.5, 1]) {
      const { lyrics } = makeSong({ title: 'Boats', lyrics: { imagery_density } }, 3);
      const told = lyrics.issues.filter(({ field }) => field === 'lyrics.imagery_density');
      expect(told.length).toBeLessThanOrEqual(1);
      for (const { message } of told) expect(message).toMatch(/\d+ % of the words name things/);
    }
  });

  it('of all makes another song than of none', () => {
    const of = (imagery_density: number) => linesOf(makeSong({ title: 'Boats', lyrics: { imagery_density } }, 3).lyrics);
    expect(of(1)).not.toEqual(of(0));
  });
});

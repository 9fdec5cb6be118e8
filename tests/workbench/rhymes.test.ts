import { describe, expect, it } from 'vitest';
import { type Rhymes, type RhymesAsked, rhymesSchema } from '../../src/domain/rhymes.js';
import { profanityGuard } from '../../src/guards/profanity.js';
import { wordEnd } from '../../src/prosody/rhyme.js';
import { rhymeIndex } from '../../src/prosody/rhyme-index.js';
import { catalog, pronounce, tables, thrownBy } from '../fixtures/song.js';
import { desk } from './desk.js';

const rhymes = (word: string, asked: Omit<RhymesAsked, 'word'> = {}): Rhymes => rhymesSchema.parse(desk.rhymes({ word, ...asked }));
const first = (found: Rhymes) => found.readings[0] as Rhymes['readings'][number];
const perfect = (found: Rhymes, reading = 0) => found.readings[reading]?.perfect.flatMap(({ words }) => words.map(({ word }) => word)) ?? [];
const slant = (found: Rhymes, reading = 0) => found.readings[reading]?.slant?.flatMap(({ words }) => words) ?? [];

describe('the index', () => {
  it('has every word under the end that rhymes are told by', () => {
    const index = rhymeIndex(tables.pronunciations, () => true);
    for (const word of ['night', 'morning', 'satellite', 'family', 'the', 'constructor', 'a'])
      expect(index.withTail(wordEnd(word, pronounce).tail), word).toContain(word);
    expect(index.withTail([])).toEqual([]);
  });
});

describe('perfect rhymes', () => {
  it('go by sound, grouped by syllables, the commonest first', () => {
    const found = rhymes('night');
    expect(perfect(found)).toEqual(expect.arrayContaining(['light', 'right', 'delight', 'satellite', 'height']));
    for (const none of ['night', 'eight', 'knight', 'tonight', 'dwight']) expect(perfect(found)).not.toContain(none);
    expect(first(found).perfect.map(({ syllables }) => syllables)).toEqual([1, 2, 3, 4]);
    const words = first(found).perfect[0]?.words.map(({ word }) => word) as string[];
    expect(words.indexOf('right')).toBeLessThan(words.indexOf('kite'));
    expect(first(found).same_sound).toContain('knight');
  });

  it('are of a reading, never of any: the wind that blows and the wind of a clock', () => {
    const found = rhymes('wind');
    expect(found.readings.map(({ sounds }) => sounds)).toEqual(['W IH1 N D', 'W AY1 N D']);
    expect(perfect(found, 0)).toContain('pinned');
    expect(perfect(found, 0)).not.toContain('kind');
    expect(perfect(found, 1)).toContain('kind');
    expect(perfect(rhymes('kind'))).not.toContain('wind');
  });

  it('take the last word of a phrase', () => {
    expect(rhymes('over the moon!')).toMatchObject({ asked: 'over the moon!', word: 'moon' });
    expect(perfect(rhymes('over the moon'))).toContain('june');
  });

  it('are narrowed by syllables, stress and a limit', () => {
    expect(first(rhymes('night', { syllables: 2 })).perfect.map(({ syllables }) => syllables)).toEqual([2]);
    const weakStrong = rhymes('night', { stress: '01' });
    expect(perfect(weakStrong)).toContain('delight');
    expect(perfect(weakStrong)).not.toContain('twilight');
    const few = rhymes('night', { limit: 3 });
    expect(perfect(few)).toHaveLength(3);
    expect(first(few).perfect.reduce((sum, { more }) => sum + more, 0)).toBeGreaterThan(50);
  });

  it('put the words and images of a theme first', () => {
    expect(first(rhymes('moon', { theme: 'summer' })).perfect[0]?.words[0]).toMatchObject({ word: 'june', theme: true });
    const images = first(rhymes('bells', { theme: 'summer' }))
      .perfect.flatMap(({ words }) => words)
      .filter(({ theme }) => theme);
    expect(images.map(({ word }) => word)).toEqual([]);
    expect(thrownBy(() => rhymes('moon', { theme: 'sumer' }))).toMatchObject({ code: 'NOT_FOUND', hint: 'Did you mean summer?' });
  });

  it('leave names out unless they are asked for', () => {
    expect(perfect(rhymes('night', { rare: true, limit: 500 }))).toContain('dwight');
  });
});

describe('slant rhymes', () => {
  it('come with their probability where they are asked for, or where perfect ones are few', () => {
    expect(first(rhymes('night')).slant).toBeNull();
    const found = slant(rhymes('home', { slant: true }));
    expect(found.map(({ word }) => word)).toContain('alone');
    for (const { probability } of found) expect(probability).toBeGreaterThan(0);
    expect(slant(rhymes('orange')).length).toBeGreaterThan(5);
    expect(first(rhymes('orange', { slant: false })).slant).toBeNull();
  });
});

describe('words that are not to be offered', () => {
  it('profane ones unless asked for, slurs never', () => {
    const guard = profanityGuard(tables.profanity);
    const kinds = (found: Rhymes) => perfect(found).flatMap((word) => guard(word).map(({ kind }) => kind));
    for (const word of ['luck', 'hit', 'ditch', 'bigger', 'bag']) {
      expect(kinds(rhymes(word, { rare: true, limit: 500 })), word).toEqual([]);
      expect(kinds(rhymes(word, { rare: true, limit: 500, explicit: true })), word).not.toContain('slur');
    }
    expect(kinds(rhymes('luck', { explicit: true }))).toContain('profane');
  });
});

describe('odd words', () => {
  it('that the dictionary lacks are said by their spelling, and it says so', () => {
    expect(rhymes('zxqv')).toMatchObject({ known: false, word: 'zxqv' });
    expect(rhymes('blorptastic')).toMatchObject({ known: false, source: expect.stringMatching(/letters|compound|stem/) });
    expect(rhymes('love')).toMatchObject({ known: true, source: 'dictionary' });
  });

  it('that are names of objects are words', () => {
    expect(perfect(rhymes('constructor'))).toContain('conductor');
    expect(rhymes('__proto__').word).toBe('proto');
    expect(rhymes('hasOwnProperty').readings.length).toBeGreaterThan(0);
  });

  it.each(['', '   ', '!!!', '🎵', 'любовь', 'שלום'])('that nobody can say are refused: %j', (word) => {
    expect(thrownBy(() => desk.rhymes({ word }))).toMatchObject({ code: 'INPUT_INVALID' });
  });
});

describe('the list of common words', () => {
  const words = catalog.commonWords();

  it('has words of the dictionary, each once, no slur among them', () => {
    expect(new Set(words).size).toBe(words.length);
    expect(words.length).toBeLessThanOrEqual(40_000);
    expect(words.filter((word) => tables.pronunciations.lookup(word).length === 0)).toEqual([]);
    expect(words.filter((word) => tables.profanity.slurs.includes(word))).toEqual([]);
  });

  it('is in order of commonness, without names', () => {
    const place = (word: string) => words.indexOf(word);
    expect(place('night')).toBeLessThan(place('moonlight'));
    expect(place('moonlight')).toBeLessThan(place('macabre'));
    for (const name of ['dwight', 'kwan', 'usa', 'li']) expect(place(name), name).toBe(-1);
    for (const word of ["don't", 'christmas', 'gonna']) expect(place(word), word).toBeGreaterThan(0);
  });
});

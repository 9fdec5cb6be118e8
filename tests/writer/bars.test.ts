import { describe, expect, it } from 'vitest';
import { flowOf } from '../../scripts/eval/flow.js';
import { longEnd, rhymeLength } from '../../src/prosody/long-rhyme.js';
import { halvesOf } from '../../src/writer/offline/bar-halves.js';
import { catalog, linesOf, makeSong, pronounce, textsOf } from '../fixtures/song.js';

describe('a rhyme over several syllables', () => {
  const length = (a: string, b: string) => rhymeLength(longEnd(a, pronounce), longEnd(b, pronounce));

  it.each([
    ['paper trail', 'later mail', 3],
    ['no hesitation', 'that is motivation', 2],
    ['eyes wide open', 'not yet broken', 2],
    ['in the rain', 'on the train', 1],
    // The same word twice is a repeat.
    ['the old stone wall', 'an old phone call', 2],
    ['paper wall', 'paper hall', 1],
  ])('"%s" and "%s": %i', (a, b, syllables) => expect(length(a, b)).toBe(syllables));
});

describe('a rapped verse', () => {
  const rap = { title: 'Paper Crown', blueprint_ref: { genre: 'hip-hop' }, lyrics: { themes: ['hustle'] } };
  const verses = [1, 2, 3].flatMap((seed) => makeSong(rap, seed).lyrics.sections.filter(({ type }) => type === 'Verse'));

  it('tells a story in halves, and never closes twice in the same way', () => {
    for (const verse of verses) {
      const halves = textsOf(verse).flatMap((line) => halvesOf(line).slice(-1));
      expect(halves.length).toBeGreaterThan(textsOf(verse).length * 0.8);
      expect(new Set(halves).size).toBe(halves.length);
    }
  });

  it('rhymes longer and more often than a sung one', () => {
    const [rapped, sung] = [flowOf('hip-hop', ['hustle'], 3), flowOf('pop', ['love'], 3)];
    expect(rapped.long / rapped.rhymes).toBeGreaterThan(0.3);
    expect(rapped.long / rapped.rhymes).toBeGreaterThan(sung.long / sung.rhymes);
    expect(rapped.echoes / rapped.lines).toBeGreaterThan(0.3);
  });

  it('bends its closers to the person', () => {
    const { lyrics } = makeSong({ ...rap, lyrics: { ...rap.lyrics, pov: '3rd', tense: 'past' } }, 2);
    expect(linesOf(lyrics).filter((line) => /\b(?:my|mine)\b|\[/.test(line))).toEqual([]);
  });
});

describe('closers', () => {
  it('are hundreds, and each comes once', () => {
    const texts = (catalog.lines().closers ?? []).map(({ text }) => text);
    expect(texts.length).toBeGreaterThan(500);
    expect(texts.filter((text, at) => texts.indexOf(text) < at)).toEqual([]);
  });
});

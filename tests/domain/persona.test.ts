import { describe, expect, it } from 'vitest';
import { readMeter } from '../../src/domain/meter.js';
import { resolveSds } from '../../src/domain/resolve.js';
import type { Sds } from '../../src/domain/spec.js';
import { catalog } from '../fixtures/studio.js';

const resolve = (more: Partial<Sds>) => {
  const sds = { title: 'Paper Boats', blueprint_ref: { genre: 'folk' }, ...more } as Sds;
  return resolveSds(sds, catalog.findBlueprint('folk'), 1, null);
};

describe('a persona', () => {
  const persona = {
    voice: 'smoky alto',
    vocal_range: 'A3 to C5',
    delivery: ['half spoken'],
    style_defaults: { tempo_bpm: 84, mood: ['dry'], tags: ['Era:1970s'] },
    lyrics_defaults: { tense: 'present', themes: ['road'], rhyme_scheme: 'ABAB' },
  };

  it('gives what the spec leaves open, and nothing else', () => {
    const { style, lyrics } = resolve({ persona: persona as Sds['persona'], style: { mood: ['bright'] }, lyrics: { themes: ['sea'] } });
    expect(style).toMatchObject({ tempo_bpm: 84, mood: ['bright'], tags: ['Era:1970s'], vocal_profile: 'smoky alto, A3 to C5, half spoken' });
    expect(lyrics).toMatchObject({ tense: 'present', themes: ['sea'], rhyme_scheme: 'ABAB' });
  });

  it('resolved once is resolved for good', () => {
    const once = resolve({ persona: persona as Sds['persona'] });
    expect(resolve(once)).toEqual(once);
  });

  it.each([
    [{ style_defaults: { tempo: 84 } }, /style_defaults.*tempo/],
    [{ lyrics_defaults: { given: '[Verse]\nmine' } }, /lyrics_defaults.*given/],
    [{ style_defaults: { tempo_bpm: 500 } }, /tempo_bpm/],
  ])('with defaults that there cannot be is refused: %j', (wrong, message) => {
    expect(() => resolve({ persona: wrong as Sds['persona'] })).toThrow(message);
  });
});

describe('a metre by its name', () => {
  it.each([
    ['common metre', [8, 6], true],
    ['Common Meter', [8, 6], true],
    ['iambic pentameter', 10, true],
    ['trochaic tetrameter', 8, false],
    ['anapestic trimeter', 9, true],
    ['dactylic dimeter', 6, false],
    ['8.6.8.6', [8, 6, 8, 6], true],
    ['dactylic hexameter', 16, false],
  ])('%s has lines of %j syllables', (name, syllables, rising) => {
    expect(readMeter(name)).toEqual({ syllables, rising });
  });

  it.each(['free', '4/4', 'iambic', '99.1', 'common'])('%s is none', (name) => {
    expect(readMeter(name)).toBeNull();
  });

  it('sets the syllables where these are not given', () => {
    expect(resolve({ lyrics: { meter: 'long metre' } }).lyrics.syllables_per_line).toBe(8);
    expect(resolve({ lyrics: { meter: 'long metre', syllables_per_line: 7 } }).lyrics.syllables_per_line).toBe(7);
  });
});

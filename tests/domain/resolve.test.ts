import { describe, expect, it } from 'vitest';
import { AmcsError, type Problem } from '../../src/domain/error.js';
import { resolveSds } from '../../src/domain/resolve.js';
import { resolvedSdsSchema } from '../../src/domain/spec.js';
import { catalog, resolve, thrownBy, type Written } from '../fixtures/song.js';

const pop = catalog.findBlueprint('pop');

function problemOf(written: Written): Problem {
  const error = thrownBy(() => resolve(written));
  expect(error).toBeInstanceOf(AmcsError);
  expect((error as AmcsError).code).toBe('SPEC_INVALID');
  return (error as AmcsError).problems[0] as Problem;
}

describe('a resolved spec', () => {
  it('takes every default from the blueprint', () => {
    const { style, lyrics, blueprint_ref, seed } = resolve({}, 77);
    expect(blueprint_ref).toEqual({ genre: 'pop', version: pop.version });
    expect(seed).toBe(77);
    expect(style).toMatchObject({
      tempo_bpm: pop.rules.tempo_bpm,
      time_signature: '4/4',
      mood: pop.rules.mood,
      energy: pop.rules.energy,
      vocal_profile: pop.rules.vocal,
    });
    expect(lyrics).toMatchObject({ language: 'en', pov: pop.rules.pov, tense: pop.rules.tense, section_order: pop.rules.section_order, syllable_tolerance: 2 });
    expect(lyrics.constraints.explicit).toBe(false);
  });

  it('keeps every wish that was written', () => {
    const style = {
      tempo_bpm: 60,
      mood: ['sad'],
      energy: 'low',
      instrumentation: ['piano'],
      tags: ['Era:1980s'],
      negative_tags: ['Mix:lo-fi'],
      vocal_profile: 'alto',
      time_signature: '3/4',
    };
    const lyrics = {
      pov: '3rd',
      tense: 'past',
      themes: ['rain'],
      rhyme_scheme: 'ABAB',
      syllable_tolerance: 0,
      hook_strategy: 'melodic',
      repetition_policy: 'sparse',
      section_order: ['Verse', 'Chorus'],
    };
    const resolved = resolve({ style, lyrics });
    expect(resolved.style).toMatchObject(style);
    expect(resolved.lyrics).toMatchObject(lyrics);
  });

  it.each(['christmas-pop', 'Christmas Pop', 'CHRISTMAS POP'])('finds the genre by slug or name: %s', (genre) => {
    expect(resolve({ blueprint_ref: { genre } }).blueprint_ref.genre).toBe('christmas-pop');
  });

  it('finds the genre by alias', () => {
    expect(resolve({ blueprint_ref: { genre: 'chart pop' } }).blueprint_ref.genre).toBe('pop');
  });

  it('names the nearest genres for an unknown one', () => {
    const error = thrownBy(() => resolve({ blueprint_ref: { genre: 'contry' } })) as AmcsError;
    expect(error.code).toBe('GENRE_UNKNOWN');
    expect(error.hint).toMatch(/^Did you mean country/);
  });

  it.each<[string, Written]>([
    ['three lines', {}],
    ['a scheme for one section', { lyrics: { rhyme_scheme: { Verse: 'ABCB' } } }],
    ['one chorus under a genre of lyrical hooks', { lyrics: { section_order: ['Verse', 'Chorus'] } }],
    [
      'weights of any scale',
      {
        sources: ['a', 'b', 'c'].map((id) => ({ id, name: id, kind: 'text' })),
        lyrics: { source_citations: [1, 3, 7].map((weight, at) => ({ source_id: 'abc'[at], weight })) },
      },
    ],
    ['no hook wanted', { producer_notes: { hooks: 0 } }],
  ])('is a valid spec itself, and resolving it again changes nothing: %s', (_, written) => {
    const once = resolve(written);
    expect(resolvedSdsSchema.parse(once)).toEqual(once);
    expect(resolveSds(once, pop, once.seed, null)).toEqual(once);
  });

  it('normalises the weights of citations to a sum of 1', () => {
    const sources = ['a', 'b'].map((id) => ({ id, name: id, kind: 'text' }));
    const { lyrics } = resolve({
      sources,
      lyrics: {
        source_citations: [
          { source_id: 'a', weight: 3 },
          { source_id: 'b', weight: 1 },
        ],
      },
    });
    expect(lyrics.source_citations?.map(({ weight }) => weight)).toEqual([0.75, 0.25]);
  });

  it('gives a section its own rhyme scheme and leaves the others to the genre', () => {
    expect(resolve({ lyrics: { rhyme_scheme: { Verse: 'ABCB' } } }).lyrics.rhyme_scheme).toMatchObject({
      Verse: 'ABCB',
      Chorus: pop.rules.rhyme_scheme.Chorus,
    });
  });

  it('chooses a melodic hook where the form has one chorus and nobody asked for another', () => {
    expect(pop.rules.hook.strategy).toBe('lyrical');
    expect(resolve({ lyrics: { section_order: ['Verse', 'Chorus', 'Verse'] } }).lyrics.hook_strategy).toBe('melodic');
  });

  it('does not record the schema that an editor needs', () => {
    expect(resolve({ $schema: './sds.json' })).not.toHaveProperty('$schema');
  });
});

describe('wishes that contradict one another are errors at their place', () => {
  const two = ['Verse', 'Chorus', 'Verse', 'Chorus'];
  it.each<[string, Written, string]>([
    ['a tempo range turned round', { style: { tempo_bpm: [120, 100] } }, 'style.tempo_bpm'],
    ['a form without the chorus that the genre needs', { lyrics: { section_order: ['Verse', 'Bridge'] } }, 'lyrics.section_order'],
    ['a chant with one chorus', { lyrics: { section_order: ['Verse', 'Chorus'], hook_strategy: 'chant' } }, 'lyrics.section_order'],
    ['a lyrical hook with one chorus', { lyrics: { section_order: ['Verse', 'Chorus'], hook_strategy: 'lyrical' } }, 'lyrics.section_order'],
    [
      'a hook-heavy chorus of at most five lines',
      { lyrics: { section_order: two, repetition_policy: 'hook-heavy', constraints: { section_requirements: { Chorus: { max_lines: 5 } } } } },
      'lyrics.constraints.section_requirements.Chorus.max_lines',
    ],
    [
      'a chant in a chorus of two lines',
      { lyrics: { section_order: two, hook_strategy: 'chant', constraints: { section_requirements: { Chorus: { max_lines: 2 } } } } },
      'lyrics.constraints.section_requirements.Chorus.max_lines',
    ],
    [
      'more lines at the least than at the most',
      { lyrics: { section_order: two, constraints: { section_requirements: { Verse: { min_lines: 8, max_lines: 4 } } } } },
      'lyrics.constraints.section_requirements.Verse',
    ],
    ['fewer lines than the sections need', { lyrics: { section_order: two, constraints: { max_lines: 15 } } }, 'lyrics.constraints.max_lines'],
    ['a scheme for a section that the form lacks', { lyrics: { section_order: two, rhyme_scheme: { Bridge: 'AA' } } }, 'lyrics.rhyme_scheme.Bridge'],
    [
      'a requirement for a section that the form lacks',
      { lyrics: { section_order: two, constraints: { section_requirements: { Bridge: { min_lines: 2 } } } } },
      'lyrics.constraints.section_requirements.Bridge',
    ],
    [
      'notes for a section id that the form lacks',
      { lyrics: { section_order: two }, producer_notes: { section_meta: { 'verse-3': {} } } },
      'producer_notes.section_meta.verse-3',
    ],
    [
      'two sources of one name',
      {
        sources: [
          { id: 'a', name: 'x', kind: 'text' },
          { id: 'b', name: 'x', kind: 'text' },
        ],
      },
      'sources',
    ],
    ['a citation of no source', { lyrics: { source_citations: [{ source_id: 'nowhere', weight: 1 }] } }, 'lyrics.source_citations'],
  ])('%s', (_, written, path) => {
    const problem = problemOf(written);
    expect(problem.path).toBe(path);
    expect(problem.hint).toMatch(/\S/);
  });

  it('and just meeting the limits is none', () => {
    const lyrics = { section_order: two, repetition_policy: 'hook-heavy', constraints: { max_lines: 20, section_requirements: { Chorus: { max_lines: 6 } } } };
    expect(resolve({ lyrics }).lyrics.constraints.max_lines).toBe(20);
  });

  it("a short chorus that was asked for bends the genre's own chant, and is no error", () => {
    const lyrics = { section_order: two, constraints: { section_requirements: { Chorus: { max_lines: 2 } } } };
    expect(resolve({ blueprint_ref: { genre: 'hip-hop' }, lyrics }).lyrics.constraints.section_requirements?.Chorus?.max_lines).toBe(2);
  });
});

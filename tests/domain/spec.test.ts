import { describe, expect, it } from 'vitest';
import { AmcsError, type Problem } from '../../src/domain/error.js';
import { parseAs } from '../../src/domain/explain.js';
import { sdsSchema } from '../../src/domain/spec.js';
import { thrownBy, type Written } from '../fixtures/song.js';

const short = { title: 'Elf On Overtime', blueprint_ref: { genre: 'christmas-pop' } };
const parse = (written: unknown) => parseAs(sdsSchema, written, 'SPEC_INVALID', 'Song Design Spec');

function problemsOf(written: Written): Problem[] {
  const error = thrownBy(() => parse({ ...short, ...written }));
  expect(error).toBeInstanceOf(AmcsError);
  expect((error as AmcsError).code).toBe('SPEC_INVALID');
  return (error as AmcsError).problems;
}

describe('a Song Design Spec', () => {
  it('needs only a title and a genre', () => {
    expect(parse(short)).toEqual(short);
    expect(parse({ ...short, lyrics: { themes: ['holiday hustle'] } }).lyrics?.themes).toEqual(['holiday hustle']);
  });

  it('takes every field that the format names', () => {
    const full = {
      ...short,
      style: {
        genre_detail: { primary: 'Christmas pop', subgenres: ['big band'], fusions: ['electro swing'] },
        tempo_bpm: [116, 124],
        time_signature: '6/8',
        key: { primary: 'F# minor', modulations: ['Bb major'] },
        mood: ['warm'],
        energy: 'anthemic',
        instrumentation: ['brass'],
        vocal_profile: 'duet',
        tags: ['Era:2010s', 'bare'],
        negative_tags: ['Mix:lo-fi'],
      },
      lyrics: {
        language: 'en',
        pov: '1st',
        tense: 'mixed',
        themes: ['family'],
        rhyme_scheme: { Verse: 'XAXA', Chorus: 'AABB' },
        meter: 'iambic',
        syllables_per_line: [8, 6],
        syllable_tolerance: 1,
        hook_strategy: 'chant',
        repetition_policy: 'hook-heavy',
        imagery_density: 0.5,
        reading_level: 'grade 6',
        section_order: ['Intro', 'Verse', 'Chorus', 'Outro'],
        constraints: {
          explicit: false,
          max_lines: 40,
          duration_sec: 180,
          section_requirements: { Chorus: { min_lines: 4, max_lines: 8, must_end_with_hook: true } },
        },
        given: { text: '[Verse]\n= mine\nyours', locked: ['verse-1'] },
        source_citations: [{ source_id: 's1', weight: 2 }],
      },
      producer_notes: {
        structure: 'Intro-Verse',
        hooks: 2,
        instrumentation: ['bells'],
        section_meta: { 'verse-2': { tags: ['soft'], target_duration_sec: 20 } },
        mix: { lufs: -9, space: 'hall', stereo_width: 'wide' },
      },
      persona: {
        name: 'N',
        kind: 'band',
        voice: 'v',
        vocal_range: 'A2-E4',
        delivery: ['dry'],
        influences: ['x'],
        style_defaults: { a: 1 },
        lyrics_defaults: {},
        policy: { public_release: true, disallow_named_style_of: true },
      },
      sources: [{ id: 's1', name: 'Notes', kind: 'text', config: { a: [1] }, scopes: ['x'], weight: 1, allow: ['a'], deny: ['b'], provenance: 'mine' }],
      prompt_controls: { positive_tags: ['a'], negative_tags: ['b'], max_style_chars: 200, max_prompt_chars: 1000 },
      render: { engine: 'sketch', model: 'm', num_variations: 8 },
      seed: 9007199254740975,
    };
    expect(parse(full)).toEqual(full);
  });

  it('names the nearest known field for an unknown one, at any depth', () => {
    expect(problemsOf({ titel: 'x' })).toEqual([{ path: 'titel', message: 'is not a known field', hint: 'did you mean title?' }]);
    expect(problemsOf({ lyrics: { themse: [] } })[0]).toMatchObject({ path: 'lyrics.themse', hint: expect.stringMatching(/^did you mean themes/) });
    expect(problemsOf({ lyrics: { constraints: { maxlines: 3 } } })[0]).toMatchObject({ path: 'lyrics.constraints.maxlines', hint: 'did you mean max_lines?' });
    expect(problemsOf({ sources: [{ id: 'a', name: 'b', kind: 'text', wieght: 1 }] })[0]).toMatchObject({
      path: 'sources.0.wieght',
      hint: expect.stringContaining('weight'),
    });
  });

  it('names the nearest value for an unknown word', () => {
    expect(problemsOf({ style: { energy: 'anthem' } })[0]).toMatchObject({ path: 'style.energy', hint: 'did you mean anthemic?' });
    expect(problemsOf({ lyrics: { section_order: ['Verse', 'Corus'] } })[0]).toMatchObject({
      path: 'lyrics.section_order.1',
      hint: expect.stringContaining('Chorus'),
    });
    expect(problemsOf({ lyrics: { constraints: { section_requirements: { Choruss: {} } } } })[0]).toMatchObject({
      path: 'lyrics.constraints.section_requirements.Choruss',
      hint: expect.stringContaining('Chorus'),
    });
  });

  it('tells a thing that stands for a word, whatever it would say of itself', () => {
    const thing = { toString: 1, valueOf: 1 };
    for (const [value, kind] of [
      [thing, 'an object'],
      [[thing, thing], 'a list'],
    ] as const) {
      expect(problemsOf({ style: { energy: value } })).toEqual([
        { path: 'style.energy', message: `is ${kind}, which is none of its values`, hint: 'one of low, medium, high, anthemic' },
      ]);
    }
  });

  it('tells all that is wrong in one go', () => {
    const paths = problemsOf({ title: '', seed: -1, style: { energy: 'loud' } }).map(({ path }) => path);
    expect(paths).toEqual(expect.arrayContaining(['title', 'seed', 'style.energy']));
  });

  it('says what is missing', () => {
    expect((thrownBy(() => parse({ title: 'x' })) as AmcsError).problems[0]).toMatchObject({
      path: 'blueprint_ref',
      message: expect.stringContaining('missing'),
    });
    expect((thrownBy(() => parse({ blueprint_ref: { genre: 'pop' } })) as AmcsError).problems[0]).toMatchObject({
      path: 'title',
      message: expect.stringContaining('missing'),
    });
  });

  it.each([
    ['a blank title', { title: '   ' }, 'title'],
    ['a title of 101 characters', { title: 'a'.repeat(101) }, 'title'],
    ['a title with a line break', { title: 'a\nb' }, 'title'],
    ['a title with an escape sequence', { title: 'a\u001b[31m' }, 'title'],
    ['a tempo of 39', { style: { tempo_bpm: 39 } }, 'style.tempo_bpm'],
    ['a tempo of 221', { style: { tempo_bpm: 221 } }, 'style.tempo_bpm'],
    ['a tempo of 100.5', { style: { tempo_bpm: 100.5 } }, 'style.tempo_bpm'],
    ['a tempo range of one number', { style: { tempo_bpm: [100] } }, 'style.tempo_bpm'],
    ['a tempo in words', { style: { tempo_bpm: 'fast' } }, 'style.tempo_bpm'],
    ['a key without a mode', { style: { key: { primary: 'C' } } }, 'style.key.primary'],
    ['a key H', { style: { key: { primary: 'H major' } } }, 'style.key.primary'],
    ['a time signature of 4/3', { style: { time_signature: '4/3' } }, 'style.time_signature'],
    ['a rhyme scheme in small letters', { lyrics: { rhyme_scheme: 'aabb' } }, 'lyrics.rhyme_scheme'],
    ['three syllables a line', { lyrics: { syllables_per_line: 3 } }, 'lyrics.syllables_per_line'],
    ['seventeen syllables in a pattern', { lyrics: { syllables_per_line: [8, 17] } }, 'lyrics.syllables_per_line.1'],
    ['a language by name', { lyrics: { language: 'English' } }, 'lyrics.language'],
    ['an imagery density of 1.1', { lyrics: { imagery_density: 1.1 } }, 'lyrics.imagery_density'],
    ['a citation of weight zero', { lyrics: { source_citations: [{ source_id: 'a', weight: 0 }] } }, 'lyrics.source_citations.0.weight'],
    ['a citation of negative weight', { lyrics: { source_citations: [{ source_id: 'a', weight: -1 }] } }, 'lyrics.source_citations.0.weight'],
    ['nine variations', { render: { num_variations: 9 } }, 'render.num_variations'],
    ['a seed beyond the last safe one', { seed: 2 ** 53 - 16 }, 'seed'],
    ['a fraction as seed', { seed: 1.5 }, 'seed'],
    ['a section_meta key that names no section', { producer_notes: { section_meta: { 'the loud part': {} } } }, 'producer_notes.section_meta.the loud part'],
  ])('refuses %s, at its place', (_, written, path) => {
    expect(problemsOf(written).map((problem) => problem.path)).toEqual([path]);
  });

  it('takes the smallest and the largest seed', () => {
    expect(parse({ ...short, seed: 0 }).seed).toBe(0);
    expect(parse({ ...short, seed: 2 ** 53 - 17 }).seed).toBe(2 ** 53 - 17);
  });

  it.each([[null], ['text'], [3], [[]]])('refuses %j in place of an object', (written) => {
    expect(thrownBy(() => parse(written))).toMatchObject({ code: 'SPEC_INVALID' });
  });
});

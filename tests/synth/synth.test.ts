import { describe, expect, it } from 'vitest';
import { sectionTypes } from '../../src/domain/words.js';
import { synthData, synthSpecs } from '../../src/synth/synth.js';
import { catalog, planOf, resolve } from '../fixtures/song.js';

const data = synthData(catalog);
const specs = synthSpecs(data, { count: 400, seed: 7 });
const sdsOf = specs.map(({ sds }) => sds);

describe('synthetic specs', () => {
  it.each([7, 1, 2026])('are all valid, and every one has a plan (seed %i)', (seed) => {
    for (const { name, sds } of synthSpecs(data, { count: 400, seed })) {
      expect(() => planOf(resolve(sds)), `${name} ${JSON.stringify(sds)}`).not.toThrow();
    }
  });

  it('are the same for the same seed and others for another, and a longer set begins with a shorter one', () => {
    expect(synthSpecs(data, { count: 30, seed: 7 })).toEqual(specs.slice(0, 30));
    expect(synthSpecs(data, { count: 30, seed: 8 })).not.toEqual(specs.slice(0, 30));
  });

  it('have names of their own', () => {
    expect(new Set(specs.map(({ name }) => name)).size).toBe(specs.length);
    expect(specs.every(({ name }) => /^[a-z0-9-]+$/.test(name))).toBe(true);
  });

  it('come in every genre, or in the ones that are named', () => {
    const genres = (of: typeof specs) => new Set(of.map(({ sds }) => catalog.findBlueprint(sds.blueprint_ref.genre).slug));
    expect(genres(specs).size).toBe(catalog.blueprints().length);
    expect([...genres(synthSpecs(synthData(catalog, ['Hip Hop', 'folk']), { count: 10, seed: 7 }))].sort()).toEqual(['folk', 'hip-hop']);
  });

  it('ask for all that a spec can ask for', () => {
    const fields = new Set(sdsOf.flatMap((sds) => [...leaves(sds)]));
    for (const field of wanted) expect(fields, field).toContain(field);
    const used = new Set(sdsOf.flatMap(({ lyrics }) => lyrics?.section_order ?? []));
    expect([...used].sort()).toEqual([...sectionTypes].sort());
  });

  it('reach from nothing but a title to dozens of wishes, and from short forms to long ones', () => {
    const sizes = sdsOf.map((sds) => leaves(sds).size);
    expect(Math.min(...sizes)).toBe(3);
    expect(Math.max(...sizes)).toBeGreaterThan(20);
    const forms = sdsOf.flatMap(({ lyrics }) => lyrics?.section_order?.length ?? []);
    expect(Math.min(...forms)).toBeLessThanOrEqual(3);
    expect(Math.max(...forms)).toBeGreaterThanOrEqual(16);
    expect(Math.max(...sdsOf.map(({ title }) => title.length))).toBe(100);
  });
});

/** Dotted paths of a spec's fields, without those that a section or a default names. */
function leaves(value: unknown, path = ''): Set<string> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return new Set([path.replace(/\.(?:[A-Z]\w*|[a-z]+-\d+)(?=\.|$)/, '')]);
  return new Set(Object.entries(value).flatMap(([key, one]) => [...leaves(one, path === '' ? key : `${path}.${key}`)]));
}

const wanted = [
  'style.genre_detail.primary',
  'style.tempo_bpm',
  'style.time_signature',
  'style.key.primary',
  'style.key.modulations',
  'style.mood',
  'style.energy',
  'style.instrumentation',
  'style.vocal_profile',
  'style.tags',
  'style.negative_tags',
  'lyrics.pov',
  'lyrics.tense',
  'lyrics.themes',
  'lyrics.rhyme_scheme',
  'lyrics.syllables_per_line',
  'lyrics.syllable_tolerance',
  'lyrics.hook_strategy',
  'lyrics.repetition_policy',
  'lyrics.imagery_density',
  'lyrics.reading_level',
  'lyrics.section_order',
  'lyrics.given',
  'lyrics.given.locked',
  'lyrics.note',
  'lyrics.constraints.explicit',
  'lyrics.constraints.duration_sec',
  'lyrics.constraints.max_lines',
  'lyrics.constraints.section_requirements.min_lines',
  'lyrics.constraints.section_requirements.must_end_with_hook',
  'producer_notes.structure',
  'producer_notes.hooks',
  'producer_notes.section_meta.tags',
  'producer_notes.section_meta.target_duration_sec',
  'producer_notes.mix.lufs',
  'persona.name',
  'persona.influences',
  'prompt_controls.positive_tags',
  'prompt_controls.max_style_chars',
  'prompt_controls.max_prompt_chars',
];

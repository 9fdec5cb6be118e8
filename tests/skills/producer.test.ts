import { describe, expect, it } from 'vitest';
import type { Plan, ProducerNotes } from '../../src/domain/artifacts.js';
import { catalog, codesOf, planOf, resolve, runNode, type Written } from '../fixtures/song.js';

function make(written: Written = {}, seed = 1): { plan: Plan; notes: ProducerNotes } {
  const sds = resolve(written, seed);
  const plan = planOf(sds);
  return { plan, notes: runNode<ProducerNotes>('PRODUCER', sds.seed, { sds, plan }) };
}

const form = { section_order: ['Verse', 'Chorus', 'Verse', 'Chorus'] };

describe.each(catalog.blueprints().map(({ slug }) => slug))('the producer notes of a %s song', (genre) => {
  const { plan, notes } = make({ blueprint_ref: { genre } });

  it('have an entry for each section, and durations that add up to the plan’s', () => {
    expect(Object.keys(notes.section_meta)).toEqual(plan.sections.map(({ id }) => id));
    const sum = Object.values(notes.section_meta).reduce((total, { target_duration_sec }) => total + target_duration_sec, 0);
    expect(notes.duration_sec).toBeCloseTo(sum, 2);
    expect(Math.abs(notes.duration_sec - plan.duration_sec)).toBeLessThanOrEqual(30);
    expect(codesOf(notes)).toEqual([]);
  });

  it('copy structure and hooks, and begin with the highlighted instruments', () => {
    expect(notes.structure).toBe(plan.sections.map(({ type }) => type).join('-'));
    expect(notes.hooks).toBe(plan.hook.count);
    expect(notes.instrumentation.slice(0, plan.instruments.length)).toEqual(plan.instruments);
    expect(new Set(notes.instrumentation).size).toBe(notes.instrumentation.length);
  });

  it('have a whole mix', () => {
    expect(notes.mix).toEqual(catalog.findBlueprint(genre).rules.mix);
  });
});

describe('durations', () => {
  const with1 = (seconds: number) => make({ lyrics: form, producer_notes: { section_meta: { 'verse-1': { target_duration_sec: seconds } } } });
  const usual = make({ lyrics: form }).plan.sections[0]?.duration_sec as number;

  it('may part from the plan by 30 seconds', () => {
    expect(codesOf(with1(Math.floor(usual + 30)).notes)).toEqual([]);
  });

  it('that part by more are an error that says by how much', () => {
    const { notes } = with1(Math.ceil(usual + 31));
    expect(notes.issues).toMatchObject([{ code: 'DURATION_OFF', severity: 'error', hint: expect.stringMatching(/^Take 3[12] s away from/) }]);
  });

  it('that are too short are one as well', () => {
    const short = Object.fromEntries(['verse-1', 'verse-2', 'chorus-1', 'chorus-2'].map((id) => [id, { target_duration_sec: 1 }]));
    expect(codesOf(make({ lyrics: form, producer_notes: { section_meta: short } }).notes)).toEqual(['DURATION_OFF']);
  });
});

describe('wishes', () => {
  it('for a section id win over those for its type, and both over the genre', () => {
    const section_meta = { Verse: { tags: ['all verses'], target_duration_sec: 14 }, 'verse-2': { tags: ['second verse'] } };
    const { notes } = make({ lyrics: form, producer_notes: { section_meta } });
    expect(notes.section_meta['verse-1']).toEqual({ tags: ['all verses'], target_duration_sec: 14 });
    expect(notes.section_meta['verse-2']).toEqual({ tags: ['second verse'], target_duration_sec: 14 });
    expect(notes.section_meta['chorus-1']?.tags).toEqual(catalog.findBlueprint('pop').rules.section_tags.Chorus);
  });

  it('for the mix are merged field by field', () => {
    const { notes } = make({ producer_notes: { mix: { lufs: -16 } } });
    expect(notes.mix).toEqual({ ...catalog.findBlueprint('pop').rules.mix, lufs: -16 });
  });

  it('for instruments stand between the highlighted ones and the rest', () => {
    const { notes, plan } = make({ style: { instrumentation: ['piano', 'cello', 'harp', 'flute'] }, producer_notes: { instrumentation: ['kazoo'] } });
    expect(plan.instruments).toEqual(['piano', 'cello', 'harp']);
    expect(notes.instrumentation).toEqual(['piano', 'cello', 'harp', 'kazoo', 'flute']);
  });

  it('for a structure and a number of hooks are kept', () => {
    const { notes } = make({ producer_notes: { structure: 'Verse-Chorus', hooks: 4 } });
    expect(notes).toMatchObject({ structure: 'Verse-Chorus', hooks: 4 });
  });
});

describe('the last chorus', () => {
  it('is the biggest, and takes the key change', () => {
    const { notes } = make({ lyrics: form, style: { key: { primary: 'C major', modulations: ['D major', 'E major'] } } });
    expect(notes.section_meta['chorus-2']?.tags).toEqual(expect.arrayContaining(['biggest chorus', 'key change to E major']));
    expect(notes.section_meta['chorus-1']?.tags.join()).not.toMatch(/biggest|key change/);
  });

  it('is just a chorus where it is the only one', () => {
    const { notes } = make({ lyrics: { section_order: ['Verse', 'Chorus'] } });
    expect(notes.section_meta['chorus-1']?.tags).not.toContain('biggest chorus');
  });
});

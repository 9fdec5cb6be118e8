import { describe, expect, it } from 'vitest';
import type { Plan, Style } from '../../src/domain/artifacts.js';
import { conflictOf } from '../../src/guards/tags.js';
import { catalog, planOf, resolve, runNode, tables, type Written } from '../fixtures/song.js';

function make(written: Written = {}, seed = 1): { plan: Plan; style: Style } {
  const sds = resolve(written, seed);
  const plan = planOf(sds);
  return { plan, style: runNode<Style>('STYLE', sds.seed, { sds, plan }) };
}

const tagsOf = ({ tags }: Style) => Object.entries(tags).flatMap(([category, values]) => values.map((value) => ({ category, value })));
const wishes: [string, Written][] = [
  ...catalog.blueprints().map(({ slug }): [string, Written] => [`a ${slug} song without wishes`, { blueprint_ref: { genre: slug } }]),
  ['one with too many tags', { style: { tags: ['Era:1980s', 'Era:1990s', 'Mood:calm', 'Mood:sad', 'lo-fi', 'polished', 'a', 'b', 'c', 'd', 'e'] } }],
  ['one with tags in conflict', { style: { tags: ['Vocal:whispered', 'Vocal:screamed', 'Energy:explosive', 'Mix:dry', 'Mix:wet'] } }],
  ['one with wishes in conflict', { style: { tags: ['Vocal:a cappella'], instrumentation: ['piano', 'drum kit'], mood: ['calm'], energy: 'high' } }],
];

describe.each(wishes)('the style of %s', (_, written) => {
  const { plan, style } = make(written);

  it('copies what PLAN decided', () => {
    const { tempo_bpm, key, modulations, time_signature, mood, energy, vocal_profile } = plan;
    expect(style).toMatchObject({ tempo_bpm, key, modulations, time_signature, mood, energy, vocal_profile });
    expect(style.instruments.length).toBeLessThanOrEqual(3);
  });

  it('has no two tags in conflict and no category over its number', () => {
    const tags = tagsOf(style);
    for (const a of tags) for (const b of tags) expect(conflictOf(a, b, tables.conflicts)).toBeNull();
    for (const { name, max } of tables.tags.categories) expect(style.tags[name]?.length ?? 0).toBeLessThanOrEqual(max);
  });

  it('names the rule for each tag that it dropped', () => {
    for (const { tag, rule } of style.dropped)
      expect(`${tag} ${rule}`).toMatch(/^\S.*: ?\S.* (?:conflicts with .+|at most \d of .+|named among the negative tags)/);
    const kept = new Set(tagsOf(style).map(({ category, value }) => `${category}:${value}`));
    expect(style.dropped.filter(({ tag }) => kept.has(tag))).toEqual([]);
  });
});

describe('a tag', () => {
  it('that a person wrote wins over what the genre usually has, and the loser is dropped with the rule', () => {
    const { style } = make({ style: { tags: ['Mix:lo-fi'] } });
    expect(style.tags.Mix).toEqual(['lo-fi']);
    expect(style.dropped).toContainEqual({ tag: 'Mix:polished', rule: expect.stringMatching(/^conflicts with Mix:lo-fi: /) });
  });

  it('that the prompt controls ask for wins over the style', () => {
    const { style } = make({ style: { tags: ['Era:1980s'] }, prompt_controls: { positive_tags: ['Era:1960s'] } });
    expect(style.tags.Era).toEqual(['1960s']);
    expect(style.dropped).toContainEqual({ tag: 'Era:1980s', rule: 'at most 1 of Era' });
  });

  it('of the genre fills the categories that nobody wrote', () => {
    expect(make({ style: { tags: ['Mix:raw'] } }).style.tags.Rhythm).toEqual(['syncopated']);
  });

  it('that the taxonomy does not know is kept as it was written', () => {
    const { style } = make({ style: { tags: ['Instr:theremin', 'glittery'] } });
    expect(style.tags.Instr).toContain('theremin');
    expect(style.tags.Other).toEqual(['glittery']);
  });
});

describe('negative tags', () => {
  const { style } = make({ style: { negative_tags: ['Mix:polished', 'choir'] }, prompt_controls: { negative_tags: ['syncopated', 'choir'] } });

  it('are listed once each, from style and prompt controls', () => {
    expect(style.negative_tags).toEqual(['polished', 'choir', 'syncopated']);
  });

  it('keep their tags out, and say so', () => {
    const values = tagsOf(style).map(({ value }) => value);
    for (const value of style.negative_tags) expect(values).not.toContain(value);
    expect(style.dropped).toContainEqual({ tag: 'Mix:polished', rule: 'named among the negative tags' });
  });

  it('keep their instruments out of the highlighted ones', () => {
    const names = catalog.findBlueprint('pop').rules.instruments;
    for (let seed = 0; seed < 8; seed += 1) {
      const { style: made } = make({ style: { negative_tags: names.slice(0, 4).map((one) => `Instr:${one}`) } }, seed);
      expect(made.instruments.filter((one) => made.negative_tags.includes(one))).toEqual([]);
    }
  });
});

describe('what a person wrote of the genre', () => {
  const genre_detail = { primary: 'synth pop', subgenres: ['city pop'], fusions: ['bossa nova'] };

  it('is kept whole', () => {
    expect(make({ style: { genre_detail } }).style.genre_detail).toEqual(genre_detail);
  });

  it("wins over the genre's own tag", () => {
    expect(make({ style: { genre_detail } }).style.tags.Genre).toEqual(['synth pop']);
  });

  it('is the genre’s name where nothing was written', () => {
    expect(make().style.genre_detail).toEqual({ primary: 'Pop', subgenres: [], fusions: [] });
  });
});

describe('what a person wrote of the sound', () => {
  it('wins over the tags that the genre usually has', () => {
    const { style } = make({ blueprint_ref: { genre: 'christmas-pop' }, style: { mood: ['calm'], energy: 'low', instrumentation: ['piano'] } });
    expect(style.tags.Energy).toEqual(['low']);
    expect(style.tags.Mood).toEqual(['calm']);
    expect(style.tags.Instr).toContain('piano');
  });
});

import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { packageRoot } from '../../src/catalog/package-root.js';
import { readData } from '../../src/catalog/read.js';
import type { LineFrame } from '../../src/domain/line-data.js';
import { sdsSchema } from '../../src/domain/spec.js';
import { profanityGuard } from '../../src/guards/profanity.js';
import { conflictOf, parseTag, settleTags, type Tag } from '../../src/guards/tags.js';
import { termGuard } from '../../src/guards/terms.js';
import { hookCount } from '../../src/prosody/hook.js';
import { lastWord } from '../../src/prosody/tokens.js';
import { catalog, pronounce, tables } from '../fixtures/song.js';

const root = packageRoot();
const blueprints = catalog.blueprints();
const { frames, themes, hooks } = catalog.lines();
const { tags, conflicts, engines, profanity } = tables;
const filesIn = (...path: string[]) => readdirSync(join(root, ...path)).filter((name) => name.endsWith('.json'));
const allTags = tags.categories.flatMap(({ name, values }) => values.map((value): Tag => ({ category: name, value })));
const known = new Set(allTags.map(({ category, value }) => `${category}:${value}`.toLowerCase()));
const whole = (frame: LineFrame) => frame.ends.map((end) => frame.text.replace('{}', end));
const twice = <Value>(values: readonly Value[]) => values.filter((value, at) => values.indexOf(value) !== at);

describe('data files', () => {
  it('parse, every one of them', () => {
    expect(blueprints).toHaveLength(filesIn('blueprints').length);
    expect(themes).toHaveLength(filesIn('taxonomies', 'themes').length);
    expect(frames.length).toBeGreaterThan(filesIn('taxonomies', 'lines').length);
    for (const table of [tags.categories, conflicts.pairs, engines.engines, profanity.strong, hooks]) expect(table.length).toBeGreaterThan(0);
  });

  it('include examples that are valid specs', () => {
    for (const name of filesIn('examples')) expect(() => readData(join(root, 'examples', name), sdsSchema), name).not.toThrow();
  });
});

describe('tags', () => {
  it('stand once each', () => {
    expect(twice(allTags.map(({ category, value }) => `${category}:${value}`.toLowerCase()))).toEqual([]);
    expect(twice(tags.categories.map(({ name }) => name))).toEqual([]);
  });

  it('come back in their own spelling when they are written in capitals', () => {
    for (const tag of allTags) expect(parseTag(`${tag.category}:${tag.value}`.toUpperCase(), tags)).toEqual(tag);
  });
});

describe('conflicts', () => {
  const name = (text: string) => text.toLowerCase();

  it('are between two known tags', () => {
    const strangers = conflicts.pairs.flatMap(({ a, b }) => [a, b]).filter((tag) => !known.has(name(tag)));
    expect([...new Set(strangers)]).toEqual([]);
  });

  it('are unique: a pair stands once, in one order', () => {
    expect(twice(conflicts.pairs.map(({ a, b }) => [name(a), name(b)].sort().join(' | ')))).toEqual([]);
  });

  it('are never of a tag with itself', () => {
    expect(conflicts.pairs.filter(({ a, b }) => name(a) === name(b))).toEqual([]);
  });

  it('hold both ways', () => {
    for (const { a, b, reason } of conflicts.pairs) {
      const [x, y] = [parseTag(a, tags), parseTag(b, tags)];
      expect(conflictOf(x, y, conflicts), `${a} | ${b}`).toBe(reason);
      expect(conflictOf(y, x, conflicts), `${b} | ${a}`).toBe(reason);
    }
  });

  it('give every energy a tempo range inside what a spec may ask for', () => {
    expect(Object.keys(conflicts.energy_tempo).sort()).toEqual(['anthemic', 'high', 'low', 'medium']);
    for (const [slow, fast] of Object.values(conflicts.energy_tempo)) {
      expect(slow).toBeGreaterThanOrEqual(40);
      expect(fast).toBeLessThanOrEqual(220);
      expect(slow).toBeLessThan(fast);
    }
  });
});

describe.each(blueprints.map((blueprint) => [blueprint.slug, blueprint] as const))('the blueprint %s', (slug, { rules, genre, aliases, eval_rubric }) => {
  const wished = rules.tags.map((tag) => parseTag(tag, tags));

  it('has tags that the taxonomy knows, in its spelling', () => {
    expect(rules.tags.filter((tag) => !known.has(tag.toLowerCase()))).toEqual([]);
    expect(wished.map(({ category, value }) => `${category}:${value}`)).toEqual(rules.tags);
  });

  it('has no tags in conflict and none too many, with its energy and any three of its instruments', () => {
    expect(settleTags(wished, tags, conflicts).dropped).toEqual([]);
    const more = [{ category: 'Energy', value: rules.energy }, ...rules.instruments.map((value) => ({ category: 'Instr', value }))];
    const clashes = more.flatMap((one) => wished.map((tag) => conflictOf(one, tag, conflicts)));
    expect(clashes.filter((reason) => reason !== null)).toEqual([]);
  });

  it('is found by its slug, its name and every alias, and shares none of them', () => {
    for (const name of [slug, genre, ...aliases]) expect(catalog.findBlueprint(name).slug).toBe(slug);
  });

  it('has themes that the offline writer knows, so that a song without wishes is about something', () => {
    const words = rules.themes.flatMap((theme) => theme.toLowerCase().split(/[^a-z]+/));
    const met = themes.filter(({ slug: pack, keywords }) => [pack, ...keywords].some((keyword) => words.includes(keyword.toLowerCase())));
    expect(met.length).toBeGreaterThan(0);
  });

  it('is energetic at its own tempo', () => {
    const [slow, fast] = conflicts.energy_tempo[rules.energy];
    expect(rules.tempo_bpm[0]).toBeGreaterThanOrEqual(slow);
    expect(rules.tempo_bpm[1]).toBeLessThanOrEqual(fast);
  });

  it('asks for at least .80, as every genre does', () => {
    expect(eval_rubric.thresholds.min_total).toBeGreaterThanOrEqual(0.8);
  });

  it('uses a form that has the sections it requires', () => {
    expect(rules.required_sections.filter((type) => !rules.section_order.includes(type))).toEqual([]);
  });

  it('does not ban a word that it likes', () => {
    const banned = termGuard([...rules.banned_terms, ...rules.lexicon_negative]);
    expect(rules.lexicon_positive.filter((word) => banned(word) !== null)).toEqual([]);
  });
});

describe('engines', () => {
  const suno = engines.engines.find(({ engine }) => engine === 'suno');

  it.each([
    ['V4', 200, 3000, 80, 240],
    ['V4_5ALL', 1000, 5000, 80, 480],
    ['V4_5', 1000, 5000, 100, 480],
    ['V4_5PLUS', 1000, 5000, 100, 480],
    ['V5', 1000, 5000, 100, null],
    ['V5_5', 1000, 5000, 100, null],
  ])('suno %s takes a style of %i, lyrics of %i and a title of %i characters', (model, style_max, lyrics_max, title_max, max_duration_sec) => {
    const row = suno?.models.find((one) => one.model === model);
    expect(row).toMatchObject({ limits: { style_max, lyrics_max, title_max }, max_duration_sec });
  });

  it('stand once each, with a default model among their models', () => {
    expect(twice(engines.engines.map(({ engine }) => engine))).toEqual([]);
    for (const { models, default_model } of engines.engines) {
      const names = models.map(({ model }) => model);
      expect(names).toContain(default_model);
      expect(twice(names.map((one) => one.toLowerCase()))).toEqual([]);
    }
  });

  it('take a whole prompt that has room for style, lyrics and title', () => {
    for (const { engine, models } of engines.engines) {
      for (const { model, limits } of models) {
        expect(limits.prompt_max, `${engine} ${model}`).toBeGreaterThanOrEqual(limits.style_max + limits.lyrics_max + limits.title_max);
      }
    }
  });
});

describe('lines of the offline writer', () => {
  const guard = profanityGuard(profanity);

  it('end in words that the dictionary knows, or their rhyme would be a guess', () => {
    const guessed = frames.flatMap(whole).filter((line) => !pronounce(lastWord(line)).known);
    expect(guessed).toEqual([]);
  });

  it('hold nothing profane', () => {
    expect(frames.flatMap(whole).filter((line) => guard(line).length > 0)).toEqual([]);
  });

  it('hold no term that a genre bans', () => {
    const banned = termGuard(blueprints.flatMap(({ rules }) => rules.banned_terms));
    expect(frames.flatMap(whole).filter((line) => banned(line) !== null)).toEqual([]);
  });

  it('have each ending once', () => {
    expect(frames.filter(({ ends }) => twice(ends).length > 0).map(({ text }) => text)).toEqual([]);
    expect(twice(frames.flatMap(whole))).toEqual([]);
  });

  it('are for themes that exist', () => {
    const slugs = new Set(['any', ...themes.map(({ slug }) => slug)]);
    expect(frames.filter((frame) => frame.themes.some((theme) => !slugs.has(theme))).map(({ text }) => text)).toEqual([]);
  });

  it('do not say "I" in the third person or in no person', () => {
    const speaks = /(?<!hand-)\b(?:I|my|mine|me|we|us|our)\b/;
    expect(
      frames
        .filter(({ pov }) => pov === '3rd' || pov === 'any')
        .flatMap(whole)
        .filter((line) => speaks.test(line)),
    ).toEqual([]);
  });
});

describe('ways to sing a hook', () => {
  it('stand once each, hold the hook word for word, and end in it', () => {
    expect(twice(hooks)).toEqual([]);
    for (const way of hooks) {
      const line = way.replaceAll('{hook}', 'Paper Boats');
      expect(hookCount(line, 'paper boats'), way).toBeGreaterThan(0);
      expect(lastWord(line), way).toBe('boats');
    }
  });
});

import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { openCatalog } from '../../src/catalog/catalog.js';
import { packageRoot } from '../../src/catalog/package-root.js';
import { AmcsError } from '../../src/domain/error.js';
import { catalog as ours, thrownBy } from '../fixtures/song.js';

const folders: string[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

/** A catalog whose user has these files in blueprints/. */
function withOwn(files: Record<string, unknown>) {
  const home = mkdtempSync(join(tmpdir(), 'amcs-genres-'));
  folders.push(home);
  mkdirSync(join(home, 'blueprints'));
  for (const [name, content] of Object.entries(files)) {
    writeFileSync(join(home, 'blueprints', name), typeof content === 'string' ? content : JSON.stringify(content));
  }
  return openCatalog(packageRoot(), home);
}

const pop = ours.findBlueprint('pop');
const fault = (act: () => unknown) => {
  const thrown = thrownBy(act);
  if (!(thrown instanceof AmcsError)) throw thrown;
  return thrown;
};

describe('a blueprint of one’s own', () => {
  const surf = {
    extends: 'rock',
    genre: 'Surf Rock',
    aliases: ['surf'],
    rules: { tempo_bpm: [140, 172], rhyme_scheme: { Verse: 'AABB' }, mix: { space: 'a tank of springs' } },
  };

  it('says only what differs from the one it extends: objects field by field, lists and values as a whole', () => {
    const catalog = withOwn({ 'surf-rock.json': surf });
    const rock = ours.findBlueprint('rock');
    const found = catalog.findBlueprint('surf');
    expect(found).toEqual({
      ...rock,
      genre: 'Surf Rock',
      slug: 'surf-rock',
      aliases: ['surf'],
      rules: {
        ...rock.rules,
        tempo_bpm: [140, 172],
        rhyme_scheme: { ...rock.rules.rhyme_scheme, Verse: 'AABB' },
        mix: { ...rock.rules.mix, space: 'a tank of springs' },
      },
    });
    expect(catalog.findBlueprint('rock')).toEqual(rock);
    expect(catalog.findBlueprint('hard rock')).toEqual(rock);
    expect(catalog.blueprints()).toHaveLength(ours.blueprints().length + 1);
    expect(catalog.ownBlueprints()).toEqual({ slugs: ['surf-rock'], broken: [] });
  });

  it('takes an optional field out with null', () => {
    const found = withOwn({
      'slow-show.json': { extends: 'musical-theatre', genre: 'Slow Show', rules: { key_lift: null, tempo_bpm: [60, 80] } },
    }).findBlueprint('slow-show');
    expect(found.rules).not.toHaveProperty('key_lift');
  });

  it('does not answer to the aliases of its model', () => {
    const catalog = withOwn({ 'my-pop.json': { extends: 'pop', genre: 'My Pop' } });
    expect(catalog.findBlueprint('my pop').aliases).toEqual([]);
    expect(catalog.findBlueprint('top 40').slug).toBe('pop');
  });

  it('replaces a built-in one whose slug it has, and keeps its names', () => {
    const catalog = withOwn({ 'anything.json': { extends: 'pop', slug: 'pop', rules: { tempo_bpm: [99, 101] } } });
    expect(catalog.findBlueprint('top 40')).toEqual({ ...pop, rules: { ...pop.rules, tempo_bpm: [99, 101] } });
    expect(catalog.blueprints()).toHaveLength(ours.blueprints().length);
  });

  it('may be a whole one, and its alias goes before ours but not before a slug', () => {
    const catalog = withOwn({ 'acid-jazz.json': { ...pop, genre: 'Acid Jazz', slug: 'acid-jazz', aliases: ['top 40', 'rock'] } });
    expect(catalog.findBlueprint('top 40').slug).toBe('acid-jazz');
    expect(catalog.findBlueprint('rock').slug).toBe('rock');
  });

  it('gives a run another snapshot than its model', () => {
    const catalog = withOwn({ 'surf-rock.json': surf });
    expect(catalog.snapshot('surf').hash).not.toBe(catalog.snapshot('rock').hash);
    expect(catalog.snapshot('rock').hash).toBe(ours.snapshot('rock').hash);
  });
});

describe('a broken blueprint of one’s own', () => {
  it.each([
    ['an unknown field', { extends: 'pop', genre: 'X', rules: { grove: 'swing' } }, 'x.json: rules.grove is not a known field.', 'groove'],
    ['a value of the wrong kind', { extends: 'pop', genre: 'X', rules: { tempo_bpm: 'fast' } }, 'x.json: rules.tempo_bpm', ''],
    ['a model that is none', { extends: 'popp', genre: 'X' }, 'x.json: extends is "popp", which is no built-in genre.', 'pop'],
    ['a model that is no name', { extends: ['pop'], genre: 'X' }, 'x.json: extends is not the slug of a built-in genre.', ''],
    ['no name of its own', { extends: 'pop' }, 'x.json: genre is missing', ''],
    [
      'a form whose section has nothing',
      { extends: 'pop', genre: 'X', rules: { section_order: ['Verse', 'Chorus', 'Solo'], section_bars: { Solo: null } } },
      'x.json: rules.section_bars has no entry for Solo',
      '',
    ],
    ['text that is no JSON', '{"extends": "pop",, }', 'x.json', ''],
    ['a list', [], 'x.json', ''],
    ['less than a blueprint', { genre: 'X', slug: 'x' }, 'x.json: ', 'docs'],
  ])('is told with file and field: %s', (_, content, message, hint) => {
    const catalog = withOwn({ 'x.json': content });
    const [broken] = catalog.ownBlueprints().broken;
    expect(broken?.error.code).toBe('DATA_BROKEN');
    expect(broken?.error.message).toContain(message);
    if (hint !== 'docs') expect(broken?.error.hint).toContain(hint);
  });

  it('does not touch the other genres, and is told to whoever asks for it', () => {
    const catalog = withOwn({ 'pop.json': '{', 'ok.json': { extends: 'pop', genre: 'Fine' } });
    expect(catalog.findBlueprint('rock').slug).toBe('rock');
    expect(catalog.findBlueprint('fine').slug).toBe('ok');
    expect(catalog.blueprints().map(({ slug }) => slug)).toContain('pop');
    expect(fault(() => catalog.findBlueprint('pop')).code).toBe('DATA_BROKEN');
    expect(fault(() => catalog.findBlueprint('nonesuch')).code).toBe('GENRE_UNKNOWN');
  });

  it('is one that has the slug of another file', () => {
    const catalog = withOwn({ 'a.json': { extends: 'pop', slug: 'mine', genre: 'A' }, 'b.json': { extends: 'rock', slug: 'mine', genre: 'B' } });
    expect(catalog.findBlueprint('mine').genre).toBe('A');
    expect(catalog.ownBlueprints().broken.map(({ file }) => file)).toEqual(['b.json']);
  });
});

import { describe, expect, it } from 'vitest';
import { type Blueprint, blueprintSchema } from '../../src/domain/blueprint.js';
import { keyAbove } from '../../src/domain/music.js';
import type { SectionType } from '../../src/domain/words.js';
import { parseTag } from '../../src/guards/tags.js';
import { hookCount } from '../../src/prosody/hook.js';
import { catalog, codesOf, linesOf, makeSong, planOf, resolve, tables } from '../fixtures/song.js';

const all = catalog.blueprints();
const each = all.map((blueprint) => [blueprint.slug, blueprint] as const);
const find = (slug: string) => catalog.findBlueprint(slug);

/** What people call the genres there must be, by slug, name and an alias. */
const wanted: [slug: string, ...names: string[]][] = [
  ['pop', 'Pop', 'top 40'],
  ['dance-pop', 'Dance Pop', 'eurodance'],
  ['k-pop', 'K-Pop', 'kpop'],
  ['hyperpop', 'Hyperpop', 'glitchcore'],
  ['rock', 'Rock', 'hard rock'],
  ['indie', 'Indie', 'indie/alternative', 'Alternative'],
  ['pop-punk', 'Pop Punk', 'skate punk'],
  ['metal', 'Metal', 'Heavy Metal'],
  ['folk', 'Folk', 'singer-songwriter folk'],
  ['country', 'Country', 'honky tonk'],
  ['bluegrass', 'Bluegrass', 'newgrass'],
  ['blues', 'Blues', '12-bar blues'],
  ['soul', 'Soul', 'Motown'],
  ['r-and-b', 'R&B', 'rnb', 'R and B'],
  ['hip-hop', 'Hip-Hop', 'rap'],
  ['trap', 'Trap', 'drill'],
  ['reggae', 'Reggae', 'rocksteady'],
  ['reggaeton', 'Reggaeton', 'reggaeton/latin pop', 'Latin Pop', 'Reggaetón'],
  ['afrobeats', 'Afrobeats', 'afropop'],
  ['edm', 'EDM', 'edm/house', 'House'],
  ['synthwave', 'Synthwave', 'retrowave'],
  ['lo-fi', 'Lo-Fi Hip-Hop', 'lofi'],
  ['jazz-standard', 'Jazz Standard', 'great american songbook'],
  ['gospel', 'Gospel', 'gospel/ccm', 'CCM'],
  ['hymn', 'Hymn', 'chorale'],
  ['christmas-pop', 'Christmas Pop', 'xmas'],
  ['childrens', "Children's", 'nursery rhyme'],
  ['musical-theatre', 'Musical Theatre', 'Broadway'],
  ['ballad', 'Ballad', 'power ballad'],
  ['sea-shanty', 'Sea Shanty', 'shanty'],
];

describe('the genres', () => {
  it.each(wanted)('have %s, by slug, name and alias', (slug, ...names) => {
    for (const name of [slug, ...names]) expect(find(name).slug, name).toBe(slug);
  });

  it('cite nothing that nobody opened', () => {
    for (const { basis, sources } of all) expect(sources.length > 0).toBe(basis === 'sources');
  });

  it('say of no two the same in words', () => {
    for (const field of ['groove', 'vocal'] as const) expect(new Set(all.map(({ rules }) => rules[field])).size).toBe(all.length);
  });
});

const shared = <Value>(a: readonly Value[], b: readonly Value[]) => {
  const [x, y] = [a, b].map((list) => new Set(list.map((one) => JSON.stringify(one)))) as [Set<string>, Set<string>];
  return [...x].filter((one) => y.has(one)).length / Math.min(x.size, y.size);
};
const tagOf = ({ rules }: Blueprint, category: string) => rules.tags.find((tag) => tag.startsWith(`${category}:`)) ?? 'none';
const sung = (blueprint: Blueprint) => [...(blueprint.rules.progressions.Verse ?? []), ...(blueprint.rules.progressions[hookHome(blueprint)] ?? [])];
const hookHome = ({ rules }: Blueprint): SectionType =>
  (['Chorus', 'Drop', 'Refrain', 'Bridge'] as const).find((type) => rules.section_order.includes(type)) ?? 'Verse';
const syllables = ({ rules }: Blueprint) => rules.syllables_per_line.sections.Verse ?? rules.syllables_per_line.default;

/** What a musician would hear or read off the sheet, each as "are these two the same in it". */
const alike: Record<string, (a: Blueprint, b: Blueprint) => boolean> = {
  tempo({ rules: { tempo_bpm: a } }, { rules: { tempo_bpm: b } }) {
    const overlap = Math.min(a[1], b[1]) - Math.max(a[0], b[0]);
    return overlap / (Math.max(a[1], b[1]) - Math.min(a[0], b[0])) > 0.66;
  },
  form: (a, b) => a.rules.section_order.join() === b.rules.section_order.join(),
  syllables: (a, b) => String(syllables(a)) === String(syllables(b)),
  scheme: (a, b) => a.rules.rhyme_scheme.Verse === b.rules.rhyme_scheme.Verse,
  hook: ({ rules: { hook: a } }, { rules: { hook: b } }) => a.strategy === b.strategy && a.repetition === b.repetition,
  harmony: (a, b) => shared(sung(a), sung(b)) > 0.5,
  keys: (a, b) => shared(a.rules.keys, b.rules.keys) > 0.7,
  instruments: (a, b) => shared(a.rules.instruments, b.rules.instruments) > 0.5,
  rhythm: (a, b) => tagOf(a, 'Rhythm') === tagOf(b, 'Rhythm'),
  voice: (a, b) => tagOf(a, 'Vocal') === tagOf(b, 'Vocal'),
  mix: (a, b) => tagOf(a, 'Mix') === tagOf(b, 'Mix'),
  words: (a, b) => shared(a.rules.lexicon_positive, b.rules.lexicon_positive) > 0.5,
  moods: (a, b) => shared(a.rules.mood, b.rules.mood) > 0.5,
  rubric: (a, b) => JSON.stringify(a.eval_rubric) === JSON.stringify(b.eval_rubric),
};
const LEAST_DIFFERENCES = 8;

describe('any two genres', () => {
  it(`differ in at least ${LEAST_DIFFERENCES} of ${Object.keys(alike).length} things that a musician notices`, () => {
    const close: string[] = [];
    for (const [at, a] of all.entries()) {
      for (const b of all.slice(at + 1)) {
        const same = Object.keys(alike).filter((name) => alike[name]?.(a, b));
        if (Object.keys(alike).length - same.length < LEAST_DIFFERENCES) close.push(`${a.slug} and ${b.slug}: ${same.join(', ')}`);
      }
    }
    expect(close).toEqual([]);
  });
});

const minor = /^(?:i|iv|v|bIII|bVI)(?![IViv])/;
const major = /^(?:I|ii|iii|vi)(?![IViv]|m?dim)/;

describe.each(each)('%s', (_, blueprint) => {
  const { rules } = blueprint;
  const order = new Set(rules.section_order);

  it('has sections whose lines, bars and groups go together', () => {
    for (const type of order) {
      const { min, max } = rules.section_lines[type] as { min: number; max: number };
      const bars = rules.section_bars[type] as number;
      const every = rules.line_forms?.[type]?.every;
      expect(bars, `${type} bars`).toBeGreaterThan(0);
      if (max === 0) continue;
      const usual = Math.min(Math.max(Math.round(bars / rules.bars_per_line), min), max);
      if (every !== undefined && usual > 1) expect(usual % every, `${type} holds whole groups`).toBe(0);
      for (const line of [...(rules.line_forms?.[type]?.answers ?? []), ...(rules.line_forms?.[type]?.repeats ?? []).flat()])
        expect(line).toBeLessThanOrEqual(every as number);
    }
    expect(rules.section_order.some((type) => (rules.section_lines[type]?.max ?? 0) > 0)).toBe(true);
  });

  it('has chords for every mode of its keys in every section', () => {
    const modes = new Set(rules.keys.map((key) => key.split(' ')[1]));
    for (const type of order) {
      const progressions = rules.progressions[type] ?? [];
      const isMajor = (chords: string[]) => chords.some((chord) => major.test(chord));
      const isMinor = (chords: string[]) => chords.some((chord) => minor.test(chord)) && !isMajor(chords);
      if (modes.has('minor'))
        expect(
          progressions.some((chords) => isMinor(chords) || !isMajor(chords)),
          `${type} in minor`,
        ).toBe(true);
      if (modes.has('major'))
        expect(
          progressions.some((chords) => isMajor(chords) || !isMinor(chords)),
          `${type} in major`,
        ).toBe(true);
    }
  });

  it('names instruments that the taxonomy of tags knows', () => {
    const strangers = rules.instruments.filter((one) => parseTag(`Instr:${one}`, tables.tags).category !== 'Instr' || !knownInstrument(one));
    expect(strangers).toEqual([]);
  });

  it('writes a song that passes without a repair, with its hook where it has one', () => {
    const { scores, plan, lyrics } = makeSong({ title: 'The Last Bus Home', blueprint_ref: { genre: blueprint.slug } }, 41);
    expect(scores.passed, `${scores.total} ${codesOf(scores).join()}`).toBe(true);
    expect(linesOf(lyrics).filter((line) => hookCount(line, plan.hook.phrase) > 0).length).toBeGreaterThanOrEqual(Math.min(plan.hook.count, 1));
  });
});

const instruments = new Set(tables.tags.categories.find(({ name }) => name === 'Instr')?.values);
const knownInstrument = (name: string) => instruments.has(name);

describe('what musicians know of a genre', () => {
  const tempo = (slug: string) => find(slug).rules.tempo_bpm;
  const planned = (genre: string) => planOf(resolve({ blueprint_ref: { genre } }));
  const words = (genre: string) => planned(genre).sections.reduce((sum, { lines, syllables: own }) => sum + lines.target * (own[0] as number), 0);

  it('a jazz standard is thirty-two bars, AABA, and each A comes home to the title', () => {
    const { sections } = planned('jazz-standard');
    const tune = sections.slice(1, 5);
    expect(tune.map(({ type }) => type)).toEqual(['Verse', 'Verse', 'Bridge', 'Verse']);
    expect(tune.map(({ bars }) => bars)).toEqual([8, 8, 8, 8]);
    const { lyrics, plan } = makeSong({ blueprint_ref: { genre: 'jazz-standard' } });
    for (const { type, lines } of lyrics.sections) if (type === 'Verse') expect(hookCount(lines.at(-1)?.text ?? '', plan.hook.phrase)).toBe(1);
  });

  it('a blues is twelve bars whose second line says the first again', () => {
    const verse = makeSong({ blueprint_ref: { genre: 'blues' } }).lyrics.sections.find(({ type }) => type === 'Verse');
    expect(planned('blues').sections.find(({ type }) => type === 'Verse')?.bars).toBe(12);
    expect(verse?.lines[1]?.text).toBe(verse?.lines[0]?.text);
  });

  it('dance music has tempos of its own', () => {
    expect(tempo('reggaeton')).toEqual([88, 100]);
    expect(tempo('afrobeats')).toEqual([95, 120]);
    expect(tempo('lo-fi')).toEqual([70, 90]);
    expect(tempo('trap')).toEqual([130, 160]);
    expect(tempo('edm')[0]).toBeGreaterThanOrEqual(118);
  });

  it('EDM builds and drops with few words, and its drop is the hook', () => {
    const { section_order } = find('edm').rules;
    for (const [at, type] of section_order.entries()) if (type === 'Drop') expect(section_order[at - 1]).toBe('PreChorus');
    expect(section_order).not.toContain('Chorus');
    expect(words('edm')).toBeLessThan(words('pop') * 0.7);
    expect(words('lo-fi')).toBeLessThan(words('pop') * 0.5);
    const { lyrics, plan } = makeSong({ blueprint_ref: { genre: 'edm' } });
    const drop = lyrics.sections.find(({ type }) => type === 'Drop');
    expect(drop?.lines.filter(({ text }) => hookCount(text, plan.hook.phrase) > 0).length).toBeGreaterThanOrEqual(3);
  });

  it('metal lives in minor, leans on the flat second and breaks down', () => {
    const { keys, progressions, section_order } = find('metal').rules;
    expect(keys.every((key) => key.endsWith('minor'))).toBe(true);
    expect(progressions.Verse?.some((chords) => chords.includes('bII'))).toBe(true);
    expect(section_order).toContain('Breakdown');
  });

  it('bluegrass takes three breaks and has no drums', () => {
    const { section_order, instruments: band } = find('bluegrass').rules;
    expect(section_order.filter((type) => type === 'Solo')).toHaveLength(3);
    expect(band.filter((one) => /drum|synth|808/.test(one))).toEqual([]);
  });

  it('a vamp of gospel and a verse of a shanty are answered', () => {
    for (const [slug, type] of [
      ['gospel', 'Outro'],
      ['soul', 'Outro'],
      ['reggae', 'Outro'],
      ['sea-shanty', 'Verse'],
    ] as const)
      expect(find(slug).rules.line_forms?.[type]?.answers, slug).toEqual([2]);
  });

  it('a children’s song says a line again, in words for small ones', () => {
    const { rules } = find('childrens');
    expect(rules.line_forms?.Verse?.repeats).toEqual([[2, 1]]);
    expect(rules.reading_level).toBe('grade 2');
    const song = makeSong({ blueprint_ref: { genre: 'childrens' } });
    expect(song.lyrics.issues.filter(({ field }) => field === 'lyrics.reading_level')).toEqual([]);
  });

  it('a show moves its key for the last chorus, unless the person says otherwise', () => {
    const { key, modulations } = planned('musical-theatre');
    expect(modulations).toEqual([keyAbove(key, 2)]);
    const asked = (own: object) => planOf(resolve({ blueprint_ref: { genre: 'musical-theatre' }, style: { key: own } })).modulations;
    expect(asked({ primary: 'C major' })).toEqual(['D major']);
    expect(asked({ primary: 'C major', modulations: [] })).toEqual([]);
    expect(planned('pop').modulations).toEqual([]);
  });

  it.each([
    ['C major', 1, 'Db major'],
    ['B minor', 2, 'C# minor'],
    ['Bb major', 2, 'C major'],
    ['E minor', 2, 'F# minor'],
    ['A minor', 1, 'Bb minor'],
    ['Eb major', 4, 'G major'],
  ])('%s and %i half steps are %s', (key, steps, above) => {
    expect(keyAbove(key, steps)).toBe(above);
  });

  it('k-pop has a lift and a dance break, trap begins with its hook', () => {
    expect(find('k-pop').rules.section_order).toEqual(expect.arrayContaining(['PreChorus', 'Breakdown', 'PostChorus']));
    expect(planned('k-pop').sections.find(({ type }) => type === 'Breakdown')?.lines.target).toBe(0);
    expect(find('trap').rules.section_order[1]).toBe('Chorus');
  });

  it('the hook is sung in the ways of the genre', () => {
    const { rules } = find('reggaeton');
    const { lyrics, plan } = makeSong({ blueprint_ref: { genre: 'reggaeton' } });
    const ways = new Set(rules.hook.ways?.map((way) => way.replaceAll('{hook}', plan.hook.phrase).toLowerCase()));
    const sungLines = linesOf(lyrics).filter((line) => hookCount(line, plan.hook.phrase) > 0);
    expect(sungLines.filter((line) => ways.has(line.toLowerCase())).length).toBeGreaterThan(sungLines.length / 2);
  });
});

/** Fields that a blueprint may do without. */
const OPTIONAL = new Set(['rules.line_forms', 'rules.hook.ways', 'rules.reading_level', 'rules.key_lift']);

describe('an incomplete blueprint', () => {
  const groups = ['', 'rules', 'rules.hook', 'rules.syllables_per_line', 'rules.mix', 'eval_rubric', 'eval_rubric.weights', 'eval_rubric.thresholds'];
  const at = (document: object, path: string) =>
    path
      .split('.')
      .filter(Boolean)
      .reduce<Record<string, unknown>>((inner, key) => inner[key] as Record<string, unknown>, document as Record<string, unknown>);
  const without = (blueprint: Blueprint, path: string, key: string) => {
    const copy = structuredClone(blueprint);
    delete at(copy, path)[key];
    return copy;
  };

  it.each(each)('is refused: %s with any of its fields left out', (_, blueprint) => {
    for (const path of groups) {
      for (const key of Object.keys(at(blueprint, path))) {
        const name = path === '' ? key : `${path}.${key}`;
        expect(blueprintSchema.safeParse(without(blueprint, path, key)).success, name).toBe(OPTIONAL.has(name));
      }
    }
  });

  it.each(each)('is refused: %s without what a section of its form needs', (_, blueprint) => {
    for (const type of new Set(blueprint.rules.section_order)) {
      for (const field of ['section_lines', 'section_bars', 'progressions', 'section_tags'])
        expect(blueprintSchema.safeParse(without(blueprint, `rules.${field}`, type)).success, `${field}.${type}`).toBe(false);
      if ((blueprint.rules.section_lines[type]?.max ?? 0) > 0)
        expect(blueprintSchema.safeParse(without(blueprint, 'rules.rhyme_scheme', type)).success, `rhyme_scheme.${type}`).toBe(false);
    }
  });

  it('is refused for a field that nobody knows, a basis that is none, and a rubric below .80', () => {
    const pop = find('pop');
    expect(blueprintSchema.safeParse({ ...pop, grove: 1 }).success).toBe(false);
    expect(blueprintSchema.safeParse({ ...pop, basis: 'sources' }).success).toBe(false);
    const low = { ...pop.eval_rubric, thresholds: { ...pop.eval_rubric.thresholds, min_total: 0.79 } };
    expect(blueprintSchema.safeParse({ ...pop, eval_rubric: low }).success).toBe(false);
  });
});

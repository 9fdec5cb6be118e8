import { describe, expect, it } from 'vitest';
import { hookPhrase } from '../../skills/plan/hook.js';
import type { Plan } from '../../src/domain/artifacts.js';
import { barsToSeconds } from '../../src/domain/music.js';
import { catalog, codesOf, makeSong, planOf, resolve, tables, type Written } from '../fixtures/song.js';

const plan = (written: Written = {}, seed = 1): Plan => planOf(resolve(written, seed));
const genres = catalog.blueprints().map(({ slug }) => slug);
const seeds = Array.from({ length: 40 }, (_, seed) => seed);
const linesOfPlan = ({ sections }: Plan) => sections.reduce((sum, { lines }) => sum + lines.target, 0);

describe.each(genres)('the plan of a %s song', (genre) => {
  const { rules } = catalog.findBlueprint(genre);
  const usual = plan({ blueprint_ref: { genre } });

  it('has durations that are bars × beats × 60 / tempo, and add up', () => {
    for (const { bars, duration_sec } of usual.sections) expect(duration_sec).toBe(barsToSeconds(bars, usual.tempo_bpm, usual.time_signature));
    const sum = usual.sections.reduce((total, { duration_sec }) => total + duration_sec, 0);
    expect(usual.duration_sec).toBeCloseTo(sum, 2);
  });

  it("follows the genre's form, line ranges and bands", () => {
    expect(usual.sections.map(({ type }) => type)).toEqual(rules.section_order);
    for (const { lines } of usual.sections) {
      expect(lines.target === 0 || lines.target >= lines.min).toBe(true);
      expect(lines.target).toBeLessThanOrEqual(lines.max);
    }
    expect(linesOfPlan(usual)).toBeGreaterThan(0);
  });

  it('decides a tempo, a key and at most three instruments inside what the genre has', () => {
    for (const seed of seeds) {
      const { tempo_bpm, key, instruments, issues } = plan({ blueprint_ref: { genre } }, seed);
      expect(tempo_bpm).toBeGreaterThanOrEqual(rules.tempo_bpm[0]);
      expect(tempo_bpm).toBeLessThanOrEqual(rules.tempo_bpm[1]);
      expect(rules.keys).toContain(key);
      expect(instruments).toHaveLength(3);
      expect(instruments.every((one) => rules.instruments.includes(one))).toBe(true);
      expect(codesOf({ issues })).toEqual([]);
    }
  });

  it('meets an asked duration within 30 seconds, or says that it cannot', () => {
    for (const duration_sec of [60, 90, 120, 150, 180, 210, 240, 300]) {
      const { duration_sec: got, issues } = plan({ blueprint_ref: { genre }, lyrics: { constraints: { duration_sec } } });
      expect(Math.abs(got - duration_sec) <= 30, `${duration_sec} s asked for, ${got} s planned`).toBe(!codesOf({ issues }).includes('DURATION_UNREACHABLE'));
    }
  });

  it('can last two and a half, three and four minutes', () => {
    for (const duration_sec of [150, 180, 240]) {
      const { duration_sec: got } = plan({ blueprint_ref: { genre }, lyrics: { constraints: { duration_sec } } });
      expect(Math.abs(got - duration_sec), `${duration_sec} s asked for, ${got} s planned`).toBeLessThanOrEqual(30);
    }
  });

  it('keeps to an asked number of lines, down to the least that its sections have', () => {
    const least = usual.sections.reduce((sum, { lines }) => sum + lines.min, 0);
    for (const max_lines of [least, least + 1, least + 5, 200]) {
      const made = plan({ blueprint_ref: { genre }, lyrics: { constraints: { max_lines } } });
      expect(linesOfPlan(made)).toBeLessThanOrEqual(max_lines);
      for (const { lines } of made.sections) expect(lines.target).toBeGreaterThanOrEqual(Math.min(lines.min, lines.target || lines.min));
    }
    const both = plan({ blueprint_ref: { genre }, lyrics: { constraints: { max_lines: least + 2, duration_sec: 600 } } });
    expect(linesOfPlan(both)).toBeLessThanOrEqual(least + 2);
  });
});

describe('the tempo', () => {
  it('of a range lies where it meets the range of the genre, and reaches both ends', () => {
    const tempos = seeds.map((seed) => plan({ style: { tempo_bpm: [40, 99] } }, seed).tempo_bpm);
    expect(new Set(tempos)).toEqual(new Set([96, 97, 98, 99]));
  });

  it('asked for by number is kept outside the genre, with a warning', () => {
    const { tempo_bpm, issues } = plan({ style: { tempo_bpm: 60, energy: 'low' } });
    expect(tempo_bpm).toBe(60);
    expect(issues).toMatchObject([
      { code: 'TEMPO_OUTSIDE_BLUEPRINT', severity: 'warning', field: 'style.tempo_bpm', message: expect.stringContaining('96 to 128') },
    ]);
  });

  it('asked for by number inside the genre is kept without one', () => {
    for (const bpm of [96, 110, 128]) expect(plan({ style: { tempo_bpm: bpm } })).toMatchObject({ tempo_bpm: bpm, issues: [] });
  });

  it('of a range that misses the genre altogether stays in the range, with a warning', () => {
    for (const seed of seeds) {
      const { tempo_bpm, issues } = plan({ style: { tempo_bpm: [140, 143], energy: 'high' } }, seed);
      expect([140, 141, 142, 143]).toContain(tempo_bpm);
      expect(codesOf({ issues })).toEqual(['TEMPO_OUTSIDE_BLUEPRINT']);
    }
  });

  it('that pulls against the energy is told', () => {
    expect(codesOf(plan({ style: { tempo_bpm: 60, energy: 'anthemic' } }))).toContain('ENERGY_TEMPO');
    expect(codesOf(plan({ style: { tempo_bpm: 120, energy: 'anthemic' } }))).toEqual([]);
  });
});

describe('instruments', () => {
  it('asked for are highlighted up to three, in their order, and the rest is named', () => {
    const { instruments, issues } = plan({ style: { instrumentation: ['brass', 'upright bass', 'brass', 'handclaps', 'sleigh bells', 'harp'] } });
    expect(instruments).toEqual(['brass', 'upright bass', 'handclaps']);
    expect(issues).toMatchObject([{ code: 'INSTRUMENTS_LEFT_OUT', message: expect.stringMatching(/sleigh bells, harp/) }]);
  });

  it('are never those that the spec does not want', () => {
    const unwanted = catalog.findBlueprint('pop').rules.instruments.slice(0, 4);
    for (const seed of seeds.slice(0, 10)) {
      const { instruments } = plan({ style: { negative_tags: unwanted.map((one) => `Instr:${one}`) } }, seed);
      expect(instruments.filter((one) => unwanted.includes(one))).toEqual([]);
    }
  });
});

describe('wishes', () => {
  it('for sections count lines and hooks', () => {
    const { sections } = plan({
      lyrics: { constraints: { section_requirements: { Verse: { min_lines: 6, max_lines: 6 }, Chorus: { must_end_with_hook: true } } } },
    });
    for (const section of sections) {
      if (section.type === 'Verse') expect(section.lines).toEqual({ min: 6, max: 6, target: 6 });
      expect(section.must_end_with_hook).toBe(section.type === 'Chorus');
    }
  });

  it('for rhyme and syllables reach every section that is sung', () => {
    const { sections } = plan({ lyrics: { rhyme_scheme: 'ABCB', syllables_per_line: [8, 6] } });
    for (const { rhyme_scheme, syllables, lines } of sections.filter(({ lines: own }) => own.max > 0)) {
      expect([rhyme_scheme, syllables, lines.max > 0]).toEqual(['ABCB', [8, 6], true]);
    }
  });

  it('that nothing serves yet are told one by one, and no others are', () => {
    const { issues } = plan({ persona: { name: 'X', influences: ['Y'] }, lyrics: { given: '[Verse]\nmine', reading_level: 'ornate' } });
    expect(issues.map(({ code, field }) => `${code} ${field}`)).toEqual(['NOT_YET lyrics.reading_level', 'GIVEN_FORM lyrics.given']);
  });

  it('for another language are told to be measured in part', () => {
    expect(codesOf(plan({ lyrics: { language: 'de' } }))).toEqual(['LANGUAGE_NOT_MEASURED']);
  });

  it('for no hooks are told, and plan none', () => {
    const { hook, issues } = plan({ producer_notes: { hooks: 0 } });
    expect(hook).toMatchObject({ count: 0, per_chorus: 0 });
    expect(codesOf({ issues })).toEqual(['HOOKS_ZERO']);
  });

  it('at the edge of what a spec may say still make a plan that keeps its contract', () => {
    const edges: Written[] = [
      { style: { time_signature: '12/2', tempo_bpm: 40 } },
      { style: { time_signature: '2/8', tempo_bpm: 220 } },
      { title: 'a'.repeat(100) },
      {
        lyrics: {
          section_order: Array.from({ length: 24 }, (_, at) => (at % 2 ? 'Chorus' : 'Verse')),
          constraints: { section_requirements: { Verse: { min_lines: 32 }, Chorus: { min_lines: 32 } } },
        },
      },
      { lyrics: { constraints: { duration_sec: 20 } } },
      { lyrics: { constraints: { duration_sec: 600 } } },
      { lyrics: { constraints: { section_requirements: { Chorus: { min_lines: 0, max_lines: 0 } } } } },
    ];
    for (const written of edges) expect(() => plan(written), JSON.stringify(written).slice(0, 80)).not.toThrow();
  });
});

describe('sections', () => {
  it('are numbered by type, and a chorus repeats the first word for word', () => {
    const { sections } = plan({ lyrics: { section_order: ['Verse', 'Chorus', 'Verse', 'Chorus', 'Bridge', 'Chorus'] } });
    expect(sections.map(({ id }) => id)).toEqual(['verse-1', 'chorus-1', 'verse-2', 'chorus-2', 'bridge-1', 'chorus-3']);
    expect(sections.map(({ repeat_of }) => repeat_of)).toEqual([null, null, null, 'chorus-1', null, 'chorus-1']);
  });

  it('of one type have one length, whatever is wished, or their lines would not match', () => {
    for (const constraints of [{ max_lines: 29 }, { max_lines: 33 }, { duration_sec: 100 }, { duration_sec: 250 }]) {
      const { sections } = plan({ lyrics: { constraints } });
      for (const type of new Set(sections.map((section) => section.type))) {
        expect(new Set(sections.filter((section) => section.type === type).map(({ lines }) => lines.target)).size, type).toBe(1);
      }
    }
  });

  it('get a chorus of six lines where the repetition is hook-heavy', () => {
    const { sections } = plan({ lyrics: { repetition_policy: 'hook-heavy' } });
    for (const { lines } of sections.filter(({ type }) => type === 'Chorus')) expect(lines.target).toBeGreaterThanOrEqual(6);
  });
});

describe('the hook', () => {
  it.each([
    ['Elf On Overtime', 'Elf On Overtime'],
    ['Stay (Acoustic Version)', 'Stay'],
    ['Stay [Live]', 'Stay'],
    ['Roadtrip: Part Two', 'Roadtrip'],
    ['Half — And Half', 'Half'],
    ['One Two Three Four Five Six Seven Eight', 'One Two Three Four Five Six Seven'],
    ['How to Lose a Ferry and Broken Tambourine', 'How to Lose a Ferry'],
    ['The Unbearable Weight of All of the Laundry', 'The Unbearable Weight of All'],
    ['Hello, World.', 'Hello, World'],
    ['S.O.S.', 'S.O.S.'],
    ['(Interlude)', 'Interlude'],
    ['Well-Worn Shoes', 'Well-Worn Shoes'],
  ])('of the title %j is %j', (title, phrase) => {
    expect(hookPhrase(title)).toBe(phrase);
  });

  it('that is a part of the title is told', () => {
    expect(codesOf(plan({ title: 'Stay (Acoustic Version)' }))).toEqual(['HOOK_SHORTENED']);
  });

  it.each([
    ['chant', 3],
    ['lyrical', 2],
    ['call-response', 2],
    ['melodic', 1],
  ])('sung as a %s comes %i times in a chorus', (hook_strategy, times) => {
    const { hook, sections } = plan({ lyrics: { hook_strategy } });
    expect(hook.per_chorus).toBe(times);
    expect(hook.count).toBe(times * sections.filter(({ type }) => type === 'Chorus').length);
  });

  it('fits the band that it is measured by', () => {
    for (const genre of genres) {
      for (const hook_strategy of ['chant', 'lyrical', 'call-response', 'melodic']) {
        const made = plan({ blueprint_ref: { genre }, lyrics: { hook_strategy } });
        const share = made.hook.count / linesOfPlan(made);
        expect(share, `${genre} ${hook_strategy}`).toBeGreaterThanOrEqual(made.targets.hook_band[0] - 0.001);
        expect(share, `${genre} ${hook_strategy}`).toBeLessThanOrEqual(made.targets.hook_band[1]);
      }
    }
  });

  it.each(['!!!', '🎄', '…'])('of a title without words does not doom the song: %s', (title) => {
    expect(makeSong({ title }).scores.passed).toBe(true);
  });
});

describe('a seed', () => {
  it('gives the same plan again, and another one another', () => {
    expect(plan({}, 5)).toEqual(plan({}, 5));
    const made = seeds.map((seed) => {
      const { tempo_bpm, key, instruments } = plan({}, seed);
      return `${tempo_bpm} ${key} ${instruments.join()}`;
    });
    expect(new Set(made).size).toBeGreaterThan(35);
  });

  it('does not change what was asked for', () => {
    const wishes = { style: { tempo_bpm: 100, key: { primary: 'C major' }, instrumentation: ['piano'] } };
    const strip = ({ tempo_bpm, key, instruments, sections }: Plan) => ({ tempo_bpm, key, instruments, sections });
    expect(strip(plan(wishes, 1))).toEqual(strip(plan(wishes, 2)));
  });
});

describe('the tables', () => {
  it('are what the plan rests on, and nothing is changed in them', () => {
    const before = JSON.stringify([catalog.blueprints(), tables.conflicts]);
    plan({ lyrics: { constraints: { max_lines: 30, duration_sec: 120 } } });
    expect(JSON.stringify([catalog.blueprints(), tables.conflicts])).toBe(before);
  });
});

import { describe, expect, it } from 'vitest';
import type { Lyrics, Plan } from '../../src/domain/artifacts.js';
import { termGuard } from '../../src/guards/terms.js';
import { hookCount } from '../../src/prosody/hook.js';
import { lineEnd } from '../../src/prosody/rhyme.js';
import { checkScheme, rhymeLabels } from '../../src/prosody/scheme.js';
import { catalog, codesOf, linesOf, makeSong, pronounce, type Song, textsOf, type Written } from '../fixtures/song.js';

const genres = catalog.blueprints().map(({ slug }) => slug);
const spec: Written = { title: 'Half a Tank of Gas' };

/** Rhyme tiers of every pair that the plan's schemes ask for, the hook's own repeats left out. */
function tiers({ plan, lyrics }: Song) {
  return lyrics.sections.flatMap((section) => {
    const scheme = plan.sections.find(({ id }) => id === section.id)?.rhyme_scheme ?? 'X';
    const texts = textsOf(section);
    const ends = texts.map((text) => lineEnd(text, pronounce));
    const holds = (at: number) => hookCount(texts[at] ?? '', plan.hook.phrase) > 0;
    return checkScheme(ends, rhymeLabels(scheme, texts.length))
      .filter(({ line, partner, tier }) => !(tier === 'same' && holds(line) && holds(partner)))
      .map(({ tier }) => tier);
  });
}

function choruses({ plan, lyrics }: Song): string[][] {
  return lyrics.sections.filter(({ type }) => type === 'Chorus').map((section) => textsOf(section).filter((text) => hookCount(text, plan.hook.phrase) > 0));
}

function verseLines({ lyrics }: { lyrics: Lyrics }): string[] {
  return lyrics.sections.filter(({ type }) => type === 'Verse').flatMap(textsOf);
}

const targetOf = (plan: Plan, id: string, at: number) => {
  const pattern = plan.sections.find((section) => section.id === id)?.syllables as number[];
  return pattern[at % pattern.length] as number;
};

describe('the offline writer obeys', () => {
  it.each(genres)('the plan of a %s song: sections, line counts, and it says what it cannot meet', (genre) => {
    const { plan, lyrics, scores } = makeSong({ ...spec, blueprint_ref: { genre } }, 3);
    const sung = plan.sections.filter(({ lines }) => lines.target > 0);
    expect(lyrics.sections.map(({ id, lines }) => [id, lines.length])).toEqual(sung.map(({ id, lines }) => [id, lines.target]));
    expect(scores.issues.filter(({ severity }) => severity === 'error')).toEqual([]);
  });

  it.each(['AABB', 'ABAB', 'ABCB', 'AAA', 'XAXA', 'ABBA'])('the rhyme scheme %s', (rhyme_scheme) => {
    for (const seed of [1, 2, 3]) {
      const song = makeSong({ ...spec, lyrics: { rhyme_scheme } }, seed);
      const found = tiers(song);
      expect(found.length).toBeGreaterThan(5);
      expect(found.filter((tier) => tier !== 'perfect' && tier !== 'slant')).toEqual([]);
    }
  });

  it.each<[string, number | number[]]>([
    ['six', 6],
    ['eight', 8],
    ['ten', 10],
    ['common metre', [8, 6]],
  ])('a length of %s syllables, within the tolerance', (_, syllables_per_line) => {
    for (const seed of [1, 2]) {
      const { plan, lyrics } = makeSong({ title: 'Paper Boats', lyrics: { syllables_per_line, syllable_tolerance: 2 } }, seed);
      for (const { id, lines } of lyrics.sections) {
        for (const [at, { text, syllables }] of lines.entries()) expect(Math.abs(syllables - targetOf(plan, id, at)), text).toBeLessThanOrEqual(2);
      }
    }
  });

  it('a chant: the hook three times in every chorus', () => {
    for (const lines of choruses(makeSong({ ...spec, lyrics: { hook_strategy: 'chant' } }))) expect(lines.length).toBeGreaterThanOrEqual(3);
  });

  it('a lyrical hook: the same lines in every chorus', () => {
    const sung = choruses(makeSong({ ...spec, lyrics: { hook_strategy: 'lyrical' } }));
    expect(sung.length).toBeGreaterThanOrEqual(2);
    expect(sung[0]?.length).toBeGreaterThanOrEqual(2);
    for (const lines of sung) expect(lines).toEqual(sung[0]);
  });

  it('call and response: the answers hold the hook and the calls do not', () => {
    const { plan, lyrics } = makeSong({ ...spec, lyrics: { hook_strategy: 'call-response', section_order: ['Verse', 'Chorus', 'Verse', 'Chorus'] } });
    const chorus = textsOf(lyrics.sections.find(({ type }) => type === 'Chorus') as Lyrics['sections'][number]);
    const holds = chorus.map((text) => hookCount(text, plan.hook.phrase) > 0);
    expect(holds.slice(-4)).toEqual([false, true, false, true]);
  });

  it('a melodic hook: once at the head of every chorus', () => {
    const { plan, lyrics } = makeSong({ ...spec, lyrics: { hook_strategy: 'melodic' } });
    for (const section of lyrics.sections.filter(({ type }) => type === 'Chorus'))
      expect(hookCount(textsOf(section)[0] as string, plan.hook.phrase)).toBeGreaterThan(0);
  });

  it('a chorus that must end with the hook', () => {
    const { plan, lyrics } = makeSong({ ...spec, lyrics: { constraints: { section_requirements: { Chorus: { must_end_with_hook: true } } } } });
    for (const section of lyrics.sections.filter(({ type }) => type === 'Chorus'))
      expect(hookCount(textsOf(section).at(-1) as string, plan.hook.phrase)).toBeGreaterThan(0);
  });

  it.each(genres)('the third person in a %s song: nobody says "I"', (genre) => {
    for (const seed of [1, 2, 3]) {
      const { lyrics } = makeSong({ title: 'Paper Boats', blueprint_ref: { genre }, lyrics: { pov: '3rd' } }, seed);
      expect(linesOf(lyrics).filter((line) => /\b(?:I|I'm|I'll|I've|I'd)\b/.test(line))).toEqual([]);
    }
  });

  it.each(genres)('the words that %s bans or dislikes', (genre) => {
    const { banned_terms, lexicon_negative } = catalog.findBlueprint(genre).rules;
    const refused = termGuard([...banned_terms, ...lexicon_negative]);
    for (const seed of [1, 2, 3])
      expect(linesOf(makeSong({ ...spec, blueprint_ref: { genre } }, seed).lyrics).filter((line) => refused(line) !== null)).toEqual([]);
  });

  it('a theme that a pack knows, without an issue', () => {
    expect(codesOf(makeSong({ ...spec, lyrics: { themes: ['summer', 'city'] } }).lyrics)).not.toContain('THEME_UNKNOWN');
  });
});

describe('what the offline writer cannot meet it says', () => {
  it('of a theme that no pack knows', () => {
    const { issues } = makeSong({ ...spec, lyrics: { themes: ['love', 'quantum chromodynamics'] } }).lyrics;
    const unknown = issues.filter(({ code }) => code === 'THEME_UNKNOWN');
    expect(unknown).toMatchObject([{ severity: 'info', field: 'lyrics.themes', message: expect.stringContaining('quantum chromodynamics') }]);
  });

  it('of a length that its hook has not, line by line', () => {
    const written = { title: 'Nothing But the Open Road Tonight', lyrics: { syllables_per_line: 5, syllable_tolerance: 0 } };
    const { lyrics, plan } = makeSong(written);
    const off = lyrics.sections.flatMap(({ id, lines }) => lines.filter(({ syllables }, at) => syllables !== targetOf(plan, id, at)));
    expect(off.length).toBeGreaterThan(0);
    const told = lyrics.issues.filter(({ code, field }) => code === 'WISH_NOT_MET' && field === undefined);
    expect(told.length).toBeGreaterThan(0);
    for (const { section, line, hint } of told)
      expect([section, line, hint]).toEqual([expect.stringMatching(/^[a-z]+-\d+$/), expect.any(Number), expect.stringMatching(/\S/)]);
  });
});

describe('a title whose last word hardly rhymes', () => {
  const titles = ['Orange', 'Month', 'Silver', 'Seventh', 'Nothing But the Ninth'];
  it.each(titles)('still gives a whole song that passes: %s', (title) => {
    // Each title in a fifth of the genres: together they are all sung.
    for (const genre of genres.filter((_, at) => at % titles.length === titles.indexOf(title))) {
      const { scores, plan, lyrics } = makeSong({ title, blueprint_ref: { genre } }, 2);
      expect(scores.passed, genre).toBe(true);
      // A hymn has no chorus to bring a hook.
      expect(lyrics.hook.count > 0, genre).toBe(plan.hook.count > 0);
      expect(lyrics.sections.map(({ lines }) => lines.length)).toEqual(plan.sections.filter(({ lines }) => lines.target > 0).map(({ lines }) => lines.target));
    }
  });
});

describe('words', () => {
  const songs = Array.from({ length: 20 }, (_, seed) => makeSong(spec, seed * 7 + 1));

  it('of the same seed are the same', () => {
    expect(makeSong(spec, 8).lyrics).toEqual(songs[1]?.lyrics);
  });

  it('of twenty seeds share under half of their verse lines, any two of them', () => {
    const shares: number[] = [];
    for (const [at, one] of songs.entries()) {
      for (const other of songs.slice(at + 1)) {
        const theirs = new Set(verseLines(other));
        const mine = verseLines(one);
        shares.push(mine.filter((line) => theirs.has(line)).length / mine.length);
      }
    }
    expect(Math.max(...shares)).toBeLessThan(0.5);
  });

  it('of neighbouring seeds are no more alike than others', () => {
    const mine = new Set(verseLines(makeSong(spec, 100)));
    const next = verseLines(makeSong(spec, 101));
    expect(next.filter((line) => mine.has(line)).length / next.length).toBeLessThan(0.5);
  });

  it('do not say a line twice outside what returns', () => {
    for (const { lyrics, plan } of songs) {
      const own = lyrics.sections.filter(({ id }) => plan.sections.find((section) => section.id === id)?.repeat_of === null);
      const lines = own.flatMap(textsOf).filter((line) => hookCount(line, plan.hook.phrase) === 0);
      expect(new Set(lines).size).toBe(lines.length);
    }
  });

  it('begin every line with a capital and hold no empty slot', () => {
    for (const { lyrics } of songs) for (const line of linesOf(lyrics)) expect(line).toMatch(/^[\p{Lu}\p{N}'][^{}]*$/u);
  });

  it('keep the hook to the chorus and what closes the song', () => {
    for (const { lyrics, plan } of songs) {
      const verses = lyrics.sections.filter(({ type }) => type === 'Verse' || type === 'Bridge').flatMap(textsOf);
      expect(verses.filter((line) => hookCount(line, plan.hook.phrase) > 0)).toEqual([]);
    }
  });
});

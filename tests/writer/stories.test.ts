import { describe, expect, it } from 'vitest';
import type { Brief } from '../../src/domain/draft.js';
import { streams } from '../../src/domain/seed.js';
import { profanityGuard } from '../../src/guards/profanity.js';
import { checkStories } from '../../src/writer/offline/check-stories.js';
import { say, type Voice } from '../../src/writer/offline/inflect.js';
import { StoryBook, voiceFor } from '../../src/writer/offline/stories.js';
import { aboutOf } from '../../src/writer/offline/taste.js';
import { catalog, linesOf, makeSong, pronounce, repair, resolve, tables, textsOf } from '../fixtures/song.js';

const files = catalog.lines().stories ?? [];
const book = new StoryBook(files, pronounce);
const story = files.flatMap(({ theme, stories }) => stories.map((one) => ({ theme, story: one })));

/** Where each verse line of a song stands in which story. */
function toldIn(verses: readonly string[], voice: Voice): { name: string; at: number }[] {
  return verses.flatMap((text) =>
    story.flatMap((telling) =>
      (['verse_1', 'verse_2'] as const).flatMap((part) =>
        book
          .lines(telling, part, voice)
          .filter((line) => line.text === text)
          .map(({ at }) => ({ name: `${telling.story.name}/${part}`, at })),
      ),
    ),
  );
}

describe('the stories of the package', () => {
  it('are of 23 themes at the least, and the themes have packs', () => {
    const slugs = new Set(catalog.lines().themes.map(({ slug }) => slug));
    expect(files.length).toBeGreaterThanOrEqual(23);
    for (const { theme, near } of files) for (const slug of [theme, ...near]) expect(slugs, `${theme}: ${slug}`).toContain(slug);
  });

  it('tell of what a family of genres sings where no theme is asked for', () => {
    const brief = { themes: [] as string[], mood: [] as string[] } as Brief;
    for (const genre of ['metal', 'edm', 'soul', 'reggae', 'gospel']) {
      const about = aboutOf(brief, catalog.lines(), catalog.findBlueprint(genre).rules);
      const seeds = Array.from({ length: 20 }, (_, seed) => seed);
      const told = seeds.map((seed) => book.choose(brief, about, streams(seed, 'LYRICS', 0)('story'))[0]);
      expect(told.filter((telling) => telling?.story.families !== undefined).length, genre).toBeGreaterThanOrEqual(17);
    }
  });

  it('have 800 templates and more', () => {
    const lines = story.flatMap(({ story: { verse_1, verse_2, bridge } }) => [...verse_1, ...verse_2, ...bridge]);
    expect(lines.length).toBeGreaterThan(800);
  });
});

describe('an editor’s look at a story', () => {
  const line = (text: string, ...ends: string[]) => ({ text, ends });
  const good = line('[I] [i:leave] the key by the {}', 'door', 'bed', 'stone', 'stair');
  const file = (verse: (typeof good)[]) => ({
    theme: 'home',
    near: [],
    stories: [{ name: 'a-story', moods: ['calm'], verse_1: [...verse, good], verse_2: [good], bridge: [good] }],
    chorus: [good],
    lift: [good],
  });
  const guard = profanityGuard(tables.profanity);
  const faults = (verse: (typeof good)[]) =>
    checkStories(file(verse), { pronounce, unclean: (text) => (guard(text).length > 0 ? 'a profane word' : null), familyWords: [] })
      .filter(({ place, severity }) => place === 'a-story verse_1 1' && severity === 'error')
      .map(({ message }) => message);

  it.each<[string, ReturnType<typeof line>, RegExp]>([
    ['a bracket that bends to nothing', line('[My] coat [it:hang] on the {}', 'door', 'bed'), /\[My\] is no word that bends/],
    ['a person outside brackets', line('I leave the key by the {}', 'door', 'bed'), /"I" in .* must stand in brackets/],
    ['an end that nobody can say', line('[I] [i:walk] along the {}', 'zxqvy', 'bed'), /not in the dictionary/],
    ['a profane end', line('[I] [i:look] at all the {}', 'shit', 'bed'), /a profane word/],
    ['two ends on one word', line('[I] [i:walk] along the {}', 'old road', 'new road'), /two ends close on "road"/],
    ['a line that is too long', line('[I] [i:walk] along the long and winding and forgotten {}', 'road', 'old canal path in town'), /syllables/],
  ])('finds %s', (_, broken, message) => {
    expect(faults([broken]).join('\n')).toMatch(message);
  });
});

describe('families of genres', () => {
  const named = { title: 'Paper Boats', lyrics: { themes: ['faith'] } };

  it('keep stories that name others out of a song', () => {
    const own = story.filter(({ story: { families } }) => families !== undefined);
    expect(own.length).toBeGreaterThan(3);
    for (const { theme, story: one } of own) {
      const texts = new Set([...one.verse_1, ...one.verse_2].flatMap(({ text }) => text));
      const foreign = catalog.blueprints().find(({ rules }) => !one.families?.includes(rules.family));
      if (!foreign) continue;
      const brief = { pov: '1st' as const, tense: 'present' as const, hero: 'she' as const };
      const lines = new Set(book.lines({ theme, story: one }, 'verse_1', brief).map(({ text }) => text));
      expect(texts.size).toBeGreaterThan(8);
      const song = makeSong({ ...named, blueprint_ref: { genre: foreign.slug }, lyrics: { themes: [theme] } }, 1);
      expect(linesOf(song.lyrics).filter((line) => lines.has(line))).toEqual([]);
    }
  });

  it('keep "Lord" out of trap, and let gospel sing it', () => {
    const words = (catalog.lines().familyWords ?? []).find((group) => group.words.includes('lord'));
    expect(words?.families).toContain('sacred');
    expect(words?.families).not.toContain('rap');
    const sung = [1, 2].flatMap((seed) => linesOf(makeSong({ ...named, blueprint_ref: { genre: 'trap' } }, seed).lyrics));
    expect(sung.filter((line) => /\b(?:lord|hymns?|altar|pews?|psalms?)\b/i.test(line))).toEqual([]);
  });
});

describe('a verse that is told', () => {
  const spec = { title: 'Paper Boats', lyrics: { themes: ['rain'] } };

  it('keeps to one story, in its order, and the second verse to its second part', () => {
    for (const seed of [1, 2, 3, 4, 5, 6]) {
      const { sds, lyrics } = makeSong(spec, seed);
      const verses = lyrics.sections.filter(({ type }) => type === 'Verse').map(textsOf);
      for (const verse of verses) {
        const told =
          (['she', 'he'] as const)
            .map((hero) => toldIn(verse, { pov: sds.lyrics.pov, tense: sds.lyrics.tense as Voice['tense'], hero }))
            .find(({ length }) => length > 0) ?? [];
        const own = told.filter(({ name }) => name === told[0]?.name);
        expect(own.map(({ at }) => at)).toEqual([...own.map(({ at }) => at)].sort((a, b) => a - b));
      }
    }
  });

  it.each([
    ['1st', 'past', /\b(?:am|is|are)\b/],
    ['3rd', 'past', /\b(?:I|my|am|is|are)\b/],
    ['3rd', 'present', /\b(?:I|my|was|were)\b/],
    ['2nd', 'present', /\b(?:I|my|was|were)\b/],
  ] as const)('stays in the %s person and the %s', (pov, tense, other) => {
    for (const seed of [1, 2, 3]) {
      const { lyrics } = makeSong({ ...spec, lyrics: { ...spec.lyrics, pov, tense } }, seed);
      const verses = lyrics.sections.filter(({ type }) => type === 'Verse').flatMap(textsOf);
      expect(verses.filter((line) => other.test(line)).length).toBeLessThanOrEqual(verses.length * 0.25);
    }
  });

  it('in mixed tense remembers first and then is there', () => {
    const brief = { pov: '1st', tense: 'mixed' } as Parameters<typeof voiceFor>[0];
    const rng = streams(1, 'LYRICS', 0);
    expect([voiceFor(brief, 'verse_1', rng).tense, voiceFor(brief, 'verse_2', rng).tense]).toEqual(['past', 'present']);
  });

  it('goes on with its story where a line is mended', () => {
    const song = makeSong(spec, 3);
    const { song: after } = repair(song, 'RHYME_BROKEN');
    expect(linesOf(after.lyrics)).toEqual(linesOf(song.lyrics));
  });

  it('of a blues says its first line again, and that is no fault', () => {
    const { lyrics, scores } = makeSong({ title: 'Mean Old Monday', blueprint_ref: { genre: 'blues' } }, 4);
    for (const section of lyrics.sections.filter(({ type }) => type === 'Verse')) expect(textsOf(section)[1]).toBe(textsOf(section)[0]);
    expect(scores.issues.filter(({ code }) => code === 'RHYME_REPEATED' || code === 'LINE_REPEATED')).toEqual([]);
  });

  it('of a shanty is answered with the hook in every second line, in the same words', () => {
    const { lyrics } = makeSong({ title: 'Bonny Marianne', blueprint_ref: { genre: 'sea-shanty' } }, 4);
    const verses = lyrics.sections.filter(({ type }) => type === 'Verse').map(textsOf);
    for (const verse of verses) for (const at of [1, 3]) expect(verse[at]).toMatch(/Bonny Marianne/);
    expect(new Set(verses.map((verse) => verse[1])).size).toBe(1);
  });

  it('is asked for by a scheme of its told lines: answers rhyme with nothing', () => {
    const sds = resolve({ blueprint_ref: { genre: 'sea-shanty' }, lyrics: { rhyme_scheme: 'AABB' } });
    const { plan } = makeSong({ blueprint_ref: { genre: 'sea-shanty' }, lyrics: { rhyme_scheme: 'AABB' } }, 1);
    expect(sds.lyrics.rhyme_scheme).toBe('AABB');
    expect(plan.sections.find(({ type }) => type === 'Verse')?.rhyme_scheme).toBe('AXAXBXBX');
  });
});

describe('say', () => {
  it('begins with a capital whatever stands first', () => {
    expect(say("[it's] late", { pov: '1st', tense: 'present', hero: 'she' })).toBe("It's late");
  });
});

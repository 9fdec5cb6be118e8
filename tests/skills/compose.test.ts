import { describe, expect, it } from 'vitest';
import type { ComposedPrompt } from '../../src/domain/artifacts.js';
import { conflictOf, parseTag } from '../../src/guards/tags.js';
import { lengthOf } from '../../src/prompt/limits.js';
import { lyricsBlock } from '../../src/prompt/lyrics-block.js';
import { codesOf, finish, makeSong, runNode, type Song, tables, textsOf, thrownBy, type Written } from '../fixtures/song.js';

function compose(song: Song, options?: { engine?: string; model?: string }): ComposedPrompt {
  const { composed_prompt: _old, scores: _scores, ...input } = song;
  return runNode<ComposedPrompt>('COMPOSE', song.sds.seed, { ...input, ...(options ? { options } : {}) });
}

const song = makeSong({ title: 'Half a Tank of Gas' });
const rich: Written = {
  style: {
    genre_detail: { primary: 'Pop', subgenres: ['synth pop', 'dream pop'], fusions: ['bossa nova'] },
    mood: ['tender', 'nostalgic', 'hopeful'],
    tags: ['Era:1980s', 'Vocal:breathy', 'Mix:spacious', 'glittery', 'slow motion'],
    instrumentation: ['electric piano', 'analog synth', 'upright bass'],
    vocal_profile: 'a warm alto, close to the microphone, with a second voice in thirds in every chorus',
    key: { primary: 'C major', modulations: ['E major'] },
  },
};

function expectInside({ text, style, lyrics, title, meta }: ComposedPrompt): void {
  const { style_max, prompt_max, lyrics_max, title_max } = meta.model_limits;
  expect(lengthOf(style)).toBeLessThanOrEqual(style_max);
  expect(lengthOf(lyrics)).toBeLessThanOrEqual(lyrics_max);
  expect(lengthOf(title)).toBeLessThanOrEqual(title_max);
  expect(lengthOf(text)).toBeLessThanOrEqual(prompt_max);
}

describe('a composed prompt', () => {
  it('is for suno where nobody names an engine, with all of title, style and lyrics in its text', () => {
    const { meta, text, style, lyrics, title } = song.composed_prompt;
    expect(meta.engine).toBe('suno');
    expect(title).toBe('Half a Tank of Gas');
    for (const part of [title, style, lyrics]) expect(text).toContain(part);
  });

  it('is inside the limits of every engine and model, and says which it is for', () => {
    for (const { engine, models } of tables.engines.engines) {
      for (const { model, limits } of models) {
        const prompt = compose(song, { engine, model });
        expect(prompt.meta).toMatchObject({ engine, model, model_limits: limits });
        expectInside(prompt);
      }
    }
  });

  it('takes the engine of the render where the tables know it, and options over that', () => {
    const rendered = makeSong({ render: { engine: 'udio' } });
    expect(rendered.composed_prompt.meta.engine).toBe('udio');
    expect(compose(rendered, { engine: 'mureka' }).meta.engine).toBe('mureka');
    expect(makeSong({ render: { engine: 'sketch' } }).composed_prompt.meta.engine).toBe('suno');
  });

  it('finds a model in any case, and names the models for a wrong one', () => {
    expect(compose(song, { engine: 'suno', model: 'v4_5plus' }).meta.model).toBe('V4_5PLUS');
    expect(thrownBy(() => compose(song, { engine: 'suno', model: 'V9' }))).toMatchObject({
      code: 'ENGINE_UNAVAILABLE',
      hint: expect.stringContaining('V4_5PLUS'),
    });
    expect(thrownBy(() => compose(song, { engine: 'sumo' }))).toMatchObject({ code: 'ENGINE_UNAVAILABLE', hint: expect.stringContaining('suno') });
  });
});

describe('the style line', () => {
  it('stands in a fixed order: era, genre, energy, instruments, rhythm, vocal, mix', () => {
    const { style } = makeSong(rich).composed_prompt;
    const order = ['1980s', 'pop', 'synth pop', 'energy', 'electric piano', 'BPM', 'a warm alto', 'spacious'].map((piece) => style.indexOf(piece));
    expect(order.every((at) => at >= 0)).toBe(true);
    expect(order).toEqual([...order].sort((a, b) => a - b));
  });

  it('says nothing twice', () => {
    for (const written of [rich, {}, { style: { mood: ['warm', 'Warm'] } }]) {
      const tags = makeSong(written).composed_prompt.meta.style_tags.map((tag) => tag.toLowerCase());
      expect(new Set(tags).size).toBe(tags.length);
    }
  });

  it.each([
    ['1980s', 'Era:1980s'],
    ['banjo', 'Instr:banjo'],
    ['tender', 'Mood:tender'],
    ['whispered', 'Vocal:whispered'],
    ['waltz', 'Rhythm:waltz'],
    ['raw', 'Mix:raw'],
    ['gentle', 'Energy:gentle'],
    ['glittery', 'glittery'],
  ])('holds %s where a person wrote the tag %s', (word, tag) => {
    const { style, composed_prompt } = makeSong({ style: { tags: [tag] } });
    expect(Object.values(style.tags).flat()).toContain(word);
    expect(composed_prompt.style).toContain(word);
  });

  it('has no two pieces in conflict', () => {
    for (const written of [
      { style: { tags: ['Vocal:a cappella'], instrumentation: ['piano', 'drum kit', 'strings'] } },
      { style: { tags: ['Vocal:screamed'], mood: ['calm', 'peaceful'] } },
    ]) {
      const pieces = makeSong(written).composed_prompt.meta.style_tags.map((tag) => parseTag(tag, tables.tags));
      for (const a of pieces) for (const b of pieces) expect(conflictOf(a, b, tables.conflicts), `${a.value} | ${b.value}`).toBeNull();
    }
  });

  it('asks for nothing that the prompt excludes', () => {
    for (let seed = 0; seed < 6; seed += 1) {
      const { style, negative } = makeSong(
        { style: { negative_tags: ['Instr:piano', 'Instr:drum machine', 'Mood:happy', 'Mix:polished'] } },
        seed,
      ).composed_prompt;
      expect(negative).toBe('piano, drum machine, happy, polished');
      for (const unwanted of negative.split(', ')) expect(style.split(', ')).not.toContain(unwanted);
    }
  });

  it('settles tags in conflict here last, whatever the style says', () => {
    const { meta } = compose({ ...song, style: { ...song.style, tags: { Mix: ['dry', 'wet'], Genre: ['pop'] } } });
    expect(meta.style_tags).toContain('dry');
    expect(meta.style_tags).not.toContain('wet');
  });
});

describe('what does not fit', () => {
  it('in the 200 style characters of suno V4 loses the least telling pieces, each named', () => {
    const prompt = compose(makeSong(rich), { engine: 'suno', model: 'V4' });
    expectInside(prompt);
    expect(lengthOf(prompt.style)).toBeGreaterThan(120);
    expect(prompt.meta.trimmed.length).toBeGreaterThan(0);
    for (const left of prompt.meta.trimmed) expect(left).toMatch(/^style: \w+ ".+"$/);
    expect(prompt.style).toContain('pop');
    expect(prompt.issues).toMatchObject([{ code: 'PROMPT_TRIMMED', severity: 'info', message: expect.stringContaining(prompt.meta.trimmed[0] as string) }]);
  });

  it('is the difference between the whole style and what is left: every piece is kept or named', () => {
    const whole = compose(makeSong(rich), { engine: 'suno', model: 'V5' });
    const short = compose(makeSong(rich), { engine: 'suno', model: 'V4' });
    expect(whole.meta.trimmed).toEqual([]);
    const named = short.meta.trimmed.map((left) => /"(.+)"$/.exec(left)?.[1]);
    expect([...short.meta.style_tags, ...named].sort()).toEqual([...whole.meta.style_tags].sort());
  });

  it('is not reported where all fits', () => {
    expect(song.composed_prompt.meta.trimmed).toEqual([]);
    expect(song.composed_prompt.issues).toEqual([]);
  });

  it('in the style characters that the spec allows is left out as well', () => {
    const { composed_prompt } = makeSong({ ...rich, prompt_controls: { max_style_chars: 60 } });
    expect(composed_prompt.meta.model_limits.style_max).toBe(60);
    expectInside(composed_prompt);
  });

  it('is never more than the limit, even where one piece alone is longer', () => {
    const genre_detail = { primary: 'neo-baroque chamber pop with a very long name indeed' };
    const { composed_prompt } = makeSong({ style: { genre_detail, tags: ['Mix:raw'] }, prompt_controls: { max_style_chars: 20 } });
    expectInside(composed_prompt);
  });

  it('cannot be raised above what the engine takes', () => {
    const { composed_prompt } = makeSong({ prompt_controls: { max_style_chars: 10_000, max_prompt_chars: 50_000 } });
    expect(composed_prompt.meta.model_limits).toMatchObject({ style_max: 1000, prompt_max: 6600 });
  });

  it('of a title is cut at a word', () => {
    const title = 'The Very Long and Winding Road That Leads to Nowhere Much at All Except Back Home Again';
    const prompt = compose(makeSong({ title }), { engine: 'suno', model: 'V4' });
    expectInside(prompt);
    expect(title.startsWith(`${prompt.title} `)).toBe(true);
    expect(prompt.meta).toMatchObject({ title, trimmed: expect.arrayContaining(['title']) });
  });

  it('in the whole prompt is the production notes, never the words', () => {
    const max_prompt_chars = lengthOf(song.composed_prompt.text) - 1;
    const { composed_prompt } = makeSong({ title: 'Half a Tank of Gas', prompt_controls: { max_prompt_chars } });
    expect(composed_prompt.meta.trimmed).toEqual(['prompt: production notes']);
    expect(composed_prompt.lyrics).toBe(song.composed_prompt.lyrics);
    expect(composed_prompt.text).toContain(composed_prompt.lyrics);
    expectInside(composed_prompt);
  });

  it('in the lyrics is the notes of the section tags, never the words', () => {
    const { plan, lyrics, producer_notes } = song;
    const full = lyricsBlock(plan, lyrics, producer_notes, 5000);
    const bare = lyricsBlock(plan, lyrics, producer_notes, lengthOf(full.text) - 1);
    expect(full).toMatchObject({ trimmed: [], fits: true });
    expect(bare).toMatchObject({ trimmed: ['lyrics: notes of the section tags'], fits: true });
    expect(bare.text).toBe(full.text.replace(/^\[([\w-]+): .*\]$/gm, '[$1]'));
    const once = lyricsBlock(plan, lyrics, producer_notes, 100);
    expect(once).toMatchObject({ trimmed: ['lyrics: notes of the section tags', 'lyrics: words that return'], fits: false });
    for (const line of lyrics.sections.flatMap(textsOf)) expect(once.text).toContain(line);
  });

  it('is words that return, most of the style and tags to avoid, before a word that is sung once', () => {
    const style = { negative_tags: ['autotune'] };
    const { composed_prompt, lyrics } = finish({
      ...song,
      sds: { ...song.sds, style: { ...song.sds.style, ...style }, prompt_controls: { max_prompt_chars: 1100 } },
    });
    expect(composed_prompt.meta.trimmed).toEqual(expect.arrayContaining(['lyrics: words that return', 'prompt: production notes']));
    for (const line of lyrics.sections.flatMap(textsOf)) expect(composed_prompt.text).toContain(line);
    expect(composed_prompt.text.match(/^\[Chorus\]$/gm)).toHaveLength(3);
    expectInside(composed_prompt);
  });

  it('that the form has no room for is told, and still no word is cut', () => {
    const { composed_prompt, lyrics, scores } = makeSong({ prompt_controls: { max_prompt_chars: 300 } });
    expect(codesOf(composed_prompt)).toEqual(expect.arrayContaining(['PROMPT_OVER_LIMIT', 'PROMPT_TRIMMED']));
    for (const line of lyrics.sections.flatMap(textsOf)) expect(composed_prompt.lyrics).toContain(line);
    expect(scores.passed).toBe(true);
  });

  it('of an engine that the words alone pass is an error', () => {
    const verse = Array.from(
      { length: 30 },
      (_, at) => `= And this is line number ${at} of a verse that goes on and on until nobody who listens can stand it any longer`,
    ).join('\n');
    const { composed_prompt, scores } = makeSong({ lyrics: { given: `[Verse]\n${verse}\n\n[Chorus]\nPaper Boats\n\n[Verse 2]\n${verse}` } });
    expect(composed_prompt.issues).toContainEqual(expect.objectContaining({ code: 'PROMPT_OVER_LIMIT', severity: 'error' }));
    expect(scores.passed).toBe(false);
  });

  it('is counted in characters as people count them, not in UTF-16 units', () => {
    expect(lengthOf('🎄é')).toBe(2);
  });
});

describe('the lyrics of a prompt', () => {
  it('stand under a tag for each section, instrumental ones included, with the producer’s notes', () => {
    const { composed_prompt, plan } = song;
    const heads = composed_prompt.lyrics.split('\n').filter((line) => line.startsWith('['));
    expect(heads.map((head) => head.replace(/^\[([\w-]+).*$/, '$1').replace('-', ''))).toEqual(plan.sections.map(({ type }) => type));
    expect(heads[0]).toBe('[Intro: filtered hook motif, short]');
    expect(Object.keys(composed_prompt.meta.section_tags)).toEqual(plan.sections.map(({ id }) => id));
  });

  it('cannot be broken by brackets in a note', () => {
    const { composed_prompt } = makeSong({ producer_notes: { section_meta: { 'verse-1': { tags: ['soft] [Outro'] } } } });
    expect(composed_prompt.lyrics).toContain('[Verse: soft   Outro]');
  });
});

describe('negative tags', () => {
  it('of every length that a spec may have keep the contract', () => {
    const many = (letter: string) => Array.from({ length: 40 }, (_, at) => `${letter}${at}-${'x'.repeat(70)}`);
    expect(() => makeSong({ style: { negative_tags: many('a') }, prompt_controls: { negative_tags: many('b') } })).not.toThrow();
  });
});

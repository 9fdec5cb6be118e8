import { describe, expect, it } from 'vitest';
import { type LyricsAnalysis, type LyricsAsked, lyricsAnalysisSchema } from '../../src/domain/analysis.js';
import { makeSong, thrownBy } from '../fixtures/song.js';
import { desk } from './desk.js';

/** Held to its schema, as a tool's answer would be. */
const analyze = (text: string, asked: Omit<LyricsAsked, 'text'> = {}): LyricsAnalysis => lyricsAnalysisSchema.parse(desk.analyze({ text, ...asked }));
const codesAt = ({ scores }: LyricsAnalysis) =>
  scores.issues.map(({ code, section, line }) => [code, section, line].filter((one) => one !== undefined).join(' '));

const POP = `Paper Lanterns

[Verse 1]
Streetlight humming on the corner store
You left your jacket hanging on my door
I count the taxis going by in rain
And every other one recalls your name

[Chorus]
We were paper lanterns in the night
Burning bright, the only light
[Verse 2]
I wrote a letter that I'll never send
You were my lover but you were my friend
[Chorus]`;

const HYMN = `The morning light is on the hill,
The river running slow,
And all the trees are standing still
To hear the water go.

The evening wind is in the grain,
The swallows turning home,
And I shall walk the road again
That I was made to roam.`;

describe('lyrics without a spec', () => {
  const song = analyze(POP);

  it('are held to a plan of their own, and it says so', () => {
    expect(song).toMatchObject({ title: 'Paper Lanterns', genre: 'pop', language: 'en', targets: 'own', hook: { phrase: 'Paper Lanterns', count: 2 } });
    expect(song.sections.map(({ id, repeat_of, scheme }) => [id, repeat_of, scheme.declared, scheme.heard])).toEqual([
      ['verse-1', null, null, 'AABB'],
      ['chorus-1', null, null, 'AA'],
      ['verse-2', null, null, 'AA'],
      ['chorus-2', 'chorus-1', null, 'AA'],
    ]);
    expect(song.scores.total).toBeGreaterThan(0.9);
  });

  it('are told line by line', () => {
    const [first, second] = song.sections[0]?.lines ?? [];
    expect(first).toMatchObject({
      number: 4,
      syllables: 9,
      target: null,
      stress: '101010101',
      rhyme: { label: 'A', answers: null, tier: null, probability: null },
    });
    expect(second).toMatchObject({ number: 5, syllables: 10, rhyme: { label: 'A', answers: 1, tier: 'perfect' } });
    expect(second?.rhyme?.probability).toBeGreaterThan(0.9);
    expect(song.sections[1]?.lines[1]).toMatchObject({
      internal_rhymes: [
        { word: 'bright', with: 'night', line: 1 },
        { word: 'light', with: 'bright', line: 2 },
      ],
      alliteration: [['burning', 'bright']],
    });
    expect(song.sections[3]?.lines).toEqual([]);
  });

  it('have their metre and scheme heard', () => {
    const hymn = analyze(HYMN, { genre: 'hymn' });
    expect(hymn.sections.map(({ scheme, metre }) => [scheme.heard, metre])).toEqual([
      ['ABAB', 'iambic tetrameter'],
      ['ABAB', 'iambic tetrameter'],
    ]);
    expect(hymn.genre).toBe('hymn');
    expect(hymn.sections[0]?.lines[1]?.stress).toBe('010101');
  });

  it('give the same answer each time', () => {
    expect(analyze(POP)).toEqual(song);
  });
});

describe('lyrics with a spec', () => {
  const sds = {
    title: 'Half a Tank of Gas',
    blueprint_ref: { genre: 'country' },
    lyrics: { section_order: ['Verse', 'Chorus', 'Verse', 'Chorus'], rhyme_scheme: 'AABB', syllables_per_line: 8 },
  };

  it('that the workflow wrote to it lack nothing', () => {
    const song = makeSong({ ...sds, seed: 7 });
    const held = analyze(song.lyrics.text, { sds: { ...sds, seed: 7 } });
    expect(held.targets).toBe('spec');
    expect(held.title).toBe('Half a Tank of Gas');
    expect(held.scores.total).toBe(song.scores.total);
    expect(held.sections.map(({ id }) => id)).toEqual(song.lyrics.sections.map(({ id }) => id));
    expect(held.sections[0]?.scheme.declared).toBe('AABB');
    expect(held.sections[0]?.lines.map(({ target }) => target)).toEqual(song.lyrics.sections[0]?.lines.map(() => 8));
  });

  it('are held to sections by type and order, to schemes, syllables and the hook', () => {
    const held = analyze(
      '[Verse]\nAn engine in the morning rain and half a dream of leaving\nGo\n\n[Bridge]\nNobody asked for this\n[Chorus]\nHalf a tank of gas\nAnd a road',
      { sds },
    );
    const codes = codesAt(held);
    for (const code of [
      'SYLLABLES_OFF verse-1 1',
      'SYLLABLES_OFF verse-1 2',
      'RHYME_BROKEN verse-1 2',
      'LINES_TOO_FEW verse-1',
      'SECTION_ORDER bridge-1',
      'SECTION_MISSING verse-2',
    ])
      expect(codes).toContain(code);
    expect(held.scores.passed).toBe(false);
    expect(held.sections[1]).toMatchObject({ id: 'bridge-1', scheme: { declared: null, heard: 'X' } });
    expect(held.sections[0]?.lines[0]?.issues).toContain('SYLLABLES_OFF');
  });

  it('in another order are told so', () => {
    expect(codesAt(analyze('[Chorus]\nHalf a tank of gas\n[Verse]\nla la', { sds }))).toContain('SECTION_ORDER verse-1');
  });

  it('want a spec that is right', () => {
    expect(thrownBy(() => analyze('la la', { sds: { title: 'x', blueprint_ref: { genre: 'pop' }, lirycs: {} } }))).toMatchObject({ code: 'SPEC_INVALID' });
    expect(thrownBy(() => analyze('la la', { sds: { title: 'x', blueprint_ref: { genre: 'polka' } } }))).toMatchObject({ code: 'GENRE_UNKNOWN' });
    expect(thrownBy(() => analyze('la la', { genre: 'polka' }))).toMatchObject({ code: 'GENRE_UNKNOWN' });
  });
});

describe('other languages', () => {
  const CHANSON = '[Couplet 1]\nSous le pont la rivière s’endort\nEt la ville allume ses lampes d’or\n[Refrain]\nReste encore\nReste encore';

  it('are measured in what is language-neutral, and the rest is named', () => {
    const song = analyze(CHANSON, { language: 'fr' });
    expect(song.scores.not_measured).toContain('rhyme_tightness');
    expect(codesAt(song)).toContain('LANGUAGE_NOT_MEASURED');
    for (const { scheme, metre, lines } of song.sections) {
      expect([scheme.heard, metre]).toEqual([null, null]);
      for (const line of lines) expect([line.rhyme, line.stress, line.internal_rhymes, line.alliteration]).toEqual([null, null, [], []]);
    }
    expect(song.sections[0]?.lines[0]?.syllables).toBeGreaterThan(5);
    expect(song.scores.total).toBeGreaterThan(0.5);
  });

  it('that nobody named are suspected', () => {
    expect(codesAt(analyze('Der Mond ist aufgegangen\nDie goldnen Sternlein prangen\nAm Himmel hell und klar'))).toContain('LANGUAGE_NOT_MEASURED');
    expect(codesAt(analyze(POP))).not.toContain('LANGUAGE_NOT_MEASURED');
  });
});

describe('odd input', () => {
  it.each([
    ['one word', 'love'],
    ['names of objects', 'constructor\n__proto__\ntoString hasOwnProperty'],
    ['another script', 'שלום עולם\nשלום'],
    ['look-alikes', 'l\u043eve me\nl\u043eve you'],
    ['a wordless line', 'la la\n🎵\nla'],
    ['digits', '1234 5678\n99 red balloons'],
    ['a thousand lines', 'la la la night\n'.repeat(1000)],
    ['lines of one sound', 'a a a a\n'.repeat(30)],
    ['words without end', `${'a'.repeat(1000)}\n${'a'.repeat(1000)}\n[Chorus ${'x'.repeat(900)}]`],
    ['empty sections', '[Solo]\n[Verse]\nla\n[Bridge]\n[Verse 9]'],
  ])('%s: a sensible answer', (_, text) => {
    const song = analyze(text);
    expect(song.scores.total).toBeGreaterThanOrEqual(0);
    expect(song.scores.total).toBeLessThanOrEqual(1);
  });

  it('a line that nobody can say counts no syllables and is told', () => {
    const song = analyze('שלום עולם\nlove');
    expect(song.sections[0]?.lines[0]?.syllables).toBe(0);
    expect(codesAt(song)).toContain('LINE_WORDLESS verse-1 1');
  });
});

import { describe, expect, it } from 'vitest';
import { AmcsError } from '../../src/domain/error.js';
import { lyricsLimits } from '../../src/drafting/lyrics-text.js';
import { parseLyrics } from '../../src/drafting/parse-lyrics.js';
import { readSectionName } from '../../src/drafting/section-names.js';
import { thrownBy } from '../fixtures/song.js';

/** "verse-1: a | b" for each section; "=chorus-1" where it repeats another. */
function told(text: string): string[] {
  return parseLyrics(text).sections.map(({ id, lines, repeat_of }) =>
    repeat_of === null ? `${id}: ${lines.map((line) => line.text).join(' | ')}` : `${id} =${repeat_of}`,
  );
}

const codes = (text: string) => parseLyrics(text).issues.map(({ code, section, line }) => [code, section, line].filter((one) => one !== undefined).join(' '));

describe('tags', () => {
  it.each([
    ['Verse 1', 'Verse', '1'],
    ['VERSE TWO', 'Verse', '2'],
    ['2nd Verse', 'Verse', '2'],
    ['Verse II', 'Verse', '2'],
    ['Pre-Chorus', 'PreChorus', ''],
    ['pre chorus', 'PreChorus', ''],
    ['Post-Chorus', 'PostChorus', ''],
    ['Hook', 'Chorus', ''],
    ['Final Chorus', 'Chorus', ''],
    ['Chorus: all, loudly', 'Chorus', ''],
    ['Chorus | choir', 'Chorus', ''],
    ['Chorus - half time', 'Chorus', ''],
    ['Middle 8', 'Bridge', '8'],
    ['Guitar Solo', 'Solo', ''],
    ['Instrumental', 'Interlude', ''],
    ['Refrain', 'Refrain', ''],
    ['Strophe 3', 'Verse', '3'],
    ['Réfrain', 'Refrain', ''],
    ['Outro', 'Outro', ''],
    ['constructor', null, ''],
    ['__proto__', null, ''],
    ['Séance', null, ''],
  ])('reads %s', (name, type, number) => {
    expect(readSectionName(name)).toMatchObject({ type, number });
  });

  it('counts how often a section comes', () => {
    for (const name of ['Chorus x2', 'Chorus (x2)', 'Chorus ×2', 'Chorus 2x', 'Chorus, twice'])
      expect(readSectionName(name), name).toMatchObject({ type: 'Chorus', times: 2 });
    expect(readSectionName('Chorus x2').number).toBe('');
    expect(readSectionName('Chorus x99').times).toBe(8);
  });

  it('are found in every way people write them', () => {
    const song = '[Verse 1]\na b\n(Chorus)\nc d\nBridge:\ne f\n\nOutro\ng h\n## Verse 2\ni j\n**Chorus 2**\nk l\n[PreChorus] m n';
    expect(told(song)).toEqual(['verse-1: a b', 'chorus-1: c d', 'bridge-1: e f', 'outro-1: g h', 'verse-2: i j', 'chorus-2: k l', 'prechorus-1: m n']);
    expect(codes(song)).toEqual([]);
  });

  it('are understood without a bracket, and the bracket is missed', () => {
    expect(told('[Verse\na b\nChorus]\nc d')).toEqual(['verse-1: a b', 'chorus-1: c d']);
    expect(codes('[Verse\na b\nChorus]\nc d')).toEqual(['TAG_UNBALANCED verse-1', 'TAG_UNBALANCED chorus-1']);
  });

  it('do not make words of a song into sections', () => {
    expect(told('[Verse]\nBreak\n(oh yeah)\nIn the end: nothing\nThe chorus of birds\n[laughs]\n(whispered)\ndone')).toEqual([
      'verse-1: Break | (oh yeah) | In the end: nothing | The chorus of birds | (whispered) | done',
    ]);
  });

  it('of a name that nobody knows are kept as they are told', () => {
    const { sections, issues } = parseLyrics('[Verse]\na b\n[Incantation]\nc d\n[Incantation]\n[constructor]\ne f');
    expect(sections.map(({ id, type, heading, repeat_of }) => [id, type, heading, repeat_of])).toEqual([
      ['verse-1', 'Verse', 'Verse', null],
      ['incantation-1', 'Interlude', 'Incantation', null],
      ['incantation-2', 'Interlude', 'Incantation', 'incantation-1'],
      ['constructor-1', 'Interlude', 'constructor', null],
    ]);
    expect(issues.map(({ code, section }) => `${code} ${section}`)).toEqual(['SECTION_UNKNOWN incantation-1', 'SECTION_UNKNOWN constructor-1']);
  });
});

describe('repeats', () => {
  it('come from a tag without words, from x2, and from words written out again', () => {
    expect(told('[Chorus x2]\na b\n[Verse]\nc d\n[Chorus]\n[Chorus]\na b!')).toEqual([
      'chorus-1: a b',
      'chorus-2 =chorus-1',
      'verse-1: c d',
      'chorus-3 =chorus-1',
      'chorus-4 =chorus-1',
    ]);
  });

  it('follow the number of the tag', () => {
    expect(told('[Chorus 1]\na b\n[Chorus 2]\nc d\n[Chorus 1]\n[Chorus]')).toEqual([
      'chorus-1: a b',
      'chorus-2: c d',
      'chorus-3 =chorus-1',
      'chorus-4 =chorus-2',
    ]);
  });

  it('of lines and of the section so far are written out', () => {
    expect(told('[Chorus]\nla la (x2)\nlo lo\n(2x)\n[Outro]\nbye [x3]')).toEqual([
      'chorus-1: la la | la la | lo lo',
      'chorus-2 =chorus-1',
      'outro-1: bye | bye | bye',
    ]);
  });

  it('are not made of verses that are still to be written', () => {
    expect(codes('[Verse 1]\na b\n[Verse 2]\n[Chorus]\n[Guitar Solo]')).toEqual(['SECTION_EMPTY verse-2', 'SECTION_EMPTY chorus-1']);
  });
});

describe('text without tags', () => {
  it('is divided by blank lines, and the stanza that returns is the chorus', () => {
    const text = 'walk down\nthe road\n\nsing it\nloud\n\nand on\nwe go\n\nSing it,\nloud!\n';
    expect(told(text)).toEqual(['verse-1: walk down | the road', 'chorus-1: sing it | loud', 'verse-2: and on | we go', 'chorus-2 =chorus-1']);
    expect(parseLyrics(text)).toMatchObject({ tagged: false, title: null, issues: [] });
  });

  it('with double spacing is one stanza', () => {
    expect(told('a b\n\nc d\n\ne f\n\ng h')).toEqual(['verse-1: a b | c d | e f | g h']);
  });

  it('between tags is a verse only where the first stanza has no tag either', () => {
    expect(told('[Verse]\na b\n\nc d\n\n[Chorus]\n\ne f\n\ng h')).toEqual(['verse-1: a b | c d', 'chorus-1: e f | g h']);
    expect(told('a b\nc d\n\n[Chorus]\n\ne f\n\ng h')).toEqual(['verse-1: a b | c d', 'chorus-1: e f', 'verse-2: g h']);
  });
});

describe('what stands beside the words', () => {
  it('a title above everything, with a credit or without', () => {
    expect(parseLyrics('My Song\n\n[Verse]\na b').title).toBe('My Song');
    expect(parseLyrics('Title: My Song\nby Somebody\n\na b\nc d\n\ne f\ng h').title).toBe('My Song');
    expect(parseLyrics('a b\n\nc d').title).toBeNull();
  });

  it('Windows line ends, tabs, marks of byte order and of direction, rulers', () => {
    const text = '\ufeff[Verse 1]\r\n\ta\t b\r\n----\r\n\u202ec d\r\n***\r\n[Chorus]\r\ne f\r\n\r\n';
    expect(told(text)).toEqual(['verse-1: a b | c d', 'chorus-1: e f']);
    expect(parseLyrics(text).sections.map(({ lines }) => lines.map(({ number }) => number))).toEqual([[2, 4], [7]]);
  });

  it('the marks of chats', () => {
    expect(told('**My Song**\n\n**[Verse 1]**\n*a b*\n> c d\n__e f__\n**Chorus:**\ng *h*')).toEqual(['verse-1: a b | c d | e f', 'chorus-1: g *h*']);
    expect(parseLyrics('**My Song**\n\n[Verse]\na b').title).toBe('My Song');
  });

  it('times of karaoke files', () => {
    expect(told('[ar:Nobody]\n[00:12.00]a b\n[00:14.50] [00:30.00] c d')).toEqual(['verse-1: a b | c d']);
  });

  it('the mark of a line that is locked', () => {
    const [section] = parseLyrics('[Verse]\n= a b\nc d').sections;
    expect(section?.lines).toEqual([
      { text: 'a b', exact: 'a b', number: 2, locked: true },
      { text: 'c d', exact: 'c d', number: 3, locked: false },
    ]);
  });
});

describe('bad input', () => {
  it.each(['', '  \n\t\n', '[Verse]\n[Chorus]', '🎵🎵\n🎉', '---\n***', '\ufeff'])('without words is refused: %j', (text) => {
    const error = thrownBy(() => parseLyrics(text)) as AmcsError;
    expect(error).toBeInstanceOf(AmcsError);
    expect(error).toMatchObject({ code: 'INPUT_INVALID', message: 'There are no words in the lyrics.' });
  });

  it.each([
    ['100,000 lines', 'la la\n'.repeat(100_000), 'characters; 200,000 may'],
    ['a line too many', 'la\n'.repeat(lyricsLimits.lines + 1), '1,001 lines; 1,000 may'],
    ['a long line', `la\n${'la '.repeat(400)}`, 'characters in line 2; a line may have 1,000'],
    ['a repeat too many', `[Chorus x8]\n${'la (x4)\n'.repeat(100)}`, '3200 lines with their repeats; 1000 may'],
  ])('%s is refused with the limit named', (_, text, message) => {
    const error = thrownBy(() => parseLyrics(text)) as AmcsError;
    expect(error.code).toBe('INPUT_TOO_LARGE');
    expect(error.message).toContain(message);
  });

  it('control characters are refused with their line', () => {
    expect(thrownBy(() => parseLyrics('la la\nla\u0000 la'))).toMatchObject({
      code: 'INPUT_INVALID',
      message: 'Line 2 of the lyrics holds a control character.',
    });
    expect(thrownBy(() => parseLyrics('la \u001b[31mla'))).toMatchObject({ code: 'INPUT_INVALID' });
  });

  it('one word, names of objects, other scripts are lyrics', () => {
    expect(told('love')).toEqual(['verse-1: love']);
    expect(told('constructor\n__proto__ me')).toEqual(['verse-1: constructor | __proto__ me']);
    expect(told('שלום עולם')).toEqual(['verse-1: שלום עולם']);
  });

  it('look-alikes and lines without words are told', () => {
    expect(codes('[Verse]\nl\u043eve me\nlove me\n🎵\nлюбовь')).toEqual(['MIXED_ALPHABETS verse-1 1', 'LINE_WORDLESS verse-1 3']);
  });
});

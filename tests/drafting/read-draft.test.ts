import { describe, expect, it } from 'vitest';
import type { Brief } from '../../src/domain/draft.js';
import { readDraft } from '../../src/drafting/read-draft.js';

const line = (text: string | null) => ({ text, syllables: 8, rhyme: 'A', hook: false });
const brief = (sections: Record<string, (string | null)[]>): Brief =>
  ({ sections: Object.entries(sections).map(([id, lines]) => ({ id, type: 'Verse', lines: lines.map(line) })) }) as unknown as Brief;
const song = brief({ 'verse-1': [null, null], 'chorus-1': [null, null], 'verse-2': [null, null] });

describe('a draft', () => {
  const read = (sent: Parameters<typeof readDraft>[0], asked = song) => readDraft(sent, asked).sections;

  it('is found by its tags, a chorus written out again is none of its own', () => {
    const text = '[Verse 1]\none a\none b\n\n[Chorus]\nhook a\nhook b\n\n[Verse 2]\ntwo a\ntwo b\n\n[Chorus]\nhook a\nhook b\n';
    expect(read(text)).toEqual([
      { id: 'verse-1', lines: ['one a', 'one b'] },
      { id: 'chorus-1', lines: ['hook a', 'hook b'] },
      { id: 'verse-2', lines: ['two a', 'two b'] },
    ]);
  });

  it.each([
    ['[Verse 2]\ntwo a\ntwo b', 'verse-2'],
    ['[verse-2]\ntwo a\ntwo b', 'verse-2'],
    ['**Verse 2**\ntwo a\ntwo b', 'verse-2'],
    ['Here is the second verse:\n\n[Verse 2: softly]\ntwo a\ntwo b', 'verse-2'],
    ['```text\n[Verse 2]\ntwo a\ntwo b\n```', 'verse-2'],
    ['[Verse 2]\n1. two a\n2. two b', 'verse-2'],
  ])('of one section keeps its number: %j', (text, id) => {
    expect(read(text).at(-1)).toEqual({ id, lines: ['two a', 'two b'] });
  });

  it('without tags goes where one section is open, and else in order', () => {
    expect(read('new a\nnew b', brief({ 'verse-1': ['kept'], 'verse-2': [null, 'kept', null] }))).toEqual([{ id: 'verse-2', lines: ['new a', 'new b'] }]);
    expect(read('a one\na two\n\nb one\nb two\n\nc one\nc two').map(({ id }) => id)).toEqual(['verse-1', 'chorus-1', 'verse-2']);
  });

  it('by sections takes ids and names, and the later of two', () => {
    const sections = [
      { id: 'Verse 1', lines: ['x', 'y'] },
      { id: 'verse-1', lines: ['one a', 'one b'] },
      { id: 'chorus-1', lines: ['hook a', 'hook b'] },
    ];
    expect(read({ sections }).map(({ id, lines }) => [id, lines[0]])).toEqual([
      ['verse-1', 'one a'],
      ['chorus-1', 'hook a'],
    ]);
  });

  it('keeps a section that the brief does not know, so that its writer is told', () => {
    expect(read('[Verse 1]\na\nb\n\n[Manifesto]\nyo\nyo').map(({ id }) => id)).toEqual(['verse-1', 'manifesto']);
  });

  it('without a word is refused', () => {
    expect(() => read('[Verse 1]\n\n')).toThrow(/no words/);
  });
});

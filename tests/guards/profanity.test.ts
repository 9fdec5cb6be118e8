import { describe, expect, it } from 'vitest';
import { profanityGuard } from '../../src/guards/profanity.js';
import { tables } from '../fixtures/song.js';

const guard = profanityGuard(tables.profanity);
const kinds = (line: string) => guard(line).map(({ kind }) => kind);

describe('a profane word', () => {
  it.each([
    ['plain', 'What the fuck is this'],
    ['in capitals', 'Oh SHIT'],
    ['inflected', 'You keep on bitching'],
    ['with a dropped g', "No fuckin' way"],
    ['between punctuation', 'well,shit,man'],
    ['stretched', 'fuuuuuck that'],
    ['stretched where it has a double letter', 'you assshole'],
    ['in leet', 'that is bullsh1t'],
    ['with signs for letters', 'oh $hit'],
    ['with stars', 'f*ck the rain'],
    ['with an accent', 'fück this'],
    ['in look-alike letters', 'fu\u0441k this'],
    ['spaced', 'f u c k this'],
    ['dotted', 'f.u.c.k this'],
    ['hyphened', 'f-u-c-k this'],
    ['with a soft hyphen inside', 'fu\u00ADck this'],
  ])('is found %s', (_, line) => {
    expect(kinds(line)).toContain('profane');
  });

  it('is given as it stands in the text', () => {
    expect(guard('Oh, SH1T!')).toMatchObject([{ guard: 'profanity', text: 'SH1T', kind: 'profane', start: 4, end: 8 }]);
  });

  it.each([
    'The cock crows at the break of day',
    'Dick Van Dyke was dancing on the roof',
    'She graduated magna cum laude',
    'The kitchen is spic and span',
    'Doo wop on the radio',
    'An ox and ass before him bow',
    'Scunthorpe and Essex in the rain',
    'I bought a classic bass guitar',
    'We passed the grass and the glass',
    'Cocktails and peacocks at the shore',
    'A shiitake for the soup',
    'I miss you, I c u in my dreams',
    'Hello darling, hell of a ride on the shell',
  ])('is not seen in an innocent line: %s', (line) => {
    expect(guard(line)).toEqual([]);
  });

  it('that has an innocent sense is profane where nothing clears it', () => {
    expect(kinds('Kiss my ass goodbye')).toEqual(['profane']);
    expect(kinds('Do not be a dick')).toEqual(['profane']);
  });

  it('is cleared by every context that the table gives it', () => {
    const guilty = tables.profanity.ambiguous.flatMap(({ cleared_by }) => cleared_by.filter((phrase) => guard(phrase).length > 0));
    expect(guilty).toEqual([]);
  });

  it('is not looked for in a line without words', () => {
    expect(guard('')).toEqual([]);
    expect(guard('… !!! ***')).toEqual([]);
  });
});

describe('a slur', () => {
  it('is told apart from a profane word, however it is written', () => {
    const [slur] = tables.profanity.slurs as [string];
    expect(kinds(`a ${slur} here`)).toEqual(['slur']);
    expect(kinds(`a ${slur.toUpperCase()} here`)).toEqual(['slur']);
    expect(kinds(`a ${[...slur].join('.')} here`)).toContain('slur');
  });

  it('is found for every entry of the table, as is every strong word', () => {
    for (const word of tables.profanity.slurs) expect(kinds(`the ${word} line`), word).toContain('slur');
    for (const word of tables.profanity.strong) expect(kinds(`the ${word} line`).length, word).toBeGreaterThan(0);
  });
});

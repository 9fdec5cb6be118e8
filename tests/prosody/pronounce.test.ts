import { describe, expect, it } from 'vitest';
import { pronouncer } from '../../src/prosody/pronounce.js';
import { forRhyme } from '../../src/prosody/words/sung.js';
import { pronounce, tables } from '../fixtures/song.js';

/** A dictionary of a few words, with the real letter table. */
const tiny = (words: Record<string, string[]>) => ({ lookup: (asked: string) => words[asked] ?? [], letters: () => tables.pronunciations.letters() });
const said = (word: string) => pronounce(word).phones.join(' ');
const syllables = (word: string) => pronounce(word).phones.filter((phone) => /\d$/.test(phone)).length;

describe('a known word', () => {
  it.each([
    ['elf', 'EH1 L F'],
    ['overtime', 'OW1 V ER0 T AY2 M'],
    ["don't", 'D OW1 N T'],
  ])('%s is said as the dictionary has it', (word, phones) => {
    expect(pronounce(word)).toMatchObject({ phones: phones.split(' '), known: true, source: 'dictionary' });
  });

  it.each([
    ['wind', 'W IH1 N D', 'the wind that blows, not the wind of a clock'],
    ['live', 'L IH1 V', 'to live, not a live show'],
    ['lead', 'L IY1 D', 'to lead, not the metal'],
    ['wound', 'W UW1 N D', 'a wound, not a clock that was wound'],
  ])('%s is said the commonest way, %s: %s', (word, phones) => {
    expect(said(word)).toBe(phones);
  });
});

describe('an unknown word', () => {
  it.each([
    ["zim's", 'Z IH1 M Z'],
    ['zims', 'Z IH1 M Z'],
    ['ziming', 'Z IH1 M IH0 NG'],
    ["hummin'", 'HH AH1 M IH0 N'],
    ['zimers', 'Z IH1 M ER0 Z'],
    ['zimly', 'Z IH1 M L IY0'],
  ])('%s is built on the word it comes from', (word, phones) => {
    const made = pronouncer(tiny({ zim: ['Z IH1 M'], humming: ['HH AH1 M IH0 NG'] }));
    expect(made(word).phones.join(' ')).toBe(phones);
  });

  it('drops the g that a singer drops', () => {
    expect(said("moonlightin'").endsWith('IH0 N')).toBe(true);
    expect(said("wassailin'")).toMatch(/N$/);
  });

  it.each([
    ['T after a hard sound', 'mooched', 'T'],
    ['a syllable of its own after T', 'tinselted', 'IH0 D'],
  ])('takes the past ending as %s', (_, word, ending) => {
    const made = pronouncer(tiny({ mooch: ['M UW1 CH'], tinselt: ['T IH1 N S AH0 L T'] }));
    expect(made(word).phones.join(' ').endsWith(ending)).toBe(true);
  });

  it.each([
    ['S after a hard sound', 'blorks', 'K S'],
    ['Z after a soft one', 'blorgs', 'G Z'],
    ['a syllable after a hiss', 'blorshes', 'SH IH0 Z'],
  ])('takes the plural as %s', (_, word, ending) => {
    const made = pronouncer(tiny({ blork: ['B L AO1 R K'], blorg: ['B L AO1 R G'], blorsh: ['B L AO1 R SH'] }));
    expect(made(word).phones.join(' ').endsWith(ending)).toBe(true);
  });

  it('made of two words stresses the first', () => {
    const made = pronouncer(tiny({ street: ['S T R IY1 T'], light: ['L AY1 T'] }));
    expect(made('streetlight').phones.join(' ')).toBe('S T R IY1 T L AY2 T');
  });

  it.each([
    ['zorblax', 'Z AO1 R B L AE2 K S'],
    ['quonk', 'K W AA1 NG K'],
    ['glimmeration', 'G L IH2 M ER0 EY1 SH AH0 N'],
  ])('%s is read from its letters', (word, phones) => {
    expect(pronouncer(tiny({}))(word)).toMatchObject({ phones: phones.split(' '), known: false, source: 'letters' });
  });

  it('without Latin letters has no sounds, and does not fail', () => {
    expect(pronounce('夏')).toMatchObject({ phones: [], known: false, source: 'none' });
    expect(pronounce('')).toMatchObject({ phones: [], known: false, source: 'none' });
  });

  it.each(['constructor', '__proto__', 'tostring', 'hasownproperty'])('%s is a word like any other', (word) => {
    expect(syllables(word)).toBeGreaterThan(1);
  });
});

describe('a number', () => {
  it.each([
    ['0', 'zero'],
    ['7', 'seven'],
    ['13', 'thirteen'],
    ['24', 'twenty four'],
    ['90', 'ninety'],
    ['100', 'one hundred'],
    ['365', 'three hundred sixty five'],
    ['1000', 'one thousand'],
    ['1900', 'nineteen hundred'],
    ['1905', 'nineteen oh five'],
    ['1984', 'nineteen eighty four'],
    ['2000', 'two thousand'],
    ['2005', 'two thousand five'],
    ['2026', 'two thousand twenty six'],
    ['90210', 'nine zero two one zero'],
    ['10000', 'ten thousand'],
    ['3000000', 'three million'],
    ['007', 'oh oh seven'],
    ['1st', 'first'],
    ['21st', 'twenty first'],
    ['12th', 'twelfth'],
    ['30th', 'thirtieth'],
    ['80s', 'eighties'],
    ['mp3', 'm p three'],
  ])('%s is said "%s"', (digits, words) => {
    expect(said(digits)).toBe(words.split(' ').map(said).join(' '));
  });
});

/** Word → how many syllables it is sung with, or what it sounds like ("=fear"). */
const forms: Record<string, Record<string, number | string>> = {
  'an elision': {
    "turn'd": '=turned',
    "pass'd": '=passed',
    "call'd": '=called',
    "view'd": '=viewed',
    "lov'd": '=loved',
    "dropp'd": '=dropped',
    "kiss'd": '=kissed',
    "stop'd": '=stopped',
    "o'er": 1,
    "e'er": 1,
    "ne'er": 1,
    "e'en": 1,
    "ta'en": 1,
    "heav'n": 1,
    "heav'nly": 2,
    "pow'r": 1,
    "flow'rs": 1,
    "giv'n": 1,
    "wand'ring": 2,
    "glitt'ring": 2,
    "rememb'ring": 3,
    "ev'ry": 2,
    "em'rald": 2,
    "sov'reign": 2,
    "diff'rence": 2,
    "'tis": 1,
    "'twas": 1,
    "'twere": 1,
    "'mid": '=mid',
    "'neath": 1,
    "'gainst": 1,
    "'round": '=round',
    "'bout": 1,
    "'cause": 1,
    "th'": 0,
    "th'eternal": '=eternal',
    "t'other": 2,
    "whate'er": 2,
    "where'er": 2,
    "whatsoe'er": 3,
    "o'ercame": 2,
  },
  'a contraction': {
    "there'll": 1,
    "ye're": 1,
    "who'll": 1,
    "they've": 1,
    "it'd": 2,
    "know'st": 1,
    "mak'st": 1,
    "thou'rt": 1,
    "is't": 1,
    "creator's": 3,
    "y'all": 1,
    "c'mon": 2,
  },
  'a dropped g': { "singin'": 2, "darlin'": 2, "mornin'": 2, "moonlightin'": 3 },
  'an old verb': { appeareth: 3, embracest: 3, goeth: 2, didst: 1, wouldst: 1, learnèd: 2, blessèd: 2, kissed: 1 },
  'an old spelling': {
    feare: '=fear',
    scorne: '=scorn',
    memorie: '=memory',
    loue: '=love',
    louing: '=loving',
    vnkinde: '=unkind',
    himselfe: '=himself',
    haue: '=have',
    vpon: '=upon',
    obtaine: '=obtain',
    sunne: '=sun',
    euer: '=ever',
    musicke: '=music',
    maiestie: '=majesty',
    beautifull: '=beautiful',
  },
  'a British spelling': { saviour: '=savior', favourites: '=favorites', honouring: '=honoring', fantasise: '=fantasize' },
  'a drawn-out spelling': { soooo: '=so', yeahhh: '=yeah', nooooo: '=no', whoooa: '=whoa', mmmmm: 1 },
  'a built word': { asitting: 3, unhallowed: 3, outshines: 2, ghostlike: 2, moonlessness: 3, streetlight: 2, campfires: 2, trembling: 2 },
  'a word of the street': { gonna: 2, wanna: 2, lemme: 2, "ain't": 1, tryna: 2, imma: 2, shoulda: 2, woohoo: 2 },
  'initials or a foreign word': { usa: 3, dj: 2, tv: 2, ok: 2, lgbt: 4, señorita: 4, café: '=cafe', smørrebrød: 3, touché: 2 },
  'a word sung shorter or longer than it is spoken': {
    fire: 1,
    desire: 2,
    fires: 1,
    hour: 1,
    our: 1,
    higher: 2,
    flower: 2,
    power: 2,
    every: 2,
    everything: 3,
    evening: 2,
    heaven: 2,
    spirit: 2,
    different: 2,
    family: 3,
    glorious: 2,
    warrior: 2,
    prayer: 1,
    toward: 1,
    favorite: 2,
    camera: 2,
    comfortable: 3,
    hmm: 1,
    shh: 1,
  },
};

for (const [kind, words] of Object.entries(forms)) {
  describe(kind, () => {
    it.each(Object.entries(words))('%s: %s', (word, wanted) => {
      if (typeof wanted === 'number') expect(syllables(word), said(word)).toBe(wanted);
      else if (wanted === '=eternal') expect(said(word)).toBe(`DH ${said('eternal')}`);
      else expect(said(word)).toBe(said(wanted.slice(1)));
    });
  });
}

describe('syllables as sung', () => {
  it.each([
    ['fire', 1, 1, 2],
    ['hour', 1, 1, 2],
    ['flower', 2, 1, 2],
    ['every', 2, 2, 3],
    ['family', 3, 2, 3],
    ['memory', 3, 2, 3],
    ['glorious', 2, 2, 3],
    ['night', 1, 1, 1],
    ['happy', 2, 2, 2],
  ])('%s: %i, from %i to %i', (word, sung, min, max) => {
    expect(pronounce(word).syllables).toEqual({ sung, min, max });
  });

  it('are as many as the phones have vowels', () => {
    for (const word of ['fire', 'every', "wand'ring", 'zorblax', '1984', '']) expect(pronounce(word).syllables.sung).toBe(syllables(word));
  });
});

describe('ends as a rhyme hears them', () => {
  it.each([
    ['fire', 'F AY1 ER0'],
    ['fires', 'F AY1 ER0 Z'],
    ['hour', 'AW1 ER0'],
    ['higher', 'HH AY1 ER0'],
    ['siren', 'S AY1 R AH0 N'],
    ['day', 'D EY1'],
  ])('%s: %s', (word, phones) => {
    expect(forRhyme(pronounce(word).phones).join(' ')).toBe(phones);
  });
});

describe('a very long word', () => {
  it('is read in a blink', () => {
    expect(pronounce('ab'.repeat(50_000)).phones.length).toBeLessThan(100);
  });
});

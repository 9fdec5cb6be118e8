import { describe, expect, it } from 'vitest';
import { measureVerse } from '../../src/prosody/line.js';
import { pronounce } from '../fixtures/song.js';

const verse = (lines: string[]) => measureVerse(lines, pronounce);

const iambic = [
  'The lamps are lit along the lane,',
  'The river hums beneath the rain,',
  'I walk alone with empty hands',
  'And count the lights on distant lands.',
  'A quiet bell, a closing door,',
  'The tide that pulls against the shore,',
  'We never knew what we would lose',
  "Until we wore each other's shoes.",
  'I put your letters in a drawer',
  'And left the key upon the floor.',
];
const trochaic = [
  'Hold me now and never leave me,',
  "Tell me lies and I'll believe thee.",
  'Morning comes with golden fingers,',
  'On the hill the sunlight lingers.',
  'Put your coat on, pick your hat up,',
  'Silver fishes, purple mountains,',
  'Water running out of fountains',
  'Into every empty station,',
  'Goes the song of all the nation.',
  'Mary, Mary, come and find me.',
];
const anapaestic: [string, string][] = [
  ['In the heart of the night when the city is still', '001001001001'],
  ['There’s a light in the house at the top of the hill,', '001001001001'],
  ['And the wind in the trees has a story to tell', '001001001001'],
  ['Of a girl with a lantern who lived by the well.', '001001001001'],
  ['With a song on her lips and a coat on her arm', '001001001001'],
  ['She would walk through the rain to the gate of the farm,', '001001001001'],
  ['And the dogs in the yard never made any sound', '001001001001'],
  ['As she danced with her shadow all over the ground.', '001001001001'],
  ['There was bread on the table and wine in the jar', '001001001001'],
  ['And the moon on the river, and one little star.', '001001001001'],
];
const dactylic: [string, string][] = [
  ['Carry me over the water,', '10010010'],
  ['Gone is the love of my daughter,', '10010010'],
  ['Tell me the name of the stranger,', '10010010'],
  ['Sing me a song of the danger,', '10010010'],
  ['Under the bridge in the morning,', '10010010'],
  ['Summer has left without warning,', '10010010'],
  ['Leave me the key to the cellar,', '10010010'],
  ['Promise you never will tell her.', '10010010'],
  ['Bury the bones in the garden,', '10010010'],
  ['Beg of the roses a pardon.', '10010010'],
];

describe('the metre of a verse', () => {
  it.each([
    ['iambic', iambic, 'iambic tetrameter', '01010101'],
    ['trochaic', trochaic, 'trochaic tetrameter', '10101010'],
  ])('is %s, and every line falls in with it', (_, lines, metre, stress) => {
    const told = verse(lines);
    expect(told.metre).toBe(metre);
    expect(told.confidence).toBeGreaterThan(0.95);
    expect(told.lines.map((line) => line.stress)).toEqual(lines.map(() => stress));
  });

  it.each([
    ['anapaestic', anapaestic, 'anapaestic tetrameter'],
    ['dactylic', dactylic, 'dactylic trimeter'],
  ])('is %s', (_, pairs, metre) => {
    const told = verse(pairs.map(([line]) => line));
    expect(told.metre).toBe(metre);
    expect(told.lines.map(({ words, stress }) => [words.join(' '), stress])).toEqual(
      pairs.map(([line, stress], at) => [told.lines[at]?.words.join(' ') ?? line, stress]),
    );
  });

  it('is amphibrachic where lines open a syllable short and close a syllable long', () => {
    const told = verse([
      'The river was running, the mountain was sleeping,',
      'The children were singing, the mothers were weeping,',
      'The candles were burning, the evening was falling,',
      'And over the valley a shepherd was calling.',
    ]);
    expect(told.metre).toBe('amphibrachic tetrameter');
    expect(told.lines[0]?.stress).toBe('010010010010');
  });

  it('may alternate long and short lines', () => {
    const told = verse(['The night was cold, the road was long,', 'The moon was on the snow,', 'And I had nothing but a song', 'And many miles to go.']);
    expect(told.lines.map(({ metre }) => metre)).toEqual(['iambic tetrameter', 'iambic trimeter', 'iambic tetrameter', 'iambic trimeter']);
    expect(told.metre).toBe('iambic tetrameter');
  });

  it('is chosen from all lines together: the same words bend to their neighbours', () => {
    const line = 'Who will be there with me';
    const trimeters = ['The night was on the sea,', 'The moon above the bay,', 'And nobody but me', 'To hear the water say'];
    expect(verse([line, ...trimeters]).lines[0]?.stress).toBe('010101');
    expect(verse([line, ...dactylic.map(([text]) => text)]).lines[0]?.stress).toMatch(/^1001/);
  });

  it('lets a line begin with a stress where the words ask for it', () => {
    const told = verse([...iambic, 'Happy the hand that holds the key,']);
    expect(told.lines.at(-1)?.stress).toBe('10010101');
    expect(told.lines.at(-1)?.metre).toBe('iambic tetrameter');
  });

  it('lets a line end in a weak syllable', () => {
    expect(verse([...iambic, 'I never meant to be your sister']).lines.at(-1)?.stress).toBe('010101010');
  });
});

describe('syllables that verse runs together', () => {
  it.each([
    ['By heaven above and earth below', '01010101'],
    ['The flower of love is on the hill', '01010101'],
    ['And many a day and many a night', '01010101'],
    ['A glorious morning on the sea', '01010101'],
  ])('%j is read in eight', (line, stress) => {
    expect(verse([...iambic, line]).lines.at(-1)?.stress).toBe(stress);
  });

  it('stay apart where the metre has room for them', () => {
    expect(verse([...iambic, 'And every flower is made of glass']).lines.at(-1)?.stress).toBe('01010101');
    expect(verse([...iambic, 'I saw a flower beneath the tree']).lines.at(-1)?.stress).toBe('01010101');
    expect(verse(['Oh what a power', 'Oh what a tower']).lines.map(({ stress }) => stress.length)).toEqual([5, 5]);
  });
});

describe('a verse that has no metre to speak of', () => {
  it('may be empty, or hold empty lines', () => {
    expect(verse([])).toEqual({ lines: [], metre: null, confidence: 0 });
    expect(verse(['', '… !']).lines).toEqual([0, 1].map(() => ({ words: [], wordOf: [], stress: '', strong: [], natural: [], metre: null, confidence: 0 })));
  });

  it('may have a line longer than any metre, and still has its stress', () => {
    const line = 'the happy people never wonder '.repeat(9);
    const [told] = verse([line]).lines;
    expect(told?.metre).toBeNull();
    expect(told?.stress).toBe('010101010'.slice(0, 9).repeat(9));
  });

  it('gives every syllable its chances and its word', () => {
    for (const line of ['夏 and 1984', "rock'n'roll (ooh-ooh-ooh)", 'Jerusalem, Alabama', 'A']) {
      const [told] = verse([line]).lines;
      const count = told?.stress.length;
      expect(told?.wordOf).toHaveLength(count as number);
      for (const chances of [told?.strong, told?.natural]) {
        expect(chances).toHaveLength(count as number);
        for (const chance of chances ?? []) expect(chance >= 0 && chance <= 1).toBe(true);
      }
    }
  });

  it('is told the same whenever it is asked', () => {
    expect(verse(iambic)).toEqual(verse(iambic));
  });
});

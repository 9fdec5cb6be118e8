import { describe, expect, it } from 'vitest';
import { measureVerse, syllableName } from '../../src/prosody/line.js';
import { naturalStress, verseWords, withLiberties } from '../../src/prosody/stress.js';
import { pronounce } from '../fixtures/song.js';

const alone = (line: string) => {
  const [told] = measureVerse([line], pronounce).lines;
  if (!told) throw new Error('a line gives a line');
  return told;
};
/** Stress by word: "the 0, happy 10". */
const byWord = (line: string): Record<string, string> => {
  const { words, wordOf, stress } = alone(line);
  return Object.fromEntries(words.map((word, at) => [word, [...stress].filter((_, syllable) => wordOf[syllable] === at).join('')]));
};
const naturalOf = (line: string, word: string): number[] => {
  const { words, wordOf, natural } = alone(line);
  return natural.filter((_, at) => words[wordOf[at] as number] === word);
};

describe('what words weigh by themselves', () => {
  it.each([
    ['the', 'The river runs below the town'],
    ['of', 'A cup of tea, a slice of bread'],
    ['a', 'She had a heart, she had a home'],
    ['and', 'The moon and stars are over you'],
  ])('%s is light', (word, line) => {
    for (const chance of naturalOf(line, word)) expect(chance).toBeLessThan(0.3);
  });

  it.each([
    ['river', 'The river runs below the town'],
    ['heart', 'She had a heart, she had a home'],
    ['stars', 'The moon and stars are over you'],
  ])('%s is heavy', (word, line) => {
    expect(naturalOf(line, word)[0]).toBeGreaterThan(0.7);
  });

  it('what a dictionary knows is surer than what a phrase suggests', () => {
    const [first, second] = naturalOf('A guitar in the window', 'guitar') as [number, number];
    expect(first).toBeLessThan(0.4);
    expect(second).toBeGreaterThan(0.7);
  });
});

describe('pitfalls', () => {
  it.each<[string, string, string]>([
    ['upon', 'He lay upon the stony ground', '01'],
    ['into', 'Into every empty station', '10'],
    ['beneath', 'The city sleeps beneath the snow', '01'],
    ['blackbird', 'The blackbird sang above the wall', '10'],
    ['sunlight', 'And sunlight fell across the floor', '10'],
    ["don't", 'You don’t believe a word I say', '1'],
    ["i'll", 'I’ll wait for you beside the sea', '0'],
    ["we've", 'We’ve never been so far from home', '0'],
    ['maria', 'I met Maria at the gate', '010'],
    ['chicago', 'I left Chicago in the rain', '010'],
    ['forever', 'I want to live forever more', '010'],
    ['tomorrow', 'Tomorrow we will say goodbye', '010'],
    ['away', 'They took the world away from me', '01'],
  ])('%s in %j is %s', (word, line, stress) => {
    expect(byWord(line)[word]).toBe(stress);
  });

  it.each([
    ['up', 'I wake you up, I shake you up'],
    ['down', 'The walls are coming down tonight'],
    ['on', 'We carry on, we carry on'],
  ])('%s after a verb can carry the beat: %j', (word, line) => {
    expect(byWord(line)[word]).toBe('1');
  });

  it('"into" bends to its verse, against the dictionary', () => {
    const { lines } = measureVerse(['The door was open to the lane', 'We walked into the pouring rain', 'And never came that way again'], pronounce);
    expect(lines[1]?.stress).toBe('01010101');
  });

  it('"on" before its noun does not', () => {
    expect(byWord('The snow on every roof is white').on).toBe('0');
  });
});

describe('a syllable by name', () => {
  it('is its word, or its place in the word', () => {
    const line = alone('The old guitar');
    expect([0, 1, 2, 3].map((at) => syllableName(line, at))).toEqual(['"the"', '"old"', 'syllable 1 of "guitar"', 'syllable 2 of "guitar"']);
  });
});

describe('the readings of a line', () => {
  const counts = (line: string) => withLiberties(verseWords(line, pronounce)).map(({ syllables }) => syllables.length);

  it('are one where nothing can be run together', () => {
    expect(counts('The happy dog')).toEqual([4]);
  });

  it('are one for each liberty, and one for two at once', () => {
    expect(counts('Heaven and power')).toEqual([5, 4, 4, 3]);
  });

  it('are not too many', () => {
    expect(counts('heaven '.repeat(12)).length).toBeLessThanOrEqual(8);
  });

  it('have no weights without learning: everything is even', () => {
    const words = verseWords('The happy dog', pronounce);
    expect(naturalStress(words, withLiberties(words), new Map())).toEqual([new Float64Array([0.5, 0.5, 0.5, 0.5])]);
  });

  it('keep the chances of words that a liberty does not touch', () => {
    const words = verseWords('The old man looked for heaven in the snow', pronounce);
    const weights = new Map([...'acpvC01'].map((kind, at): [string, number] => [`k${kind}`, at - 3]));
    const [plain, short] = naturalStress(words, withLiberties(words), weights);
    expect(plain).toHaveLength(10);
    expect(short).toHaveLength(9);
    expect([...(short ?? [])].slice(0, 4)).toEqual([...(plain ?? [])].slice(0, 4));
    expect([...(short ?? [])].slice(-3)).toEqual([...(plain ?? [])].slice(-3));
  });

  it('know where a pause is written', () => {
    const words = verseWords("Don't stop, don’t go — (oh no)", pronounce);
    expect(words.filter(({ pause }) => pause).map(({ text }) => text)).toEqual(["don't", 'oh']);
  });
});

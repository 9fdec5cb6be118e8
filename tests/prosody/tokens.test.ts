import { describe, expect, it } from 'vitest';
import { wordsOf } from '../../src/prosody/tokens.js';

describe('the words of a line as they are said', () => {
  it.each<[string, string[]]>([
    ["rock'n'roll", ['rock', "'n", 'roll']],
    ["rock 'n' roll", ['rock', "'n", 'roll']],
    ['24/7', ['24', '7']],
    ['uh-huh (oh)', ['uh', 'huh', 'oh']],
    ['You & me', ['you', 'and', 'me']],
    ['50% off, $5 or £3', ['50', 'percent', 'off', '5', 'dollars', 'or', '3', 'pounds']],
    ['at 9:30 or 10:00', ['at', '9', '30', 'or', '10', "o'clock"]],
    ['2.5 of 1,000,000', ['2', 'point', '5', 'of', '1000000']],
    ['#1', ['number', '1']],
    ["'Tis th’ ol’ tune, ’neath th'eternal sky", ["'tis", "th'", "ol'", 'tune', "'neath", "th'eternal", 'sky']],
    ['ev\u00ADery\u200B day', ['every', 'day']],
    ['don´t', ["don't"]],
    ['the dogs’ bones', ['the', 'dogs', 'bones']],
    ['learnèd señor', ['learnèd', 'señor']],
    ['dinner w/ you', ['dinner', 'with', 'you']],
    ['a-sitting to-day', ['a', 'sitting', 'to', 'day']],
  ])('%j', (line, words) => {
    expect(wordsOf(line)).toEqual(words);
  });
});

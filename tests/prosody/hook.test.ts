import { describe, expect, it } from 'vitest';
import { hookCount, hookLikeness } from '../../src/prosody/hook.js';

describe('how often a line holds the hook', () => {
  it.each([
    ['Elf on overtime', 1],
    ["I'm an ELF on overtime, baby", 1],
    ['Elf on overtime, elf on overtime!', 2],
    ['Elf on (overtime)', 1],
    ['Elf on my overtime', 0],
    ['Elf on overtimes', 0],
    ['overtime on elf', 0],
    ['', 0],
  ])('%j: %i', (line, count) => {
    expect(hookCount(line, 'Elf On Overtime')).toBe(count);
  });

  it('is counted without overlap', () => {
    expect(hookCount('na na na na na', 'na na')).toBe(2);
  });

  it('does not depend on the shape of apostrophes', () => {
    expect(hookCount('Don’t stop me', "Don't Stop")).toBe(1);
  });

  it('counts the hook in quotation marks', () => {
    expect(hookCount('I whisper “take me home”', 'Take Me Home')).toBe(1);
    expect(hookCount("I whisper 'take me home'", 'Take Me Home')).toBe(1);
  });

  it('is never where the phrase has no words', () => {
    expect(hookCount('anything goes', '!!!')).toBe(0);
  });
});

describe('how like the hook a line is', () => {
  it.each([
    ['take me home', 1],
    ['oh take me all the way home', 1],
    ['take us home', 2 / 3],
    ['home take me', 2 / 3],
    ['nothing of it', 0],
    ['', 0],
  ])('%j: %f', (line, likeness) => {
    expect(hookLikeness(line, 'Take Me Home')).toBeCloseTo(likeness, 10);
  });

  it('is nothing where the phrase has no words', () => {
    expect(hookLikeness('anything goes', '!!!')).toBe(0);
  });
});

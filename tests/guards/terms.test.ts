import { describe, expect, it } from 'vitest';
import { termGuard } from '../../src/guards/terms.js';

const banned = termGuard(['Lorem ipsum', 'neon', "don't care"]);

describe('a banned term', () => {
  it.each([
    ['in any case', 'Under the NEON light', 'neon'],
    ['beside punctuation', 'neon—lights', 'neon'],
    ['of several words', 'lorem, ipsum!', 'Lorem ipsum'],
    ['in digits for letters', 'under the ne0n light', 'neon'],
    ['with an accent', 'under the néon light', 'neon'],
    ['with a curly apostrophe', 'I don’t care', "don't care"],
  ])('is found %s', (_, text, term) => {
    expect(banned(text)).toBe(term);
  });

  it.each(['neons', 'lorem', 'ipsum lorem', 'I do care', ''])('is a whole word, so not in %j', (text) => {
    expect(banned(text)).toBeNull();
  });

  it('is the first of the list where a text holds several', () => {
    expect(banned('neon lorem ipsum')).toBe('Lorem ipsum');
  });

  it('does not exist where nothing is banned', () => {
    expect(termGuard([])('anything')).toBeNull();
  });
});

import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { parseAs } from '../../src/domain/explain.js';

const schema = z.strictObject({ colour: z.enum(['red', 'blue']) });

describe('a value that is none of those allowed', () => {
  it.each([
    [{ toString: 1 }, 'is an object'],
    [[[{ toString: null, valueOf: null }]], 'is a list'],
    [null, 'is null'],
    ['bleu', 'is "bleu"'],
  ])('%# is told by what it is, whatever it does when it is made a text', (colour, says) => {
    expect(() => parseAs(schema, { colour }, 'INPUT_INVALID', 'Paint')).toThrow(says);
  });
});

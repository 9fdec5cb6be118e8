import { rhymesAskedSchema, rhymesSchema } from '../../domain/rhymes.js';
import { defineOperation, READ_ONLY } from './define.js';

export const findRhymes = defineOperation({
  name: 'find_rhymes',
  title: 'Find rhymes',
  description:
    'Finds words that rhyme by sound with a word or the last word of a phrase. Use it to end a line; narrow it by syllables, stress or theme. Returns perfect and slant rhymes grouped by syllables, the commonest first, once for each way to say the word.',
  input: rhymesAskedSchema,
  output: rhymesSchema,
  annotations: READ_ONLY,
  run: async (app, asked) => app.workbench.rhymes(asked),
});

import { lyricsAnalysisSchema, lyricsAskedSchema } from '../../domain/analysis.js';
import { defineOperation, READ_ONLY } from './define.js';

export const analyzeLyrics = defineOperation({
  name: 'analyze_lyrics',
  title: 'Analyse lyrics',
  description:
    'Measures lyrics as they stand: syllables, stress, rhyme and its quality line by line, the scheme and metre that are heard, echoes inside lines. Use it on a draft before or instead of a run; with sds they are held to that spec, otherwise to a plan made from themselves. Returns sections with their lines, the rubric scores, and every issue with a hint.',
  input: lyricsAskedSchema,
  output: lyricsAnalysisSchema,
  annotations: READ_ONLY,
  run: async (app, asked) => app.workbench.analyze(asked),
});

import { Command } from 'commander';
import type { LyricsAnalysis } from '../../domain/analysis.js';
import { parseAs } from '../../domain/explain.js';
import { analyzeLyrics } from '../operations/analyze-lyrics.js';
import { type MakeCommand, plainCall, withApp } from './command.js';
import { printAnalysis } from './print-analysis.js';
import { readJsonFile, readTextFile } from './read-file.js';

interface Options {
  sds?: string;
  genre?: string;
  lang?: string;
  title?: string;
  json?: boolean;
  strict?: boolean;
}

const help = `
Lyrics are plain text. Sections have a tag, [Verse 1], [Chorus x2], "Chorus:"; a tag
without words repeats the section before. Without tags, blank lines divide stanzas, and
one that returns is the chorus.

Each line is told with its syllables, its stress (/ strong, · weak) and its rhyme: the
letter, and how well it answers which line of its section: "perfect", "slant" (near, with
how likely verse means such a pair), "eye" (alike to the eye only), "same" (the same word),
"repeat" (the hook again) or "none".

Examples:
  amcs-mcp lint lyrics.txt                       held to their own schemes and syllables
  amcs-mcp lint lyrics.txt --sds song.json       held to a spec, section by section
  amcs-mcp lint lyrics.txt --genre hymn          with that genre's weights and tolerances
  amcs-mcp lint chanson.txt --lang fr            rhyme and stress are left out
  amcs-mcp lint - --strict --json < lyrics.txt   for a program: exit 1 on an error`;

export const lintCommand: MakeCommand = (open, exit) =>
  new Command('lint')
    .description('Measure lyrics line by line ("-" for standard input): syllables, stress, rhyme, scores, what is wrong where.')
    .argument('<lyrics>', 'text file with the lyrics')
    .option('--sds <file>', 'Song Design Spec that they are held to')
    .option('--genre <genre>', 'without a spec: the genre whose weights and tolerances count (default: pop)')
    .option('--lang <code>', 'language of the lyrics, e.g. fr (default: that of the spec, or en)')
    .option('--title <title>', 'title, which is the hook where it is sung')
    .option('--strict', 'exit with 1 where an issue is an error')
    .option('--json', 'print JSON')
    .addHelpText('after', help)
    .action(async (path: string, { sds, genre, lang, title, json, strict }: Options) => {
      const given = {
        text: readTextFile(path),
        ...(sds === undefined ? {} : { sds: readJsonFile(sds) }),
        ...(genre === undefined ? {} : { genre }),
        ...(lang === undefined ? {} : { language: lang }),
        ...(title === undefined ? {} : { title }),
      };
      const input = parseAs(analyzeLyrics.input, given, 'INPUT_INVALID', 'Arguments of lint');
      const analysis = (await withApp(open, (app) => analyzeLyrics.run(app, input, plainCall))) as LyricsAnalysis;
      if (json) console.log(JSON.stringify(analysis, null, 2));
      else printAnalysis(analysis);
      exit(strict && analysis.scores.issues.some(({ severity }) => severity === 'error') ? 1 : 0);
    });

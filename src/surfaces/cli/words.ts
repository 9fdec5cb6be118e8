import { existsSync } from 'node:fs';
import { Command } from 'commander';
import pc from 'picocolors';
import { AmcsError } from '../../domain/error.js';
import type { WordReport } from '../../domain/word-files.js';
import { type MakeCommand, withApp } from './command.js';

interface Options {
  json?: boolean;
  strict?: boolean;
}

const help = `
The folder holds stories/, lines/ and themes/ as docs/stories.md describes them; without one, your
data folder is looked at. Each finding names the file, the place in it and what to change: brackets
that bend to nothing, ends that do not join their text, unknown words, words that must not be sung,
lengths, beats, sounds, doubles, words of another family of genres, persons against their tags.

Examples:
  amcs-mcp words                 the words of your data folder
  amcs-mcp words my-words        a folder that you are still writing
  amcs-mcp words --strict --json for a program: exit 1 where there are errors`;

export const wordsCommand: MakeCommand = (open, exit) =>
  new Command('words')
    .description('Look over your own stories, lines and themes for the built-in writer.')
    .argument('[folder]', 'folder with stories/, lines/ and themes/ (default: the data folder)')
    .option('--strict', 'exit with 1 where there are errors')
    .option('--json', 'print JSON')
    .addHelpText('after', help)
    .action(async (folder: string | undefined, { json, strict }: Options) => {
      const report = await withApp(open, async (app) => {
        const path = folder ?? app.folders.home;
        if (!existsSync(path))
          throw new AmcsError('INPUT_INVALID', { message: `There is no folder ${path}.`, hint: 'Name a folder with stories/, lines/ or themes/.' });
        return app.checkWords(path);
      });
      if (json) console.log(JSON.stringify(report, null, 2));
      else printWords(report);
      exit(strict && report.faults.some(({ severity }) => severity === 'error') ? 1 : 0);
    });

function printWords({ files, faults }: WordReport): void {
  if (files.length === 0) console.log('No files: write one into stories/, lines/ or themes/ (docs/stories.md says how).');
  for (const { file, templates, lines } of files) {
    const own = faults.filter((fault) => fault.file === file);
    const errors = own.filter(({ severity }) => severity === 'error').length;
    console.log(
      `${errors > 0 ? pc.red('✗') : pc.green('✓')} ${file}  ${templates} templates, ${lines} lines, ${errors} errors, ${own.length - errors} warnings`,
    );
    for (const { severity, place, message } of own)
      console.log(`  ${severity === 'error' ? pc.red('error  ') : pc.yellow('warning')} ${place === '' ? '' : `${place}: `}${message}`);
  }
}

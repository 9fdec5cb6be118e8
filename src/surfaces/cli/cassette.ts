import { existsSync, writeFileSync } from 'node:fs';
import { Command } from 'commander';
import { CASSETTE_BYTES } from '../../domain/cassette.js';
import { AmcsError } from '../../domain/error.js';
import { type MakeCommand, withApp } from './command.js';
import { readLargeJsonFile } from './read-file.js';

export const cassetteCommand: MakeCommand = (open) => {
  const command = new Command('cassette').description('A finished run as a file: whoever imports it can read and replay it, and asks no model.');
  command
    .command('export')
    .description('Write a run with its recorded answers to a file, or to standard output. No keys and no paths are in it.')
    .argument('<run>', 'run id')
    .argument('[file]', 'a file that is not there yet')
    .action(async (run: string, file?: string) => {
      if (file !== undefined && existsSync(file)) throw new AmcsError('CONFLICT', { message: `${file} is already there.`, hint: 'Name another file.' });
      const text = `${JSON.stringify(await withApp(open, (app) => app.cassettes.export(run)))}\n`;
      if (file === undefined) process.stdout.write(text);
      else write(file, text);
    });
  command
    .command('import')
    .description('Take a run from such a file into the record; it is checked first, and refused where anything was changed.')
    .argument('<file>', 'the file, or "-" for standard input')
    .action(async (file: string) => {
      const { run_id } = await withApp(open, (app) => app.cassettes.import(readLargeJsonFile(file, CASSETTE_BYTES)));
      console.log(`${run_id} is in the record: amcs-mcp show ${run_id}, amcs-mcp replay ${run_id}`);
    });
  return command;
};

function write(file: string, text: string): void {
  try {
    writeFileSync(file, text, { flag: 'wx' });
  } catch (cause) {
    throw new AmcsError('STORAGE_FAILED', { message: `${file} could not be written.` }, { cause });
  }
  console.log(`${file} is written.`);
}

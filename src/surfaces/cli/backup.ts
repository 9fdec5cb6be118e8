import { existsSync } from 'node:fs';
import { Command } from 'commander';
import { AmcsError } from '../../domain/error.js';
import { type MakeCommand, withApp } from './command.js';

export const backupCommand: MakeCommand = (open) =>
  new Command('backup')
    .description('Copy the whole record to a file, while others go on writing. To use it: AMCS_HOME with the file as amcs.db.')
    .argument('<file>', 'a file that is not there yet')
    .action(async (file: string) => {
      if (existsSync(file)) throw new AmcsError('CONFLICT', { message: `${file} is already there.`, hint: 'Name another file.' });
      await withApp(open, (app) => app.store.backup(file));
      console.log(`${file} is written.`);
    });

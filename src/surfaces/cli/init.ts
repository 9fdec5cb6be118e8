import { writeFileSync } from 'node:fs';
import { Command } from 'commander';
import { AmcsError } from '../../domain/error.js';
import type { MakeCommand } from './command.js';

/** Short enough to be read at a glance, and every line of it is one people change. */
const start = {
  title: 'Leave the Porch Light On',
  blueprint_ref: { genre: 'country' },
  style: { mood: ['warm', 'nostalgic'] },
  lyrics: { themes: ['home', 'road'], hook_strategy: 'lyrical' },
};

export const initCommand: MakeCommand = () =>
  new Command('init')
    .description('Write a short spec to edit.')
    .argument('[file]', 'where to', 'song.json')
    .action((file: string) => {
      try {
        writeFileSync(file, `${JSON.stringify(start, null, 2)}\n`, { flag: 'wx' });
      } catch (cause) {
        const there = (cause as NodeJS.ErrnoException).code === 'EEXIST';
        throw new AmcsError(
          'FILE_UNREADABLE',
          { message: `${file} ${there ? 'is already there' : 'cannot be written'}.`, hint: there ? 'Name another file.' : 'Check the folder.' },
          { cause },
        );
      }
      console.log(`${file} is written: edit it, then \`amcs-mcp run ${file}\`. \`amcs-mcp schema sds\` shows every field.`);
    });

import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Command } from 'commander';
import { AmcsError } from '../../domain/error.js';
import { type MakeCommand, withApp } from './command.js';
import { seedNumber } from './run.js';

const MOST = 10_000;

interface Options {
  count: number;
  seed: number;
  out: string;
  genre: string[];
}

const help = `
Specs of all genres and kinds: short and long forms, schemes, lengths, hooks, persons, tenses, own words,
odd titles, wishes that are legal and hard to meet. The same seed gives the same files.

Examples:
  amcs-mcp synth --count 200 --seed 7 --out specs && amcs-mcp batch 'specs/*.json' --out songs
  amcs-mcp synth --genre country --genre "hip hop" --out specs`;

export const synthCommand: MakeCommand = (open) =>
  new Command('synth')
    .description('Write varied, valid specs to try the workflow out with.')
    .option('--count <n>', 'how many', howMany, 50)
    .option('--seed <n>', 'another seed, other specs', seedNumber, 1)
    .requiredOption('--out <dir>', 'folder for the files')
    .option('--genre <genre>', 'only this genre; may be given again', (genre: string, before: string[]) => [...before, genre], [])
    .addHelpText('after', help)
    .action(({ count, seed, genre, out }: Options) =>
      withApp(open, async (app) => {
        const specs = app.synth({ count, seed, genres: genre });
        for (const { name, sds } of specs) write(out, `${name}.json`, `${JSON.stringify(sds, null, 2)}\n`);
        console.log(`${count} specs in ${out}: \`amcs-mcp batch '${join(out, `synth-${seed}-*.json`)}'\` makes the songs.`);
      }),
    );

function write(folder: string, name: string, text: string): void {
  try {
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, name), text);
  } catch (cause) {
    throw new AmcsError('STORAGE_FAILED', { message: `${name} could not be written to ${folder}.` }, { cause });
  }
}

function howMany(text: string): number {
  const value = Number(text);
  if (/^\d+$/.test(text) && value >= 1 && value <= MOST) return value;
  throw new AmcsError('USAGE', { message: `"${text.slice(0, 20)}" is no number of specs.`, hint: `Give a whole number from 1 to ${MOST}.` });
}

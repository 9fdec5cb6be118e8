import { Command } from 'commander';
import { AmcsError } from '../../domain/error.js';
import { parseAs } from '../../domain/explain.js';
import { parseJson } from '../../domain/json.js';
import { answerFor } from '../operations/answer.js';
import { type RevisionAsked, reviseRun, startRevision } from '../operations/revise-run.js';
import { type MakeCommand, withApp } from './command.js';
import { printSong } from './print.js';
import { exitCodeOf, follow, seedNumber } from './run.js';

interface Options {
  keep: string[];
  note?: string;
  seed?: number;
  set: string[];
  out?: string;
  json?: boolean;
}

const help = `
What is kept stays to the letter, whatever the score says of it. The rest is written anew
around it with another seed, and rhymes with it; tempo, key and instruments stay. The old
run stays as it is, and the new one says which run it comes from.

Examples:
  amcs-mcp revise <run> --keep chorus                        new verses for a chorus that is good
  amcs-mcp revise <run> --keep chorus,verse-1 --seed 7       the same again from the same seed
  amcs-mcp revise <run> --keep chorus --set lyrics.themes='["rain"]'
                                                             verses about something else
  amcs-mcp revise <run> --keep verse --note 'a warmer chorus'
                                                             a word to a writer that reads it`;

const several = (value: string, before: string[]) => [...before, value];
const names = (value: string, before: string[] = []) => [
  ...before,
  ...value
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== ''),
];

export const reviseCommand: MakeCommand = (open, exit) =>
  new Command('revise')
    .description('Make a new song from a finished one: some sections stay to the letter, the others are written anew.')
    .argument('<run>', 'run id')
    .requiredOption('--keep <sections>', 'ids or types that stay, e.g. chorus,verse-1', names)
    .option('--note <text>', 'what is to become better, for a writer that reads it')
    .option('--seed <n>', 'seed of the new song (default: another one)', seedNumber)
    .option('--set <path=json>', 'a field of the spec that changes, e.g. lyrics.themes=\'["rain"]\'; may be given several times', several, [])
    .option('--out <dir>', 'folder for the files (default: songs in the data folder)')
    .option('--json', 'print one JSON object and nothing else')
    .addHelpText('after', help)
    .action(async (run_id: string, { keep, note, seed, set, out, json }: Options) => {
      const written = {
        run_id,
        keep,
        ...(note === undefined ? {} : { note }),
        ...(seed === undefined ? {} : { seed }),
        ...(set.length === 0 ? {} : { set: Object.fromEntries(set.map(fieldOf)) }),
        ...(out === undefined ? {} : { out_dir: out }),
      };
      const input = parseAs(reviseRun.input, written, 'INPUT_INVALID', 'Arguments of revise') as RevisionAsked;
      const answer = await withApp(open, async (app) => {
        const { run, ended } = await startRevision(app, input, true);
        return answerFor(app, await follow(app, run.run_id, ended, json), null);
      });
      if (json) console.log(JSON.stringify(answer, null, 2));
      else printSong(answer);
      exit(exitCodeOf(answer.run));
    });

function fieldOf(text: string): [string, unknown] {
  const [, path, value] = /^([^=]+)=(.*)$/s.exec(text) ?? [];
  if (path === undefined || value === undefined)
    throw new AmcsError('USAGE', { message: `"${text.slice(0, 60)}" sets nothing.`, hint: `Write a path and JSON, e.g. --set lyrics.themes='["rain"]'.` });
  try {
    return [path, parseJson(value, `--set ${path}`)];
  } catch (thrown) {
    if (!(thrown instanceof AmcsError)) throw thrown;
    throw new AmcsError('USAGE', { message: thrown.message, hint: `Text stands in double quotes inside single ones: --set title='"Rain"'.` });
  }
}

import { Command } from 'commander';
import { parseAs } from '../../domain/explain.js';
import type { Run } from '../../domain/run.js';
import { listRuns } from '../operations/list-runs.js';
import { type MakeCommand, plainCall, withApp } from './command.js';
import { printRuns } from './print.js';

interface Options {
  status?: string;
  genre?: string;
  song?: string;
  all?: boolean;
  limit?: string;
  json?: boolean;
}

export const runsCommand: MakeCommand = (open) =>
  new Command('runs')
    .description('List runs, the newest first.')
    .option('--status <status>', 'queued, running, waiting, succeeded, failed or cancelled')
    .option('--genre <slug>', 'runs of one genre')
    .option('--song <song_id>', 'runs of one song')
    .option('--all', 'one-node runs too')
    .option('--limit <n>', 'how many (default 20, at most 100)')
    .option('--json', 'print JSON')
    .action(async ({ status, genre, song, all, limit, json }: Options) => {
      const input = parseAs(
        listRuns.input,
        { status, genre, song_id: song, ...(all ? {} : { kind: 'song' }), ...(limit === undefined ? {} : { limit: Number(limit) }) },
        'INPUT_INVALID',
        'Options of runs',
      );
      const page = await withApp(open, (app) => listRuns.run(app, input, plainCall));
      if (json) console.log(JSON.stringify(page, null, 2));
      else if ((page.runs as Run[]).length === 0) console.log('No runs yet: `amcs-mcp init song.json` and `amcs-mcp run song.json` make one.');
      else printRuns(page.runs as Run[]);
    });

import { Command } from 'commander';
import { parseAs } from '../../domain/explain.js';
import type { RunAnswer } from '../operations/answer.js';
import { getRun } from '../operations/get-run.js';
import { type MakeCommand, plainCall, withApp } from './command.js';
import { printNodes, printSong } from './print.js';

export const showCommand: MakeCommand = (open) =>
  new Command('show')
    .description('Show one run: its song, its scores and every node execution.')
    .argument('<run>', 'run id')
    .option('--include <names>', 'artifacts to print whole with --json, joined by commas')
    .option('--json', 'print JSON')
    .action(async (run_id: string, { include, json }: { include?: string; json?: boolean }) => {
      const input = parseAs(getRun.input, { run_id, ...(include === undefined ? {} : { include: include.split(',') }) }, 'INPUT_INVALID', 'Arguments of show');
      const answer = (await withApp(open, (app) => getRun.run(app, input, plainCall))) as RunAnswer;
      if (json) {
        console.log(JSON.stringify(answer, null, 2));
        return;
      }
      printSong(answer);
      console.log();
      printNodes(answer);
    });

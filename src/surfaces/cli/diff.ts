import { Command } from 'commander';
import pc from 'picocolors';
import { parseAs } from '../../domain/explain.js';
import { diffRuns, type RunDiff } from '../operations/diff-runs.js';
import { type MakeCommand, plainCall, withApp } from './command.js';
import { short } from './print.js';

export const diffCommand: MakeCommand = (open, exit) =>
  new Command('diff')
    .description('Compare the artifacts of two runs, or of two takes of one ("<run>@0" "<run>@1"); exit 1 where they differ.')
    .argument('<before>', 'run id, or run@take')
    .argument('<after>', 'run id, or run@take')
    .option('--json', 'print JSON')
    .action(async (before: string, after: string, { json }: { json?: boolean }) => {
      const input = parseAs(diffRuns.input, { before, after }, 'INPUT_INVALID', 'Arguments of diff');
      const diff = (await withApp(open, (app) => diffRuns.run(app, input, plainCall))) as RunDiff;
      if (json) console.log(JSON.stringify(diff, null, 2));
      else print(diff);
      exit(diff.equal ? 0 : 1);
    });

function print({ equal, artifacts }: RunDiff): void {
  for (const { name, equal: same, differences } of artifacts) {
    console.log(`${name.padEnd(16)} ${same ? pc.green('equal') : pc.red('differs')}`);
    for (const { path, before, after } of differences) console.log(`  ${path}: ${pc.red(short(before))} → ${pc.green(short(after))}`);
  }
  if (equal) console.log('equal');
}

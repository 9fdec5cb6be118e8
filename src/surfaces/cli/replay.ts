import { Command } from 'commander';
import pc from 'picocolors';
import type { ReplayReport } from '../../orchestrator/replay.js';
import { type MakeCommand, type OwnApp, withApp } from './command.js';
import { printIssue, short } from './print.js';

interface Options {
  all?: boolean;
  json?: boolean;
}

export const replayCommand: MakeCommand = (open, exit) =>
  new Command('replay')
    .description('Execute a finished run once more from its record and compare every node; exit 1 where one differs.')
    .argument('[run]', 'run id')
    .option('--all', 'every finished song of the data folder')
    .option('--json', 'print JSON')
    .action((run: string | undefined, { all, json }: Options) =>
      withApp(open, async (app) => {
        const ids = all || run === undefined ? await finished(app) : [run];
        const reports: ReplayReport[] = [];
        for (const id of ids) {
          const report = await app.orchestrator.replay(id);
          reports.push(report);
          if (!json) print(report);
        }
        if (json) console.log(JSON.stringify(reports, null, 2));
        else console.log(`${reports.filter(({ equal }) => equal).length} of ${reports.length} equal`);
        exit(reports.every(({ equal }) => equal) ? 0 : 1);
      }),
    );

async function finished(app: OwnApp): Promise<string[]> {
  const ids: string[] = [];
  for (let before: string | undefined; ; ) {
    const page = await app.store.listRuns({ kind: 'song', limit: 100, before });
    ids.push(...page.filter(({ ended_at, status }) => ended_at !== null && status !== 'cancelled').map(({ run_id }) => run_id));
    if (page.length < 100) return ids;
    before = page.at(-1)?.run_id;
  }
}

function print({ run_id, equal, nodes, first_difference, error, issues }: ReplayReport): void {
  console.log(`${run_id}  ${equal ? pc.green('equal') : pc.red('differs')}  ${nodes.filter((node) => node.equal).length} of ${nodes.length} node executions`);
  if (error !== null) console.log(`  ${error}`);
  for (const one of issues) printIssue(one);
  if (first_difference === null) return;
  console.log(`  first: ${first_difference.node}${first_difference.iteration > 0 ? ` ${first_difference.iteration}` : ''}`);
  for (const { path, before, after } of first_difference.differences) console.log(`    ${path}: ${pc.red(short(before))} → ${pc.green(short(after))}`);
}

import { Command, Option } from 'commander';
import { AmcsError } from '../../domain/error.js';
import { parseAs } from '../../domain/explain.js';
import type { Run } from '../../domain/run.js';
import { answerFor, type RunAnswer } from '../operations/answer.js';
import { cancelRun, retryRun } from '../operations/steer-run.js';
import { type MakeCommand, type OwnApp, plainCall, withApp } from './command.js';
import { printSong } from './print.js';
import { exitCodeOf, follow } from './run.js';

export const cancelCommand: MakeCommand = (open) =>
  new Command('cancel')
    .description('Cancel a run, whichever process works on it.')
    .argument('<run>', 'run id')
    .action(async (run_id: string) => {
      const input = parseAs(cancelRun.input, { run_id }, 'INPUT_INVALID', 'Arguments of cancel');
      const { run } = (await withApp(open, (app) => cancelRun.run(app, input, plainCall))) as RunAnswer;
      console.log(run.status === 'cancelled' ? `${run_id} is cancelled.` : `${run_id} is ${run.status}${run.ended_at === null ? ' and will hear of it' : ''}.`);
    });

export const resumeCommand: MakeCommand = (open, exit) =>
  new Command('resume')
    .description('Take up a run that was interrupted; without an id, every run whose process is gone.')
    .argument('[run]', 'run id')
    .addOption(new Option('--finish-with <writer>', 'who writes what a waiting run still asks for').choices(['offline']))
    .action((run_id: string | undefined, { finishWith }: { finishWith?: string }) =>
      withApp(open, async (app) => {
        if (finishWith !== undefined) {
          if (run_id === undefined) throw new AmcsError('USAGE', { message: '--finish-with needs a run id.' });
          exit(show(await end(app, run_id, app.orchestrator.finishOffline(run_id))));
          return;
        }
        const left = run_id === undefined ? await app.orchestrator.recover() : [run_id];
        if (left.length === 0) console.log(`No run was left behind.${await underWay(app)}`);
        for (const runId of left) exit(show(await end(app, runId, app.orchestrator.resume(runId))));
      }),
    );

/** Says why a run that somebody just saw running is not taken up. */
async function underWay(app: OwnApp): Promise<string> {
  const running = await app.store.listRuns({ status: 'running', limit: 100 });
  if (running.length === 0) return '';
  return ` ${running.length === 1 ? 'One is' : `${running.length} are`} under way in another process; five seconds after that is gone they can be taken up.`;
}

interface RetryOptions {
  from: string;
  reroll?: boolean;
}

export const retryCommand: MakeCommand = (open, exit) =>
  new Command('retry')
    .description('Run a finished run again from a node on, as a new take; what lies before is kept.')
    .argument('<run>', 'run id')
    .requiredOption('--from <node>', 'node to begin from, e.g. LYRICS')
    .option('--reroll', 'come out otherwise; without it the same bytes come again')
    .action((run_id: string, { from, reroll }: RetryOptions) =>
      withApp(open, async (app) => {
        const input = parseAs(retryRun.input, { run_id, from: from.toUpperCase() }, 'INPUT_INVALID', 'Arguments of retry');
        const { run, ended } = await app.orchestrator.retry({ runId: run_id, from: input.from as Run['takes'][number]['from'], reroll: reroll ?? false });
        exit(show(await end(app, run.run_id, ended)));
      }),
    );

async function end(app: OwnApp, runId: string, ended: Promise<Run>): Promise<RunAnswer> {
  return answerFor(app, await follow(app, runId, ended), null);
}

function show(answer: RunAnswer): number {
  printSong(answer);
  return exitCodeOf(answer.run);
}

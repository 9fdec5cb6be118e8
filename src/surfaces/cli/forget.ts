import { Command } from 'commander';
import { AmcsError } from '../../domain/error.js';
import { isOver, type Run } from '../../domain/run.js';
import { type MakeCommand, type OwnApp, withApp } from './command.js';
import { printRuns } from './print.js';

const DAY_MS = 86_400_000;
const PAGE = 100;

export const deleteCommand: MakeCommand = (open) =>
  new Command('delete')
    .description('Forget runs that are over, with their events and artifacts. Files in the output folder stay.')
    .argument('<runs...>', 'run ids')
    .action((runs: string[]) =>
      withApp(open, async (app) => {
        const gone = await app.store.deleteRuns(runs);
        for (const run of gone) console.log(`${run} is forgotten.`);
        const left = runs.filter((run) => !gone.includes(run));
        if (left.length > 0)
          throw new AmcsError('CONFLICT', { message: `${left.join(', ')} ${left.length === 1 ? 'is' : 'are'} under way.`, hint: 'Cancel first.' });
      }),
    );

interface PruneOptions {
  olderThan: number;
  dryRun?: boolean;
}

export const pruneCommand: MakeCommand = (open) =>
  new Command('prune')
    .description('Forget every run that ended so many days ago. Files in the output folder stay.')
    .requiredOption('--older-than <days>', 'days since the run ended', days)
    .option('--dry-run', 'only list them')
    .action(({ olderThan, dryRun }: PruneOptions) =>
      withApp(open, async (app) => {
        const old = await endedBefore(app, Date.now() - olderThan * DAY_MS);
        printRuns(old);
        // In parts: others write meanwhile.
        const ids = old.map(({ run_id }) => run_id);
        if (!dryRun) for (let at = 0; at < ids.length; at += PAGE) await app.store.deleteRuns(ids.slice(at, at + PAGE));
        console.log(`${old.length} runs ${dryRun ? 'would be' : 'are'} forgotten.`);
      }),
    );

async function endedBefore(app: OwnApp, time: number): Promise<Run[]> {
  const old: Run[] = [];
  for (let before: string | undefined; ; ) {
    const page = await app.store.listRuns({ limit: PAGE, before });
    old.push(...page.filter(({ status, ended_at }) => isOver(status) && ended_at !== null && Date.parse(ended_at) <= time));
    if (page.length < PAGE) return old;
    before = page.at(-1)?.run_id;
  }
}

function days(text: string): number {
  const value = Number(text);
  if (text.trim() !== '' && Number.isFinite(value) && value >= 0) return value;
  throw new AmcsError('USAGE', { message: `"${text.slice(0, 20)}" is no number of days.`, hint: '--older-than 30 forgets what ended a month ago.' });
}

import { followEvents } from 'amcs-mcp/events';
import { Command } from 'commander';
import pc from 'picocolors';
import { AmcsError } from '../../domain/error.js';
import type { AmcsEvent } from '../../domain/event.js';
import { findRun } from '../../domain/find-run.js';
import { type MakeCommand, type OwnApp, withApp } from './command.js';

export const tailCommand: MakeCommand = (open) =>
  new Command('tail')
    .description('Print events as they come, of one run or of all; with --since from that number on.')
    .argument('[run]', 'run id')
    .option('--since <seq>', 'begin after this event')
    .option('--json', 'one JSON object a line')
    .action((run: string | undefined, { since, json }: { since?: string; json?: boolean }) => {
      const asked = since === undefined ? undefined : position(since);
      return withApp(open, async (app) => {
        if (run !== undefined) await findRun(app.store, run);
        const usual = run === undefined ? await app.store.lastSeq() : 0;
        await listen(app, run, asked ?? usual, json ?? false);
      });
    });

function position(text: string): number {
  const value = Number(text);
  if (!/^\d+$/.test(text) || !Number.isSafeInteger(value))
    throw new AmcsError('USAGE', { message: `"${text.slice(0, 60)}" is no event number.`, hint: 'Events are numbered from 1; --since 0 begins at the first.' });
  return value;
}

/** Follows the event socket until the run is over or Ctrl-C. */
async function listen(app: OwnApp, run: string | undefined, since: number, json: boolean): Promise<void> {
  process.once('SIGINT', () => process.exit(0));
  let failure: unknown;
  const follower = followEvents({
    // Asked anew each time: where the server went, its place is taken by another process, or by this one.
    url: () => app.events.address(),
    runId: run,
    since,
    onEvent(event) {
      console.log(json ? JSON.stringify(event) : lineFor(event));
      if (run !== undefined && /^run\.(?:succeeded|failed|cancelled)$/.test(event.type)) follower.close();
    },
    onState(_state, { error }) {
      if (error === undefined) return;
      failure = error;
      follower.close();
    },
  });
  await follower.closed;
  if (failure !== undefined) throw failure;
}

function lineFor({ seq, ts, run_id, type, node, iteration, duration_ms, metrics }: AmcsEvent): string {
  const where = node ? ` ${node}${iteration ? ` ${iteration}` : ''}` : '';
  const facts = [
    ...(duration_ms === undefined ? [] : [`${duration_ms.toFixed(0)} ms`]),
    ...(metrics?.total === undefined ? [] : [`total ${metrics.total.toFixed(3)}`]),
  ].join(', ');
  return `${pc.dim(`${String(seq).padStart(6)} ${ts.slice(11, 23)} ${run_id}`)} ${type}${pc.cyan(where)}${facts ? pc.dim(`  ${facts}`) : ''}`;
}

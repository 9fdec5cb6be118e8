import { Command } from 'commander';
import pc from 'picocolors';
import WebSocket from 'ws';
import { AmcsError } from '../../domain/error.js';
import type { AmcsEvent } from '../../domain/event.js';
import { type MakeCommand, type OwnApp, withApp } from './command.js';

const RETRY_MS = 500;

export const tailCommand: MakeCommand = (open) =>
  new Command('tail')
    .description('Print events as they come, of one run or of all; with --since from that number on.')
    .argument('[run]', 'run id')
    .option('--since <seq>', 'begin after this event')
    .option('--json', 'one JSON object a line')
    .action((run: string | undefined, { since, json }: { since?: string; json?: boolean }) => {
      const asked = since === undefined ? undefined : position(since);
      return withApp(open, async (app) => {
        if (run !== undefined && (await app.store.getRun(run)) === null) {
          throw new AmcsError('NOT_FOUND', { message: `There is no run "${run.slice(0, 64)}".` });
        }
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

/** Listens to the event socket and comes back to it, from where it was, until the run is over or Ctrl-C. */
async function listen(app: OwnApp, run: string | undefined, since: number, json: boolean): Promise<void> {
  let seen = since;
  let over = false;
  process.once('SIGINT', () => {
    over = true;
    process.exit(0);
  });
  while (!over) {
    const url = new URL(await app.events.address());
    url.searchParams.set('since', String(seen));
    if (run !== undefined) url.searchParams.set('run_id', run);
    await new Promise<void>((closed) => {
      const socket = new WebSocket(url);
      socket.on('message', (data) => {
        const event = JSON.parse(String(data)) as AmcsEvent;
        if (typeof event.seq !== 'number') return;
        seen = event.seq;
        console.log(json ? JSON.stringify(event) : lineFor(event));
        if (run !== undefined && /^run\.(?:succeeded|failed|cancelled)$/.test(event.type)) {
          over = true;
          socket.close();
        }
      });
      socket.on('error', () => {});
      // Refused for what was asked, and not cut off: asking again would change nothing.
      socket.on('close', (code) => {
        over ||= code === 1008;
        closed();
      });
    });
    if (!over) await new Promise((wait) => setTimeout(wait, RETRY_MS));
  }
}

function lineFor({ seq, ts, run_id, type, node, iteration, duration_ms, metrics }: AmcsEvent): string {
  const where = node ? ` ${node}${iteration ? ` ${iteration}` : ''}` : '';
  const facts = [
    ...(duration_ms === undefined ? [] : [`${duration_ms.toFixed(0)} ms`]),
    ...(metrics?.total === undefined ? [] : [`total ${metrics.total.toFixed(3)}`]),
  ].join(', ');
  return `${pc.dim(`${String(seq).padStart(6)} ${ts.slice(11, 23)} ${run_id}`)} ${type}${pc.cyan(where)}${facts ? pc.dim(`  ${facts}`) : ''}`;
}

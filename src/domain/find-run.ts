import { AmcsError } from './error.js';
import type { Run } from './run.js';

/** A run that somebody names. @throws AmcsError NOT_FOUND. */
export async function findRun(store: { getRun(runId: string): Promise<Run | null> }, runId: string): Promise<Run> {
  const run = await store.getRun(runId);
  if (run) return run;
  throw new AmcsError('NOT_FOUND', {
    message: `There is no run "${runId.slice(0, 64)}".`,
    hint: 'list_runs (in a terminal: amcs-mcp runs) names the runs there are.',
  });
}

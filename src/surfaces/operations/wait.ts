import type { Run } from '../../domain/run.js';
import type { App } from './app.js';
import type { Call } from './define.js';

/** A run under way, and the last event before it began to be of interest. */
interface Begun {
  runId: string;
  since: number;
  ended: Promise<Run>;
}

/**
 * Waits for a run's end, for `seconds`, or until the caller leaves, whichever comes first, and tells the caller the
 * run's events after `since` meanwhile. The run itself goes on.
 */
export async function waitFor(app: App, run: Begun, seconds: number, { signal, progress }: Call): Promise<void> {
  const stop = app.follow({ since: run.since, run_id: run.runId }, (events) => events.forEach(progress));
  let timer: NodeJS.Timeout | undefined;
  const enough = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, seconds * 1000);
    signal.addEventListener('abort', () => resolve(), { once: true });
  });
  try {
    await Promise.race([run.ended, enough]);
  } finally {
    clearTimeout(timer);
    await stop();
  }
}

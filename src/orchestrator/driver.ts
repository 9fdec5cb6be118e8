import type { AmcsError } from '../domain/error.js';
import type { Run, RunStatus } from '../domain/run.js';

/** How one stretch of work on a run ended. */
export interface Ending {
  status: Extract<RunStatus, 'succeeded' | 'failed' | 'cancelled' | 'waiting'>;
  error: AmcsError | null;
}

/** Executes runs. `local` does it in this process; another may do it over several machines. */
export interface Driver {
  /** Takes a recorded run up, or joins it; resolves when it is over or waits. */
  start(runId: string): Promise<Run>;
  /** Cancels a run wherever it is; resolves at once where another process works on it and will hear of it. */
  cancel(runId: string): Promise<Run>;
  /** Takes up every run that was left by a process that is gone, and gives their ids. */
  recover(): Promise<string[]>;
  /** Goes on looking for such runs until it is closed. Keeps no process alive. */
  watch(): void;
  /** Lets go of everything; runs that were under way can be taken up by another process. */
  close(): Promise<void>;
}

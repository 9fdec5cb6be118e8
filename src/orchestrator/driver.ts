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
  cancel(runId: string): Promise<Run>;
  /** Lets go of everything; runs that were under way can be taken up by another process. */
  close(): Promise<void>;
}

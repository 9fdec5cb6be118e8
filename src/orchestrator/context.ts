/** What a workflow may use of its driver: everything between two steps is deterministic, and nothing else waits. */
export interface WorkflowContext {
  /** Raised when the run is cancelled or its process lets go of it. */
  signal: AbortSignal;
  /** Does something once; a driver may do it again after a crash, so `work` records what it did and reads that first. */
  step<Result>(name: string, work: () => Promise<Result>): Promise<Result>;
  /** Runs branches at the same time and lets every one settle before a failure or a wait is passed on. */
  all<Result>(branches: readonly (() => Promise<Result>)[]): Promise<Result[]>;
  /** The answer to a question asked outside; while there is none the run waits and holds no worker. */
  waitFor(question: string): Promise<unknown>;
}

/** Thrown by `waitFor`: the run goes on when the answer has come. Not an error, and never recorded as one. */
export class Suspended extends Error {
  constructor(readonly question: string) {
    super('the run waits for an answer');
  }
}

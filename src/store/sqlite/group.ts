import type { Db } from './database.js';

/** How long the database may be locked by another process before callers are told so, and how often it is tried. */
const PATIENCE_MS = 10_000;
const AGAIN_MS = 20;
/** More would make all runs of a busy process wait for one another, and then all for their nodes. */
const MOST_TOGETHER = 8;
/** How long a write that is not urgent waits for one that is. */
const SOON_MS = 20;

interface Job {
  work(): unknown;
  urgency: Urgency;
  done(value: never): void;
  failed(thrown: unknown): void;
}

type Result = { value: unknown } | { thrown: unknown };

/** `soon` waits a little for other work to share a commit with; `synced` waits for the disk too. */
export type Urgency = 'soon' | 'now' | 'synced';

export interface WriteGroup {
  /**
   * Does work that writes, and resolves when it is committed, in the order it was asked for. Work that throws leaves
   * nothing behind and does not touch what else is in its group.
   */
  write<Value>(work: () => Value, urgency?: Urgency): Promise<Value>;
  /** Commits what waits, now or never: for a store that closes. */
  end(): void;
}

/**
 * Writes asked for in one turn of the event loop share one transaction: a commit costs more than most of what is in it,
 * and with many runs at work there is always more than one. Each write keeps a savepoint of its own, so it is still all
 * or nothing, and nobody is told of it before it is committed.
 */
export function writeGroup(db: Db): WriteGroup {
  const waiting: Job[] = [];
  let immediate: NodeJS.Immediate | undefined;
  let timer: NodeJS.Timeout | undefined;
  let lockedSince: number | null = null;

  const together = db.transaction((jobs: readonly Job[]): Result[] =>
    jobs.map((job) => {
      try {
        return { value: job.work() };
      } catch (thrown) {
        // A fault of the disk may have rolled back everything, not only this job's part.
        if (!db.inTransaction) throw thrown;
        return { thrown };
      }
    }),
  );

  const commit = (jobs: readonly Job[]): Result[] => {
    const synced = jobs.some(({ urgency }) => urgency === 'synced');
    if (synced) db.pragma('synchronous = FULL');
    try {
      return together.immediate(jobs);
    } finally {
      if (synced) db.pragma('synchronous = NORMAL');
    }
  };

  const flush = (patient: boolean): void => {
    clearImmediate(immediate);
    clearTimeout(timer);
    immediate = undefined;
    timer = undefined;
    const jobs = waiting.splice(0, MOST_TOGETHER);
    if (jobs.length === 0) return;
    try {
      const results = commit(jobs);
      lockedSince = null;
      if (waiting.length > 0) schedule(0);
      for (const [at, result] of results.entries()) settle(jobs[at] as Job, result);
    } catch (thrown) {
      lockedSince ??= performance.now();
      if (patient && isBusy(thrown) && performance.now() - lockedSince < PATIENCE_MS) {
        waiting.unshift(...jobs);
        schedule(AGAIN_MS);
        return;
      }
      lockedSince = null;
      if (waiting.length > 0) schedule(0);
      for (const job of jobs) job.failed(thrown);
    }
  };

  const schedule = (inMs: number): void => {
    if (inMs === 0) immediate ??= setImmediate(flush, true);
    else timer ??= setTimeout(flush, inMs, true);
  };

  return {
    write: (work, urgency = 'now') =>
      new Promise((done, failed) => {
        waiting.push({ work, urgency, done, failed });
        if (lockedSince === null) schedule(urgency === 'soon' ? SOON_MS : 0);
      }),
    end() {
      while (waiting.length > 0) flush(false);
    },
  };
}

function settle(job: Job, result: Result): void {
  if ('thrown' in result) job.failed(result.thrown);
  else job.done(result.value as never);
}

/** Does work that only reads; where the database is locked, again and again, and the process goes on meanwhile. */
export async function readPatiently<Value>(work: () => Value): Promise<Value> {
  const begin = performance.now();
  for (;;) {
    try {
      return work();
    } catch (thrown) {
      if (!isBusy(thrown) || performance.now() - begin > PATIENCE_MS) throw thrown;
    }
    await new Promise((again) => setTimeout(again, AGAIN_MS));
  }
}

function isBusy(thrown: unknown): boolean {
  return String((thrown as { code?: unknown } | null)?.code).startsWith('SQLITE_BUSY');
}

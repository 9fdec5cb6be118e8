import type { Db } from './database.js';

/** How long the database may be locked by another process before callers are told so, and how often it is tried. */
const PATIENCE_MS = 10_000;
const AGAIN_MS = 20;
/** More would make all runs of a busy process wait for one another, and then all for their nodes. */
const MOST_TOGETHER = 4;

interface Job {
  work(): unknown;
  synced: boolean;
  done(value: never): void;
  failed(thrown: unknown): void;
}

export interface WriteGroup {
  /**
   * Does work that writes, and resolves when it is committed, in the order it was asked for. Work that throws leaves
   * nothing behind and does not touch what else is in its group. `synced` waits for the disk too.
   */
  write<Value>(work: () => Value, synced?: boolean): Promise<Value>;
  /** Commits what waits, now or never: for a store that closes. */
  end(): void;
}

/**
 * Writes asked for in one turn of the event loop share one transaction: a commit costs more than most of what is in it,
 * and with many runs at work there is always more than one. Nobody is told of a write before it is committed. Where one
 * of them fails, nothing of the group stands, and each is done again on its own: savepoints for what hardly ever happens
 * would make every write dearer.
 */
export function writeGroup(db: Db): WriteGroup {
  const waiting: Job[] = [];
  /** So many of those that wait are done one by one. */
  let apart = 0;
  let immediate: NodeJS.Immediate | undefined;
  let timer: NodeJS.Timeout | undefined;
  let lockedSince: number | null = null;

  const together = db.transaction((jobs: readonly Job[]): unknown[] => jobs.map((job) => job.work()));

  const commit = (jobs: readonly Job[]): unknown[] => {
    const synced = jobs.some((job) => job.synced);
    if (synced) db.pragma('synchronous = FULL');
    try {
      // IMMEDIATE: a transaction that begins as a reader and then writes fails at once where another writes.
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
    const jobs = waiting.splice(0, apart > 0 ? 1 : MOST_TOGETHER);
    if (jobs.length === 0) return;
    try {
      const values = commit(jobs);
      for (const [at, job] of jobs.entries()) job.done(values[at] as never);
      lockedSince = null;
      apart = Math.max(0, apart - jobs.length);
    } catch (thrown) {
      const locked = isBusy(thrown);
      if (locked) lockedSince ??= performance.now();
      if (locked && patient && performance.now() - (lockedSince as number) < PATIENCE_MS) {
        waiting.unshift(...jobs);
        schedule(AGAIN_MS);
        return;
      }
      lockedSince = null;
      if (jobs.length > 1 && !locked) {
        waiting.unshift(...jobs);
        apart = jobs.length;
      } else {
        apart = Math.max(0, apart - jobs.length);
        for (const job of jobs) job.failed(thrown);
      }
    }
    if (waiting.length > 0) schedule(0);
  };

  const schedule = (inMs: number): void => {
    if (inMs === 0) immediate ??= setImmediate(flush, true);
    else timer ??= setTimeout(flush, inMs, true);
  };

  return {
    write: (work, synced = false) =>
      new Promise((done, failed) => {
        waiting.push({ work, synced, done, failed });
        if (lockedSince === null) schedule(0);
      }),
    end() {
      while (waiting.length > 0) flush(false);
    },
  };
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

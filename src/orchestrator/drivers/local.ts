import { AmcsError, asAmcsError } from '../../domain/error.js';
import { findRun } from '../../domain/find-run.js';
import type { Store } from '../../domain/ports.js';
import { isOver, type Run } from '../../domain/run.js';
import { Suspended, type WorkflowContext } from '../context.js';
import type { Driver, Ending } from '../driver.js';
import { toRecord } from '../execute-node.js';

/** A run belongs to this process for so long after each renewal; a dead process's runs are free after that. */
const LEASE_MS = 5_000;
const RENEW_MS = 1_500;
/** How often an owner looks whether somebody wants its run cancelled. */
const LOOK_MS = 200;
/** How often a process that watches looks for runs that nobody holds. */
const WATCH_MS = 1_000;

export interface LocalOptions {
  store: Store;
  /** Names this process in leases. */
  owner: string;
  /** Runs that are executed at the same time; more wait their turn. */
  concurrency: number;
  /** Newest workflow version this process can take up. */
  version: number;
  execute(ctx: WorkflowContext, run: Run): Promise<Ending>;
}

/** Why a closing driver stops its work: the runs are not cancelled, another process may take them up. */
class LetGo extends Error {}

/** Another process took the run while this one was held up: it goes on there, and its end is waited for here. */
class Lost extends LetGo {}

interface Active {
  ended: Promise<Run>;
  abort: AbortController;
}

/** Runs workflows in this process over the store: a step's record is the node's own row, so nothing else is kept. */
export function localDriver({ store, owner, concurrency, version, execute }: LocalOptions): Driver {
  const active = new Map<string, Active>();
  const queue: (() => void)[] = [];
  let working = 0;
  let closing = false;
  let watching: NodeJS.Timeout | undefined;

  const turn = async (): Promise<void> => {
    if (working < concurrency) working += 1;
    else await new Promise<void>((go) => void queue.push(go));
  };
  const done = (): void => {
    const next = queue.shift();
    if (next) next();
    else working -= 1;
  };

  const work = async (runId: string, own: Active): Promise<Run> => {
    await turn();
    try {
      for (;;) {
        const run = await stretch(runId, own.abort);
        if (closing || !(own.abort.signal.reason instanceof Lost)) return run;
        own.abort = new AbortController();
      }
    } finally {
      active.delete(runId);
      done();
    }
  };

  const stretch = async (runId: string, abort: AbortController): Promise<Run> => {
    const stopLooking = holdLease(runId, abort);
    let released = false;
    try {
      const run = await begin(runId, abort);
      const ending = run === null ? null : await outcome(run, abort);
      if (run === null || ending === null) return await findRun(store, runId);
      const ended = await finish(store, run, ending);
      released = ended.status === ending.status;
      return ended;
    } finally {
      stopLooking();
      if (!released) await store.releaseRun(runId, owner).catch(() => {});
    }
  };

  /** Renews the lease and looks for a wish to cancel while a run is at work here. */
  const holdLease = (runId: string, abort: AbortController): (() => void) => {
    let held = false;
    const renew = setInterval(() => held && void store.claimRun(runId, owner, LEASE_MS).catch(() => {}), RENEW_MS);
    const look = setInterval(() => {
      store.checkLease(runId, owner).then(
        ({ mine, cancelAsked }) => {
          if (mine && cancelAsked) abort.abort();
          else if (held && !mine) abort.abort(new Lost());
          held ||= mine;
        },
        () => {},
      );
    }, LOOK_MS);
    renew.unref();
    look.unref();
    return () => {
      clearInterval(renew);
      clearInterval(look);
    };
  };

  /** Takes the run up as soon as no other process holds it; null where it is over by then, or waits for somebody else. */
  const begin = async (runId: string, { signal }: AbortController): Promise<Run | null> => {
    for (;;) {
      if (signal.aborted) return null;
      const run = await store.takeUp(runId, owner, LEASE_MS);
      if (run) return run;
      if (isOver((await findRun(store, runId)).status)) return null;
      await new Promise((again) => setTimeout(again, LOOK_MS));
    }
  };

  /** How the stretch of work ended, or null where this process lets go of a run that goes on elsewhere. */
  const outcome = async (run: Run, abort: AbortController): Promise<Ending | null> => {
    try {
      return await execute(localContext(store, abort.signal), run);
    } catch (thrown) {
      if (abort.signal.reason instanceof LetGo) return null;
      if (abort.signal.aborted) return cancelled();
      if (thrown instanceof Suspended) return { status: 'waiting', error: null };
      // The record could not be kept: the run is as it was, and goes on when it can be.
      if (thrown instanceof AmcsError && thrown.code === 'STORE_UNAVAILABLE') throw thrown;
      return { status: 'failed', error: asAmcsError(thrown) };
    }
  };

  const start = (runId: string): Promise<Run> => {
    const before = active.get(runId);
    if (before) return before.ended;
    const own = { abort: new AbortController() } as Active;
    own.ended = work(runId, own);
    active.set(runId, own);
    own.ended.catch(() => {});
    return own.ended;
  };

  const recover = async (): Promise<string[]> => {
    const left = (await store.abandonedRuns(version, LEASE_MS)).filter((runId) => !active.has(runId));
    for (const runId of left) void start(runId);
    return left;
  };

  return {
    start,
    recover,
    watch() {
      watching ??= setInterval(() => void recover().catch(() => {}), WATCH_MS).unref();
    },
    async cancel(runId) {
      const run = await store.askCancel(runId);
      const running = active.get(runId);
      if (!running) return run;
      running.abort.abort();
      return running.ended;
    },
    async close() {
      closing = true;
      clearInterval(watching);
      for (const { abort } of active.values()) abort.abort(new LetGo());
      await Promise.allSettled([...active.values()].map(({ ended }) => ended));
    },
  };
}

function cancelled(): Ending {
  return { status: 'cancelled', error: new AmcsError('CANCELLED', { message: 'The run was cancelled.' }) };
}

function finish(store: Store, run: Run, { status, error }: Ending): Promise<Run> {
  const data = error ? { data: { code: error.code } } : {};
  return store.changeRun(run.run_id, { status, error: error ? toRecord(error) : null }, [{ type: `run.${status}`, take: run.take, ...data }]);
}

/** The work's result, or the signal's reason as soon as it is raised: work that does not listen holds nobody. */
function raced<Result>(work: Promise<Result>, signal: AbortSignal): Promise<Result> {
  return new Promise((resolve, reject) => {
    const stop = () => reject(signal.reason);
    signal.addEventListener('abort', stop, { once: true });
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', stop));
  });
}

export function localContext(store: Store, signal: AbortSignal): WorkflowContext {
  return {
    signal,
    async step(_name, work) {
      signal.throwIfAborted();
      return raced(work(), signal);
    },
    async all(branches) {
      const settled = await Promise.allSettled(branches.map((branch) => branch()));
      const failures = settled.flatMap((one) => (one.status === 'rejected' ? [one.reason as unknown] : []));
      const failure = failures.find((one) => !(one instanceof Suspended)) ?? failures[0];
      if (failure !== undefined) throw failure;
      return settled.map((one) => (one as PromiseFulfilledResult<never>).value);
    },
    async waitFor(question) {
      const answer = await store.getAnswer(question);
      if (answer === null) throw new Suspended(question);
      return JSON.parse(answer);
    },
  };
}

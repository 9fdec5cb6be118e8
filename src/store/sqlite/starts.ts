import type { ExecutionKey } from '../../domain/ports.js';

/** How long the start of a node may wait for the node's end, to be recorded with it. */
const SOON_MS = 20;

/** The start of a node execution: what is known of it before the node has run. */
export interface Opening {
  at: ExecutionKey;
  seed: number;
  input_hash: string | null;
  started_at: number;
}

/** Starts of one run that go into one write, in order, and what tells their callers of it. */
export interface Held {
  openings: Opening[];
  recorded(): void;
  failed(thrown: unknown): void;
}

/**
 * Starts that are not recorded yet, by run. Whoever writes something else of the run takes them first and records them
 * before it or together with it; where nobody does so soon, `record` is called. A node that is quick costs one write so.
 */
export function heldStarts(record: (held: Held) => void) {
  const runs = new Map<string, { held: Held; starts: Promise<void>; timer: NodeJS.Timeout }>();
  const take = (runId: string): Held | undefined => {
    const one = runs.get(runId);
    if (!one) return undefined;
    clearTimeout(one.timer);
    runs.delete(runId);
    return one.held;
  };
  const due = (runId: string): void => {
    const held = take(runId);
    if (held) record(held);
  };
  return {
    take,
    /** Resolves when the start is recorded. */
    hold(opening: Opening): Promise<void> {
      const { run_id } = opening.at;
      const before = runs.get(run_id);
      if (before) {
        before.held.openings.push(opening);
        return before.starts;
      }
      let held: Held | undefined;
      const starts = new Promise<void>((recorded, failed) => {
        held = { openings: [opening], recorded, failed };
      });
      runs.set(run_id, { held: held as unknown as Held, starts, timer: setTimeout(due, SOON_MS, run_id) });
      return starts;
    },
    /** Records all of them now: for a store that closes. */
    release(): void {
      for (const runId of [...runs.keys()]) due(runId);
    },
  };
}

import type { AmcsEvent } from '../domain/event.js';
import type { EventFilter, Store } from '../domain/ports.js';

/** Events are read from the log in batches of this many. */
const BATCH = 500;

/** Reads on from `since` to the end of the log, batch by batch, and gives the last number read. */
export async function readOn(store: Store, filter: Omit<EventFilter, 'limit'>, take: (events: AmcsEvent[]) => void): Promise<number> {
  let since = filter.since;
  for (;;) {
    const events = await store.readEvents({ ...filter, since, limit: BATCH });
    if (events.length === 0) return since;
    take(events);
    since = (events.at(-1) as AmcsEvent).seq;
  }
}

/**
 * Follows the log from `since`: every event once, in order, whichever process wrote it; `take` is never called twice at
 * the same time. What it gives reads to the end of the log once more and then ends the following.
 */
export function followLog(store: Store, filter: Omit<EventFilter, 'limit'>, take: (events: AmcsEvent[]) => void): () => Promise<void> {
  let since = filter.since;
  let reading: Promise<void> | undefined;
  let again = false;
  const readToEnd = async (): Promise<void> => {
    try {
      do {
        again = false;
        since = await readOn(store, { ...filter, since }, (events) => {
          since = (events.at(-1) as AmcsEvent).seq;
          take(events);
        });
      } while (again);
    } catch {
      // The next change of the database reads again from where this one stopped.
    } finally {
      reading = undefined;
    }
  };
  const read = (): Promise<void> => {
    again = reading !== undefined;
    reading ??= readToEnd();
    return reading;
  };
  const stop = store.watch(() => void read());
  void read();
  return async () => {
    stop();
    await read();
  };
}

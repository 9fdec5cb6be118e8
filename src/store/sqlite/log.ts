import type { AmcsEvent, NewEvent } from '../../domain/event.js';
import type { Clock, EventFilter } from '../../domain/ports.js';
import type { Db } from './database.js';
import { type EventRow, toEvent } from './rows.js';

/** The event log. `append` must be called inside the transaction of the state change it tells of. */
export interface Log {
  append(runId: string, events: readonly NewEvent[]): void;
  read(filter: EventFilter): AmcsEvent[];
  last(): number;
}

export function eventLog(db: Db, clock: Clock): Log {
  // A counter row and not AUTOINCREMENT: that leaves gaps where an insert is rolled back.
  const nextSeq = db.prepare<[], { value: number }>("UPDATE counters SET value = value + 1 WHERE name = 'event' RETURNING value");
  const nextRunSeq = db.prepare<[string], { value: number }>(
    'UPDATE runs SET last_run_seq = last_run_seq + 1 WHERE run_id = ? RETURNING last_run_seq AS value',
  );
  const insert = db.prepare('INSERT INTO events (seq, run_id, run_seq, ts, type, body) VALUES (?, ?, ?, ?, ?, ?)');
  const all = db.prepare<[number, number], EventRow>('SELECT seq, run_id, run_seq, ts, body FROM events WHERE seq > ? ORDER BY seq LIMIT ?');
  const ofRun = db.prepare<[string, number, number], EventRow>(
    'SELECT seq, run_id, run_seq, ts, body FROM events WHERE run_id = ? AND seq > ? ORDER BY seq LIMIT ?',
  );
  const last = db.prepare<[], { value: number }>("SELECT value FROM counters WHERE name = 'event'");
  return {
    append(runId, events) {
      for (const event of events) {
        const runSeq = nextRunSeq.get(runId);
        if (!runSeq) throw new Error(`event for a run that is not there: ${event.type}`);
        const seq = (nextSeq.get() as { value: number }).value;
        insert.run(seq, runId, runSeq.value, clock.now(), event.type, JSON.stringify(event));
      }
    },
    read({ since, run_id, limit }) {
      const rows = run_id === undefined ? all.all(since, limit) : ofRun.all(run_id, since, limit);
      return rows.map(toEvent);
    },
    last: () => (last.get() as { value: number }).value,
  };
}

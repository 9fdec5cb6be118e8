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
  const takeSeqs = db.prepare<[number], number>("UPDATE counters SET value = value + ? WHERE name = 'event' RETURNING value").pluck();
  const takeRunSeqs = db.prepare<[number, string], number>('UPDATE runs SET last_run_seq = last_run_seq + ? WHERE run_id = ? RETURNING last_run_seq').pluck();
  const insert = (rows: number) =>
    db.prepare(`INSERT INTO events (seq, run_id, run_seq, ts, type, body) VALUES ${Array(rows).fill('(?, ?, ?, ?, ?, ?)').join(', ')}`);
  // Most writes tell of two things: how a node began and how it ended.
  const [insertOne, insertTwo] = [insert(1), insert(2)];
  const all = db.prepare<[number, number], EventRow>('SELECT seq, run_id, run_seq, ts, body FROM events WHERE seq > ? ORDER BY seq LIMIT ?');
  const ofRun = db.prepare<[string, number, number], EventRow>(
    'SELECT seq, run_id, run_seq, ts, body FROM events WHERE run_id = ? AND seq > ? ORDER BY seq LIMIT ?',
  );
  const lastSeq = db.prepare<[], number>("SELECT value FROM counters WHERE name = 'event'").pluck();
  return {
    append(runId, events) {
      if (events.length === 0) return;
      const lastOfRun = takeRunSeqs.get(events.length, runId);
      if (lastOfRun === undefined) throw new Error(`event for a run that is not there: ${events[0]?.type}`);
      const last = takeSeqs.get(events.length) as number;
      const ts = clock.now();
      const rows = events.map((event, at) => {
        const before = events.length - 1 - at;
        return [last - before, runId, lastOfRun - before, ts, event.type, JSON.stringify(event)];
      });
      if (rows.length === 2) insertTwo.run(...rows.flat());
      else for (const row of rows) insertOne.run(...row);
    },
    read({ since, run_id, limit }) {
      const rows = run_id === undefined ? all.all(since, limit) : ofRun.all(run_id, since, limit);
      return rows.map(toEvent);
    },
    last: () => lastSeq.get() as number,
  };
}

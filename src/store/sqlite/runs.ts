import { AmcsError } from '../../domain/error.js';
import type { NewEvent } from '../../domain/event.js';
import type { Clock, NewRun, RunChange, RunFilter } from '../../domain/ports.js';
import { isOver, type Run } from '../../domain/run.js';
import type { Db } from './database.js';
import type { Log } from './log.js';
import { RUN_COLUMNS, type RunRow, toRun } from './rows.js';

export function runTable(db: Db, log: Log, clock: Clock) {
  const byId = db.prepare<[string], RunRow>(`SELECT ${RUN_COLUMNS} FROM runs WHERE run_id = ?`);
  const byKey = db.prepare<[string], RunRow>(`SELECT ${RUN_COLUMNS} FROM runs WHERE client_key = ?`);
  const nextRun = db.prepare<[], { value: number }>("UPDATE counters SET value = value + 1 WHERE name = 'run' RETURNING value");
  const insert = db.prepare(
    `INSERT INTO runs (run_id, created, kind, song_id, title, genre, seed, status, sds_hash, manifest_hash, tables_hash, workflow_version, out_dir, client_key, created_at, updated_at)
     VALUES (@run_id, @created, @kind, @song_id, @title, @genre, @seed, 'queued', @sds_hash, @manifest_hash, @tables_hash, @workflow_version, @out_dir, @client_key, @now, @now)`,
  );
  const putDocument = db.prepare('INSERT INTO documents (hash, json) VALUES (?, ?) ON CONFLICT DO NOTHING');
  const update = db.prepare('UPDATE runs SET status = ?, score = ?, error = ?, updated_at = ?, ended_at = ? WHERE run_id = ?');
  const cancelNodes = db.prepare(
    "UPDATE node_executions SET status = 'cancelled', ended_at = ? WHERE run_id = ? AND status IN ('pending', 'running', 'waiting')",
  );
  const claim = db.prepare(
    'UPDATE runs SET lease_owner = @owner, lease_until = @until WHERE run_id = @run AND (lease_owner IS NULL OR lease_owner = @owner OR lease_until < @now)',
  );
  const release = db.prepare('UPDATE runs SET lease_owner = NULL, lease_until = NULL WHERE run_id = ? AND lease_owner = ?');

  return {
    get: (runId: string): Run | null => {
      const row = byId.get(runId);
      return row ? toRun(row) : null;
    },
    create: db.transaction((run: NewRun): { run: Run; created: boolean } => {
      const before = run.client_key === null ? undefined : byKey.get(run.client_key);
      if (before) return { run: toRun(before), created: false };
      for (const { hash, json } of run.documents) putDocument.run(hash, json);
      const { documents: _kept, ...columns } = run;
      insert.run({ ...columns, created: (nextRun.get() as { value: number }).value, now: clock.now() });
      log.append(run.run_id, [{ type: 'run.queued', data: { kind: run.kind, song_id: run.song_id } }]);
      return { run: toRun(byId.get(run.run_id) as RunRow), created: true };
    }),
    change: db.transaction((runId: string, change: RunChange, events: NewEvent[]): Run => {
      const row = byId.get(runId);
      if (!row) throw new AmcsError('NOT_FOUND', { message: `There is no run "${runId}".` });
      const run = toRun(row);
      // What is over stays over: of two processes that end a run, the first one's word holds.
      if (isOver(run.status) && change.status !== undefined) return run;
      const status = change.status ?? run.status;
      const error = change.error === undefined ? row.error : change.error === null ? null : JSON.stringify(change.error);
      const now = clock.now();
      if (status === 'cancelled') cancelNodes.run(now, runId);
      update.run(status, change.score ?? row.score, error, now, isOver(status) ? now : null, runId);
      log.append(runId, events);
      return toRun(byId.get(runId) as RunRow);
    }),
    list: (filter: RunFilter): Run[] => {
      const conditions = ['1 = 1'];
      const values: (string | number)[] = [];
      for (const field of ['status', 'genre', 'kind', 'song_id'] as const) {
        const value = filter[field];
        if (value === undefined) continue;
        conditions.push(`${field} = ?`);
        values.push(value);
      }
      if (filter.before !== undefined) {
        conditions.push('created < (SELECT created FROM runs WHERE run_id = ?)');
        values.push(filter.before);
      }
      const sql = `SELECT ${RUN_COLUMNS} FROM runs WHERE ${conditions.join(' AND ')} ORDER BY created DESC LIMIT ?`;
      return db
        .prepare<(string | number)[], RunRow>(sql)
        .all(...values, filter.limit)
        .map(toRun);
    },
    claim: (run: string, owner: string, until: number) => claim.run({ run, owner, until, now: clock.now() }).changes > 0,
    release: (runId: string, owner: string) => void release.run(runId, owner),
  };
}

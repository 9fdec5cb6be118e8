import type { NewEvent } from '../../domain/event.js';
import type { Clock, ExecutionKey, Outcome, PartKey, RecordedArtifact } from '../../domain/ports.js';
import type { NodeExecution } from '../../domain/run.js';
import type { Db } from './database.js';
import type { Log } from './log.js';
import { EXECUTION_COLUMNS, type ExecutionRow, toExecution } from './rows.js';

const FINAL = new Set(['succeeded', 'failed', 'skipped', 'cancelled']);

export function executionTable(db: Db, log: Log, clock: Clock) {
  const key = 'run_id = @run_id AND take = @take AND node = @node AND iteration = @iteration';
  const find = db.prepare<[ExecutionKey], ExecutionRow>(`SELECT ${EXECUTION_COLUMNS} FROM node_executions WHERE ${key}`);
  const ofRun = db.prepare<[string], ExecutionRow>(`SELECT ${EXECUTION_COLUMNS} FROM node_executions WHERE run_id = ? ORDER BY take, ordinal`);
  const insert = db.prepare(
    `INSERT INTO node_executions (run_id, take, node, iteration, ordinal, attempt, status, seed, input_hash, started_at)
     VALUES (@run_id, @take, @node, @iteration, (SELECT COUNT(*) FROM node_executions WHERE run_id = @run_id AND take = @take), 1, 'running', @seed, @input_hash, @now)`,
  );
  const insertSkipped = db.prepare(
    `INSERT INTO node_executions (run_id, take, node, iteration, ordinal, attempt, status, seed, started_at, ended_at, duration_ms)
     VALUES (@run_id, @take, @node, @iteration, (SELECT COUNT(*) FROM node_executions WHERE run_id = @run_id AND take = @take), 1, 'skipped', @seed, @now, @now, 0)
     ON CONFLICT DO NOTHING`,
  );
  const again = db.prepare(`UPDATE node_executions SET attempt = attempt + 1, status = 'running', input_hash = @input_hash, started_at = @now WHERE ${key}`);
  const finish = db.prepare(
    `UPDATE node_executions SET status = @status, output_hash = @output_hash, error = @error, ended_at = @now, duration_ms = COALESCE(@duration_ms, @now - started_at) WHERE ${key}`,
  );
  const putDocument = db.prepare('INSERT INTO documents (hash, json) VALUES (?, ?) ON CONFLICT DO NOTHING');
  const putArtifact = db.prepare('INSERT INTO artifacts (run_id, take, node, iteration, name, hash) VALUES (@run_id, @take, @node, @iteration, @name, @hash)');
  const artifacts = db.prepare<[string], RecordedArtifact>(
    'SELECT name, take, node, iteration, hash FROM artifacts WHERE run_id = ? ORDER BY take, iteration, node, name',
  );
  const partKey = `${key} AND round = @round AND part = @part`;
  const findPart = db.prepare<[PartKey], { json: string }>(`SELECT json FROM parts WHERE ${partKey}`);
  const insertPart = db.prepare(
    'INSERT INTO parts (run_id, take, node, iteration, round, part, json) VALUES (@run_id, @take, @node, @iteration, @round, @part, @json) ON CONFLICT DO NOTHING',
  );
  const get = (at: ExecutionKey): NodeExecution | null => {
    const row = find.get(at);
    return row ? toExecution(row) : null;
  };

  return {
    get,
    list: (runId: string) => ofRun.all(runId).map(toExecution),
    /** Opens an execution, or starts it once more where a crash left it open; one that is closed comes back as it is. */
    start: db.transaction((at: ExecutionKey, seed: number, input_hash: string | null): NodeExecution => {
      const before = find.get(at);
      if (before && FINAL.has(before.status)) return toExecution(before);
      (before ? again : insert).run({ ...at, seed, input_hash, now: clock.now() });
      const opened = get(at) as NodeExecution;
      log.append(at.run_id, [{ type: 'node.started', phase: 'start', ...place(at), attempt: opened.attempt }]);
      return opened;
    }),
    /** Closes an execution together with its artifact and events; where it is closed already, that stands. */
    finish: db.transaction((at: ExecutionKey, outcome: Outcome): NodeExecution => {
      const open = find.get(at);
      if (!open) throw new Error(`finish before start: ${at.node}`);
      if (FINAL.has(open.status)) return toExecution(open);
      const { output, artifacts: named, error } = outcome;
      if (output) putDocument.run(output.hash, output.json);
      for (const { name, hash, json } of named) {
        putDocument.run(hash, json);
        putArtifact.run({ ...at, name, hash });
      }
      finish.run({
        ...at,
        status: outcome.status,
        output_hash: output?.hash ?? null,
        duration_ms: outcome.duration_ms,
        error: error ? JSON.stringify(error) : null,
        now: clock.now(),
      });
      const closed = get(at) as NodeExecution;
      const timed = outcome.events.map((event) => ({
        ...event,
        ...place(at),
        attempt: closed.attempt,
        ...(closed.duration_ms === null ? {} : { duration_ms: closed.duration_ms }),
      }));
      log.append(at.run_id, timed);
      return closed;
    }),
    skip: db.transaction((at: ExecutionKey, seed: number, events: NewEvent[]): void => {
      if (insertSkipped.run({ ...at, seed, now: clock.now() }).changes === 0) return;
      log.append(
        at.run_id,
        events.map((event) => ({ ...event, ...place(at) })),
      );
    }),
    artifacts: (runId: string) => artifacts.all(runId),
    part: (at: PartKey) => findPart.get(at)?.json ?? null,
    /** Inserts if absent, with its events, and gives what stands. */
    putPart: db.transaction((at: PartKey, json: string, events: NewEvent[]): string => {
      if (insertPart.run({ ...at, json }).changes > 0) log.append(at.run_id, events);
      return (findPart.get(at) as { json: string }).json;
    }),
  };
}

function place({ node, take, iteration }: ExecutionKey) {
  return { node, take, iteration };
}

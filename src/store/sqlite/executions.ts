import type { NewEvent } from '../../domain/event.js';
import type { NodeName } from '../../domain/node-name.js';
import type { Clock, ExecutionKey, Outcome, PartKey, RecordedArtifact } from '../../domain/ports.js';
import type { ExecutionStatus, NodeExecution } from '../../domain/run.js';
import type { Db } from './database.js';
import type { Log } from './log.js';
import { EXECUTION_COLUMNS, type ExecutionRow, toExecution } from './rows.js';

const FINAL = new Set<ExecutionStatus>(['succeeded', 'failed', 'skipped', 'cancelled']);

/** What is known of an execution before it is changed; reading whole rows would cost more than writing them. */
type Before = [status: ExecutionStatus, attempt: number, seed: number, input_hash: string | null, started_at: number];

type Key = [run_id: string, take: number, node: NodeName, iteration: number];
const keyOf = ({ run_id, take, node, iteration }: ExecutionKey): Key => [run_id, take, node, iteration];

export function executionTable(db: Db, log: Log, clock: Clock) {
  // Parameters by place in what every node does: the library looks names up one by one.
  const key = 'run_id = ? AND take = ? AND node = ? AND iteration = ?';
  const find = db.prepare<Key, ExecutionRow>(`SELECT ${EXECUTION_COLUMNS} FROM node_executions WHERE ${key}`);
  const findBefore = db.prepare<Key, Before>(`SELECT status, attempt, seed, input_hash, started_at FROM node_executions WHERE ${key}`).raw();
  const ofRun = db.prepare<[string], ExecutionRow>(`SELECT ${EXECUTION_COLUMNS} FROM node_executions WHERE run_id = ? ORDER BY take, ordinal`);
  const ordinal = '(SELECT COUNT(*) FROM node_executions WHERE run_id = ? AND take = ?)';
  const insert = db.prepare(
    `INSERT INTO node_executions (run_id, take, node, iteration, ordinal, attempt, status, seed, input_hash, started_at)
     VALUES (?, ?, ?, ?, ${ordinal}, 1, 'running', ?, ?, ?)`,
  );
  const insertSkipped = db.prepare(
    `INSERT INTO node_executions (run_id, take, node, iteration, ordinal, attempt, status, seed, started_at, ended_at, duration_ms)
     VALUES (?, ?, ?, ?, ${ordinal}, 1, 'skipped', ?, ?, ?, 0) ON CONFLICT DO NOTHING`,
  );
  const again = db.prepare(`UPDATE node_executions SET attempt = attempt + 1, status = 'running', input_hash = ?, started_at = ? WHERE ${key}`);
  const finish = db.prepare(`UPDATE node_executions SET status = ?, output_hash = ?, error = ?, ended_at = ?, duration_ms = ? WHERE ${key}`);
  const putDocument = db.prepare('INSERT INTO documents (hash, json) VALUES (?, ?) ON CONFLICT DO NOTHING');
  const putArtifact = db.prepare('INSERT INTO artifacts (run_id, take, node, iteration, name, hash) VALUES (?, ?, ?, ?, ?, ?)');
  const artifacts = db.prepare<[string], RecordedArtifact>(
    'SELECT name, take, node, iteration, hash FROM artifacts WHERE run_id = ? ORDER BY take, iteration, node, name',
  );
  const partKey = 'run_id = @run_id AND take = @take AND node = @node AND iteration = @iteration AND round = @round AND part = @part';
  const findPart = db.prepare<[PartKey], { json: string }>(`SELECT json FROM parts WHERE ${partKey}`);
  const insertPart = db.prepare(
    'INSERT INTO parts (run_id, take, node, iteration, round, part, json) VALUES (@run_id, @take, @node, @iteration, @round, @part, @json) ON CONFLICT DO NOTHING',
  );
  const get = (at: ExecutionKey): NodeExecution | null => {
    const row = find.get(...keyOf(at));
    return row ? toExecution(row) : null;
  };

  return {
    get,
    list: (runId: string) => ofRun.all(runId).map(toExecution),
    /** Opens an execution, or starts it once more where a crash left it open; one that is closed comes back as it is. */
    start: (at: ExecutionKey, seed: number, input_hash: string | null): NodeExecution => {
      const place = keyOf(at);
      const before = findBefore.get(...place);
      if (before && FINAL.has(before[0])) return get(at) as NodeExecution;
      const now = clock.now();
      if (before) again.run(input_hash, now, ...place);
      else insert.run(...place, at.run_id, at.take, seed, input_hash, now);
      const [, attempts, seedBefore] = before ?? ['pending', 0, seed];
      const opened = { attempt: attempts + 1, seed: seedBefore, input_hash, output_hash: null, error: null };
      log.append(at.run_id, [{ type: 'node.started', phase: 'start', ...placeOf(at), attempt: opened.attempt }]);
      return toExecution({ ...at, ...opened, status: 'running', started_at: now, ended_at: null, duration_ms: null });
    },
    /** Closes an execution together with its artifact and events; where it is closed already, that stands. */
    finish: (at: ExecutionKey, outcome: Outcome): NodeExecution => {
      const place = keyOf(at);
      const before = findBefore.get(...place);
      if (!before) throw new Error(`finish before start: ${at.node}`);
      const [was, attempt, seed, input_hash, started_at] = before;
      if (FINAL.has(was)) return get(at) as NodeExecution;
      const { status, output, artifacts: named, error } = outcome;
      if (output) putDocument.run(output.hash, output.json);
      for (const { name, hash, json } of named) {
        if (hash !== output?.hash) putDocument.run(hash, json);
        putArtifact.run(...place, name, hash);
      }
      const now = clock.now();
      const duration_ms = outcome.duration_ms ?? Math.max(0, now - started_at);
      const output_hash = output?.hash ?? null;
      const errorJson = error ? JSON.stringify(error) : null;
      finish.run(status, output_hash, errorJson, now, duration_ms, ...place);
      log.append(
        at.run_id,
        outcome.events.map((event) => ({ ...event, ...placeOf(at), attempt, duration_ms })),
      );
      return toExecution({ ...at, attempt, status, seed, input_hash, output_hash, error: errorJson, started_at, ended_at: now, duration_ms });
    },
    skip: (at: ExecutionKey, seed: number, events: NewEvent[]): void => {
      const now = clock.now();
      if (insertSkipped.run(...keyOf(at), at.run_id, at.take, seed, now, now).changes === 0) return;
      log.append(
        at.run_id,
        events.map((event) => ({ ...event, ...placeOf(at) })),
      );
    },
    artifacts: (runId: string) => artifacts.all(runId),
    part: (at: PartKey) => findPart.get(at)?.json ?? null,
    /** Inserts if absent, with its events, and gives what stands. */
    putPart: (at: PartKey, json: string, events: NewEvent[]): string => {
      if (insertPart.run({ ...at, json }).changes > 0) log.append(at.run_id, events);
      return (findPart.get(at) as { json: string }).json;
    },
  };
}

function placeOf({ node, take, iteration }: ExecutionKey) {
  return { node, take, iteration };
}

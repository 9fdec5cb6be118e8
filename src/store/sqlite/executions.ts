import type { NewEvent } from '../../domain/event.js';
import type { NodeName } from '../../domain/node-name.js';
import type { Clock, ExecutionKey, Outcome, PartKey, RecordedArtifact, RecordedPart, Standing } from '../../domain/ports.js';
import type { ExecutionStatus, NodeExecution, RecordedError } from '../../domain/run.js';
import type { Db } from './database.js';
import type { Documents } from './documents.js';
import type { Log } from './log.js';
import { EXECUTION_COLUMNS, type ExecutionRow, toExecution } from './rows.js';
import type { Opening } from './starts.js';

const FINAL = new Set<ExecutionStatus>(['succeeded', 'failed', 'skipped', 'cancelled']);

/** What is known of an execution before it is changed; reading whole rows would cost more than writing them. */
type Before = [status: ExecutionStatus, attempt: number, started_at: number];

type Key = [run_id: string, take: number, node: NodeName, iteration: number];
const keyOf = ({ run_id, take, node, iteration }: ExecutionKey): Key => [run_id, take, node, iteration];

export function executionTable(db: Db, log: Log, documents: Documents, clock: Clock) {
  // Parameters by place in what every node does: the library looks names up one by one.
  const key = 'run_id = ? AND take = ? AND node = ? AND iteration = ?';
  const find = db.prepare<Key, ExecutionRow>(`SELECT ${EXECUTION_COLUMNS} FROM node_executions WHERE ${key}`);
  const findBefore = db.prepare<Key, Before>(`SELECT status, attempt, started_at FROM node_executions WHERE ${key}`).raw();
  const findStanding = db.prepare<Key, Omit<Standing, 'error'> & { error: string | null }>(
    `SELECT status, output_hash, error FROM node_executions WHERE ${key}`,
  );
  const ofRun = db.prepare<[string], ExecutionRow>(`SELECT ${EXECUTION_COLUMNS} FROM node_executions WHERE run_id = ? ORDER BY take, ordinal`);
  const ordinal = '(SELECT COUNT(*) FROM node_executions WHERE run_id = ? AND take = ?)';
  const insert = db.prepare(
    `INSERT INTO node_executions (run_id, take, node, iteration, ordinal, attempt, status, seed, input_hash, started_at)
     VALUES (?, ?, ?, ?, ${ordinal}, 1, 'running', ?, ?, ?)`,
  );
  const insertEnded = db.prepare(
    `INSERT INTO node_executions (run_id, take, node, iteration, ordinal, attempt, seed, input_hash, started_at, status, output_hash, error, ended_at, duration_ms)
     VALUES (?, ?, ?, ?, ${ordinal}, 1, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING`,
  );
  const insertSkipped = db.prepare(
    `INSERT INTO node_executions (run_id, take, node, iteration, ordinal, attempt, status, seed, started_at, ended_at, duration_ms)
     VALUES (?, ?, ?, ?, ${ordinal}, 1, 'skipped', ?, ?, ?, 0) ON CONFLICT DO NOTHING`,
  );
  const again = db.prepare(`UPDATE node_executions SET attempt = attempt + 1, status = 'running', input_hash = ?, started_at = ? WHERE ${key}`);
  const finish = db.prepare(`UPDATE node_executions SET status = ?, output_hash = ?, error = ?, ended_at = ?, duration_ms = ? WHERE ${key}`);
  const putArtifact = db.prepare('INSERT INTO artifacts (run_id, take, node, iteration, name, hash) VALUES (?, ?, ?, ?, ?, ?)');
  const artifacts = db.prepare<[string], RecordedArtifact>(
    'SELECT name, take, node, iteration, hash FROM artifacts WHERE run_id = ? ORDER BY take, iteration, node, name',
  );
  const partKey = 'run_id = @run_id AND take = @take AND node = @node AND iteration = @iteration AND round = @round AND part = @part';
  const findPart = db.prepare<[PartKey], { json: string }>(`SELECT json FROM parts WHERE ${partKey}`);
  const insertPart = db.prepare(
    'INSERT INTO parts (run_id, take, node, iteration, round, part, json) VALUES (@run_id, @take, @node, @iteration, @round, @part, @json) ON CONFLICT DO NOTHING',
  );
  const allParts = db.prepare<[string], RecordedPart>(
    'SELECT run_id, take, node, iteration, round, part, json FROM parts WHERE run_id = ? ORDER BY take, iteration, node, round, part',
  );
  const unanswered = db.prepare<[string], PartKey & { json: string }>(
    `SELECT run_id, take, node, iteration, round, part, json FROM parts AS asked WHERE run_id = ? AND part = 'brief' AND NOT EXISTS (
       SELECT 1 FROM parts AS told WHERE told.run_id = asked.run_id AND told.take = asked.take AND told.node = asked.node
       AND told.iteration = asked.iteration AND told.round = asked.round AND told.part IN ('answer', 'accept'))
     ORDER BY take, iteration, node, round`,
  );
  const keep = (place: Key, { output, artifacts: named }: Outcome): void => {
    if (output) documents.put(output.hash, output.json);
    for (const { name, hash, json } of named) {
      if (hash !== output?.hash) documents.put(hash, json);
      putArtifact.run(...place, name, hash);
    }
  };
  const standing = (place: Key): Standing => {
    const { error, ...row } = findStanding.get(...place) as NonNullable<ReturnType<typeof findStanding.get>>;
    return { ...row, error: error === null ? null : (JSON.parse(error) as RecordedError) };
  };
  /** Opens an execution, or starts it once more where a crash left it open, and gives the event of it; one that is closed stays so. */
  const open = ({ at, seed, input_hash, started_at }: Opening): NewEvent[] => {
    const place = keyOf(at);
    const before = findBefore.get(...place);
    if (before && FINAL.has(before[0])) return [];
    if (before) again.run(input_hash, started_at, ...place);
    else insert.run(...place, at.run_id, at.take, seed, input_hash, started_at);
    return [startedEvent(at, (before?.[1] ?? 0) + 1)];
  };

  return {
    get: (at: ExecutionKey): NodeExecution | null => {
      const row = find.get(...keyOf(at));
      return row ? toExecution(row) : null;
    },
    list: (runId: string) => ofRun.all(runId).map(toExecution),
    /** Opens executions of one run. */
    start: (openings: readonly Opening[]): void => log.append((openings[0] as Opening).at.run_id, openings.flatMap(open)),
    /**
     * Closes an execution together with its artifact and events; where it is closed already, that stands. Its own start
     * may be among the starts that are recorded before it: then one row is written once.
     */
    finish: (at: ExecutionKey, outcome: Outcome, openings: readonly Opening[]): Standing => {
      const place = keyOf(at);
      const { status, output, error } = outcome;
      const output_hash = output?.hash ?? null;
      const now = clock.now();
      const durationSince = (started_at: number) => outcome.duration_ms ?? Math.max(0, now - started_at);
      const row = [status, output_hash, error ? JSON.stringify(error) : null, now] as const;
      let opened: Before | undefined;
      const events = openings.flatMap((opening) => {
        if (!isSame(opening.at, at)) return open(opening);
        const { seed, input_hash, started_at } = opening;
        const { changes } = insertEnded.run(...place, at.run_id, at.take, seed, input_hash, started_at, ...row, durationSince(started_at));
        if (changes === 0) return open(opening);
        opened = ['pending', 1, started_at];
        return [startedEvent(at, 1)];
      });
      const [was, attempt, started_at] = opened ?? findBefore.get(...place) ?? neverStarted(at);
      if (FINAL.has(was)) {
        log.append(at.run_id, events);
        return standing(place);
      }
      const duration_ms = durationSince(started_at);
      if (!opened) finish.run(...row, duration_ms, ...place);
      keep(place, outcome);
      log.append(at.run_id, [...events, ...outcome.events.map((event) => ({ ...event, ...placeOf(at), attempt, duration_ms }))]);
      return { status, output_hash, error };
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
    parts: (runId: string) => allParts.all(runId),
    unanswered: (runId: string) => unanswered.all(runId),
    /** Inserts if absent, with its events, and gives what stands. */
    putPart: (at: PartKey, json: string, events: NewEvent[]): string => {
      if (insertPart.run({ ...at, json }).changes > 0) log.append(at.run_id, events);
      return (findPart.get(at) as { json: string }).json;
    },
  };
}

function isSame(one: ExecutionKey, other: ExecutionKey): boolean {
  return one.node === other.node && one.iteration === other.iteration && one.take === other.take && one.run_id === other.run_id;
}

function startedEvent(at: ExecutionKey, attempt: number): NewEvent {
  return { type: 'node.started', phase: 'start', ...placeOf(at), attempt };
}

function neverStarted({ node }: ExecutionKey): never {
  throw new Error(`finish before start: ${node}`);
}

function placeOf({ node, take, iteration }: ExecutionKey) {
  return { node, take, iteration };
}

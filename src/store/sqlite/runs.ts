import { AmcsError } from '../../domain/error.js';
import type { NewEvent } from '../../domain/event.js';
import { nodeNames } from '../../domain/node-name.js';
import type { Clock, NewRun, RunChange, RunFilter } from '../../domain/ports.js';
import { isOver, type RecordedError, type Run, type Take } from '../../domain/run.js';
import type { Db } from './database.js';
import type { Documents } from './documents.js';
import { forgetting } from './forget.js';
import { farLeases } from './leases.js';
import type { Log } from './log.js';
import { RUN_COLUMNS, type RunRow, toRun } from './rows.js';

/** A run that nobody touched for so long and nobody holds was left by a process that is gone. */
const ABANDONED_MS = 2_000;

function missing(runId: string): AmcsError {
  return new AmcsError('NOT_FOUND', { message: `There is no run "${runId}".` });
}

export function runTable(db: Db, log: Log, documents: Documents, clock: Clock) {
  const byId = db.prepare<[string], RunRow>(`SELECT ${RUN_COLUMNS} FROM runs WHERE run_id = ?`);
  const byKey = db.prepare<[string], RunRow>(`SELECT ${RUN_COLUMNS} FROM runs WHERE client_key = ?`);
  const nextRun = db.prepare<[], { value: number }>("UPDATE counters SET value = value + 1 WHERE name = 'run' RETURNING value");
  const insert = db.prepare(
    `INSERT INTO runs (run_id, created, kind, song_id, title, genre, seed, status, sds_hash, manifest_hash, tables_hash, workflow_version, out_dir, client_key, created_at, updated_at)
     VALUES (@run_id, @created, @kind, @song_id, @title, @genre, @seed, 'queued', @sds_hash, @manifest_hash, @tables_hash, @workflow_version, @out_dir, @client_key, @now, @now)`,
  );
  const update = db.prepare('UPDATE runs SET status = ?, score = ?, error = ?, updated_at = ?, ended_at = ? WHERE run_id = ?');
  const letGo = db.prepare(
    'UPDATE runs SET status = ?, score = ?, error = ?, updated_at = ?, ended_at = ?, lease_owner = NULL, lease_until = NULL WHERE run_id = ?',
  );
  const cancelNodes = db.prepare(
    "UPDATE node_executions SET status = 'cancelled', ended_at = ? WHERE run_id = ? AND status IN ('pending', 'running', 'waiting')",
  );
  const free = '(lease_owner IS NULL OR lease_owner = @owner OR lease_until < @now OR lease_until = @left)';
  const claim = db.prepare(`UPDATE runs SET lease_owner = @owner, lease_until = @now + @lease WHERE run_id = @run AND ${free}`);
  const far = farLeases();
  const lease = db.prepare<[string], { lease_owner: string | null; lease_until: number | null; cancel_asked: number }>(
    'SELECT lease_owner, lease_until, cancel_asked FROM runs WHERE run_id = ?',
  );
  const wantCancel = db.prepare('UPDATE runs SET cancel_asked = 1 WHERE run_id = ?');
  const abandoned = db.prepare<[{ version: number; now: number; far: number }], { run_id: string; lease_until: number | null }>(
    `SELECT run_id, lease_until FROM runs WHERE status IN ('queued', 'running') AND workflow_version <= @version
         AND (lease_owner IS NULL OR lease_until < @now OR lease_until > @far)
         AND (updated_at < @now - ${ABANDONED_MS} OR updated_at > @now) ORDER BY created LIMIT 100`,
  );
  const openTake = db.prepare(
    "UPDATE runs SET take = take + 1, takes = ?, status = 'queued', score = NULL, error = NULL, ended_at = NULL, cancel_asked = 0, updated_at = ? WHERE run_id = ?",
  );
  const release = db.prepare('UPDATE runs SET lease_owner = NULL, lease_until = NULL WHERE run_id = ? AND lease_owner = ?');

  const change = (runId: string, wanted: RunChange, events: NewEvent[]): Run => {
    const row = byId.get(runId);
    if (!row) throw missing(runId);
    const run = toRun(row);
    // What is over stays over: of two processes that end a run, the first one's word holds.
    if (isOver(run.status) && wanted.status !== undefined) return run;
    const status = wanted.status ?? run.status;
    const error = wanted.error === undefined ? row.error : wanted.error === null ? null : JSON.stringify(wanted.error);
    const now = clock.now();
    if (status === 'cancelled') cancelNodes.run(now, runId);
    const changed = { ...row, status, score: wanted.score ?? row.score, error, updated_at: now, ended_at: isOver(status) ? now : null };
    const working = wanted.status === undefined || status === 'queued' || status === 'running';
    (working ? update : letGo).run(status, changed.score, error, now, changed.ended_at, runId);
    log.append(runId, events);
    return toRun(changed);
  };

  const take = (run: string, owner: string, leaseMs: number): boolean => {
    const now = clock.now();
    const asked = { run, owner, lease: leaseMs, now };
    if (claim.run({ ...asked, left: null }).changes > 0) return true;
    const until = lease.get(run)?.lease_until ?? null;
    if (until === null || until <= now + 2 * leaseMs || !far.isLeft(run, until, leaseMs)) return false;
    far.forget(run);
    return claim.run({ ...asked, left: until }).changes > 0;
  };

  return {
    get: (runId: string): Run | null => {
      const row = byId.get(runId);
      return row ? toRun(row) : null;
    },
    create: (run: NewRun): { run: Run; created: boolean } => {
      const before = run.client_key === null ? undefined : byKey.get(run.client_key);
      if (before) return { run: toRun(before), created: false };
      for (const { hash, json } of run.documents) documents.ensure(hash, json);
      const { documents: _kept, ...columns } = run;
      insert.run({ ...columns, created: (nextRun.get() as { value: number }).value, now: clock.now() });
      log.append(run.run_id, [{ type: 'run.queued', data: { kind: run.kind, song_id: run.song_id } }]);
      return { run: toRun(byId.get(run.run_id) as RunRow), created: true };
    },
    change,
    list: (filter: RunFilter): Run[] => {
      const { sql, values } = listQuery(db, filter);
      return db
        .prepare<Value[], RunRow>(sql)
        .all(...values)
        .map(toRun);
    },
    claim: take,
    takeUp: (runId: string, owner: string, leaseMs: number): Run | null => {
      const row = byId.get(runId);
      if (!row || isOver(row.status) || !take(runId, owner, leaseMs)) return null;
      return change(runId, { status: 'running' }, [{ type: row.status === 'queued' ? 'run.started' : 'run.resumed', take: row.take }]);
    },
    checkLease: (runId: string, owner: string) => {
      const row = lease.get(runId);
      return { mine: row?.lease_owner === owner, cancelAsked: row?.cancel_asked === 1 };
    },
    askCancel: (runId: string, error: RecordedError): Run => {
      const row = byId.get(runId);
      if (!row) throw missing(runId);
      if (isOver(row.status)) return toRun(row);
      wantCancel.run(runId);
      const { lease_owner, lease_until } = lease.get(runId) as { lease_owner: string | null; lease_until: number | null };
      const held = lease_owner !== null && (lease_until ?? 0) >= clock.now();
      return held ? toRun(row) : change(runId, { status: 'cancelled', error }, [{ type: 'run.cancelled', take: row.take }]);
    },
    forget: forgetting(db, missing),
    abandoned: (version: number, leaseMs: number): string[] => {
      const now = clock.now();
      const limit = now + 2 * leaseMs;
      const left = abandoned.all({ version, now, far: limit }).filter(({ run_id, lease_until: until }) => {
        return until === null || until <= limit || far.isLeft(run_id, until, leaseMs);
      });
      return left.map(({ run_id }) => run_id);
    },
    addTake: (runId: string, take: Take): Run | null => {
      const row = byId.get(runId);
      if (!row) throw missing(runId);
      const run = toRun(row);
      if (!isOver(run.status) && run.status !== 'waiting') return null;
      openTake.run(JSON.stringify([...run.takes, take]), clock.now(), runId);
      log.append(runId, [{ type: 'run.queued', take: run.take + 1, data: { from: take.from, reroll: take.reroll } }]);
      return toRun(byId.get(runId) as RunRow);
    },
    release: (runId: string, owner: string) => void release.run(runId, owner),
  };
}

/** Up to so many executions are gathered first; of more, each run is asked for its own until the page is full. */
const FEW = 1_000;

type Value = string | number;

/** The condition that a run has an execution of some nodes, in a status where one is named. */
function executed(db: Db, nodes: readonly string[], status: string | undefined): { sql: string; values: Value[] } {
  const execution = `node IN (${nodes.map(() => '?').join(', ')})${status === undefined ? '' : ' AND status = ?'}`;
  const values = [...nodes, ...(status === undefined ? [] : [status])];
  // Nothing lists the executions that succeeded by themselves: nearly every run has one.
  const rare = status !== undefined && status !== 'succeeded';
  const listed = `${execution} AND status <> 'succeeded'`;
  const found = db.prepare<Value[], number>(`SELECT COUNT(*) FROM (SELECT 1 FROM node_executions WHERE ${listed} LIMIT ${FEW})`).pluck();
  if (rare && (found.get(...values) as number) < FEW) return { sql: `run_id IN (SELECT run_id FROM node_executions WHERE ${listed})`, values };
  // The plus keeps the database from looking through all executions of the node for each run.
  return { sql: `EXISTS (SELECT 1 FROM node_executions AS one WHERE one.run_id = runs.run_id AND +one.${execution})`, values };
}

function listQuery(db: Db, filter: RunFilter): { sql: string; values: Value[] } {
  const { status, genre, kind, song_id, min_score, max_score, node, node_status, before, limit } = filter;
  const conditions: string[] = [];
  const values: Value[] = [];
  const where = (condition: string, ...given: (Value | undefined)[]) => {
    const present = given.filter((value) => value !== undefined);
    if (present.length === 0) return;
    conditions.push(condition);
    values.push(...present);
  };
  where('status = ?', status);
  where('genre = ?', genre);
  where('kind = ?', kind);
  where('song_id = ?', song_id);
  where('score >= ?', min_score);
  where('score <= ?', max_score);
  if (node !== undefined || node_status !== undefined) {
    const { sql, values: asked } = executed(db, node === undefined ? nodeNames : [node], node_status);
    conditions.push(sql);
    values.push(...asked);
  }
  where('created < (SELECT created FROM runs WHERE run_id = ?)', before);
  values.push(limit);
  const all = conditions.length === 0 ? '' : `WHERE ${conditions.join(' AND ')}`;
  return { sql: `SELECT ${RUN_COLUMNS} FROM runs ${all} ORDER BY created DESC LIMIT ?`, values };
}

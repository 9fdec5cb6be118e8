import type { AmcsEvent } from '../../domain/event.js';
import type { NodeExecution, RecordedError, Run, Take } from '../../domain/run.js';

/** Rows as the database has them, and the documents they become. Times are milliseconds since 1970. */

export interface RunRow extends Omit<Run, 'takes' | 'error' | 'created_at' | 'updated_at' | 'ended_at'> {
  created: number;
  takes: string;
  error: string | null;
  created_at: number;
  updated_at: number;
  ended_at: number | null;
}

export interface ExecutionRow extends Omit<NodeExecution, 'error' | 'started_at' | 'ended_at'> {
  error: string | null;
  started_at: number;
  ended_at: number | null;
}

export interface EventRow {
  seq: number;
  run_id: string;
  run_seq: number;
  ts: number;
  body: string;
}

const iso = (ms: number) => new Date(ms).toISOString();
const isoOrNull = (ms: number | null) => (ms === null ? null : iso(ms));
const parsed = (json: string | null) => (json === null ? null : (JSON.parse(json) as RecordedError));

export const RUN_COLUMNS =
  'run_id, kind, song_id, title, genre, seed, status, take, takes, sds_hash, manifest_hash, tables_hash, workflow_version, score, out_dir, error, created_at, updated_at, ended_at';

export function toRun(row: RunRow): Run {
  return {
    ...row,
    takes: JSON.parse(row.takes) as Take[],
    error: parsed(row.error),
    created_at: iso(row.created_at),
    updated_at: iso(row.updated_at),
    ended_at: isoOrNull(row.ended_at),
  };
}

export const EXECUTION_COLUMNS = 'run_id, take, node, iteration, attempt, status, seed, input_hash, output_hash, started_at, ended_at, duration_ms, error';

export function toExecution(row: ExecutionRow): NodeExecution {
  return { ...row, error: parsed(row.error), started_at: iso(row.started_at), ended_at: isoOrNull(row.ended_at) };
}

export function toEvent({ seq, run_id, run_seq, ts, body }: EventRow): AmcsEvent {
  return { seq, run_id, run_seq, ts: iso(ts), ...(JSON.parse(body) as object) } as AmcsEvent;
}

import type { RunRecord } from '../../domain/ports.js';
import type { Db } from './database.js';
import { documentTable } from './documents.js';
import type { Log } from './log.js';

/** Takes a finished run over from another record, with the times it had there. */
export function importing(db: Db, log: Log): (record: RunRecord) => boolean {
  const documents = documentTable(db);
  const isThere = db.prepare<[string], number>('SELECT 1 FROM runs WHERE run_id = ?').pluck();
  const next = db.prepare<[], number>("UPDATE counters SET value = value + 1 WHERE name = 'run' RETURNING value").pluck();
  const putRun = db.prepare(
    `INSERT INTO runs (run_id, created, kind, song_id, title, genre, seed, status, take, takes, sds_hash, manifest_hash, tables_hash, workflow_version, score, error, created_at, updated_at, ended_at)
     VALUES (@run_id, @created, @kind, @song_id, @title, @genre, @seed, @status, @take, @takes, @sds_hash, @manifest_hash, @tables_hash, @workflow_version, @score, @error, @created_at, @updated_at, @ended_at)`,
  );
  const putExecution = db.prepare(
    `INSERT INTO node_executions (run_id, take, node, iteration, ordinal, attempt, status, seed, input_hash, output_hash, started_at, ended_at, duration_ms, error)
     VALUES (@run_id, @take, @node, @iteration, @ordinal, @attempt, @status, @seed, @input_hash, @output_hash, @started_at, @ended_at, @duration_ms, @error)`,
  );
  const putArtifact = db.prepare('INSERT INTO artifacts (run_id, take, node, iteration, name, hash) VALUES (@run_id, @take, @node, @iteration, @name, @hash)');
  const putPart = db.prepare(
    'INSERT INTO parts (run_id, take, node, iteration, round, part, json) VALUES (@run_id, @take, @node, @iteration, @round, @part, @json)',
  );
  const putOutside = db.prepare(
    `INSERT INTO outside_answers (run_id, request_hash, take, node, iteration, round, occurrence, json)
     VALUES (@run_id, @request_hash, @take, @node, @iteration, @round, @occurrence, @json)`,
  );
  const time = (iso: string | null) => (iso === null ? null : Date.parse(iso));
  const json = (value: unknown) => (value === null ? null : JSON.stringify(value));
  return ({ run, executions, artifacts, parts, outside, documents: kept }) => {
    const { run_id } = run;
    if (isThere.get(run_id) !== undefined) return false;
    for (const { hash, json: text } of kept) documents.ensure(hash, text);
    const { out_dir: _elsewhere, ...row } = run;
    putRun.run({
      ...row,
      created: next.get(),
      takes: JSON.stringify(run.takes),
      error: json(run.error),
      created_at: time(run.created_at),
      updated_at: time(run.updated_at),
      ended_at: time(run.ended_at),
    });
    for (const [ordinal, one] of executions.entries()) {
      putExecution.run({ ...one, ordinal, error: json(one.error), started_at: time(one.started_at), ended_at: time(one.ended_at) });
    }
    for (const one of artifacts) putArtifact.run({ ...one, run_id });
    for (const one of parts) putPart.run(one);
    for (const one of outside) putOutside.run(one);
    log.append(run_id, [{ type: 'run.imported', take: run.take, data: { status: run.status } }]);
    return true;
  };
}

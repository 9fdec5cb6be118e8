/**
 * Numbered migrations; they only add. A database carries the number of the last one in user_version. Several
 * versions may share a data folder, so a column once there stays.
 */
export const migrations: readonly string[] = [
  // 1: runs, node executions and their parts, events, documents, artifacts, outside answers, settings.
  `
  CREATE TABLE runs (
    run_id TEXT PRIMARY KEY,
    created INTEGER NOT NULL UNIQUE,
    kind TEXT NOT NULL,
    song_id TEXT NOT NULL,
    title TEXT NOT NULL,
    genre TEXT NOT NULL,
    seed INTEGER NOT NULL,
    status TEXT NOT NULL,
    take INTEGER NOT NULL DEFAULT 0,
    sds_hash TEXT NOT NULL,
    manifest_hash TEXT NOT NULL,
    tables_hash TEXT NOT NULL,
    workflow_version INTEGER NOT NULL,
    score REAL,
    out_dir TEXT,
    error TEXT,
    client_key TEXT UNIQUE,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    ended_at INTEGER,
    last_run_seq INTEGER NOT NULL DEFAULT 0,
    cancel_asked INTEGER NOT NULL DEFAULT 0,
    lease_owner TEXT,
    lease_until INTEGER
  ) STRICT;
  CREATE INDEX runs_by_status ON runs (status, created);
  CREATE INDEX runs_by_genre ON runs (genre, created);
  CREATE INDEX runs_by_song ON runs (song_id, created);

  CREATE TABLE node_executions (
    run_id TEXT NOT NULL REFERENCES runs ON DELETE CASCADE,
    take INTEGER NOT NULL,
    node TEXT NOT NULL,
    iteration INTEGER NOT NULL,
    ordinal INTEGER NOT NULL,
    attempt INTEGER NOT NULL,
    status TEXT NOT NULL,
    seed INTEGER NOT NULL,
    input_hash TEXT,
    output_hash TEXT,
    started_at INTEGER NOT NULL,
    ended_at INTEGER,
    duration_ms REAL,
    error TEXT,
    PRIMARY KEY (run_id, take, node, iteration)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX node_executions_by_status ON node_executions (node, status, run_id);

  CREATE TABLE parts (
    run_id TEXT NOT NULL REFERENCES runs ON DELETE CASCADE,
    take INTEGER NOT NULL,
    node TEXT NOT NULL,
    iteration INTEGER NOT NULL,
    round INTEGER NOT NULL,
    part TEXT NOT NULL,
    json TEXT NOT NULL,
    PRIMARY KEY (run_id, take, node, iteration, round, part)
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE documents (hash TEXT PRIMARY KEY, json TEXT NOT NULL) STRICT;

  CREATE TABLE artifacts (
    run_id TEXT NOT NULL REFERENCES runs ON DELETE CASCADE,
    take INTEGER NOT NULL,
    node TEXT NOT NULL,
    iteration INTEGER NOT NULL,
    name TEXT NOT NULL,
    hash TEXT NOT NULL REFERENCES documents,
    PRIMARY KEY (run_id, take, node, iteration, name)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX artifacts_by_hash ON artifacts (hash);

  CREATE TABLE events (
    seq INTEGER PRIMARY KEY,
    run_id TEXT NOT NULL,
    run_seq INTEGER NOT NULL,
    ts INTEGER NOT NULL,
    type TEXT NOT NULL,
    body TEXT NOT NULL
  ) STRICT;
  CREATE UNIQUE INDEX events_by_run ON events (run_id, run_seq);

  CREATE TABLE outside_answers (
    run_id TEXT NOT NULL REFERENCES runs ON DELETE CASCADE,
    request_hash TEXT NOT NULL,
    take INTEGER NOT NULL,
    node TEXT NOT NULL,
    iteration INTEGER NOT NULL,
    round INTEGER NOT NULL,
    occurrence INTEGER NOT NULL,
    json TEXT,
    PRIMARY KEY (run_id, request_hash, take, node, iteration, round, occurrence)
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE counters (name TEXT PRIMARY KEY, value INTEGER NOT NULL) STRICT;
  INSERT INTO counters VALUES ('event', 0), ('run', 0);

  CREATE TABLE settings (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;
  `,
  // 2: what each retry began from.
  `ALTER TABLE runs ADD COLUMN takes TEXT NOT NULL DEFAULT '[]';`,
  // 3: no index that only forgetting reads, and of the executions those that somebody looks for: most succeed.
  `
  DROP INDEX artifacts_by_hash;
  CREATE TABLE artifacts_of_runs (
    run_id TEXT NOT NULL REFERENCES runs ON DELETE CASCADE,
    take INTEGER NOT NULL,
    node TEXT NOT NULL,
    iteration INTEGER NOT NULL,
    name TEXT NOT NULL,
    hash TEXT NOT NULL,
    PRIMARY KEY (run_id, take, node, iteration, name)
  ) STRICT, WITHOUT ROWID;
  INSERT INTO artifacts_of_runs SELECT run_id, take, node, iteration, name, hash FROM artifacts;
  DROP TABLE artifacts;
  ALTER TABLE artifacts_of_runs RENAME TO artifacts;
  DROP INDEX node_executions_by_status;
  CREATE INDEX node_executions_not_succeeded ON node_executions (node, status, run_id) WHERE status <> 'succeeded';
  `,
];

import { isOver, type Run } from '../../domain/run.js';
import type { Db } from './database.js';

/**
 * Deletes runs with all that only they rest on. Nothing is indexed for this: what is rare looks through the record once for
 * many runs, and writing a song does not pay for it. `missing` makes the error for a run that is not there.
 */
export function forgetting(db: Db, missing: (runId: string) => Error) {
  db.exec('CREATE TEMP TABLE gone (hash TEXT PRIMARY KEY) STRICT, WITHOUT ROWID');
  const status = db.prepare<[string], Run['status']>('SELECT status FROM runs WHERE run_id = ?').pluck();
  const restsOn = db.prepare(
    `INSERT OR IGNORE INTO gone SELECT hash FROM artifacts WHERE run_id = @run
       UNION SELECT sds_hash FROM runs WHERE run_id = @run UNION SELECT manifest_hash FROM runs WHERE run_id = @run`,
  );
  const deleteEvents = db.prepare('DELETE FROM events WHERE run_id = ?');
  const deleteRun = db.prepare('DELETE FROM runs WHERE run_id = ?');
  // One-node runs name their inputs by hash inside their manifest document.
  const stillUsed = [
    'SELECT artifacts.hash FROM artifacts CROSS JOIN gone ON gone.hash = artifacts.hash',
    'SELECT sds_hash FROM runs',
    'SELECT manifest_hash FROM runs',
    `SELECT gone.hash FROM runs JOIN documents AS manifest ON manifest.hash = runs.manifest_hash JOIN gone ON instr(manifest.json, gone.hash) > 0
       WHERE runs.kind = 'node'`,
  ].map((used) => db.prepare(`DELETE FROM gone WHERE hash IN (${used})`));
  const deleteUnused = db.prepare('DELETE FROM documents WHERE hash IN (SELECT hash FROM gone)');
  const clear = db.prepare('DELETE FROM gone');
  return (runIds: readonly string[]): string[] => {
    const able = runIds.filter((run) => {
      const now = status.get(run);
      if (now === undefined) throw missing(run);
      return isOver(now) || now === 'waiting';
    });
    clear.run();
    for (const run of able) restsOn.run({ run });
    for (const run of able) {
      deleteEvents.run(run);
      deleteRun.run(run);
    }
    for (const used of stillUsed) used.run();
    deleteUnused.run();
    return able;
  };
}

import { document } from '../../src/domain/canonical.js';
import type { Store } from '../../src/domain/ports.js';
import { sqliteStore } from '../../src/store/sqlite/store.js';

/** Needs no test runner: a child process writes with it too. */

/** Writes a run of `count` events, a commit each as a working process makes them; `padding` makes them big. */
export async function writeRun(store: Store, runId: string, count: number, padding = 0): Promise<void> {
  const sds = document({ title: 'x' });
  const hashes = { sds_hash: sds.hash, manifest_hash: sds.hash, tables_hash: sds.hash };
  const names = { song_id: 'x', title: 'x', genre: 'pop', client_key: null, out_dir: null };
  await store.createRun({ run_id: runId, kind: 'song', seed: 1, workflow_version: 1, documents: [sds], ...hashes, ...names });
  for (let at = 2; at < count; at += 1) {
    await store.addEvents(runId, [{ type: 'node.progress', ...(padding > 0 ? { data: { padding: 'x'.repeat(padding) } } : {}) }]);
    // Others want to read meanwhile.
    if (at % 10 === 0) await new Promise((go) => setImmediate(go));
  }
  if (count > 1) await store.addEvents(runId, [{ type: 'run.succeeded' }]);
}

/** Writes many runs, some at a time, and gives the number of the last event. */
export async function writeRuns(database: string, runs: number, events: number, atATime: number): Promise<number> {
  const store = sqliteStore(database, { now: () => Date.now() });
  let next = 0;
  const work = async () => {
    while (next < runs) {
      next += 1;
      await writeRun(store, `w-${next}`, events);
    }
  };
  await Promise.all(Array.from({ length: atATime }, work));
  const last = await store.lastSeq();
  store.close();
  return last;
}

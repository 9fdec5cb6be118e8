import { mkdtempSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

/** As much of openworkflow as is used here; it is no dependency, so its types are not at hand. */
interface Backend {
  db: { exec(sql: string): void };
  stop(): Promise<void>;
}
interface Step {
  run(config: { name: string }, work: () => Promise<unknown>): Promise<unknown>;
}
interface Library {
  OpenWorkflow: new (options: {
    backend: Backend;
  }) => {
    defineWorkflow(spec: { name: string }, work: (given: { input: { run: number }; step: Step }) => Promise<unknown>): { run(input: object): Promise<unknown> };
    newWorker(options: { concurrency: number }): { start(): Promise<void>; stop(): Promise<void> };
  };
}

interface Parts {
  runs: number;
  /** As it comes it waits for the disk at every commit (FULL); NORMAL is what our record uses. */
  synchronous: 'FULL' | 'NORMAL';
  waves: string[][];
  atATime: number;
  work(label: string): Promise<unknown>;
}

/** Runs a second of the graph with openworkflow over its SQLite backend; putting the runs into its queue is not counted. */
export async function openworkflowGraph(peers: string, { runs, synchronous, waves, atATime, work }: Parts): Promise<number> {
  const require = createRequire(join(peers, 'peers.cjs'));
  const load = (name: string) => import(pathToFileURL(require.resolve(name)).href);
  const { OpenWorkflow } = (await load('openworkflow')) as Library;
  const { BackendSqlite } = (await load('openworkflow/sqlite')) as { BackendSqlite: { connect(path: string): Backend } };
  const folder = mkdtempSync(join(tmpdir(), 'amcs-bench-openworkflow-'));
  const backend = BackendSqlite.connect(join(folder, 'runs.db'));
  backend.db.exec(`PRAGMA synchronous = ${synchronous}`);
  const library = new OpenWorkflow({ backend });
  let left = runs;
  let finished = () => {};
  const over = new Promise<void>((done) => {
    finished = done;
  });
  const graph = library.defineWorkflow({ name: 'graph' }, async ({ input: { run }, step }) => {
    for (const [at, wave] of waves.entries()) {
      await Promise.all(wave.map((node) => step.run({ name: `${at} ${node}` }, () => work(`${run} ${at} ${node}`))));
    }
    left -= 1;
    if (left === 0) finished();
  });
  for (let run = 0; run < runs; run += 1) await graph.run({ run });
  const worker = library.newWorker({ concurrency: atATime });
  const begin = performance.now();
  await worker.start();
  await over;
  const rate = (runs * 1_000) / (performance.now() - begin);
  await worker.stop();
  await backend.stop();
  rmSync(folder, { recursive: true });
  return rate;
}

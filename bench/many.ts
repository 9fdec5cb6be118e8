import { once } from 'node:events';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import type { RunFilter } from '../src/domain/ports.js';
import { child } from './child.js';
import { report } from './measure.js';
import { type RawStudio, rawManifest, rawStudio } from './studio.js';

const RUNS = 10_000;
const LOOKS = [1_000, 2_500, 5_000, RUNS];
const AT_A_TIME = 20;
const TIMES = 200;

/** Ten thousand runs in one process, of nodes that do nothing: what stays in memory, and how long the full record is searched. */
export async function benchMany(home: string): Promise<void> {
  const started = child<typeof tasks>(import.meta.url, 'tenThousand', [home]);
  started.stdout.pipe(process.stdout);
  await once(started, 'exit');
}

async function tenThousand(home: string): Promise<void> {
  const studio = rawStudio(home, { concurrency: AT_A_TIME, pause: async () => {}, text: (label) => label.padEnd(1_024, label) });
  let next = 0;
  const worker = async (until: number) => {
    while (next < until) {
      next += 1;
      const { ended } = await studio.orchestrator.startSong({
        sds: { title: `Song ${next}`, blueprint_ref: { genre: 'pop' }, seed: next },
        manifest: rawManifest,
      });
      await ended;
    }
  };
  for (const look of LOOKS) {
    await Promise.all(Array.from({ length: AT_A_TIME }, () => worker(look)));
    tellMemory(look);
  }
  await benchQueries(studio);
  await studio.close();
}

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;

function tellMemory(runs: number): void {
  collect();
  const { rss, heapUsed } = process.memoryUsage();
  const mb = (bytes: number) => `${(bytes / 2 ** 20).toFixed(1).padStart(7)} MB`;
  console.log(`${`memory after ${runs} runs in one process`.padEnd(52)} heap${mb(heapUsed)}   resident${mb(rss)}`);
}

/** What callers ask of a full record, the rarest things too: no run of these was cancelled, and none is of this genre. */
async function benchQueries({ store }: RawStudio): Promise<void> {
  const [newest] = await store.listRuns({ limit: 1 });
  const middle = (await store.listRuns({ limit: 1, before: newest?.run_id, song_id: `song-${RUNS / 2}` }))[0]?.run_id as string;
  const queries: Record<string, () => Promise<unknown>> = {
    get: () => store.getRun(middle),
    'get with its nodes': () => Promise.all([store.getRun(middle), store.listExecutions(middle), store.listArtifacts(middle)]),
  };
  const filters: Record<string, Omit<RunFilter, 'limit'>> = {
    'list the newest': {},
    'list from the middle on': { before: middle },
    'list the failed': { status: 'failed' },
    'list the cancelled (none)': { status: 'cancelled' },
    'list another genre (none)': { genre: 'country' },
    'list one song': { song_id: `song-${RUNS / 2}` },
    'list runs of one node (none)': { kind: 'node' },
    'list by a score all have': { min_score: 0.4 },
    'list by a score none has': { min_score: 0.9 },
    'list by score and genre (none)': { min_score: 0.9, genre: 'pop' },
    'list by node': { node: 'VALIDATE' },
    'list by a node that failed (none)': { node: 'VALIDATE', node_status: 'failed' },
    'list by a node that never ran (none)': { node: 'RENDER' },
    'list by a node that was skipped (none)': { node: 'LYRICS', node_status: 'skipped' },
  };
  for (const [name, filter] of Object.entries(filters)) queries[name] = () => store.listRuns({ ...filter, limit: 100 });
  for (const [name, query] of Object.entries(queries)) {
    const times: number[] = [];
    for (let time = 0; time < TIMES; time += 1) {
      const begin = performance.now();
      await query();
      times.push(performance.now() - begin);
    }
    report(`of ${RUNS} runs: ${name}`, times);
  }
}

export const tasks = { tenThousand };

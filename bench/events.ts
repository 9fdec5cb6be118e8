import WebSocket from 'ws';
import { createApp } from '../src/app.js';
import { readConfig } from '../src/config.js';
import { sqliteStore } from '../src/store/sqlite/store.js';
import { writeRun, writeRuns } from '../tests/events/write-run.js';
import { child, firstLine } from './child.js';

const COMMITS = 500;
const SOCKETS = 1_000;
const RUNS = 100;
const EVENTS_A_RUN = 30;
/** Away from the usual port, where a server of the reader's own may stand. */
const PORT = 28_717;

/** From a commit in one process, through the server in another, to a client in a third; and how many clients one server bears. */
export async function benchEvents(home: string): Promise<void> {
  const server = child<typeof tasks>(import.meta.url, 'serveEvents', [home]);
  try {
    const url = await firstLine(server);
    await benchLatency(home, url);
    await benchMany(home, url);
  } finally {
    server.kill();
  }
}

async function benchLatency(home: string, url: string): Promise<void> {
  const arrived: bigint[] = [];
  const socket = new WebSocket(`${url}?run_id=latency`);
  socket.on('message', (data) => {
    const { run_seq } = JSON.parse(String(data)) as { run_seq?: number };
    if (run_seq !== undefined) arrived[run_seq] = process.hrtime.bigint();
  });
  await new Promise((open) => socket.once('open', open));
  const committed = JSON.parse(await firstLine(child<typeof tasks>(import.meta.url, 'commitSlowly', [home]))) as [number, string][];
  await until(() => arrived.length > COMMITS);
  socket.close();
  const times = committed.map(([runSeq, at]) => Number((arrived[runSeq] as bigint) - BigInt(at)) / 1e6).sort((a, b) => a - b);
  const at = (share: number) => `${(times[Math.floor((times.length - 1) * share)] as number).toFixed(1).padStart(8)} ms`;
  console.log(`${'an event from its commit to a client'.padEnd(52)} P50${at(0.5)}   P99${at(0.99)}   (${times.length} times)`);
}

async function benchMany(home: string, url: string): Promise<void> {
  const counts = { delivered: 0, wrong: 0, closed: 0 };
  const positions: number[] = [];
  const sockets = await Promise.all(Array.from({ length: SOCKETS }, (_, at) => countingSocket(url, counts, positions, at)));
  await until(() => positions.filter((position) => position >= 0).length === SOCKETS);
  const first = positions[0] as number;
  const begin = performance.now();
  const last = Number(await firstLine(child<typeof tasks>(import.meta.url, 'writeMany', [home])));
  await until(() => counts.closed > 0 || positions.every((position) => position >= last));
  const seconds = (performance.now() - begin) / 1_000;
  for (const socket of sockets) socket.terminate();
  const expected = (last - first) * SOCKETS;
  const doubled = Math.max(0, counts.delivered - expected);
  const what = `${SOCKETS} clients, ${RUNS} runs, ${last - first} events`.padEnd(52);
  const lost = Math.max(0, expected - counts.delivered);
  console.log(`${what} ${counts.delivered} delivered, ${lost} lost, ${doubled} doubled, ${counts.wrong} out of order, in ${seconds.toFixed(1)} s`);
}

async function countingSocket(url: string, counts: { delivered: number; wrong: number; closed: number }, positions: number[], at: number): Promise<WebSocket> {
  positions[at] = -1;
  const socket = new WebSocket(url);
  socket.on('message', (data: Buffer) => {
    const text = data.toString('latin1', 0, 60);
    const seq = /^\{"seq":(\d+)/.exec(text)?.[1];
    if (seq === undefined) positions[at] = Number(/"since":(\d+)/.exec(text)?.[1] ?? positions[at]);
    else {
      counts.delivered += 1;
      if (Number(seq) !== (positions[at] as number) + 1) counts.wrong += 1;
      positions[at] = Number(seq);
    }
  });
  socket.on('close', () => {
    counts.closed += 1;
  });
  await new Promise((open) => socket.once('open', open));
  return socket;
}

/** The event server, until it is killed. */
async function serveEvents(home: string): Promise<void> {
  const app = createApp({ ...readConfig({ AMCS_HOME: home }), eventsPort: PORT });
  console.log(await app.events.address());
  setInterval(() => {}, 60_000);
}

/** Single commits with pauses, and when each was done by the clock all processes share. */
async function commitSlowly(home: string): Promise<void> {
  const store = sqliteStore(databaseOf(home), { now: () => Date.now() });
  await writeRun(store, 'latency', 1);
  const committed: [number, string][] = [];
  for (let runSeq = 2; runSeq <= COMMITS; runSeq += 1) {
    await new Promise((go) => setTimeout(go, 5 + (runSeq % 7)));
    await store.addEvents('latency', [{ type: 'node.progress' }]);
    committed.push([runSeq, String(process.hrtime.bigint())]);
  }
  console.log(JSON.stringify(committed));
  store.close();
}

async function writeMany(home: string): Promise<void> {
  console.log(await writeRuns(databaseOf(home), RUNS, EVENTS_A_RUN, 4));
}

/** What runs in processes of its own, by name. */
export const tasks = { serveEvents, commitSlowly, writeMany };

const databaseOf = (home: string) => readConfig({ AMCS_HOME: home }).database;

async function until(done: () => boolean): Promise<void> {
  while (!done()) await new Promise((go) => setTimeout(go, 20));
}

import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pruneAfter, standardGraph, waves, wavesAfterFix } from '../src/orchestrator/graph.js';
import { child } from './child.js';
import { findPeers, type Peers, peersHint } from './peers.js';
import { rawManifest, rawStudio } from './studio.js';

const NODE_MS = 5;
const OUTPUT_BYTES = 4_096;
const AT_A_TIME = 20;
const RUNS = 600;
const ROUNDS = 5;

/** How many runs a second each way of executing the graph reaches. */
type Rates = Record<string, number[]>;

/**
 * Twelve node executions of 5 ms with outputs of 4 KB, twenty runs at a time: recorded by us, in memory with no record at
 * all, and by another library that makes workflows durable with SQLite. All in one process, in turns.
 */
export async function benchGraph(): Promise<void> {
  const peers = findPeers();
  const modern = hasSqlite(process.versions.node);
  await compare(process.execPath, modern ? peers : null);
  if (!modern && peers?.node) await compare(peers.node, peers);
  else if (!modern || peers === null) console.log(peersHint(modern));
}

/** openworkflow builds on the SQLite that Node brings since 22.5. */
function hasSqlite(version: string): boolean {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  return major > 22 || (major === 22 && minor >= 5);
}

async function compare(node: string, peers: Peers | null): Promise<void> {
  const started = child<typeof tasks>(import.meta.url, 'measureGraph', [peers?.folder ?? null], {
    node,
    flags: peers && node === peers.node ? peers.flags : [],
  });
  started.stdout.pipe(process.stdout);
  await once(started, 'exit');
}

async function measureGraph(peers: string | null): Promise<void> {
  const ways: Record<string, (runs: number) => Promise<number>> = { 'in memory, no record': inMemory, recorded };
  if (peers !== null) {
    const { openworkflowGraph } = await import('./openworkflow.js');
    for (const synchronous of ['FULL', 'NORMAL'] as const)
      ways[`openworkflow, synchronous ${synchronous}`] = (runs) =>
        openworkflowGraph(peers, { runs: Math.ceil(runs / 4), synchronous, waves: graphWaves(), atATime: AT_A_TIME, work });
  }
  const rates: Rates = Object.fromEntries(Object.keys(ways).map((name) => [name, []]));
  for (let round = -1; round < ROUNDS; round += 1) {
    for (const [name, way] of Object.entries(ways)) {
      const rate = await way(round < 0 ? RUNS / 4 : RUNS);
      // The first round warms everything up.
      if (round >= 0) rates[name]?.push(rate);
    }
  }
  print(rates);
}

function print(rates: Rates): void {
  const own = rates.recorded as number[];
  for (const [name, values] of Object.entries(rates)) {
    // Rates of one round stood under the same load: their ratio says more than a rate.
    const ratios = values.map((value, round) => (own[round] as number) / value);
    const ratio =
      name === 'recorded' ? '' : `recorded is ${middle(ratios).toFixed(2)} of it (${Math.min(...ratios).toFixed(2)} to ${Math.max(...ratios).toFixed(2)})`;
    console.log(
      `${`the graph, ${name}, Node ${process.versions.node.split('.')[0]}`.padEnd(52)} ${middle(values).toFixed(0).padStart(5)} runs a second   ${ratio}`,
    );
  }
}

const middle = (values: readonly number[]) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] as number;

/** The waves of a run that is repaired twice; ten, with twelve executions in all. */
function graphWaves(): string[][] {
  const graph = pruneAfter(standardGraph, 'FIX');
  const again = [['FIX'], ...wavesAfterFix(graph).map((wave) => wave.map(({ id }) => id))];
  return [...waves(graph).map((wave) => wave.map(({ id }) => id as string)), ...again, ...again];
}

const pause = () => new Promise<void>((go) => setTimeout(go, NODE_MS));
const text = (label: string) => label.padEnd(OUTPUT_BYTES, label);

/** What a node does: it takes 5 ms and gives 4 KB. */
async function work(label: string): Promise<{ text: string }> {
  await pause();
  return { text: text(label) };
}

async function inMemory(runs: number): Promise<number> {
  const plan = graphWaves();
  return timed(runs, async (run) => {
    const made: Record<string, unknown> = {};
    for (const [at, wave] of plan.entries()) {
      const outputs = await Promise.all(wave.map((node) => work(`${run} ${at} ${node}`)));
      for (const [place, node] of wave.entries()) made[node] = outputs[place];
    }
  });
}

async function recorded(runs: number): Promise<number> {
  const folder = mkdtempSync(join(tmpdir(), 'amcs-bench-graph-'));
  const studio = rawStudio(folder, { concurrency: AT_A_TIME, pause, text });
  const one = async (run: number): Promise<void> => {
    const { ended } = await studio.orchestrator.startSong({
      sds: { title: `Song ${run}`, blueprint_ref: { genre: 'pop' }, seed: run },
      manifest: rawManifest,
    });
    const { error, status } = await ended;
    if (error?.code !== 'RUBRIC_NOT_MET') throw new Error(`a run of the benchmark is ${status}: ${error?.message}`);
  };
  try {
    // Opens the database and reads the tables, once for all runs: the other library's database is open by then too.
    await one(runs);
    return await timed(runs, one);
  } finally {
    await studio.close();
    rmSync(folder, { recursive: true });
  }
}

async function timed(runs: number, one: (run: number) => Promise<void>): Promise<number> {
  const begin = performance.now();
  let next = 0;
  const worker = async () => {
    while (next < runs) await one(next++);
  };
  await Promise.all(Array.from({ length: AT_A_TIME }, worker));
  return (runs * 1_000) / (performance.now() - begin);
}

export const tasks = { measureGraph };

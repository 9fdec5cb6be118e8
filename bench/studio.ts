import { join } from 'node:path';
import { z } from 'zod';
import { openCatalog } from '../src/catalog/catalog.js';
import { packageRoot } from '../src/catalog/package-root.js';
import { sha256 } from '../src/domain/canonical.js';
import { defineContract, defineSkill, type Skill } from '../src/domain/contract.js';
import { type NodeName, nodeNames } from '../src/domain/node-name.js';
import { createOrchestrator, type Orchestrator } from '../src/orchestrator/orchestrator.js';
import { type OpenStore, sqliteStore } from '../src/store/sqlite/store.js';

/** Two repairs and then the end: twelve node executions. */
export const rawManifest = { stop_after: 'FIX', max_fixes: 2 };

/** The orchestrator over SQLite with nodes that only wait and give texts: what is measured is the recording. */
export interface RawStudio {
  orchestrator: Orchestrator;
  store: OpenStore;
  close(): Promise<void>;
}

interface RawParts {
  concurrency: number;
  /** What every node waits for. */
  pause(): Promise<void>;
  /** What every node gives, made from a label of its own. */
  text(label: string): string;
}

export function rawStudio(folder: string, { concurrency, pause, text }: RawParts): RawStudio {
  const clock = { now: () => Date.now() };
  const store = sqliteStore(join(folder, 'amcs.db'), clock);
  const catalog = openCatalog(packageRoot(), folder);
  const skills = Object.fromEntries(nodeNames.map((node) => [node, rawSkill(node, text)])) as Record<NodeName, Skill>;
  let runs = 0;
  const orchestrator = createOrchestrator({
    store,
    givenOf: () => null,
    owner: 'bench',
    concurrency,
    tables: catalog.tables,
    writers: [{ name: 'nobody', mode: 'wait' }],
    connectors: [],
    // The one port that a plain node of ours may wait for.
    storage: { write: pause },
    retriever: { check: () => {}, retrieve: () => Promise.reject(new Error('nothing here has sources')), changes: () => [] },
    sourceRoots: [],
    skillOf: (node) => skills[node],
    snapshot: catalog.snapshot,
    scratch: () => sqliteStore(':memory:', clock),
    rebuild: () => Promise.reject(new Error('nothing is replayed here')),
    newRunId() {
      runs += 1;
      // In the order of time, as real ones are.
      return `r-${String(runs).padStart(9, '0')}${sha256(String(runs)).slice(0, 8)}`;
    },
    drawSeed: () => 1,
    place: (_out, name) => join(folder, name),
  });
  return {
    orchestrator,
    store,
    async close() {
      await orchestrator.close();
      store.close();
    },
  };
}

const anything = z.looseObject({});

function rawSkill(node: NodeName, text: RawParts['text']): Skill {
  const name = node.toLowerCase();
  const contract = defineContract({
    name,
    node,
    version: '0',
    title: name,
    description: name,
    input: anything,
    output: anything,
    artifact: name,
    policies: [],
    deterministic: true,
  });
  return defineSkill(contract, {
    kind: 'effect',
    effect: 'publish',
    request: () => [{ name, text: '' }],
    accept: ({ rng }) => shaped(node, text(`${node} ${rng('label').int(0, 1e9)} `)),
  });
}

/** The text in as much of a verdict and a repair as the workflow looks at: no song passes, and every repair changes something. */
function shaped(node: NodeName, text: string): Record<string, unknown> {
  if (node === 'VALIDATE') {
    const scores = { total: 0.5, hook_density: 0, singability: 0, rhyme_tightness: 0, section_completeness: 0, profanity_score: 0 };
    return { ...scores, passed: false, issues: [], thresholds: { min_total: 1, max_profanity: 0 }, text };
  }
  if (node !== 'FIX') return { text };
  const third = Math.floor(text.length / 3);
  const part = (at: number) => ({ text: text.slice(at * third, (at + 1) * third) });
  return { style: part(0), lyrics: part(1), producer_notes: part(2), diff: { component: 'hook_density', changes: [1] } };
}

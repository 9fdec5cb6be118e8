import type { GraphRow } from '../domain/manifest.js';
import type { NodeName } from '../domain/node-name.js';
import type { Take } from '../domain/run.js';
import { standardGraph } from './graph.js';

/** Everything that has to run again when a node does: what reads it, through the FIX loop too. */
export function downstream(from: NodeName, graph: readonly GraphRow[] = standardGraph): Set<NodeName> {
  const again = new Set<NodeName>([from]);
  for (let grown = true; grown; ) {
    grown = false;
    for (const { id, inputs, when } of graph) {
      const waits = when.includes('on_pass') ? [...inputs, 'VALIDATE'] : inputs;
      // After a repair the verdict is another one, though the first VALIDATE stands.
      const verdict = again.has('FIX') && waits.includes('VALIDATE');
      if (again.has(id) || !(verdict || waits.some((input) => again.has(input as NodeName)))) continue;
      again.add(id);
      grown = true;
    }
  }
  return again;
}

/**
 * The take in which an execution stands, seen from the newest take: a retry keeps what lies before it, siblings
 * included, and what it keeps is read where it was recorded. Repairs belong to the take whose FIX made them.
 */
export function standingTake(takes: readonly Take[], node: NodeName, iteration: number): number {
  let take = takes.length;
  while (take > 0) {
    const again = downstream((takes[take - 1] as Take).from);
    const repaired = iteration > 0 && again.has('FIX');
    if (again.has(node) || repaired) break;
    take -= 1;
  }
  return take;
}

/** The number that enters the streams of an execution: 0 unless its take was asked to come out otherwise. */
export function rerollOf(takes: readonly Take[], take: number): number {
  return takes[take - 1]?.reroll ? take : 0;
}

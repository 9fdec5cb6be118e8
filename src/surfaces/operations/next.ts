import { z } from 'zod';
import { skills } from '../../../skills/index.js';
import type { Scores } from '../../domain/artifacts.js';
import type { NodeName } from '../../domain/node-name.js';

export const nextSchema = z
  .strictObject({ tool: z.string(), arguments: z.record(z.string(), z.json()) })
  .nullable()
  .describe('The call to make next, or null.');
export type Next = z.infer<typeof nextSchema>;

/** What a repair is worth trying: the workflow tries as often. */
const MOST_REPAIRS = 3;

/** The node after each where nothing speaks against it: one after the other, as one caller can. */
const FOLLOWS: Partial<Record<NodeName, NodeName>> = {
  PLAN: 'STYLE',
  STYLE: 'LYRICS',
  LYRICS: 'PRODUCER',
  PRODUCER: 'COMPOSE',
  COMPOSE: 'VALIDATE',
  FIX: 'COMPOSE',
  RENDER: 'REVIEW',
};

/** A node that was called by itself: what it made of what. */
export interface NodeDone {
  node: NodeName;
  output: unknown;
  /** Hashes of its inputs, of what it made, and of parts of that, the newest of a name last. */
  hashes: Record<string, string>;
  /** How often this song was repaired so far. */
  repairs: number;
}

/** The node to call next, with every document it needs that this call knew; the caller adds what other calls made. */
export function nextNode(done: NodeDone): Next {
  const node = followerOf(done);
  const skill = skills.find(({ contract }) => contract.node === node);
  if (!skill) return null;
  const known = Object.keys(skill.contract.input.shape).filter((name) => name in done.hashes);
  return { tool: skill.contract.name, arguments: Object.fromEntries(known.map((name) => [name, { hash: done.hashes[name] as string }])) };
}

function followerOf({ node, output, repairs }: NodeDone): NodeName | undefined {
  if (node === 'VALIDATE') return (output as Scores).passed || repairs >= MOST_REPAIRS ? 'REVIEW' : 'FIX';
  if (node === 'FIX' && (output as { diff: { changes: unknown[] } }).diff.changes.length === 0) return 'REVIEW';
  return FOLLOWS[node];
}

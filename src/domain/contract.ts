import type { z } from 'zod';
import type { Brief, Draft } from './draft.js';
import type { Issue } from './issue.js';
import type { NodeName } from './node-name.js';
import type { Streams } from './seed.js';
import type { Retrieved } from './source.js';
import type { Tables } from './tables.js';

/** What a skill promises. Input and output are parsed against it on every execution. */
export interface Contract<Input extends z.ZodObject = z.ZodObject, Output extends z.ZodType = z.ZodType> {
  /** The tool's and the folder's name, e.g. "plan". */
  name: string;
  node: NodeName;
  version: string;
  title: string;
  /** For an agent: what it does, when to use it, what comes back. */
  description: string;
  input: Input;
  output: Output;
  /** Name under which the output joins the inputs of later nodes and is written to disk, e.g. "plan". */
  artifact: string;
  policies: readonly string[];
  /** Whether equal input, seed and recorded answers give equal bytes. True for every node of ours. */
  deterministic: boolean;
}

/** What a node sees: its input, its streams of choices, tables, and what its sources said. No clock, no files, no network. */
export interface NodeContext<Input> {
  input: Input;
  rng: Streams;
  tables: Tables;
  /** Read before and recorded; left out where a spec names no sources. */
  retrieved?: Retrieved;
}

export type Accepted<Output> = { accepted: true; output: Output } | { accepted: false; issues: Issue[]; output: Output };

/** A node that one function computes. */
export interface PlainNode<Input, Output> {
  kind: 'plain';
  run(context: NodeContext<Input>): Output;
  /** How a writer may better what the function computes, where a manifest names one for the node. */
  refine?: Omit<WritingNode<Input, Output>, 'kind'>;
}

/**
 * A node that asks a writer. `accept` always builds an output, so that the best of several rejected
 * drafts can be taken in the end; `accepted: false` sends the issues back to the writer first.
 */
export interface WritingNode<Input, Output> {
  kind: 'writing';
  brief(context: NodeContext<Input>): Brief;
  accept(context: NodeContext<Input>, draft: Draft): Accepted<Output>;
}

/** A node with an effect on the world, which the orchestrator performs between the two halves. */
export interface EffectNode<Input, Request, Answer, Output> {
  kind: 'effect';
  effect: 'render' | 'publish';
  request(context: NodeContext<Input>): Request;
  accept(context: NodeContext<Input>, answer: Answer): Output;
}

export interface Skill {
  contract: Contract;
  node: PlainNode<never, unknown> | WritingNode<never, unknown> | EffectNode<never, unknown, never, unknown>;
}

export function defineContract<Input extends z.ZodObject, Output extends z.ZodType>(contract: Contract<Input, Output>): Contract<Input, Output> {
  return contract;
}

/** Binds a node to its contract, so that both halves are typed by the schemas. */
export function defineSkill<Input extends z.ZodObject, Output extends z.ZodType>(
  contract: Contract<Input, Output>,
  node:
    | PlainNode<z.infer<Input>, z.infer<Output>>
    | WritingNode<z.infer<Input>, z.infer<Output>>
    // biome-ignore lint/suspicious/noExplicitAny: the orchestrator carries request and answer from port to node unseen
    | EffectNode<z.infer<Input>, any, any, z.infer<Output>>,
): Skill {
  return { contract, node } as unknown as Skill;
}

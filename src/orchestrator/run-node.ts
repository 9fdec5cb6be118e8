import type { PlainNode, WritingNode } from '../domain/contract.js';
import { draftSchema, openLines } from '../domain/draft.js';
import type { WorkflowContext } from './context.js';
import type { Doc, Execution } from './execute-node.js';
import { type InlineWriter, type NodeServices, stepName } from './node-services.js';
import { drawsOnSources, retrieve, type WithRetrieved } from './retrieve.js';
import { runEffect } from './run-effect.js';
import { runWriting } from './run-writing.js';

/** Executes one node, whatever its kind, and gives its recorded output. */
export async function runNode(ctx: WorkflowContext, services: NodeServices, execution: Execution): Promise<Doc> {
  const { node } = execution.skill;
  const name = stepName(execution.key);
  if (node.kind === 'effect') return ctx.step(name, () => runEffect(ctx, services, execution, node));
  const writer = services.writerOf(execution.key.node);
  if (node.kind === 'plain') {
    if (!node.refine || writer.mode === 'inline') return ctx.step(name, () => runPlain(services, execution, node));
    return runWriting(ctx, services, execution, { kind: 'writing', ...node.refine }, writer);
  }
  if (writer.mode === 'inline') return runInline(ctx, services, execution, node, writer);
  return runWriting(ctx, services, execution, node, writer);
}

async function runPlain({ executor }: NodeServices, execution: Execution, node: PlainNode<never, unknown>): Promise<Doc> {
  const before = await executor.open(execution);
  return before ?? executor.close(execution, () => node.run(executor.context(execution)));
}

/** Brief, words and acceptance in one step: the offline writer costs nothing and waits for nobody. Only sources are read in one of their own. */
async function runInline(
  ctx: WorkflowContext,
  services: NodeServices,
  execution: Execution,
  node: WritingNode<never, unknown>,
  writer: InlineWriter,
): Promise<Doc> {
  const { executor } = services;
  const write = (told: WithRetrieved) => () => {
    const context = executor.context(execution, told);
    const brief = node.brief(context);
    const draft = openLines(brief) === 0 ? { sections: [], issues: [] } : writer.write(brief, context.rng);
    return node.accept(context, draftSchema.parse(draft)).output;
  };
  const name = stepName(execution.key);
  if (!drawsOnSources(execution)) return ctx.step(name, async () => (await executor.open(execution)) ?? executor.close(execution, write({})));
  const before = await ctx.step(`${name}/open`, () => executor.open(execution));
  if (before) return before;
  const told = await retrieve(ctx, services, execution);
  return ctx.step(name, () => executor.close(execution, write(told)));
}

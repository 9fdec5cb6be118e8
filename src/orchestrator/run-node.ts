import { document, hashOf } from '../domain/canonical.js';
import type { EffectNode, PlainNode, WritingNode } from '../domain/contract.js';
import { type Brief, type Draft, draftSchema, openLines } from '../domain/draft.js';
import { AmcsError } from '../domain/error.js';
import type { Issue } from '../domain/issue.js';
import { checkShape } from '../domain/json.js';
import type { Connector, ExecutionKey, PartKey, RenderRequest, Storage, Store, Writer } from '../domain/ports.js';
import type { WorkflowContext } from './context.js';
import { type Doc, type Execution, type NodeExecutor, seedOf } from './execute-node.js';
import { recordedAnswer } from './outside.js';

/** A draft may come back to its writer twice; then the best one is taken with its issues. */
const ROUNDS = 3;

export interface NodeServices {
  store: Store;
  executor: NodeExecutor;
  writer: Writer;
  storage: Storage;
  connector(engine: string): Connector | undefined;
  /** Names of the connectors there are. */
  engines: readonly string[];
  /** Folder that REVIEW publishes to. */
  outDir: string;
}

/** Executes one node, whatever its kind, and gives its recorded output. */
export async function runNode(ctx: WorkflowContext, services: NodeServices, execution: Execution): Promise<Doc> {
  const { node } = execution.skill;
  const name = stepName(execution.key);
  const before = await ctx.step(`${name}/read`, () => services.executor.closed(execution.key));
  if (before) return before;
  if (node.kind === 'plain') return ctx.step(name, () => runPlain(services, execution, node));
  if (node.kind === 'effect') return ctx.step(name, () => runEffect(ctx, services, execution, node));
  if (services.writer.mode === 'inline') return ctx.step(name, () => runInline(services, execution, node, services.writer));
  return runWriting(ctx, services, execution, node);
}

function stepName({ take, node, iteration }: ExecutionKey): string {
  return `${take}/${node}/${iteration}`;
}

async function runPlain({ executor }: NodeServices, execution: Execution, node: PlainNode<never, unknown>): Promise<Doc> {
  await executor.open(execution);
  return executor.close(execution, () => node.run(executor.context(execution)));
}

type InlineWriter = Extract<Writer, { mode: 'inline' }>;

/** Brief, words and acceptance in one step: the offline writer costs nothing and waits for nobody. */
async function runInline({ executor }: NodeServices, execution: Execution, node: WritingNode<never, unknown>, writer: Writer): Promise<Doc> {
  await executor.open(execution);
  return executor.close(execution, () => {
    const context = executor.context(execution);
    const brief = node.brief(context);
    const draft = openLines(brief) === 0 ? { sections: [], issues: [] } : (writer as InlineWriter).write(brief, context.rng);
    return node.accept(context, draftSchema.parse(draft)).output;
  });
}

interface Tried {
  draft: Draft;
  issues: Issue[];
}

/** Brief → answer → accept, each a step of its own, so that waiting for words holds no worker. */
async function runWriting(ctx: WorkflowContext, services: NodeServices, execution: Execution, node: WritingNode<never, unknown>): Promise<Doc> {
  const { executor } = services;
  await ctx.step(`${stepName(execution.key)}/open`, () => executor.open(execution));
  const context = executor.context(execution);
  const tried: Tried[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    const part = (name: PartKey['part']): PartKey => ({ ...execution.key, round, part: name });
    const brief = await ctx.step(partName(part('brief')), () =>
      executor.part<Brief>(
        part('brief'),
        () => ({ ...node.brief(context), ...(tried.length > 0 ? { issues: (tried.at(-1) as Tried).issues } : {}) }),
        () => [{ type: 'draft.requested', ...place(execution.key), data: { draft_id: partName(part('answer')), round } }],
      ),
    );
    const draft = openLines(brief) === 0 ? { sections: [], issues: [] } : await draftFor(ctx, services, execution, brief, round);
    const verdict = node.accept(context, draft);
    tried.push({ draft, issues: verdict.accepted ? [] : verdict.issues });
    if (verdict.accepted) break;
    await ctx.step(partName(part('accept')), () =>
      executor.part(
        part('accept'),
        () => ({ accepted: false, issues: verdict.issues }),
        () => [{ type: 'draft.rejected', ...place(execution.key), data: { draft_id: partName(part('answer')), round, issues: verdict.issues.length } }],
      ),
    );
  }
  return ctx.step(stepName(execution.key), () => executor.close(execution, () => node.accept(context, bestOf(tried).draft).output));
}

/** The fewest issues, the earliest on a tie. */
function bestOf(tried: readonly Tried[]): Tried {
  return tried.reduce((a, b) => (b.issues.length < a.issues.length ? b : a));
}

async function draftFor(ctx: WorkflowContext, { store, executor, writer }: NodeServices, execution: Execution, brief: Brief, round: number): Promise<Draft> {
  const key: PartKey = { ...execution.key, round, part: 'answer' };
  const parse = (answer: unknown): Draft => {
    checkShape(answer, 'The draft');
    return draftSchema.parse(answer);
  };
  if (writer.mode === 'wait') {
    return parse(await ctx.waitFor(partName(key)));
  }
  if (writer.mode !== 'outside') throw new AmcsError('INTERNAL', { message: 'A writer of another mode was expected.' });
  return ctx
    .step(partName(key), () =>
      recordedAnswer(store, { ...execution.key, round, request_hash: hashOf({ writer: writer.name, brief }) }, async () =>
        parse(await writer.write(brief, { seed: seedOf(execution.key.node, execution.runSeed), signal: ctx.signal })),
      ),
    )
    .then(async (draft) =>
      executor.part(
        key,
        () => draft,
        () => [{ type: 'draft.accepted', ...place(execution.key), data: { draft_id: partName(key), round } }],
      ),
    );
}

/** Performs a node's effect between its two halves. */
async function runEffect(ctx: WorkflowContext, services: NodeServices, execution: Execution, node: EffectNode<never, unknown, never, unknown>): Promise<Doc> {
  const { executor, store } = services;
  await executor.open(execution);
  const context = executor.context(execution);
  const request = node.request(context);
  const answer =
    node.effect === 'publish' ? await publish(services, request as PublishedFile[]) : await render(ctx, services, store, execution, request as RenderRequest);
  return executor.close(execution, () => node.accept(context, answer as never));
}

interface PublishedFile {
  name: string;
  text: string;
}

async function publish({ storage, outDir }: NodeServices, files: readonly PublishedFile[]): Promise<{ written: number }> {
  for (const { name, text } of files) await storage.write(outDir, name, Buffer.from(text));
  return { written: files.length };
}

async function render(ctx: WorkflowContext, { connector, engines }: NodeServices, store: Store, { key }: Execution, request: RenderRequest): Promise<unknown> {
  const engine = connector(request.engine);
  if (!engine)
    throw new AmcsError('ENGINE_UNAVAILABLE', {
      message: `There is no render engine "${request.engine}".`,
      hint:
        engines.length > 0
          ? `Set render.engine to one of: ${engines.join(', ')}.`
          : 'This version has no render engine; paste composed_prompt.text into one by hand.',
    });
  await store.addEvents(key.run_id, [{ type: 'render.submitted', ...place(key), data: { engine: request.engine, request_hash: document(request).hash } }]);
  return recordedAnswer(store, { ...key, round: 0, request_hash: hashOf(request) }, () => engine.render(request, { signal: ctx.signal, progress: () => {} }));
}

/** Names a part for a writer and for `waitFor`: run/take/node/iteration/round. */
export function partName({ run_id, take, node, iteration, round }: PartKey): string {
  return [run_id, take, node, iteration, round].join('/');
}

function place({ node, take, iteration }: ExecutionKey) {
  return { node, take, iteration };
}

import { document, hashOf } from '../domain/canonical.js';
import type { EffectNode } from '../domain/contract.js';
import { AmcsError } from '../domain/error.js';
import type { RenderRequest, Store } from '../domain/ports.js';
import type { WorkflowContext } from './context.js';
import type { Doc, Execution } from './execute-node.js';
import { type NodeServices, place } from './node-services.js';
import { recordedAnswer } from './outside.js';

/** Performs a node's effect between its two halves. */
export async function runEffect(
  ctx: WorkflowContext,
  services: NodeServices,
  execution: Execution,
  node: EffectNode<never, unknown, never, unknown>,
): Promise<Doc> {
  const { executor, store } = services;
  const before = await executor.open(execution);
  if (before) return before;
  const context = executor.context(execution);
  const request = await executor.guard(execution, ctx.signal, async () => node.request(context));
  const answer = await executor.guard(execution, ctx.signal, () =>
    node.effect === 'publish' ? publish(services, request as PublishedFile[]) : render(ctx, services, store, execution, request as RenderRequest),
  );
  return executor.close(execution, () => node.accept(context, answer as never), 'elapsed');
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
  return recordedAnswer(
    store,
    { ...key, round: 0, request_hash: hashOf(request) },
    {
      ask: () => engine.render(request, { signal: ctx.signal, progress: () => {} }),
    },
  );
}

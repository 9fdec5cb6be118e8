import { hashOf } from '../domain/canonical.js';
import type { WritingNode } from '../domain/contract.js';
import { type Brief, type Draft, draftSchema, openLines } from '../domain/draft.js';
import { AmcsError } from '../domain/error.js';
import { parseAs } from '../domain/explain.js';
import { type Issue, issue } from '../domain/issue.js';
import { checkShape } from '../domain/json.js';
import type { ExecutionKey, PartKey, Writer } from '../domain/ports.js';
import type { WorkflowContext } from './context.js';
import { standsIn } from './drafts.js';
import { type Doc, type Execution, seedOf } from './execute-node.js';
import { type NodeServices, partName, place, stepName } from './node-services.js';
import { recordedAnswer } from './outside.js';

/** A draft may come back to its writer twice; then the best one is taken with its issues. */
const ROUNDS = 3;

interface Tried {
  draft: Draft;
  issues: Issue[];
}

/** Brief → answer → accept, each a step of its own, so that waiting for words holds no worker. */
export async function runWriting(
  ctx: WorkflowContext,
  services: NodeServices,
  execution: Execution,
  node: WritingNode<never, unknown>,
  writer: Writer,
): Promise<Doc> {
  const { executor } = services;
  const before = await ctx.step(`${stepName(execution.key)}/open`, () => executor.open(execution));
  if (before) return before;
  const context = executor.context(execution);
  const tried: Tried[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    const part = (name: PartKey['part']): PartKey => ({ ...execution.key, round, part: name });
    const data = { draft_id: partName(part('answer')), round };
    const brief = await ctx.step(partName(part('brief')), () =>
      executor.part<Brief>(
        part('brief'),
        () => ({ ...node.brief(context), ...(tried.length > 0 ? { issues: (tried.at(-1) as Tried).issues } : {}) }),
        () => [{ type: 'draft.requested', ...place(execution.key), data }],
      ),
    );
    const answer = openLines(brief) === 0 ? NOTHING : await answerTo(ctx, services, execution, writer, { brief, round });
    const { draft, issues: flaws } = readDraft(answer, execution.key);
    const verdict = node.accept(context, draft);
    const issues = [...flaws, ...(verdict.accepted ? [] : verdict.issues)];
    tried.push({ draft, issues });
    const accepted = issues.length === 0;
    await ctx.step(`${partName(part('accept'))}/accept`, () =>
      executor.part(
        part('accept'),
        () => ({ accepted, issues }),
        () => [{ type: accepted ? 'draft.accepted' : 'draft.rejected', ...place(execution.key), data: { ...data, issues: issues.length } }],
      ),
    );
    if (accepted) break;
  }
  return ctx.step(stepName(execution.key), () => executor.close(execution, () => node.accept(context, bestOf(tried).draft).output, 'elapsed'));
}

const NOTHING: Draft = { sections: [], issues: [] };

/** The fewest issues, the earliest on a tie. */
function bestOf(tried: readonly Tried[]): Tried {
  return tried.reduce((a, b) => (b.issues.length < a.issues.length ? b : a));
}

/** What came back, as a draft; one that is none is as good as nothing, and says why. */
function readDraft(answer: unknown, { node }: ExecutionKey): { draft: Draft; issues: Issue[] } {
  try {
    checkShape(answer, 'The draft');
    return { draft: parseAs(draftSchema, answer, 'INPUT_INVALID', 'The draft'), issues: [] };
  } catch (thrown) {
    if (!(thrown instanceof AmcsError)) throw thrown;
    return { draft: NOTHING, issues: [issue('DRAFT_REJECTED', node, { message: thrown.message.slice(0, 600), hint: thrown.hint.slice(0, 600) })] };
  }
}

/** The writer's answer as it came: recorded first and read afterwards, so that nothing paid for is lost. */
async function answerTo(
  ctx: WorkflowContext,
  { store, executor, standIn }: NodeServices,
  execution: Execution,
  writer: Writer,
  { brief, round }: { brief: Brief; round: number },
): Promise<unknown> {
  const key: PartKey = { ...execution.key, round, part: 'answer' };
  if (writer.mode === 'wait') {
    const taken = await ctx.step(`${partName(key)}/stand-in`, () => standsIn(store, key));
    return taken ? standIn.write(brief, executor.context(execution).rng) : ctx.waitFor(partName(key));
  }
  if (writer.mode !== 'outside') throw new AmcsError('INTERNAL', { message: 'A writer of another mode was expected.' });
  const request_hash = hashOf({ writer: writer.name, brief });
  return ctx.step(partName(key), () =>
    executor.guard(execution, ctx.signal, () =>
      recordedAnswer(store, { ...execution.key, round, request_hash }, () =>
        writer.write(brief, { seed: seedOf(execution.key.node, execution.runSeed), signal: ctx.signal }),
      ),
    ),
  );
}

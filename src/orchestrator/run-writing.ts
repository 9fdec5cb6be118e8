import type { WritingNode } from '../domain/contract.js';
import { type Brief, type Draft, draftSchema, openLines } from '../domain/draft.js';
import { AmcsError } from '../domain/error.js';
import { parseAs } from '../domain/explain.js';
import { type Issue, issue } from '../domain/issue.js';
import { checkShape } from '../domain/json.js';
import type { OutsideAnswer } from '../domain/outside-answer.js';
import type { ExecutionKey, OutsideWriter, PartKey, Writer } from '../domain/ports.js';
import type { WorkflowContext } from './context.js';
import { standsIn } from './drafts.js';
import { type Doc, type Execution, seedOf } from './execute-node.js';
import { type NodeServices, partName, place, stepName } from './node-services.js';
import { isNothingDone, recordedAnswer, requestHash } from './outside.js';
import { retrieve } from './retrieve.js';

/** A draft may come back to its writer twice; then the best one is taken with its issues. */
const ROUNDS = 3;

interface Tried {
  draft: Draft;
  issues: Issue[];
  /** Why no words were found in what came back. */
  unread: AmcsError | null;
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
  const context = executor.context(execution, await retrieve(ctx, services, execution));
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
    const { draft, issues: flaws, unread } = readDraft(() => wordsOf(answer, writer, brief), execution.key);
    const verdict = node.accept(context, draft);
    const issues = [...flaws, ...(verdict.accepted ? [] : verdict.issues)];
    tried.push({ draft, issues, unread });
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
  return ctx.step(stepName(execution.key), () =>
    executor.close(
      execution,
      () => {
        const best = bestOf(tried);
        // A model that never answered with words is at fault itself: a song without any would only be repaired by asking it again.
        if (writer.mode === 'outside' && best.unread)
          throw new AmcsError('MODEL_FAILED', { message: `No words came in ${ROUNDS} answers. ${best.unread.message}` });
        return node.accept(context, best.draft).output;
      },
      'elapsed',
    ),
  );
}

const NOTHING: Draft = { sections: [], issues: [] };

/** Words before none, then the fewest issues, the earliest on a tie. */
function bestOf(tried: readonly Tried[]): Tried {
  const flaws = ({ issues, unread }: Tried) => issues.length + (unread ? 1_000 : 0);
  return tried.reduce((a, b) => (flaws(b) < flaws(a) ? b : a));
}

/** The words in what came back, still unparsed. */
function wordsOf(answer: unknown, writer: Writer, brief: Brief): unknown {
  return writer.mode === 'outside' && answer !== NOTHING ? writer.read(answer as OutsideAnswer, brief) : answer;
}

/** What came back, as a draft; one that is none is as good as nothing, and says why. */
function readDraft(words: () => unknown, { node }: ExecutionKey): Tried {
  try {
    const answer = words();
    checkShape(answer, 'The draft');
    return { draft: parseAs(draftSchema, answer, 'INPUT_INVALID', 'The draft'), issues: [], unread: null };
  } catch (thrown) {
    if (!(thrown instanceof AmcsError)) throw thrown;
    const rejected = issue('DRAFT_REJECTED', node, { message: thrown.message.slice(0, 600), hint: thrown.hint.slice(0, 600) });
    return { draft: NOTHING, issues: [rejected], unread: thrown };
  }
}

/** The writer's answer as it came: recorded first and read afterwards, so that nothing paid for is lost. */
async function answerTo(
  ctx: WorkflowContext,
  services: NodeServices,
  execution: Execution,
  writer: Writer,
  { brief, round }: { brief: Brief; round: number },
): Promise<unknown> {
  const { store, executor, standIn } = services;
  const key: PartKey = { ...execution.key, round, part: 'answer' };
  if (writer.mode === 'wait') {
    const taken = await ctx.step(`${partName(key)}/stand-in`, () => standsIn(store, key));
    return taken ? standIn.write(brief, executor.context(execution).rng) : ctx.waitFor(partName(key));
  }
  if (writer.mode !== 'outside') throw new AmcsError('INTERNAL', { message: 'A writer of another mode was expected.' });
  return ctx.step(partName(key), () =>
    executor.guard(execution, ctx.signal, async () => {
      const answer = await modelAnswer(ctx.signal, services, execution, writer, { brief, round });
      // Asked again with the same words it would refuse again.
      if (answer.ended === 'refused') throw new AmcsError('MODEL_REFUSED', { message: `The model would not write the words of ${execution.key.node}.` });
      return answer;
    }),
  );
}

async function modelAnswer(
  signal: AbortSignal,
  { store, executor, purse }: NodeServices,
  execution: Execution,
  writer: OutsideWriter,
  { brief, round }: { brief: Brief; round: number },
): Promise<OutsideAnswer> {
  const { key, asking: options = {}, reroll, runSeed, earlier = [] } = execution;
  // Nothing is computed of the service before it is asked: a replay knows neither its key nor its address.
  let ceiling: number | null = null;
  const own = seedOf(key.node, runSeed);
  const seed =
    reroll === 0
      ? own
      : executor
          .context(execution)
          .rng('asked', own)
          .int(0, 2 ** 31 - 1);
  let settle = (_charged: number): void => {};
  return recordedAnswer(
    store,
    { ...key, round, request_hash: requestHash(writer.name, options, brief) },
    {
      earlier,
      isWorth: ({ ended }) => ended === 'whole',
      begin: async () => {
        ceiling = writer.ceiling(brief, options);
        settle = await purse.reserve(key.node, ceiling);
      },
      async ask() {
        try {
          const answer = await writer.write(brief, { options, seed, signal });
          settle((answer.call.cost_microusd ?? 0) + (answer.call.uncertain_microusd ?? 0));
          return answer;
        } catch (thrown) {
          settle(isNothingDone(thrown) ? 0 : (ceiling ?? 0));
          throw thrown;
        }
      },
    },
  );
}

import { canonicalJson, hashOf } from '../domain/canonical.js';
import type { Brief } from '../domain/draft.js';
import { AmcsError, type ErrorCode } from '../domain/error.js';
import type { OutsideKey, Store } from '../domain/ports.js';
import type { RecordedError } from '../domain/run.js';
import { fromRecord, toRecord } from './execute-node.js';

export interface OutsideCall<Answer> {
  /** Looks whether the call may be made, before anything says that it was begun. */
  begin?(): Promise<void>;
  ask(): Promise<Answer>;
  /** Takes whose answers are given again, the newest first: a retry without reroll repeats what was said. */
  earlier?: readonly number[];
  /** Whether an earlier take's answer is worth giving again. */
  isWorth?(answer: Answer): boolean;
}

/** Errors after which it is known that nothing was done outside. */
const nothingDone: readonly ErrorCode[] = ['MODEL_FAILED', 'WRITER_UNAVAILABLE'];

export function isNothingDone(thrown: unknown): thrown is AmcsError {
  return thrown instanceof AmcsError && nothingDone.includes(thrown.code);
}

/**
 * An answer from outside, recorded under the hash of its request: a second call with the same key reads the record
 * and asks nobody. The intent is written first; a call whose outcome is not known is never made again by itself,
 * because it may have cost money. That a call failed and did nothing is an outcome too, and recorded as one.
 */
export async function recordedAnswer<Answer>(store: Store, key: Omit<OutsideKey, 'occurrence'>, call: OutsideCall<Answer>): Promise<Answer> {
  const full: OutsideKey = { ...key, occurrence: 0 };
  const before = await store.getOutside(full);
  if (before?.answered) return answerIn(before.json as string);
  if (before) {
    throw new AmcsError('CONFLICT', {
      message: `A call for ${key.node} was begun before, and its outcome is not known.`,
      hint: `Whether it is charged, the service knows. \`amcs-mcp retry ${key.run_id} --from ${key.node}\` makes the call again.`,
    });
  }
  for (const take of call.isWorth ? (call.earlier ?? []) : []) {
    const row = await store.getOutside({ ...full, take });
    const said = row?.answered ? (JSON.parse(row.json as string) as Answer) : null;
    if (said !== null && !isFailure(said) && call.isWorth?.(said)) return said;
  }
  await call.begin?.();
  await store.intendOutside(full);
  const answer: unknown = await call.ask().catch(async (thrown: unknown) => {
    if (!isNothingDone(thrown)) throw thrown;
    return { failed: toRecord(thrown) };
  });
  return answerIn(await store.answerOutside(full, canonicalJson(answer)));
}

/** The hash under which a writer's answer is kept: everything that its service is told rests on these. */
export function requestHash(writer: string, options: object, brief: Brief): string {
  return hashOf({ writer, ...options, brief });
}

export interface RecordedFailure {
  failed: RecordedError;
}

export function isFailure(answer: unknown): answer is RecordedFailure {
  return typeof answer === 'object' && answer !== null && Object.keys(answer).length === 1 && 'failed' in answer;
}

function answerIn<Answer>(json: string): Answer {
  const answer: unknown = JSON.parse(json);
  if (isFailure(answer)) throw fromRecord(answer.failed);
  return answer as Answer;
}

import { canonicalJson } from '../domain/canonical.js';
import { AmcsError } from '../domain/error.js';
import type { OutsideKey, Store } from '../domain/ports.js';

/**
 * An answer from outside, recorded under the hash of its request: a second call with the same key reads the record
 * and asks nobody. The intent is written first; a call whose outcome is not known is never made again by itself,
 * because it may have cost money.
 */
export async function recordedAnswer<Answer>(store: Store, key: Omit<OutsideKey, 'occurrence'>, ask: () => Promise<Answer>): Promise<Answer> {
  const full: OutsideKey = { ...key, occurrence: 0 };
  const before = await store.getOutside(full);
  if (before?.answered) return JSON.parse(before.json as string);
  if (before) {
    throw new AmcsError('CONFLICT', {
      message: `A call for ${key.node} was begun before and its outcome is not known.`,
      hint: 'Look with the service whether it went through; `retry` from this node makes the call again.',
    });
  }
  await store.intendOutside(full);
  const answer = await ask();
  return JSON.parse(await store.answerOutside(full, canonicalJson(answer)));
}

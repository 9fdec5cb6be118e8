import { z } from 'zod';
import { type AmcsEvent, eventTypes } from '../domain/event.js';
import type { Store } from '../domain/ports.js';

/** Events are read from the log in pages of this many. */
const PAGE = 500;

const runId = z.string().regex(/^[A-Za-z0-9_-]{1,64}$/);
const types = z.array(z.enum(eventTypes)).min(1).max(eventTypes.length);

const wishSchema = z.strictObject({
  run_id: runId.optional(),
  since: z.int().min(0).max(Number.MAX_SAFE_INTEGER).optional(),
  types: types.optional(),
});
/** What a client asks to hear. */
export type Wish = z.infer<typeof wishSchema>;

export const messageSchema = z.discriminatedUnion('type', [
  wishSchema.extend({ type: z.literal('subscribe') }),
  z.strictObject({ type: z.literal('unsubscribe'), run_id: runId.optional() }),
]);

/** What an address asks for; a name that is none of ours is a slip that would otherwise be heard as "everything". */
const querySchema = z.strictObject({
  run_id: runId.optional(),
  since: z
    .string()
    .regex(/^\d{1,16}$/)
    .transform(Number)
    .pipe(z.int().max(Number.MAX_SAFE_INTEGER))
    .optional(),
  types: z
    .string()
    .transform((text) => text.split(','))
    .pipe(types)
    .optional(),
});

/** The wish in an address, or null where it is none. */
export function wishIn(query: URLSearchParams): Wish | null {
  return querySchema.safeParse(Object.fromEntries(query)).data ?? null;
}

export interface Subscription {
  runId: string | undefined;
  types: ReadonlySet<string> | undefined;
  /** It began after this event. */
  start: number;
  /** Everything it wants up to here was sent. */
  cursor: number;
}

export function subscription({ run_id, types }: Wish, start: number): Subscription {
  return { runId: run_id, types: types && new Set(types), start, cursor: start };
}

/** Whether an event is still to be sent: some subscription waits for it and none has already brought it. */
export function isDue(subscriptions: readonly Subscription[], event: AmcsEvent): boolean {
  let due = false;
  for (const one of subscriptions) {
    if (event.seq <= one.start || !matches(one, event)) continue;
    if (event.seq <= one.cursor) return false;
    due = true;
  }
  return due;
}

function matches({ runId, types }: Subscription, event: AmcsEvent): boolean {
  return (runId === undefined || runId === event.run_id) && (types === undefined || types.has(event.type));
}

/** Notes that everything up to a number was sent. */
export function advance(subscriptions: readonly Subscription[], to: number): void {
  for (const one of subscriptions) one.cursor = Math.max(one.cursor, to);
}

/** Up to where everything that these subscriptions want was sent. */
export function sentUpTo(subscriptions: readonly Subscription[], none: number): number {
  return subscriptions.length === 0 ? none : Math.min(...subscriptions.map(({ cursor }) => cursor));
}

/**
 * The next events for the subscriptions that are furthest behind, at most up to where the next one stands or the log's
 * `position`: so all of one socket go through the log together, and none meets its events out of order.
 */
export async function nextPage(store: Store, subscriptions: readonly Subscription[], position: number): Promise<{ events: AmcsEvent[]; to: number }> {
  const since = sentUpTo(subscriptions, position);
  const behind = subscriptions.filter(({ cursor }) => cursor === since);
  const runs = behind.some(({ runId }) => runId === undefined) ? [undefined] : [...new Set(behind.map(({ runId }) => runId))];
  let to = Math.min(position, ...subscriptions.filter(({ cursor }) => cursor > since).map(({ cursor }) => cursor));
  const events: AmcsEvent[] = [];
  for (const run_id of runs) {
    const page = await store.readEvents({ since, run_id, limit: PAGE });
    if (page.length === PAGE) to = Math.min(to, (page.at(-1) as AmcsEvent).seq);
    events.push(...page);
  }
  return { events: events.filter(({ seq }) => seq <= to).sort((a, b) => a.seq - b.seq), to };
}

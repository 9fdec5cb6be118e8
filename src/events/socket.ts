import type { WebSocket } from 'ws';
import { z } from 'zod';
import { type AmcsEvent, eventTypes } from '../domain/event.js';
import type { Store } from '../domain/ports.js';
import { readOn } from './tail.js';

/** A client that reads slower than it is sent to is let go at this many bytes; it comes back with `since`. */
const MAX_BUFFERED = 4_000_000;
const MAX_SUBSCRIPTIONS = 50;

const runId = z.string().regex(/^[A-Za-z0-9_-]{1,64}$/);

const subscriptionSchema = z.strictObject({
  run_id: runId.optional(),
  since: z.coerce.number().int().min(0).max(Number.MAX_SAFE_INTEGER).optional(),
  types: z.array(z.enum(eventTypes)).max(eventTypes.length).optional(),
});

const messageSchema = z.discriminatedUnion('type', [
  subscriptionSchema.omit({ types: true }).extend({ type: z.literal('subscribe'), types: subscriptionSchema.shape.types }),
  z.strictObject({ type: z.literal('unsubscribe'), run_id: runId.optional() }),
]);

interface Subscription {
  runId: string | undefined;
  types: ReadonlySet<string> | undefined;
  /** Everything up to here was sent. */
  cursor: number;
  live: boolean;
}

/** One client of the event socket and what it wants to hear. */
export class EventSocket {
  private subscriptions: Subscription[] = [];

  constructor(
    private readonly socket: WebSocket,
    private readonly store: Store,
    /** The last event that went to every live socket. */
    private readonly position: () => number,
  ) {
    socket.on('message', (data) => this.receive(String(data)));
    socket.on('error', () => socket.terminate());
  }

  /** Begins with what the address asked for; without `since` with what comes from now on. */
  open(query: URLSearchParams): void {
    const asked = subscriptionSchema.safeParse(Object.fromEntries([...query].filter(([name]) => name !== 'types')));
    if (!asked.success) {
      this.socket.close(1008, 'bad run_id or since');
      return;
    }
    this.subscribe(asked.data);
  }

  /** Events from the log, as they come. */
  dispatch(events: readonly AmcsEvent[]): void {
    for (const event of events) if (this.subscriptions.some((one) => one.live && wants(one, event))) this.send(event);
    const last = events.at(-1)?.seq ?? 0;
    for (const one of this.subscriptions) if (one.live) one.cursor = Math.max(one.cursor, last);
  }

  private receive(text: string): void {
    let value: unknown;
    try {
      value = JSON.parse(text);
    } catch {
      value = undefined;
    }
    const message = messageSchema.safeParse(value);
    if (!message.success) this.tell({ type: 'error', message: 'Send {"type":"subscribe"|"unsubscribe", "run_id"?, "since"?, "types"?}.' });
    else if (message.data.type === 'subscribe') this.subscribe(message.data);
    else this.unsubscribe(message.data.run_id);
  }

  private subscribe({ run_id, since, types }: z.infer<typeof subscriptionSchema>): void {
    this.unsubscribe(run_id);
    if (this.subscriptions.length >= MAX_SUBSCRIPTIONS) {
      this.tell({ type: 'error', message: `At most ${MAX_SUBSCRIPTIONS} subscriptions; unsubscribe from one first.` });
      return;
    }
    const subscription = { runId: run_id, types: types && new Set(types), cursor: since ?? this.position(), live: false };
    this.subscriptions.push(subscription);
    void this.catchUp(subscription);
  }

  private unsubscribe(run_id: string | undefined): void {
    this.subscriptions = this.subscriptions.filter((one) => one.runId !== run_id);
  }

  /** Replays the log up to where the live events are; it goes live in the same tick in which nothing is missing. */
  private async catchUp(subscription: Subscription): Promise<void> {
    try {
      for (;;) {
        const { cursor, runId: run_id } = subscription;
        const last = await readOn(this.store, { since: cursor, ...(run_id === undefined ? {} : { run_id }) }, (events) => {
          for (const event of events) if (wants(subscription, event)) this.send(event);
        });
        subscription.cursor = Math.max(last, cursor);
        if (!this.subscriptions.includes(subscription)) return;
        if (run_id === undefined ? subscription.cursor >= this.position() : await this.nothingSince(subscription)) break;
      }
      subscription.live = true;
    } catch {
      this.socket.close(1011, 'the log cannot be read');
    }
  }

  /** For one run the log's position says nothing; what counts is whether the run has more. */
  private async nothingSince(subscription: Subscription): Promise<boolean> {
    const target = this.position();
    if (subscription.cursor >= target) return true;
    const rest = await this.store.readEvents({ since: subscription.cursor, run_id: subscription.runId, limit: 1 });
    if (rest.length > 0) return false;
    subscription.cursor = target;
    return this.position() === target;
  }

  private send(event: AmcsEvent): void {
    if (this.socket.readyState !== this.socket.OPEN) return;
    if (this.socket.bufferedAmount > MAX_BUFFERED) {
      this.socket.close(1013, 'too slow: come back with since');
      return;
    }
    this.socket.send(JSON.stringify(event));
  }

  private tell(message: object): void {
    if (this.socket.readyState === this.socket.OPEN) this.socket.send(JSON.stringify(message));
  }
}

function wants({ runId, types, cursor }: Subscription, event: AmcsEvent): boolean {
  return event.seq > cursor && (runId === undefined || runId === event.run_id) && (types === undefined || types.has(event.type));
}

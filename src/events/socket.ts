import type { Duplex } from 'node:stream';
import { setTimeout as pause, setImmediate as turn } from 'node:timers/promises';
import type { WebSocket } from 'ws';
import type { AmcsEvent } from '../domain/event.js';
import type { Store } from '../domain/ports.js';
import { advance, isDue, messageSchema, nextPage, type Subscription, sentUpTo, subscription, type Wish, wishIn } from './subscription.js';

/** A client that reads slower than it is sent to is let go at this many bytes; it comes back with `since`. */
const MAX_BUFFERED = 4_000_000;
/** Replay waits while this much is still on its way. */
const ENOUGH_BUFFERED = 1_000_000;
const LOOK_MS = 50;
/** This much at most is gathered for one write. */
const MAX_HELD = 64_000;
const MAX_SUBSCRIPTIONS = 50;
const MAX_BAD_MESSAGES = 100;
const HELP = 'Send {"type":"subscribe"|"unsubscribe", "run_id"?, "since"?, "types"?}.';

/** An event with its text, which is made once for all sockets. */
export interface Line {
  event: AmcsEvent;
  text: Buffer;
}

export const lineOf = (event: AmcsEvent): Line => ({ event, text: Buffer.from(JSON.stringify(event)) });

/** What a socket needs of its hub. */
export interface Log {
  store: Store;
  /** The last event that went to every socket that was up to date. */
  position(): number;
  /** How long a socket that drains nothing is waited for. */
  patienceMs: number;
}

/** One client of the event socket and what it wants to hear. */
export class EventSocket {
  private subscriptions: Subscription[] = [];
  /** Rises whenever the subscriptions change: what was read for the earlier ones is read anew. */
  private version = 0;
  private catchingUp = false;
  private badMessages = 0;
  private work: Promise<void> = Promise.resolve();

  constructor(
    readonly connection: WebSocket,
    private readonly log: Log,
    /** The stream below, where it is known: several events then leave in one write. */
    private readonly stream?: Duplex,
  ) {
    connection.on('message', (data) => this.after(() => this.receive(String(data))));
    connection.on('error', () => connection.terminate());
  }

  /** Begins with what the address asked for; without `since` with what comes from now on. */
  open(query: URLSearchParams): void {
    const wish = wishIn(query);
    if (wish) this.after(() => this.subscribe(wish));
    else this.connection.close(1008, 'bad run_id, since or types');
  }

  /** Events from the log, as they come; while catching up they are read from the log in their turn. */
  dispatch(lines: readonly Line[]): void {
    if (!this.catchingUp) this.sendDue(lines, lines.at(-1)?.event.seq ?? 0);
  }

  /** A sign of life that a browser can see, with the number up to which everything was sent. */
  heartbeat(): void {
    this.push(JSON.stringify({ type: 'heartbeat', seq: sentUpTo(this.subscriptions, this.log.position()) }));
  }

  /** Messages take effect one after the other, each whole. */
  private after(task: () => Promise<void>): void {
    this.work = this.work.then(task).catch(() => this.connection.close(1011, 'the log cannot be read'));
  }

  private async receive(text: string): Promise<void> {
    const { success, data } = messageSchema.safeParse(parsed(text));
    if (success && data.type === 'subscribe') return this.subscribe(data);
    if (success) return this.unsubscribe(data.run_id);
    this.badMessages += 1;
    if (this.badMessages >= MAX_BAD_MESSAGES) this.connection.close(1008, 'too many messages that are none');
    else this.tell({ type: 'error', message: HELP });
  }

  private async subscribe(wish: Wish): Promise<void> {
    this.unsubscribe(wish.run_id);
    if (this.subscriptions.length >= MAX_SUBSCRIPTIONS) {
      this.tell({ type: 'error', message: `At most ${MAX_SUBSCRIPTIONS} subscriptions; unsubscribe from one first.` });
      return;
    }
    const since = await this.beginning(wish.since);
    this.tell({ type: 'subscribed', ...(wish.run_id === undefined ? {} : { run_id: wish.run_id }), since });
    this.subscriptions.push(subscription(wish, since));
    this.version += 1;
    void this.catchUp();
  }

  /** A number the log has not reached yet comes from another log: the data folder was replaced. */
  private async beginning(since: number | undefined): Promise<number> {
    const position = this.log.position();
    if (since === undefined) return position;
    // Somebody who reads the log itself may be a few events ahead of us.
    return since <= position ? since : Math.min(since, await this.log.store.lastSeq());
  }

  private unsubscribe(runId: string | undefined): void {
    this.subscriptions = this.subscriptions.filter((one) => one.runId !== runId);
    this.version += 1;
  }

  private get isOpen(): boolean {
    return this.connection.readyState === this.connection.OPEN;
  }

  private get isBehind(): boolean {
    const position = this.log.position();
    return sentUpTo(this.subscriptions, position) < position;
  }

  /** Reads the log up to where the live events are; the socket is live in the same tick in which nothing is missing. */
  private async catchUp(): Promise<void> {
    if (this.catchingUp) return;
    this.catchingUp = true;
    try {
      while (this.isOpen && this.isBehind) {
        const { version } = this;
        const { events, to } = await nextPage(this.log.store, this.subscriptions, this.log.position());
        await this.replay(events, to, () => version === this.version);
      }
    } catch {
      this.connection.close(1011, 'the log cannot be read');
    } finally {
      this.catchingUp = false;
    }
  }

  /** Sends a page in portions that fit into what may be on its way, as long as it is what the subscriptions ask for. */
  private async replay(events: readonly AmcsEvent[], to: number, holds: () => boolean): Promise<void> {
    for (let at = 0; holds() && (await this.drained()) && holds(); ) {
      const lines: Line[] = [];
      for (let bytes = 0; at < events.length && bytes < ENOUGH_BUFFERED; at += 1) {
        const line = lineOf(events[at] as AmcsEvent);
        bytes += line.text.length;
        lines.push(line);
      }
      const whole = at === events.length;
      this.sendDue(lines, whole ? to : (lines.at(-1)?.event.seq ?? 0));
      // One client's long replay holds up neither the others nor the process.
      await turn();
      if (whole) return;
    }
  }

  /** Waits until little is on its way; a client that takes nothing for too long is let go. */
  private async drained(): Promise<boolean> {
    let least = this.connection.bufferedAmount;
    // Looks are counted and not milliseconds: a machine that slept has not waited.
    let looks = this.log.patienceMs / LOOK_MS;
    while (this.isOpen && this.connection.bufferedAmount > ENOUGH_BUFFERED) {
      await pause(LOOK_MS);
      looks = this.connection.bufferedAmount < least ? this.log.patienceMs / LOOK_MS : looks - 1;
      least = Math.min(least, this.connection.bufferedAmount);
      if (looks <= 0) this.letGo();
    }
    return this.isOpen;
  }

  private sendDue(lines: readonly Line[], upTo: number): void {
    let held = 0;
    this.stream?.cork();
    for (const { event, text } of lines) {
      if (!isDue(this.subscriptions, event)) continue;
      this.push(text);
      held += text.length;
      if (held < MAX_HELD) continue;
      this.stream?.uncork();
      this.stream?.cork();
      held = 0;
    }
    this.stream?.uncork();
    advance(this.subscriptions, upTo);
  }

  private tell(message: object): void {
    this.push(JSON.stringify(message));
  }

  private push(text: string | Buffer): void {
    if (!this.isOpen) return;
    if (this.connection.bufferedAmount > MAX_BUFFERED) this.letGo();
    else this.connection.send(text, { binary: false });
  }

  private letGo(): void {
    this.connection.close(1013, 'too slow: come back with since');
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

import type { AmcsEvent } from '../domain/event.js';

/** For programs and pages that follow events; runs in browsers and Node 20 or later, and imports nothing that a page has not. */
export type { AmcsEvent } from '../domain/event.js';

const FIRST_WAIT_MS = 250;
const LONGEST_WAIT_MS = 5_000;
/** The server sends a heartbeat every 20 s: this long without one, the connection is dead. */
const SILENCE_MS = 60_000;
const CLOSE_FOLLOWS_MS = 100;
/** Refused for what was asked or who asked: asking again changes nothing. */
const REFUSALS = [1008, 4401, 4403];
const PROTOCOL = 'amcs.v1';

/**
 * - `connecting`: a connection is being made. `live`: the server has taken the subscription up.
 * - `waiting`: the connection was lost or not to be had; the next attempt follows.
 * - `refused`: the server will not have it (bad run id, token or origin); it ends here. `closed`: ended by its owner.
 */
export type FollowState = 'connecting' | 'live' | 'waiting' | 'refused' | 'closed';

/** Why a state came about, as far as it is known. */
export interface FollowDetail {
  /** The close code of the WebSocket. */
  code?: number;
  reason?: string;
  /** What `url` threw, or why no WebSocket could be made. */
  error?: unknown;
  /** With `waiting`: how long until the next attempt. */
  retryMs?: number;
}

/** What is used of a WebSocket: browsers, Node 22 and the package ws have it. */
export interface FollowSocket {
  onmessage: ((event: never) => void) | null;
  onclose: ((event: never) => void) | null;
  onerror: ((event: never) => void) | null;
  close(code?: number): void;
  /** Of the package ws: ends a dead connection without waiting for an answer. */
  terminate?(): void;
}
export type FollowSocketClass = new (url: string, protocols: string[]) => FollowSocket;

export interface FollowOptions {
  /** Where the events are, e.g. an answer's `events_url`; a function is asked again before every attempt. */
  url: string | (() => string | Promise<string>);
  /** Only this run's events. */
  runId?: string | undefined;
  /** Begin after this event; without it with what comes from now on, or with the `since` of the url. */
  since?: number | undefined;
  /** Only events of these types. */
  types?: readonly AmcsEvent['type'][] | undefined;
  /** For a server that asks for one; it travels as a subprotocol and stands in no address. */
  token?: string | undefined;
  /** To be used in place of the platform's; where there is neither, the package ws is loaded. */
  WebSocket?: FollowSocketClass | undefined;
  /**
   * Gets every event once, in order. What it throws is thrown again on its own (an uncaught error, as with any event
   * listener); the event counts as delivered and the following goes on.
   */
  onEvent(event: AmcsEvent): void;
  onState?: ((state: FollowState, detail: FollowDetail) => void) | undefined;
  /** Ends the following, as `close` does. */
  signal?: AbortSignal | undefined;
}

export interface Follower {
  /** The number of the last event that was delivered or passed over; 0 while none is known. To go on later: `since`. */
  readonly position: number;
  close(): void;
  /** Resolves when it has ended for good, refused or closed; never rejects. */
  readonly closed: Promise<void>;
}

/** Follows events, and comes back by itself after every interruption to where it was. */
export function followEvents(options: FollowOptions): Follower {
  const follower = new EventFollower(options);
  follower.begin();
  return follower;
}

type Ending = Pick<FollowDetail, 'code' | 'reason' | 'error'>;

class EventFollower implements Follower {
  readonly closed: Promise<void>;
  private known: number | undefined;
  private ended = false;
  private wait = FIRST_WAIT_MS;
  /** Ends what is being waited for: the connection, or the pause before the next. */
  private interrupt: () => void = () => {};
  private finish: () => void = () => {};

  constructor(private readonly options: FollowOptions) {
    this.known = options.since;
    this.closed = new Promise((finish) => {
      this.finish = finish;
    });
  }

  get position(): number {
    return this.known ?? 0;
  }

  begin(): void {
    const { signal } = this.options;
    if (signal?.aborted) {
      this.close();
      return;
    }
    const close = () => this.close();
    signal?.addEventListener('abort', close, { once: true });
    void this.closed.then(() => signal?.removeEventListener('abort', close));
    void this.run();
  }

  close(): void {
    this.end('closed', {});
  }

  private end(state: 'closed' | 'refused', detail: FollowDetail): void {
    if (this.ended) return;
    this.ended = true;
    this.interrupt();
    this.tell(state, detail);
    this.finish();
  }

  private async run(): Promise<void> {
    while (!this.ended) {
      this.tell('connecting', {});
      const ending = await this.connect().catch((error: unknown): Ending => ({ error }));
      if (this.ended) return;
      if (REFUSALS.includes(ending.code ?? 0)) return this.end('refused', ending);
      this.tell('waiting', { ...ending, retryMs: this.wait });
      await this.pause(this.wait);
      this.wait = Math.min(this.wait * 2, LONGEST_WAIT_MS);
    }
  }

  /** One connection, from its beginning to its end. */
  private async connect(): Promise<Ending> {
    const { url, token } = this.options;
    const [address, Socket] = await Promise.all([typeof url === 'string' ? url : url(), socketClass(this.options.WebSocket)]);
    if (this.ended) return {};
    return this.listen(new Socket(this.addressFrom(address), token === undefined ? [PROTOCOL] : [PROTOCOL, tokenProtocol(token)]));
  }

  private listen(socket: FollowSocket): Promise<Ending> {
    return new Promise((over) => {
      let silence: ReturnType<typeof setTimeout>;
      let isOver = false;
      const stop = (ending: Ending) => {
        isOver = true;
        clearTimeout(silence);
        over(ending);
      };
      const alive = () => {
        clearTimeout(silence);
        silence = setTimeout(() => {
          stop({ reason: 'silence' });
          // A dead connection answers no goodbye.
          if (socket.terminate) socket.terminate();
          else socket.close();
        }, SILENCE_MS);
      };
      this.interrupt = () => {
        stop({});
        socket.close();
      };
      socket.onmessage = ({ data }: { data: unknown }) => {
        // What still arrives after the end belongs to the next connection, or to nobody.
        if (isOver) return;
        alive();
        this.receive(String(data));
      };
      // An error is followed by the close, but Node's own WebSocket has been seen (in 20) to say no more when refused.
      socket.onerror = () => {
        setTimeout(() => stop({ code: 1006, reason: 'no connection' }), CLOSE_FOLLOWS_MS);
      };
      socket.onclose = ({ code, reason }: { code: number; reason: string }) => stop({ code, reason });
      alive();
    });
  }

  private receive(text: string): void {
    const message = parsed(text);
    if (message.type === 'subscribed') {
      // The server knows best: after its log was replaced it begins before where we were.
      this.known = message.since;
      this.wait = FIRST_WAIT_MS;
      this.tell('live', {});
    } else if (message.type === 'heartbeat') this.known = Math.max(this.position, message.seq ?? 0);
    else if (message.seq !== undefined && message.seq > this.position) {
      this.known = message.seq;
      guarded(() => this.options.onEvent(message as AmcsEvent));
    }
  }

  private addressFrom(url: string): string {
    const { runId, types } = this.options;
    // A page may name its own server by a path.
    const address = new URL(url, (globalThis as { location?: { href: string } }).location?.href);
    address.protocol = address.protocol.replace(/^http/, 'ws');
    if (runId !== undefined) address.searchParams.set('run_id', runId);
    if (types !== undefined) address.searchParams.set('types', types.join(','));
    if (this.known !== undefined) address.searchParams.set('since', String(this.known));
    return address.href;
  }

  private pause(milliseconds: number): Promise<void> {
    return new Promise((over) => {
      const timer = setTimeout(over, milliseconds);
      this.interrupt = () => {
        clearTimeout(timer);
        over();
      };
    });
  }

  private tell(state: FollowState, detail: FollowDetail): void {
    guarded(() => this.options.onState?.(state, detail));
  }
}

/** A message; what is none says nothing, for that is no server of ours. */
function parsed(text: string): { type?: string; seq?: number; since?: number } {
  try {
    return JSON.parse(text) ?? {};
  } catch {
    return {};
  }
}

/** An error in the owner's code is the owner's: it surfaces by itself and does not stop the following. */
function guarded(call: () => void): void {
  try {
    call();
  } catch (thrown) {
    queueMicrotask(() => {
      throw thrown;
    });
  }
}

async function socketClass(given: FollowSocketClass | undefined): Promise<FollowSocketClass> {
  const own = (globalThis as { WebSocket?: FollowSocketClass }).WebSocket;
  return given ?? own ?? (await import('ws')).WebSocket;
}

/** The alphabet of subprotocols has room for base64url. */
function tokenProtocol(token: string): string {
  const base64 = btoa(String.fromCharCode(...new TextEncoder().encode(token)));
  return `amcs.token.${base64.replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '')}`;
}

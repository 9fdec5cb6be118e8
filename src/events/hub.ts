import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { type WebSocket, WebSocketServer } from 'ws';
import type { Store } from '../domain/ports.js';
import { EventSocket, type Line, lineOf } from './socket.js';
import { followLog } from './tail.js';

const HEARTBEAT_MS = 20_000;
/** Pings a connection may leave unanswered; the first may have waited for us, where this machine slept. */
const MAX_UNANSWERED = 2;
/** How long a socket that drains nothing is waited for. */
const PATIENCE_MS = 30_000;
const MAX_SOCKETS = 5_000;
/** A client's messages are subscriptions: nothing longer than this is one. */
const MAX_MESSAGE_BYTES = 8_192;
/** How long clients may take to say goodbye. */
const GOODBYE_MS = 1_000;
const PROTOCOL = 'amcs.v1';

export interface HubOptions {
  heartbeatMs?: number;
  patienceMs?: number;
  maxSockets?: number;
}

/** Brings the log to any number of event sockets, whichever server they came in by. */
export interface EventHub {
  /** How many clients there are. */
  readonly count: number;
  /** Takes a connection over; `stream` is what it writes to, and lets several events leave in one write. */
  accept(connection: WebSocket, query: URLSearchParams, stream?: Duplex): void;
  /** Makes a connection of an HTTP request whose host, origin and token the caller has checked. */
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer, options?: { protocol?: string }): void;
  /** Answers a WebSocket only to close it again with a code: a page is not told an HTTP status. */
  turnAway(request: IncomingMessage, socket: Duplex, head: Buffer, code: number, reason: string): void;
  /** Brings the clients what is in the log by now and sends them away with 1001. */
  close(): Promise<void>;
}

export async function createEventHub(store: Store, options: HubOptions = {}): Promise<EventHub> {
  const { heartbeatMs = HEARTBEAT_MS, patienceMs = PATIENCE_MS, maxSockets = MAX_SOCKETS } = options;
  const clients = new Set<EventSocket>();
  let position = await store.lastSeq();
  let closing: Promise<void> | undefined;
  const stopFollowing = followLog(store, { since: position }, (events) => {
    const lines = events.map(lineOf);
    position = events.at(-1)?.seq ?? position;
    for (const client of clients) dispatch(client, lines);
  });
  const protocols = new WeakMap<IncomingMessage, string>();
  const handshake = new WebSocketServer({
    noServer: true,
    clientTracking: false,
    maxPayload: MAX_MESSAGE_BYTES,
    handleProtocols: (offered, request) => {
      const ours = protocols.get(request) ?? PROTOCOL;
      return offered.has(ours) ? ours : false;
    },
  });
  const hub: EventHub = {
    get count() {
      return clients.size;
    },
    accept(connection, query, stream) {
      if (closing) connection.close(1001, 'the server goes');
      else if (clients.size >= maxSockets) refuse(connection);
      else {
        const client = new EventSocket(connection, { store, position: () => position, patienceMs }, stream);
        clients.add(client);
        keepAlive(client, heartbeatMs);
        connection.on('close', () => clients.delete(client));
        client.open(query);
      }
    },
    upgrade(request, socket, head, { protocol } = {}) {
      // A client that resets before it is answered is its own affair.
      socket.on('error', () => socket.destroy());
      if (protocol !== undefined) protocols.set(request, protocol);
      const query = new URL(request.url ?? '/', 'http://localhost').searchParams;
      handshake.handleUpgrade(request, socket, head, (connection) => hub.accept(connection, query, socket));
    },
    turnAway(request, socket, head, code, reason) {
      socket.on('error', () => socket.destroy());
      handshake.handleUpgrade(request, socket, head, (connection) => {
        connection.on('error', () => connection.terminate());
        connection.close(code, reason);
      });
    },
    close() {
      closing ??= stopFollowing().then(() => sayGoodbye(clients));
      return closing;
    },
  };
  return hub;
}

/** One client's trouble is not the others': these lines come to each only once. */
function dispatch(client: EventSocket, lines: readonly Line[]): void {
  try {
    client.dispatch(lines);
  } catch {
    client.connection.terminate();
  }
}

function refuse(connection: WebSocket): void {
  connection.on('error', () => connection.terminate());
  connection.close(1013, 'too many connections: try again later');
}

/** A connection that answers no ping is gone, whatever TCP believes. */
function keepAlive(client: EventSocket, everyMs: number): void {
  const { connection } = client;
  let unanswered = 0;
  connection.on('pong', () => {
    unanswered = 0;
  });
  const timer = setInterval(() => {
    if (unanswered >= MAX_UNANSWERED) return connection.terminate();
    unanswered += 1;
    client.heartbeat();
    if (connection.readyState === connection.OPEN) connection.ping();
  }, everyMs);
  timer.unref();
  connection.on('close', () => clearInterval(timer));
}

async function sayGoodbye(clients: ReadonlySet<EventSocket>): Promise<void> {
  const gone = [...clients].map(({ connection }) => new Promise<void>((closed) => connection.once('close', () => closed())));
  for (const { connection } of clients) connection.close(1001, 'the server goes');
  const late = setTimeout(() => {
    for (const { connection } of clients) connection.terminate();
  }, GOODBYE_MS);
  await Promise.all(gone);
  clearTimeout(late);
}

import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { WebSocketServer } from 'ws';
import { AmcsError } from '../domain/error.js';
import type { Store } from '../domain/ports.js';
import { isAllowedOrigin, isLoopbackHost } from './address.js';
import { EventSocket } from './socket.js';
import { followLog } from './tail.js';

const HOST = '127.0.0.1';
const HEARTBEAT_MS = 20_000;
/** A client's messages are subscriptions: nothing longer than this is one. */
const MAX_MESSAGE_BYTES = 8_192;

export interface EventServer {
  port: number;
  close(): Promise<void>;
}

/**
 * Serves /events on loopback: replay from any sequence number, then live events of whichever process runs the song.
 * `identity` lets another process see that this server tells of the same data folder.
 * @throws AmcsError PORT_UNAVAILABLE where the port is taken.
 */
export async function startEventServer(store: Store, port: number, identity: string): Promise<EventServer> {
  const server = createServer((request, response) => {
    if (!isLoopbackHost(request.headers.host) || !isAllowedOrigin(request.headers.origin)) {
      response.writeHead(403).end();
      return;
    }
    response.writeHead(request.url === '/' ? 200 : 404, { 'content-type': 'application/json' });
    response.end(request.url === '/' ? JSON.stringify({ service: 'amcs-events', data_id: identity }) : '');
  });
  await listen(server, port);
  let position = await store.lastSeq();
  const clients = new Set<EventSocket>();
  const sockets = new WebSocketServer({ noServer: true, maxPayload: MAX_MESSAGE_BYTES });
  const stopFollowing = followLog(store, { since: position }, (events) => {
    position = events.at(-1)?.seq ?? position;
    for (const client of clients) client.dispatch(events);
  });
  server.on('clientError', (_error, socket) => socket.destroy());
  server.on('upgrade', (request: IncomingMessage, socket: Socket, head: Buffer) => {
    // A client that resets before it is answered is its own affair.
    socket.on('error', () => socket.destroy());
    const refusal = refuse(request);
    if (refusal) {
      socket.end(`HTTP/1.1 ${refusal}\r\nconnection: close\r\n\r\n`);
      return;
    }
    sockets.handleUpgrade(request, socket, head, (connection) => {
      const client = new EventSocket(connection, store, () => position);
      clients.add(client);
      keepAlive(connection);
      connection.on('close', () => clients.delete(client));
      client.open(new URL(request.url as string, 'http://localhost').searchParams);
    });
  });
  server.unref();
  return {
    port: (server.address() as AddressInfo).port,
    async close() {
      await stopFollowing();
      for (const connection of sockets.clients) connection.close(1001, 'the server goes');
      sockets.close();
      await new Promise<void>((closed) => {
        server.close(() => closed());
        server.closeAllConnections();
      });
    },
  };
}

function refuse(request: IncomingMessage): string | null {
  if (!isLoopbackHost(request.headers.host)) return '403 Forbidden';
  if (!isAllowedOrigin(request.headers.origin)) return '403 Forbidden';
  if (!URL.canParse(request.url ?? '/', 'http://localhost')) return '400 Bad Request';
  return new URL(request.url ?? '/', 'http://localhost').pathname === '/events' ? null : '404 Not Found';
}

/** A connection that answers no ping is gone, whatever TCP believes. */
function keepAlive(connection: import('ws').WebSocket): void {
  let alive = true;
  connection.on('pong', () => {
    alive = true;
  });
  const timer = setInterval(() => {
    if (!alive) connection.terminate();
    alive = false;
    connection.ping();
  }, HEARTBEAT_MS);
  timer.unref();
  connection.on('close', () => clearInterval(timer));
}

function listen(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (cause) => reject(new AmcsError('PORT_UNAVAILABLE', { message: `Port ${port} is taken.` }, { cause })));
    server.listen(port, HOST, () => resolve());
  });
}

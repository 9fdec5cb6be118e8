import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { AmcsError } from '../domain/error.js';
import { isAllowedOrigin, isLoopbackHost } from './address.js';
import type { EventHub } from './hub.js';

const HOST = '127.0.0.1';

export interface EventServer {
  port: number;
  /** Gives the port back. Clients stay with the hub until that closes. */
  close(): Promise<void>;
}

export interface EventServerParts {
  hub(): Promise<EventHub>;
  /** Lets another process see that this server tells of the same data folder. */
  identity(): Promise<string | null>;
}

/**
 * Serves the hub at /events on loopback. "/" says whose server this is; "/alive" is answered as long as the server lives,
 * so that whoever asks knows at once when it does no more.
 * @throws AmcsError PORT_UNAVAILABLE where the port is taken.
 */
export async function startEventServer(port: number, parts: EventServerParts): Promise<EventServer> {
  const server = createServer((request, response) => void answer(request, response, parts).catch(() => response.destroy()));
  server.on('clientError', (_error, socket) => socket.destroy());
  server.on('upgrade', (request: IncomingMessage, socket: Socket, head: Buffer) => {
    // A client that resets before it is answered is its own affair.
    socket.on('error', () => socket.destroy());
    void upgrade(request, socket, head, parts).catch(() => socket.destroy());
  });
  await listen(server, port);
  server.unref();
  return {
    port: (server.address() as AddressInfo).port,
    async close() {
      // Connections that became sockets are the hub's: `server.close` would wait for them.
      server.close();
      server.closeAllConnections();
    },
  };
}

async function answer(request: IncomingMessage, response: ServerResponse, { identity }: EventServerParts): Promise<void> {
  if (!isLoopbackHost(request.headers.host) || !isAllowedOrigin(request.headers.origin)) {
    response.writeHead(403).end();
    return;
  }
  const known = request.url === '/' || request.url === '/alive';
  response.writeHead(known ? 200 : 404, { 'content-type': 'application/json' });
  if (request.url === '/alive') response.flushHeaders();
  else response.end(known ? JSON.stringify({ service: 'amcs-events', data_id: await identity() }) : '');
}

async function upgrade(request: IncomingMessage, socket: Socket, head: Buffer, { hub }: EventServerParts): Promise<void> {
  const refusal = refuse(request);
  if (refusal) socket.end(`HTTP/1.1 ${refusal}\r\nconnection: close\r\n\r\n`);
  else (await hub()).upgrade(request, socket, head);
}

function refuse(request: IncomingMessage): string | null {
  if (!isLoopbackHost(request.headers.host)) return '403 Forbidden';
  if (!isAllowedOrigin(request.headers.origin)) return '403 Forbidden';
  if (!URL.canParse(request.url ?? '/', 'http://localhost')) return '400 Bad Request';
  return new URL(request.url ?? '/', 'http://localhost').pathname === '/events' ? null : '404 Not Found';
}

function listen(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (cause) => reject(new AmcsError('PORT_UNAVAILABLE', { message: `Port ${port} is taken.` }, { cause })));
    server.listen(port, HOST, () => resolve());
  });
}

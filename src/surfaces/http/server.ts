import { createServer, type IncomingMessage, type Server, STATUS_CODES } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { getRequestListener } from '@hono/node-server';
import { AmcsError } from '../../domain/error.js';
import type { App } from '../operations/app.js';
import { httpApi } from './api.js';
import { type Envelope, envelope } from './envelope.js';
import type { Gate } from './gate.js';

/** A body or its headers that come slower than this do not come at all. */
const REQUEST_MS = 30_000;
const HEADERS_MS = 10_000;
/** How often that is looked after. */
const LOOK_MS = 5_000;
/** A refused connection is cut this much later: cut at once, it may lose the answer on its way; left open, a client could keep it for good. */
const LINGER_MS = 500;
/** What is under way when the server closes may take this long. */
const GRACE_MS = 2_000;
/** The protocol that an event client offers beside its token. */
const PROTOCOL = 'amcs.v1';
/** Close code for an event client with a wrong token or none: it does not come again. */
const BAD_TOKEN = 4401;

export interface HttpServer {
  port: number;
  close(): Promise<void>;
}

/**
 * Serves the API, MCP and the event socket on one port.
 * @throws AmcsError PORT_UNAVAILABLE where the port is taken or the address is none of this machine.
 */
export async function startHttpServer(app: App, gate: Gate, { host, port }: { host: string; port: number }): Promise<HttpServer> {
  const api = httpApi(app, gate);
  const listener = getRequestListener(api.fetch, { overrideGlobalObjects: false, errorHandler: malformed });
  // A request without Host is refused in our own words, by `malformed`.
  const times = { requestTimeout: REQUEST_MS, headersTimeout: HEADERS_MS, connectionsCheckingInterval: LOOK_MS, requireHostHeader: false };
  const server = createServer(times, (request, response) => void listener(request, response));
  // What a client expects beyond the standard it may be denied, and Node would do so without an envelope.
  server.on('checkExpectation', (request, response) => void listener(request, response));
  server.on('upgrade', (request: IncomingMessage, socket: Socket, head: Buffer) => {
    // A client that resets before it is answered is its own affair.
    socket.on('error', () => socket.destroy());
    upgrade(app, gate, request, socket, head).catch(() => socket.destroy());
  });
  server.on('clientError', (error: NodeJS.ErrnoException, socket) => unreadable(error, socket));
  await listen(server, host, port);
  return {
    port: (server.address() as AddressInfo).port,
    async close() {
      const closed = new Promise<void>((done) => void server.close(() => done()));
      server.closeIdleConnections();
      const late = setTimeout(() => server.closeAllConnections(), GRACE_MS);
      await api.close();
      // Sockets of its own would keep the server open; where the record cannot be read there are none.
      await app
        .sockets()
        .then((sockets) => sockets.close())
        .catch(() => {});
      await closed;
      clearTimeout(late);
    },
  };
}

async function upgrade(app: App, gate: Gate, request: IncomingMessage, socket: Socket, head: Buffer): Promise<void> {
  try {
    const { host, origin, authorization } = request.headers;
    gate.checkPlace({ host, origin });
    gate.checkToken({ authorization, protocols: request.headers['sec-websocket-protocol'] });
    const path = URL.canParse(request.url ?? '', 'http://localhost') ? new URL(request.url as string, 'http://localhost').pathname : '';
    if (path !== '/events') throw new AmcsError('NOT_FOUND', { message: 'There is no socket at this address.', hint: 'The event socket is at /events.' });
    (await app.sockets()).upgrade(request, socket, head, { protocol: PROTOCOL });
  } catch (thrown) {
    const ours = request.headers['sec-websocket-protocol']?.includes(PROTOCOL) ?? false;
    if (ours && thrown instanceof AmcsError && thrown.code === 'UNAUTHORIZED') {
      (await app.sockets()).turnAway(request, socket, head, BAD_TOKEN, 'the server asks for a token');
      cutSoon(socket);
      return;
    }
    const { status, body } = envelope(thrown, 'upgrade');
    refuse(socket, status, body);
  }
}

/** Node's parser could make no request of what came, or of what did not come. */
function unreadable({ code }: NodeJS.ErrnoException, socket: Duplex): void {
  // More of the same comes while the answer is on its way.
  if (socket.writableEnded) return;
  if (!socket.writable) return void socket.destroy();
  const [status, message] = code === undefined ? garbage : (reasons[code] ?? garbage);
  refuse(socket, status, envelope(new AmcsError('USAGE', { message, hint: 'Send the request anew, in HTTP/1.1.' }), 'none').body);
}

const garbage: [status: number, message: string] = [400, 'The request cannot be read.'];
const reasons: Record<string, [status: number, message: string]> = {
  HPE_HEADER_OVERFLOW: [431, 'The headers of the request are too long.'],
  ERR_HTTP_REQUEST_TIMEOUT: [408, 'The request did not come to its end in time.'],
};

/** Answers where there is no response to write to, and ends the connection. */
function refuse(socket: Duplex, status: number, body: Envelope): void {
  const text = JSON.stringify(body);
  const challenge = status === 401 ? 'www-authenticate: Bearer\r\n' : '';
  const headers = `content-type: application/json\r\n${challenge}content-length: ${Buffer.byteLength(text)}\r\nconnection: close\r\n`;
  socket.end(`HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\n${headers}\r\n${text}`);
  socket.resume();
  cutSoon(socket);
}

function cutSoon(socket: Duplex): void {
  setTimeout(() => socket.destroy(), LINGER_MS).unref();
}

/** A request that is none: its Host or its address cannot be read. */
function malformed(): Response {
  const { status, body } = envelope(
    new AmcsError('USAGE', { message: 'The request cannot be read.', hint: 'Send a Host header and a valid address.' }),
    'none',
  );
  return Response.json(body, { status });
}

function listen(server: Server, host: string, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (cause: NodeJS.ErrnoException) => {
      const why = cause.code === 'EADDRINUSE' ? `Port ${port} is taken.` : `Port ${port} of ${host} cannot be opened.`;
      reject(new AmcsError('PORT_UNAVAILABLE', { message: why }, { cause }));
    });
    server.listen(port, host, () => resolve());
  });
}

import { type IncomingHttpHeaders, type RequestOptions, request } from 'node:http';
import { connect as dial, type Socket } from 'node:net';
import { expect } from 'vitest';
import { atEnd, freePort, type Running, start, type Where } from './harness.js';

/** A server process and plain HTTP: any header and any bytes, as no client library would let them pass. */

/** `amcs-mcp serve` on a port of its own. */
export interface Served {
  port: number;
  process: Running;
  /** All that it has printed so far, on either stream. */
  output(): string;
}

export async function serve(where: Where, args: readonly string[] = []): Promise<Served> {
  const port = await freePort();
  const running = start(['serve', '--port', String(port), ...args], where);
  let errors = '';
  running.child.stderr.on('data', (text: Buffer) => {
    errors += text.toString();
  });
  await running.line((line) => line.includes(`:${port}/api/v1`));
  return { port, process: running, output: () => `${running.lines.join('\n')}\n${errors}` };
}

export interface Reply {
  status: number;
  headers: IncomingHttpHeaders;
  text: string;
  // biome-ignore lint/suspicious/noExplicitAny: tests look into answers of many shapes
  json: any;
}

export interface Question extends Pick<RequestOptions, 'method' | 'agent' | 'signal'> {
  headers?: Record<string, string>;
  /** Sent as it is; anything but text and bytes as JSON. */
  body?: unknown;
}

/** One HTTP request with any header, Host included, at the address as it is written. */
export function ask(port: number, path: string, { headers = {}, body, ...options }: Question = {}): Promise<Reply> {
  const plain = body === undefined || typeof body === 'string' || body instanceof Uint8Array;
  const sent = plain ? body : JSON.stringify(body);
  const declared = plain ? {} : { 'content-type': 'application/json' };
  return new Promise((done, fail) => {
    const asked = request({ host: '127.0.0.1', port, path, ...options, headers: { ...declared, ...headers } }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('error', fail);
      response.on('end', () => {
        const text = Buffer.concat(chunks).toString();
        const isJson = text !== '' && (response.headers['content-type'] ?? '').includes('json');
        done({ status: response.statusCode ?? 0, headers: response.headers, text, json: isJson ? JSON.parse(text) : undefined });
      });
    });
    // A server that refuses a body early may close before all of it is sent; the answer counts where it came. A connection
    // that was kept may be closed just when it is used again: nothing was asked then, and it is asked anew.
    asked.on('error', (error: NodeJS.ErrnoException) => {
      if (asked.reusedSocket && error.code === 'ECONNRESET') ask(port, path, { headers, body, ...options, agent: false }).then(done, fail);
      else fail(error);
    });
    asked.end(sent);
  });
}

/** A TCP connection and what came back on it. */
export interface Line {
  socket: Socket;
  heard(): string;
  closed: Promise<string>;
}

/** Writes bytes to a port and keeps its own side open, whatever the server does. */
export function wire(port: number, bytes: string | Uint8Array): Line {
  const socket = dial({ port, host: '127.0.0.1', allowHalfOpen: true });
  let heard = '';
  socket.on('data', (chunk) => {
    heard += chunk.toString('latin1');
  });
  socket.on('error', () => {});
  atEnd(() => socket.destroy());
  socket.write(bytes);
  // Either the server's end of the line or the loss of it.
  const closed = new Promise<string>((done) => {
    socket.on('end', () => done(heard));
    socket.on('close', () => done(heard));
  });
  return { socket, heard: () => heard, closed };
}

/** The one shape of every error. Gives what is inside. */
export async function envelope(status: number, code: string, asked: Promise<Reply>): Promise<Reply['json']> {
  const reply = await asked;
  expect([reply.status, reply.json?.error?.code]).toEqual([status, code]);
  expect(reply.headers['content-type']).toBe('application/json');
  expect(reply.json).toEqual({
    error: {
      code,
      message: expect.stringMatching(/./),
      hint: expect.stringMatching(/./),
      details: expect.objectContaining({ retriable: expect.any(Boolean) }),
      request_id: reply.headers['x-request-id'],
    },
  });
  return reply.json.error;
}

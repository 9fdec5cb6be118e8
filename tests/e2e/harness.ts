import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { Client } from '@modelcontextprotocol/client';
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio';
import Database from 'better-sqlite3';
import { afterAll } from 'vitest';
import WebSocket from 'ws';
import type { AmcsEvent } from '../../src/domain/event.js';

/** What a stranger has: the built binary, a data folder of his own and a shell. Nothing here reaches into the code. */

export const root = resolve(import.meta.dirname, '../..');
export const binary = join(root, 'bin', 'amcs-mcp.mjs');
export const example = (name: string): string => join(root, 'examples', `${name}.json`);

// biome-ignore lint/suspicious/noControlCharactersInRegex: escape sequences are what is looked for
export const ANSI = /\u001b/;

const cleanups: (() => unknown)[] = [];

/** To be done when the test file is over, the last first. */
export function atEnd(cleanup: () => unknown): void {
  cleanups.push(cleanup);
}

afterAll(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

/** A temporary folder that goes with the test file. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'amcs-e2e-'));
  atEnd(() => rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 50 }));
  return folder;
}

/** The environment of a child: a data folder, a home and nothing that is the tester's own. */
export function environment(home: string, extra: Record<string, string> = {}): Record<string, string> {
  return { PATH: process.env.PATH ?? '', HOME: home, AMCS_HOME: join(home, 'amcs'), ...extra };
}

export interface Ended {
  code: number | null;
  stdout: string;
  stderr: string;
}

export interface Where {
  /** Holds the data folder `amcs` and stands for the user's home. */
  home: string;
  cwd?: string;
  env?: Record<string, string>;
  input?: string;
}

/** Runs the binary to its end. */
export function amcs(args: readonly string[], { home, cwd = home, env = {}, input = '' }: Where): Promise<Ended> {
  return new Promise((done, fail) => {
    const child = spawn(process.execPath, [binary, ...args], { cwd, env: environment(home, env) });
    let stdout = '';
    let stderr = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      stdout += text;
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      stderr += text;
    });
    child.stdin.on('error', () => {});
    child.stdin.end(input);
    // A test that ran into its time limit leaves its process behind.
    atEnd(() => void child.kill('SIGKILL'));
    child.on('error', fail);
    child.on('close', (code) => done({ code, stdout, stderr }));
  });
}

/** A running process whose stdout is read line by line. */
export interface Running {
  child: ChildProcessWithoutNullStreams;
  lines: string[];
  send(message: unknown): void;
  /** The first line that a test accepts, already there or still to come. */
  line(accept: (line: string) => boolean): Promise<string>;
  ended: Promise<number | null>;
}

/** Starts the binary and leaves it running; it is killed at the end of the test file at the latest. */
export function start(args: readonly string[], { home, cwd = home, env = {} }: Where): Running {
  const child = spawn(process.execPath, [binary, ...args], { cwd, env: environment(home, env) });
  const lines: string[] = [];
  const waiting = new Set<() => void>();
  const tell = () => {
    for (const look of [...waiting]) look();
  };
  createInterface({ input: child.stdout }).on('line', (line) => {
    lines.push(line);
    tell();
  });
  child.stderr.resume();
  child.stdin.on('error', () => {});
  const ended = new Promise<number | null>((done) => child.on('close', (code) => done(code)));
  void ended.then(tell);
  atEnd(() => void child.kill('SIGKILL'));
  return {
    child,
    lines,
    ended,
    send: (message) => void child.stdin.write(`${typeof message === 'string' ? message : JSON.stringify(message)}\n`),
    line: (accept) =>
      new Promise((found, fail) => {
        const look = () => {
          const line = lines.find(accept);
          if (line === undefined && child.exitCode === null) return;
          waiting.delete(look);
          if (line === undefined) fail(new Error(`ended with ${child.exitCode} before the line came; it said:\n${lines.join('\n').slice(0, 2000)}`));
          else found(line);
        };
        waiting.add(look);
        look();
      }),
  };
}

/** The current SDK's client on a server process of its own. */
export async function connect(where: Where, args: readonly string[] = [], options: ConstructorParameters<typeof Client>[1] = {}): Promise<Client> {
  const client = new Client({ name: 'e2e', version: '1.0.0' }, options);
  await client.connect(transportTo(where, args));
  atEnd(() => client.close());
  return client;
}

export function transportTo({ home, cwd = home, env = {} }: Where, args: readonly string[] = []): StdioClientTransport {
  return new StdioClientTransport({ command: process.execPath, args: [binary, ...args], env: environment(home, env), cwd, stderr: 'ignore' });
}

/** A tool's structured answer; an error is the test's failure. */
export async function call<Answer = Record<string, unknown>>(client: Client, name: string, args: Record<string, unknown>): Promise<Answer> {
  const result = await client.callTool({ name, arguments: args });
  if (result.isError) throw new Error(`${name} answered with an error: ${JSON.stringify(result.content)}`);
  return result.structuredContent as Answer;
}

/** What the event socket sends to one client. */
export interface Listener {
  socket: WebSocket;
  messages: Record<string, unknown>[];
  events(): AmcsEvent[];
  /** Resolves when the messages so far satisfy. */
  until(satisfied: (events: AmcsEvent[]) => boolean): Promise<AmcsEvent[]>;
  closed: Promise<number>;
}

export async function listen(url: string, options: WebSocket.ClientOptions = {}, protocols: string[] = []): Promise<Listener> {
  const socket = new WebSocket(url, protocols, options);
  const messages: Record<string, unknown>[] = [];
  const waiting = new Set<() => void>();
  socket.on('message', (data) => {
    messages.push(JSON.parse(String(data)) as Record<string, unknown>);
    for (const look of [...waiting]) look();
  });
  const closed = new Promise<number>((done) => socket.on('close', (code) => done(code)));
  const events = () => messages.filter(({ run_seq }) => typeof run_seq === 'number') as unknown as AmcsEvent[];
  await new Promise<void>((open, fail) => {
    socket.once('open', () => open());
    socket.once('error', fail);
  });
  socket.on('error', () => {});
  atEnd(() => socket.terminate());
  return {
    socket,
    messages,
    events,
    closed,
    until: (satisfied) =>
      new Promise((found) => {
        const look = () => {
          if (!satisfied(events())) return;
          waiting.delete(look);
          found(events());
        };
        waiting.add(look);
        look();
      }),
  };
}

/** The HTTP status with which an upgrade was refused, or 101 where it was not. */
export function upgradeStatus(url: string, options: WebSocket.ClientOptions = {}): Promise<number> {
  return new Promise((done, fail) => {
    const socket = new WebSocket(url, options);
    socket.on('open', () => {
      socket.terminate();
      done(101);
    });
    socket.on('unexpected-response', (_request, response) => {
      done(response.statusCode ?? 0);
      response.destroy();
    });
    socket.on('error', fail);
  });
}

/** The first of twenty ports in a row that nobody holds: as many as the event socket tries. */
export async function freePort(): Promise<number> {
  for (;;) {
    const port = 20_000 + Math.floor(Math.random() * 40_000);
    if (await isFree(port)) return port;
  }
}

function isFree(port: number): Promise<boolean> {
  return new Promise((answer) => {
    const probe = createServer();
    probe.once('error', () => answer(false));
    probe.listen(port, '127.0.0.1', () => probe.close(() => answer(true)));
  });
}

/** Rows of each table of the record in a data folder; nothing where there is no database. */
export function recorded(home: string): Record<string, number> {
  const path = join(home, 'amcs', 'amcs.db');
  if (!existsSync(path)) return {};
  const db = new Database(path, { readonly: true });
  try {
    const tables = ['runs', 'node_executions', 'events', 'documents'];
    const count = (table: string) => (db.prepare(`SELECT count(*) AS rows FROM ${table}`).get() as { rows: number }).rows;
    return Object.fromEntries(tables.map((table) => [table, count(table)]).filter(([, rows]) => rows !== 0));
  } finally {
    db.close();
  }
}

/** A folder's files by name. */
export function filesIn(folder: string): Record<string, string> {
  return Object.fromEntries(
    readdirSync(folder)
      .sort()
      .map((name) => [name, readFileSync(join(folder, name), 'utf8')]),
  );
}

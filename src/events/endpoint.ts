import { get } from 'node:http';
import { AmcsError } from '../domain/error.js';
import type { Store } from '../domain/ports.js';
import { type EventServer, startEventServer } from './server.js';

/** Ports tried after the wished one, where strangers hold it. */
const TRIES = 20;
/** A busy neighbour may take a moment; a stranger that never answers must not hold anybody up for long. */
const PROBE_MS = 1_000;
const MAX_ANSWER = 1_000;
/** How often the recorded server is asked before it is given up. */
const PATIENCE = 3;

export interface EventEndpoint {
  /** The socket's address; the first process of a data folder that asks becomes the server. */
  address(): Promise<string>;
  /** The address if a server is there already, else null: asking makes none. */
  known(): Promise<string | null>;
  close(): Promise<void>;
}

/** Finds the data folder's event server, or becomes it: one address for all surfaces, whichever process runs a song. */
export function eventEndpoint(store: Store, options: { port: number; newId(): string }): EventEndpoint {
  let server: EventServer | undefined;
  let finding: Promise<number> | undefined;
  const port = async (): Promise<number> => {
    if (server) return server.port;
    const identity = await dataId(store, options.newId);
    const recorded = Number(await store.getSetting('events_port'));
    if (recorded > 0 && (await isOurs(recorded, identity, PATIENCE))) return recorded;
    const found = await bind(store, options.port, identity);
    server = found.server;
    await store.putSetting('events_port', String(found.port));
    return found.port;
  };
  return {
    async address() {
      finding ??= port().finally(() => {
        finding = undefined;
      });
      return `ws://127.0.0.1:${await finding}/events`;
    },
    async known() {
      const identity = await store.getSetting('data_id');
      const recorded = server?.port ?? Number(await store.getSetting('events_port'));
      const there = recorded > 0 && identity !== null && (server !== undefined || (await isOurs(recorded, identity, 1)));
      return there ? `ws://127.0.0.1:${recorded}/events` : null;
    },
    close: async () => server?.close(),
  };
}

async function dataId(store: Store, newId: () => string): Promise<string> {
  const known = await store.getSetting('data_id');
  if (known !== null) return known;
  await store.putSetting('data_id', newId());
  return (await store.getSetting('data_id')) as string;
}

async function bind(store: Store, wished: number, identity: string): Promise<{ port: number; server?: EventServer }> {
  for (let port = wished; port < wished + TRIES; port += 1) {
    try {
      const server = await startEventServer(store, port, identity);
      return { port: server.port, server };
    } catch (thrown) {
      if (!(thrown instanceof AmcsError) || thrown.code !== 'PORT_UNAVAILABLE') throw thrown;
      // Another process of the same folder may just have been first.
      if (await isOurs(port, identity, 1)) return { port };
    }
  }
  throw new AmcsError('PORT_UNAVAILABLE', { message: `Ports ${wished} to ${wished + TRIES - 1} are all taken.` });
}

/** Whether our data folder's server answers at a port; one that is silent is asked again, since it may be at work on a song. */
async function isOurs(port: number, identity: string, times: number): Promise<boolean> {
  for (let time = 0; time < times; time += 1) {
    const answer = await ask(port);
    if (answer !== 'silent') return answer.includes(`"data_id":"${identity}"`);
  }
  return false;
}

/** What a port says of itself: "" where nobody listens. */
function ask(port: number): Promise<string> {
  return new Promise((resolve) => {
    let body = '';
    const request = get({ host: '127.0.0.1', port, path: '/' }, (response) => {
      response.setEncoding('utf8');
      response.on('data', (text: string) => {
        body += text;
        if (body.length > MAX_ANSWER) request.destroy();
      });
      response.on('end', () => resolve(body));
    });
    const giveUp = setTimeout(() => {
      resolve('silent');
      request.destroy();
    }, PROBE_MS);
    request.on('close', () => {
      clearTimeout(giveUp);
      resolve(body);
    });
    request.on('error', () => resolve(''));
  });
}

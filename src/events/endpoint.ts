import { AmcsError } from '../domain/error.js';
import type { Store } from '../domain/ports.js';
import { type EventServer, startEventServer } from './server.js';

/** Ports tried after the wished one, where strangers hold it. */
const TRIES = 20;
const PROBE_MS = 400;

export interface EventEndpoint {
  /** The socket's address; the first process of a data folder that asks becomes the server. */
  address(runId?: string): Promise<string>;
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
    if (recorded > 0 && (await answers(recorded, identity))) return recorded;
    const found = await bind(store, options.port, identity);
    server = found.server;
    await store.putSetting('events_port', String(found.port));
    return found.port;
  };
  return {
    async address(runId) {
      finding ??= port().finally(() => {
        finding = undefined;
      });
      const url = `ws://127.0.0.1:${await finding}/events`;
      return runId === undefined ? url : `${url}?run_id=${encodeURIComponent(runId)}&since=0`;
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
      if (await answers(port, identity)) return { port };
    }
  }
  throw new AmcsError('PORT_UNAVAILABLE', { message: `Ports ${wished} to ${wished + TRIES - 1} are all taken.` });
}

async function answers(port: number, identity: string): Promise<boolean> {
  try {
    const response = await fetch(`http://127.0.0.1:${port}/`, { signal: AbortSignal.timeout(PROBE_MS) });
    const body = (await response.json()) as { data_id?: unknown };
    return body.data_id === identity;
  } catch {
    return false;
  }
}

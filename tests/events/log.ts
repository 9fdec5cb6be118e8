import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Store } from '../../src/domain/ports.js';
import { createEventHub, type EventHub, type HubOptions } from '../../src/events/hub.js';
import { type OpenStore, sqliteStore } from '../../src/store/sqlite/store.js';
import { atEnd } from '../e2e/harness.js';

/** A log in a file of its own, and any number of connections to it. */
export interface TestLog {
  store: OpenStore;
  /** Another process's view of it. */
  again(): OpenStore;
}

export function testLog(): TestLog {
  const folder = mkdtempSync(join(tmpdir(), 'amcs-events-'));
  const again = () => {
    const store = sqliteStore(join(folder, 'amcs.db'), { now: () => Date.now() });
    atEnd(() => store.close());
    return store;
  };
  atEnd(() => rmSync(folder, { recursive: true, force: true }));
  return { store: again(), again };
}

export interface TestServer {
  hub: EventHub;
  url: string;
  port: number;
  close(): Promise<void>;
}

/** The hub behind an HTTP server, as `serve` mounts it. */
export async function testServer(store: Store, options: HubOptions & { port?: number } = {}): Promise<TestServer> {
  const hub = await createEventHub(store, options);
  const server: Server = createServer();
  server.on('upgrade', (request, socket, head) => hub.upgrade(request, socket, head, { protocol: 'amcs.v1' }));
  await new Promise<void>((done) => server.listen(options.port ?? 0, '127.0.0.1', done));
  const { port } = server.address() as AddressInfo;
  const close = async () => {
    server.close();
    await hub.close();
  };
  atEnd(close);
  return { hub, port, url: `ws://127.0.0.1:${port}/events`, close };
}

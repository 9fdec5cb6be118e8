import { setTimeout as pause } from 'node:timers/promises';
import { AmcsError } from '../domain/error.js';
import type { Store } from '../domain/ports.js';
import { createEventHub, type EventHub } from './hub.js';
import { isOurs, untilGone } from './probe.js';
import { type EventServer, startEventServer } from './server.js';

/** Ports tried after the wished one, where strangers hold it. */
const TRIES = 20;
const MAX_PORT = 65_535;
/** How often the recorded server is asked before it is given up. */
const PATIENCE = 3;
/** Between two looks for a server that cannot be found or made. */
const RETRY_MS = 500;
/** How soon, and then how often, a server looks whether it is still the folder's recorded one. */
const FIRST_LOOK_MS = 250;
const LOOK_MS = 2_000;

export interface EventEndpoint {
  /**
   * The socket's address; the first process of a data folder that asks becomes the server. Whoever asked once stands by
   * from then on and takes the server's place when it goes.
   */
  address(): Promise<string>;
  /** The address if a server is there already, else null: asking makes none. */
  known(): Promise<string | null>;
  /** What serves the sockets, for a server of one's own. */
  hub(): Promise<EventHub>;
  close(): Promise<void>;
}

export interface EndpointOptions {
  /** The wished port. */
  port: number;
  newId(): string;
}

/** Finds the data folder's event server, or becomes it: one address for all surfaces, whichever process runs a song. */
export function eventEndpoint(store: Store, options: EndpointOptions): EventEndpoint {
  return new Endpoint(store, options);
}

class Endpoint implements EventEndpoint {
  private server: EventServer | undefined;
  private sockets: Promise<EventHub> | undefined;
  private finding: Promise<number> | undefined;
  private standingBy = false;
  /** Whether another process's server was seen: its clients know its port. */
  private sawAnother = false;
  private readonly closing = new AbortController();

  constructor(
    private readonly store: Store,
    private readonly options: EndpointOptions,
  ) {}

  async address(): Promise<string> {
    return addressAt(await this.find());
  }

  async known(): Promise<string | null> {
    if (this.server) return addressAt(this.server.port);
    const recorded = await this.recorded();
    return (await isOurs(recorded, await this.identity(), 1)) ? addressAt(recorded) : null;
  }

  hub(): Promise<EventHub> {
    if (this.closed) return Promise.reject(new AmcsError('STORE_UNAVAILABLE', { message: 'The event socket is closed.' }));
    this.sockets ??= createEventHub(this.store).catch((thrown: unknown) => {
      this.sockets = undefined;
      throw thrown;
    });
    return this.sockets;
  }

  async close(): Promise<void> {
    this.closing.abort();
    await this.finding?.catch(() => {});
    // The port first: whoever takes over finds it free when the clients come back.
    await this.server?.close();
    await (await this.sockets?.catch(() => undefined))?.close();
  }

  private get closed(): boolean {
    return this.closing.signal.aborted;
  }

  /** The port of the folder's server, which is us where nobody else is. */
  private find(): Promise<number> {
    if (this.server) return Promise.resolve(this.server.port);
    if (this.closed) return Promise.reject(new AmcsError('PORT_UNAVAILABLE', { message: 'The event socket is closed.' }));
    this.finding ??= this.findOrBecome().finally(() => {
      this.finding = undefined;
    });
    return this.finding;
  }

  private async findOrBecome(): Promise<number> {
    if ((await this.identity()) === null) await this.store.putSetting('data_id', this.options.newId());
    const recorded = await this.recorded();
    const there = (await this.isOurs(recorded, PATIENCE)) ? recorded : await this.become(recorded);
    if (!this.server && !this.closed) void this.standBy(there);
    this.sawAnother ||= !this.server;
    return there;
  }

  /** Whoever takes over tries the recorded port first, so that addresses which clients hold stay good. */
  private async become(recorded: number): Promise<number> {
    const wished = Array.from({ length: TRIES }, (_, at) => this.options.port + at).filter((port) => port <= MAX_PORT);
    for (const port of this.sawAnother ? [recorded, ...wished] : wished) {
      const server = await this.bind(port);
      // Another process of the same folder may just have been first, at this port or at its own.
      if (!server && (await this.isOurs(port, 1))) return this.record(port);
      if (!server) continue;
      const other = await this.recorded();
      if (other !== server.port && other !== recorded && (await this.isOurs(other, PATIENCE))) {
        await server.close();
        return other;
      }
      this.server = server;
      void this.stay(server);
      return this.record(server.port);
    }
    throw new AmcsError('PORT_UNAVAILABLE', { message: `Ports ${wished[0]} to ${wished.at(-1)} are all taken.` });
  }

  private async bind(port: number): Promise<EventServer | null> {
    try {
      return await startEventServer(port, { hub: () => this.hub(), identity: () => this.identity() });
    } catch (thrown) {
      if (thrown instanceof AmcsError && thrown.code === 'PORT_UNAVAILABLE') return null;
      throw thrown;
    }
  }

  /** Waits until the server of another process goes, and finds the next one or becomes it. */
  private async standBy(port: number): Promise<void> {
    if (this.standingBy) return;
    this.standingBy = true;
    let there = port;
    while (!this.closed && !this.server) {
      const begin = performance.now();
      await untilGone(there, this.closing.signal);
      // One that lets go at once is no server of ours, or is just going.
      if (performance.now() - begin < RETRY_MS) await this.rest(RETRY_MS);
      there = await this.find().catch(() => this.rest(RETRY_MS).then(() => there));
    }
    this.standingBy = false;
  }

  /** Two that became servers at the same time at different ports: the one that was recorded last stays. */
  private async stay(server: EventServer): Promise<void> {
    for (let wait = FIRST_LOOK_MS; !this.closed && this.server === server; wait = LOOK_MS) {
      await this.rest(wait);
      await this.lookAround(server).catch(() => {});
    }
  }

  private async lookAround(server: EventServer): Promise<void> {
    if (this.closed) return;
    const recorded = await this.recorded();
    if (recorded === server.port) return;
    if (!(await this.isOurs(recorded, PATIENCE))) await this.record(server.port);
    else if (!this.closed) {
      // Only the port is given back: clients that came by it are served as before.
      this.server = undefined;
      await server.close();
      void this.standBy(recorded);
    }
  }

  private async rest(milliseconds: number): Promise<void> {
    await pause(milliseconds, undefined, { ref: false, signal: this.closing.signal }).catch(() => {});
  }

  private async isOurs(port: number, times: number): Promise<boolean> {
    return isOurs(port, await this.identity(), times);
  }

  private identity(): Promise<string | null> {
    return this.store.getSetting('data_id');
  }

  private async recorded(): Promise<number> {
    return Number(await this.store.getSetting('events_port'));
  }

  private async record(port: number): Promise<number> {
    if ((await this.recorded()) !== port) await this.store.putSetting('events_port', String(port));
    return port;
  }
}

function addressAt(port: number): string {
  return `ws://127.0.0.1:${port}/events`;
}

import { createHash, timingSafeEqual } from 'node:crypto';
import { isIP } from 'node:net';
import { AmcsError } from '../../domain/error.js';
import { hostName, isLoopbackHost, isLoopbackOrigin } from '../../domain/loopback.js';

export interface GateOptions {
  /** Asked of every caller where there is one; without one the server hears this machine only. */
  token: string | null;
  /** Names besides this machine's own under which the server may be called. */
  hosts: readonly string[];
  /** Origins of pages besides this machine's own that may call. */
  origins: readonly string[];
}

/** The headers that say who calls. */
export interface Caller {
  host: string | undefined;
  origin: string | undefined;
  authorization: string | undefined;
  /** Sec-WebSocket-Protocol: a page cannot set other headers on a socket, and an address is written into logs. */
  protocols?: string | undefined;
}

/** Subprotocol under which a socket's token travels, base64url-coded. */
const TOKEN_PROTOCOL = 'amcs.token.';

/** Who may call: the same rule for HTTP, MCP and the event socket. */
export class Gate {
  constructor(private readonly options: GateOptions) {}

  /** @throws AmcsError FORBIDDEN for a name or a page that is not known: names can be rebound, pages can be anybody's. */
  checkPlace({ host, origin }: Pick<Caller, 'host' | 'origin'>): void {
    if (!this.knowsHost(host)) {
      throw new AmcsError('FORBIDDEN', {
        message: 'The Host of the request is not one of this server.',
        hint: 'Call it as 127.0.0.1 or localhost, or start it with --allow-host.',
      });
    }
    if (origin !== undefined && !this.knowsOrigin(origin, host)) {
      throw new AmcsError('FORBIDDEN', { message: 'Pages of this origin may not call the server.', hint: 'Start it with --allow-origin to let them.' });
    }
  }

  /** @throws AmcsError UNAUTHORIZED where a token is asked for and another one, or none, was sent. */
  checkToken({ authorization, protocols }: Pick<Caller, 'authorization' | 'protocols'>): void {
    const { token } = this.options;
    if (token === null) return;
    const sent = /^Bearer +(\S+)$/i.exec(authorization ?? '')?.[1] ?? protocolToken(protocols);
    if (sent === undefined || !sameText(sent, token)) throw new AmcsError('UNAUTHORIZED', { message: 'The server asks for a token.' });
  }

  knowsOrigin(origin: string, host: string | undefined): boolean {
    if (isLoopbackOrigin(origin) || this.options.origins.includes(origin)) return true;
    return URL.canParse(origin) && host !== undefined && new URL(origin).host === host.toLowerCase();
  }

  private knowsHost(host: string | undefined): boolean {
    if (host === undefined) return false;
    const name = hostName(host);
    if (isLoopbackHost(host) || this.options.hosts.includes(name)) return true;
    // A number cannot be rebound; whoever uses it needs the token all the same.
    return this.options.token !== null && isIP(name.replace(/^\[|\]$/g, '')) !== 0;
  }
}

function protocolToken(protocols: string | undefined): string | undefined {
  const found = protocols
    ?.split(',')
    .map((protocol) => protocol.trim())
    .find((protocol) => protocol.startsWith(TOKEN_PROTOCOL));
  return found === undefined ? undefined : Buffer.from(found.slice(TOKEN_PROTOCOL.length), 'base64url').toString('utf8');
}

/** Compares without telling by its time how much was right. */
function sameText(a: string, b: string): boolean {
  const hash = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(hash(a), hash(b));
}

import { type IncomingMessage, request as plainRequest, type RequestOptions } from 'node:http';
import { request as secureRequest } from 'node:https';
import { isIP } from 'node:net';
import { isPublicAddress, resolveHost } from './addresses.js';
import { failed, refused } from './trouble.js';

/** How requests find their way; tests put others in. */
export interface Ways {
  resolve(host: string): Promise<string[]>;
  /** Whether a request may go to an address. */
  mayReach(address: string): boolean;
}

export const openWays: Ways = { resolve: resolveHost, mayReach: isPublicAddress };

export interface Asked {
  method?: string | undefined;
  headers?: Record<string, string>;
  body?: string | undefined;
  signal: AbortSignal;
}

/**
 * One request, to an address that was looked at first: the name is resolved here, every address of it has to be one that
 * may be reached, and the connection goes to the one that was checked, whatever the name says a moment later. Redirects are
 * the caller's affair: each is another request.
 */
export async function pinnedRequest(url: URL, source: string, asked: Asked, ways: Ways): Promise<IncomingMessage> {
  if (url.protocol !== 'http:' && url.protocol !== 'https:') throw refused(source, 'has an address that is neither http nor https');
  if (url.username !== '' || url.password !== '') throw refused(source, 'has an address with a name or a password in it');
  const host = url.hostname.replace(/^\[|\]$/g, '');
  const address = await addressOf(host, source, asked.signal, ways);
  const family = isIP(address);
  const options: RequestOptions = {
    method: asked.method ?? 'GET',
    headers: { 'accept-encoding': 'identity', ...asked.headers },
    signal: asked.signal,
    agent: false,
    family,
    lookup: (_host, { all }, done) => (all ? done(null, [{ address, family }]) : done(null, address, family)),
  };
  return new Promise((come, fail) => {
    const send = url.protocol === 'https:' ? secureRequest : plainRequest;
    const sent = send(url, options, come);
    sent.on('error', (cause) => fail(asked.signal.aborted ? asked.signal.reason : failed(source, 'cannot be reached', cause)));
    sent.end(asked.body);
  });
}

async function addressOf(host: string, source: string, signal: AbortSignal, { resolve, mayReach }: Ways): Promise<string> {
  const found = isIP(host)
    ? [host]
    : await raced(resolve(host), signal).catch((cause) =>
        Promise.reject(signal.aborted ? cause : failed(source, 'has a host that no address is known of', cause)),
      );
  const [first] = found;
  if (first === undefined) throw failed(source, 'has a host that no address is known of');
  // One bad address among good ones is how a name leads inside: none of them is tried.
  if (!found.every(mayReach)) throw refused(source, 'leads to an address that is not of the open internet');
  return first;
}

function raced<Result>(work: Promise<Result>, signal: AbortSignal): Promise<Result> {
  signal.throwIfAborted();
  return new Promise((done, fail) => {
    const stop = () => fail(signal.reason);
    signal.addEventListener('abort', stop, { once: true });
    work.then(done, fail).finally(() => signal.removeEventListener('abort', stop));
  });
}

/** The bytes of an answer, as long as they are few enough. */
export async function bodyOf(answer: IncomingMessage, source: string, most: number, signal: AbortSignal): Promise<Buffer> {
  if (Number(answer.headers['content-length'] ?? 0) > most) {
    answer.destroy();
    throw failed(source, `is larger than ${most / 1e6} MB`);
  }
  const parts: Buffer[] = [];
  let size = 0;
  try {
    for await (const part of answer as AsyncIterable<Buffer>) {
      size += part.length;
      if (size > most) throw failed(source, `is larger than ${most / 1e6} MB`);
      parts.push(part);
    }
  } catch (thrown) {
    answer.destroy();
    if (signal.aborted) throw signal.reason;
    if ((thrown as { code?: unknown }).code === 'SOURCE_FAILED') throw thrown;
    throw failed(source, 'broke off', thrown);
  }
  return Buffer.concat(parts);
}

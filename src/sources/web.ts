import type { IncomingMessage } from 'node:http';
import type { Source } from '../domain/ports.js';
import type { SourceDocument, SourceSpec } from '../domain/source.js';
import { configOf } from './config.js';
import { mustBeJson } from './file.js';
import { htmlText } from './html.js';
import { permitsPlace } from './patterns.js';
import { bodyOf, openWays, pinnedRequest, type Ways } from './request.js';
import { failed, refused, within } from './trouble.js';

/** Hosts that sources may be read from: none, all of the open internet, or those named ("example.com", "*.example.com"). */
export type WebAllowed = 'none' | 'all' | readonly string[];

export interface WebParts {
  allowed: WebAllowed;
  ways?: Ways;
  limits?: { bytes: number; ms: number; redirects: number };
}

const USUAL = { bytes: 1_000_000, ms: 15_000, redirects: 5 };
const REDIRECTS = new Set([301, 302, 303, 307, 308]);

/** Pages of the web, where that is allowed: never of this machine or its network, whatever an address leads to. */
export function webSource({ allowed, ways = openWays, limits = USUAL }: WebParts): Source {
  const check = (spec: SourceSpec): void => {
    for (const url of urlsOf(spec)) mayAsk(new URL(url), spec, allowed);
  };
  return {
    kind: 'web',
    check,
    async read(spec, { signal }) {
      check(spec);
      const documents: SourceDocument[] = [];
      for (const url of urlsOf(spec)) {
        if (!permitsPlace(spec, url)) continue;
        documents.push(await within(spec.id, limits.ms, signal, (both) => page(new URL(url), both, spec)));
      }
      return documents;
    },
  };

  async function page(start: URL, signal: AbortSignal, spec: SourceSpec): Promise<SourceDocument> {
    let url = start;
    for (let hop = 0; hop <= limits.redirects; hop += 1) {
      mayAsk(url, spec, allowed);
      if (!permitsPlace(spec, url.href)) throw refused(spec.id, 'leads to an address that its own rules deny');
      const answer = await pinnedRequest(url, spec.id, { signal, headers: { accept: ACCEPTED, 'user-agent': 'amcs-mcp' } }, ways);
      if (!REDIRECTS.has(answer.statusCode ?? 0)) return readPage(answer, start, spec, signal);
      answer.destroy();
      url = nextOf(answer, url, spec);
    }
    throw failed(spec.id, `was redirected more than ${limits.redirects} times`);
  }

  async function readPage(answer: IncomingMessage, start: URL, spec: SourceSpec, signal: AbortSignal): Promise<SourceDocument> {
    const [type, charset] = typeOf(answer);
    if (answer.statusCode !== 200) {
      answer.destroy();
      throw failed(spec.id, `answered with the status ${answer.statusCode}`);
    }
    const format = FORMATS[type];
    if (format === undefined || (answer.headers['content-encoding'] ?? 'identity') !== 'identity') {
      answer.destroy();
      throw refused(spec.id, 'is no HTML, plain text, Markdown or JSON');
    }
    const text = decoded(await bodyOf(answer, spec.id, limits.bytes, signal), charset, spec);
    if (format === 'json') mustBeJson(text, spec.id);
    return { place: start.href, format: format === 'html' ? 'markdown' : format, text: format === 'html' ? htmlText(text) : text };
  }
}

const FORMATS: Record<string, SourceDocument['format'] | 'html'> = {
  'text/html': 'html',
  'application/xhtml+xml': 'html',
  'text/plain': 'text',
  'text/markdown': 'markdown',
  'application/json': 'json',
};
const ACCEPTED = Object.keys(FORMATS).join(', ');

function urlsOf(spec: SourceSpec): string[] {
  const { url, urls } = configOf('web', spec);
  return url === undefined ? (urls as string[]) : [url];
}

/** @throws AmcsError SOURCE_REFUSED where nothing may be read of the address's host. */
export function mayAsk({ hostname }: URL, { id }: SourceSpec, allowed: WebAllowed): void {
  if (allowed === 'all') return;
  if (allowed === 'none')
    throw refused(id, 'is on the web, which is off', 'Set AMCS_ALLOW_WEB to 1, or to the hosts that may be read, e.g. "en.wikipedia.org,*.example.com".');
  const host = hostname.toLowerCase();
  const met = allowed.some((one) => (one.startsWith('*.') ? host.endsWith(one.slice(1).toLowerCase()) : host === one.toLowerCase()));
  if (!met) throw refused(id, 'is, or leads to, a host that may not be read', 'Add the host to AMCS_ALLOW_WEB.');
}

function nextOf(answer: IncomingMessage, from: URL, { id }: SourceSpec): URL {
  const to = answer.headers.location;
  if (to === undefined || !URL.canParse(to, from.href)) throw failed(id, 'was redirected nowhere');
  const url = new URL(to, from);
  if (from.protocol === 'https:' && url.protocol !== 'https:') throw refused(id, 'was redirected from a secure address to one that is not');
  return url;
}

function typeOf({ headers }: IncomingMessage): [type: string, charset: string] {
  const [type = '', ...rest] = (headers['content-type'] ?? '').toLowerCase().split(';');
  const charset = /charset\s*=\s*"?([\w.:-]{1,40})/.exec(rest.join(';'))?.[1];
  return [type.trim(), charset ?? 'utf-8'];
}

function decoded(bytes: Buffer, charset: string, { id }: SourceSpec): string {
  let decoder: { decode(bytes: Uint8Array): string };
  try {
    decoder = new TextDecoder(charset);
  } catch {
    throw refused(id, 'is written in a charset that is not known');
  }
  const text = decoder.decode(bytes);
  if (text.includes('\0')) throw refused(id, 'is no text');
  return text;
}

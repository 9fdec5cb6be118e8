import { randomBytes } from 'node:crypto';
import { createMcpHandler } from '@modelcontextprotocol/server';
import { type Context, Hono } from 'hono';
import { cors } from 'hono/cors';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import { AmcsError } from '../../domain/error.js';
import { MAX_DOCUMENT_BYTES } from '../../domain/json.js';
import { isOver, type Run } from '../../domain/run.js';
import { mcpServer, type Offer } from '../mcp/server.js';
import { addressesOf } from '../mcp/subscriptions.js';
import type { App } from '../operations/app.js';
import { operations } from '../operations/index.js';
import { overNetwork } from '../operations/network.js';
import { envelope } from './envelope.js';
import type { Gate } from './gate.js';
import { openApi } from './openapi.js';
import { discardRest, requestReader } from './request.js';
import { API, type Route, routes } from './routes.js';

type Env = { Variables: { requestId: string } };
type Call = Context<Env>;

export interface HttpApi {
  fetch(request: Request): Promise<Response>;
  close(): Promise<void>;
}

/** Everything the server answers over HTTP: the API, its description, health, and MCP. */
export function httpApi(app: App, gate: Gate): HttpApi {
  const api = new Hono<Env>();
  const own = (host: string): App => ({ ...app, events: eventsAt(host) });
  const changed = (runId: string | undefined) => {
    mcp.notify.resourcesChanged();
    for (const uri of addressesOf(runId)) mcp.notify.resourceUpdated(uri);
  };
  const offer: Offer = { operations: operations.map(overNetwork), changed };
  const mcp = createMcpHandler(({ requestInfo }) => mcpServer(own(requestInfo?.headers.get('host') ?? ''), offer), {
    maxRequestBodySize: MAX_DOCUMENT_BYTES,
    onerror: () => {},
  });
  api.use(async (context, next) => {
    context.set('requestId', requestId(context.req.header('x-request-id')));
    context.header('x-request-id', context.get('requestId'));
    context.header('x-content-type-options', 'nosniff');
    context.header('cache-control', 'no-store');
    gate.checkPlace(callerOf(context));
    await next();
  });
  api.use(corsFor(gate));
  api.get('/healthz', (context) => context.json({ status: 'ok' }));
  api.get('/readyz', async (context) => {
    await app.store.lastSeq();
    app.catalog.blueprints();
    app.catalog.lines();
    app.catalog.tables.pronunciations.lookup('song');
    return context.json({ status: 'ok' });
  });
  api.use(async (context, next) => {
    gate.checkToken(callerOf(context));
    await next();
  });
  const description = once(() => openApi(app.version));
  api.get(`${API}/openapi.json`, (context) => context.json(description()));
  for (const route of routes) api.on(route.method, pathOf(route), handlerOf(route, own));
  api.all('/mcp', ({ req }) => mcp.fetch(req.raw));
  api.get('/events', () => {
    throw new AmcsError('USAGE', { message: 'The event socket speaks WebSocket.', hint: `Connect with a WebSocket, or read ${API}/events.` });
  });
  api.notFound((context) => fail(context, unknown(context)));
  api.onError((thrown, context) => fail(context, thrown));
  return {
    async fetch(request) {
      const response = await api.fetch(request);
      await discardRest(request);
      return response;
    },
    close: () => mcp.close(),
  };
}

const pathOf = ({ path }: Route) => `${API}${path.replaceAll(/\{(\w+)\}/g, ':$1')}`;

function handlerOf(route: Route, own: (host: string) => App): (context: Call) => Promise<Response> {
  const read = requestReader(route);
  return async (context) => {
    const input = await read(context);
    const call = { signal: context.req.raw.signal, progress: () => {} };
    const answer = (await route.operation.run(own(context.req.header('host') as string), input as never, call)) as { run?: Run };
    if (!route.creates) return context.json(answer);
    const run = answer.run as Run;
    context.header('location', `${API}/runs/${run.run_id}`);
    return context.json(answer, isOver(run.status) ? 201 : 202);
  };
}

function corsFor(gate: Gate) {
  return cors({
    origin: (origin, { req }) => (gate.knowsOrigin(origin, req.header('host')) ? origin : null),
    allowMethods: ['GET', 'POST'],
    allowHeaders: [
      'authorization',
      'content-type',
      'idempotency-key',
      'x-request-id',
      'mcp-protocol-version',
      'mcp-session-id',
      'mcp-method',
      'mcp-name',
      'last-event-id',
    ],
    exposeHeaders: ['location', 'x-request-id', 'mcp-session-id', 'mcp-protocol-version'],
    maxAge: 600,
  });
}

function callerOf({ req }: Call) {
  return { host: req.header('host'), origin: req.header('origin'), authorization: req.header('authorization') };
}

/** The event socket stands at the same address that the caller used. */
function eventsAt(host: string): App['events'] {
  const address = async () => `ws://${host}/events`;
  return { address, known: address };
}

function fail(context: Call, thrown: unknown): Response {
  const { status, body } = envelope(thrown, context.get('requestId'));
  if (status === 401) context.header('www-authenticate', 'Bearer');
  return context.json(body, status as ContentfulStatusCode);
}

/** What can be got beside the routes. */
const besides = ['/healthz', '/readyz', `${API}/openapi.json`, '/events'];

/** An address that is not there at all, or not with this method. */
function unknown(context: Call): AmcsError {
  const here = (route: Route) => new RegExp(`^${API}${route.path.replaceAll(/\{\w+\}/g, '[^/]+')}$`).test(context.req.path);
  const methods = besides.includes(context.req.path) ? ['GET'] : routes.filter(here).map(({ method }) => method);
  if (methods.length === 0)
    return new AmcsError('NOT_FOUND', { message: 'There is nothing at this address.', hint: `${API}/openapi.json describes what there is.` });
  context.header('allow', methods.join(', '));
  return new AmcsError('METHOD_NOT_ALLOWED', { message: `This address does not take ${context.req.method.slice(0, 20)}.` });
}

/** The caller's own id where it is one that may stand in a log. */
function requestId(given: string | undefined): string {
  return given !== undefined && /^[A-Za-z0-9._-]{1,64}$/.test(given) ? given : `q-${randomBytes(8).toString('hex')}`;
}

function once<Value>(make: () => Value): () => Value {
  let made: Value | undefined;
  return () => {
    made ??= make();
    return made;
  };
}

import type { Context } from 'hono';
import { z } from 'zod';
import { AmcsError } from '../../domain/error.js';
import { parseAs } from '../../domain/explain.js';
import { decodeUtf8, MAX_DOCUMENT_BYTES, parseJson } from '../../domain/json.js';
import { KEY_FIELD, otherFields, pathFields, type Route } from './routes.js';

type Types = Record<string, string | undefined>;

/** Reads what a request asks of a route's operation. @throws AmcsError JSON_INVALID | MEDIA_UNSUPPORTED | INPUT_INVALID. */
export function requestReader(route: Route): (context: Context) => Promise<Record<string, unknown>> {
  const types = route.method === 'GET' ? fieldTypes(route) : {};
  const rest = new Set(otherFields(route));
  return async (context) => {
    const given = route.method === 'GET' ? query(context, types) : await body(context);
    const named = Object.fromEntries(pathFields(route).map((field) => [field, context.req.param(field)]));
    const stray = Object.keys(given).find((field) => !rest.has(field) && Object.hasOwn(route.operation.input.shape, field));
    if (stray !== undefined) {
      const where = stray === KEY_FIELD ? 'the header Idempotency-Key' : 'the path';
      throw new AmcsError('INPUT_INVALID', { message: `${stray} is not taken here.`, hint: `It comes from ${where}.` });
    }
    const key = route.creates ? context.req.header('idempotency-key') : undefined;
    const input = { ...given, ...named, ...(key === undefined ? {} : { [KEY_FIELD]: key }) };
    return parseAs(route.operation.input, input, 'INPUT_INVALID', `${route.method} ${route.path}`) as Record<string, unknown>;
  };
}

/** What JSON type each field of the query has: a query knows text only. */
function fieldTypes({ operation }: Route): Types {
  const { properties = {} } = z.toJSONSchema(operation.input, { io: 'input' }) as { properties?: Record<string, { type?: string }> };
  return Object.fromEntries(Object.entries(properties).map(([field, { type }]) => [field, type]));
}

function query(context: Context, types: Types): Record<string, unknown> {
  const given: Record<string, unknown> = Object.create(null);
  for (const [field, values] of Object.entries(context.req.queries())) {
    const text = values[0] as string;
    if (types[field] === 'array') given[field] = values.flatMap((value) => value.split(','));
    else if (values.length > 1) given[field] = values;
    else given[field] = typed(text, types[field]);
  }
  return { ...given };
}

/** The value that a text means; where it means none of that type it stays text, and the schema says what is wrong. */
function typed(text: string, type: string | undefined): unknown {
  if ((type === 'number' || type === 'integer') && /^-?\d{1,20}(?:\.\d{1,20})?$/.test(text)) return Number(text);
  if (type === 'boolean' && (text === 'true' || text === 'false')) return text === 'true';
  return text;
}

/** The body as an object; where there is none, an empty one. */
async function body(context: Context): Promise<Record<string, unknown>> {
  const bytes = await read(context.req.raw);
  if (bytes.length === 0) return {};
  const type = context.req.header('content-type')?.split(';')[0]?.trim().toLowerCase();
  // Pages of other sites can send text and forms without asking first, JSON they cannot.
  if (type !== 'application/json') throw new AmcsError('MEDIA_UNSUPPORTED', { message: 'The body is not declared to be JSON.' });
  const value = parseJson(decodeUtf8(bytes, 'The body'), 'The body');
  if (value === null || typeof value !== 'object' || Array.isArray(value)) throw new AmcsError('INPUT_INVALID', { message: 'The body is not a JSON object.' });
  return value as Record<string, unknown>;
}

/** A request's bytes, as long as they are not too many: nothing beyond the limit is kept. */
async function read({ body: stream, headers }: Request): Promise<Uint8Array> {
  if (Number(headers.get('content-length') ?? 0) > MAX_DOCUMENT_BYTES) throw tooLarge();
  if (stream === null) return new Uint8Array();
  const chunks: Uint8Array[] = [];
  // Not `for await`, which would let go of the rest: see discardRest.
  const reader = stream.getReader();
  try {
    for (let size = 0; ; ) {
      const { value, done } = await reader.read();
      if (done) return Buffer.concat(chunks);
      size += value.length;
      if (size > MAX_DOCUMENT_BYTES) throw tooLarge();
      chunks.push(value);
    }
  } catch (thrown) {
    throw thrown instanceof AmcsError ? thrown : new AmcsError('JSON_INVALID', { message: 'The body breaks off.', hint: 'Send it again.' });
  } finally {
    reader.releaseLock();
  }
}

/** How long a body that nobody reads may go on. */
const REST_MS = 500;

/** Reads what is left of a body after its answer is clear: a client still sending would lose the answer, or else its next request on the connection. */
export async function discardRest(request: Request): Promise<void> {
  if (request.method === 'GET' || request.method === 'HEAD' || request.body === null || request.body.locked) return;
  const reader = request.body.getReader();
  const late = setTimeout(() => void reader.cancel().catch(() => {}), REST_MS);
  try {
    while (!(await reader.read()).done);
  } catch {
    // It broke off: nobody waits for an answer.
  } finally {
    clearTimeout(late);
  }
}

function tooLarge(): AmcsError {
  return new AmcsError('INPUT_TOO_LARGE', { message: `The body is too large; it may have ${MAX_DOCUMENT_BYTES / 1e6} MB.` });
}

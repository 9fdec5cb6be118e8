import { z } from 'zod';
import { MAX_DOCUMENT_BYTES } from '../../domain/json.js';
import { envelopeSchema } from './envelope.js';
import { API, KEY_FIELD, otherFields, pathFields, type Route, routes } from './routes.js';

type Json = Record<string, unknown>;

const problem = { description: 'What is wrong, and what to do.', content: { 'application/json': { schema: { $ref: '#/components/schemas/error' } } } };

/** The API as OpenAPI 3.1, made from the same schemas that parse requests and answers. */
export function openApi(version: string): Json {
  const paths: Record<string, Json> = {};
  for (const route of routes) {
    const path = `${API}${route.path}`;
    paths[path] = { ...paths[path], [route.method.toLowerCase()]: describe(route) };
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'AMCS',
      version,
      license: { name: 'MIT', identifier: 'MIT' },
      description: `Turns a Song Design Spec into a finished, measured song. Every error is an envelope with code, message, hint, details and request_id. A body may have ${MAX_DOCUMENT_BYTES / 1e6} MB.`,
    },
    servers: [{ url: '/' }],
    security: [{}, { token: [] }],
    paths: { ...paths, ...health },
    components: {
      securitySchemes: { token: { type: 'http', scheme: 'bearer', description: 'Asked for where the server was started with AMCS_TOKEN.' } },
      schemas: hoisted({ ...schemasOf('input'), ...schemasOf('output'), error: json(envelopeSchema, 'output') }),
    },
  };
}

function probe(operationId: string, summary: string): Json {
  const ok = {
    description: 'Yes.',
    content: { 'application/json': { schema: { type: 'object', properties: { status: { const: 'ok' } }, required: ['status'] } } },
  };
  return { operationId, summary, security: [{}], responses: { 200: ok, default: problem } };
}

const health = {
  '/healthz': { get: probe('health', 'Whether the process is up.') },
  '/readyz': { get: probe('readiness', 'Whether songs can be made: the record and the data can be read.') },
};

const bodyName = ({ operation }: Route) => `${operation.name}_body`;
const answerName = ({ operation }: Route) => `${operation.name}_answer`;

function describe(route: Route): Json {
  const { operation, method, creates } = route;
  const answer = { description: 'Done.', content: { 'application/json': { schema: { $ref: `#/components/schemas/${answerName(route)}` } } } };
  const made = { ...answer, headers: { Location: { schema: { type: 'string' }, description: 'The address of the run.' } } };
  return {
    // One operation may have two addresses.
    operationId: route.path === '/events' ? 'list_all_events' : operation.name,
    summary: operation.title,
    description: operation.description,
    parameters: parameters(route),
    ...(method === 'POST'
      ? { requestBody: { required: creates === true, content: { 'application/json': { schema: { $ref: `#/components/schemas/${bodyName(route)}` } } } } }
      : {}),
    responses: creates
      ? { 201: { ...made, description: 'The run is over.' }, 202: { ...made, description: 'The run goes on.' }, default: problem }
      : { 200: answer, default: problem },
  };
}

function parameters(route: Route): Json[] {
  const { properties = {}, required = [] } = json(route.operation.input, 'input') as { properties?: Record<string, Json>; required?: string[] };
  const one = (name: string, place: string, field: string): Json => {
    const { description, ...schema } = properties[field] as Json;
    return { name, in: place, required: place === 'path' || required.includes(field), schema, ...(description === undefined ? {} : { description }) };
  };
  return [
    ...pathFields(route).map((field) => one(field, 'path', field)),
    ...(route.method === 'GET' ? otherFields(route).map((field) => ({ ...one(field, 'query', field), explode: false })) : []),
    ...(route.creates ? [one('Idempotency-Key', 'header', KEY_FIELD)] : []),
  ];
}

/** Bodies or answers by name; each stands once however many addresses use it. */
function schemasOf(io: 'input' | 'output'): Record<string, Json> {
  if (io === 'output') return Object.fromEntries(routes.map((route) => [answerName(route), json(route.operation.output, io)]));
  return Object.fromEntries(routes.filter(({ method }) => method === 'POST').map((route) => [bodyName(route), bodyOf(route)]));
}

function bodyOf(route: Route): Json {
  const { properties, required, ...rest } = json(route.operation.input, 'input') as { properties: Json; required?: string[] };
  const fields = otherFields(route);
  return {
    ...rest,
    properties: Object.fromEntries(fields.map((field) => [field, properties[field]])),
    required: required?.filter((field) => fields.includes(field)) ?? [],
  };
}

/** A schema without its own address: inside OpenAPI it stands under the document's dialect. */
function json(schema: z.ZodType, io: 'input' | 'output'): Json {
  const { $schema: _dialect, ...rest } = z.toJSONSchema(schema, { io, reused: 'inline' }) as Json;
  return rest;
}

/** Schemas with their parts beside them: a reference counts from the document's root, where a schema's own $defs are not. */
function hoisted(schemas: Record<string, Json>): Record<string, unknown> {
  const all = Object.entries(schemas).map(([name, { $defs = {}, ...schema }]) => {
    const parts = Object.entries($defs as Record<string, Json>).map(([part, one]) => [`${name}.${part}`, one]);
    return JSON.stringify({ [name]: schema, ...Object.fromEntries(parts) }).replaceAll('"$ref":"#/$defs/', `"$ref":"#/components/schemas/${name}.`);
  });
  return Object.assign({}, ...all.map((text) => JSON.parse(text)));
}

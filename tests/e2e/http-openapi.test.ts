import { Validator } from '@seriousme/openapi-schema-validator';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import { beforeAll, describe, expect, it } from 'vitest';
import { pathFields, routes } from '../../src/surfaces/http/routes.js';
import { temporaryFolder } from './harness.js';
import { ask, type Question, type Reply, type Served, serve } from './http-harness.js';

const sds = { title: 'Porch Light', blueprint_ref: { genre: 'country' }, seed: 12 };

interface Parameter {
  name: string;
  in: string;
  required: boolean;
  schema: Record<string, unknown>;
}

interface Described {
  operationId: string;
  summary: string;
  parameters?: Parameter[];
  requestBody?: { required: boolean; content: { 'application/json': { schema: { $ref: string } } } };
  responses: Record<string, { headers?: object; content: { 'application/json': { schema: { $ref?: string } } } }>;
}

interface Document {
  openapi: string;
  info: { version: string };
  paths: Record<string, Record<string, Described>>;
  components: { schemas: Record<string, object> };
}

let server: Served;
let document: Document;
let runId: string;

beforeAll(async () => {
  server = await serve({ home: temporaryFolder() });
  document = (await ask(server.port, '/api/v1/openapi.json')).json;
  runId = (await ask(server.port, '/api/v1/runs', { method: 'POST', body: { sds } })).json.run.run_id;
});

const described = (path: string, method: string): Described => {
  const found = document.paths[path]?.[method];
  if (!found) throw new Error(`${method} ${path} is not described`);
  return found;
};

/** What the document promises for an answer with this status. */
function promised(path: string, method: string, status: number): ValidateFunction {
  const { responses } = described(path, method);
  const { schema } = ((responses[status] ?? responses.default) as Described['responses'][string]).content['application/json'];
  // Formats are remarks in this dialect; the answers' own schemas hold them to it.
  const ajv = new Ajv2020({ strict: false, allErrors: true, validateFormats: false });
  return ajv.compile({ ...schema, components: document.components });
}

function keeps(path: string, method: string, { status, json }: Reply): void {
  const validate = promised(path, method, status);
  expect([validate(json), validate.errors]).toEqual([true, null]);
}

describe('the description', () => {
  it('is OpenAPI 3.1, to a validator that is not ours', async () => {
    const { valid, errors } = await new Validator().validate(structuredClone(document) as never);
    expect(errors).toBeUndefined();
    expect([valid, document.openapi]).toEqual([true, '3.1.0']);
  });

  it('has every route with all its parameters, and nothing else', () => {
    const told = Object.entries(document.paths).flatMap(([path, methods]) => Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`));
    expect(told.sort()).toEqual(['GET /healthz', 'GET /readyz', ...routes.map(({ method, path }) => `${method} /api/v1${path}`)].sort());
    for (const route of routes) {
      const { parameters = [], requestBody } = described(`/api/v1${route.path}`, route.method.toLowerCase());
      const named = (place: string) => parameters.filter((one) => one.in === place).map(({ name }) => name);
      expect(named('path')).toEqual(pathFields(route));
      const taken = Object.keys(route.operation.input.shape).filter((field) => !pathFields(route).includes(field));
      expect(named('query')).toEqual(route.method === 'GET' ? taken : []);
      expect(named('header')).toEqual(route.creates ? ['Idempotency-Key'] : []);
      expect(requestBody !== undefined).toBe(route.method === 'POST');
    }
  });

  it('has one name for each operation and no loose ends', () => {
    const ids = Object.values(document.paths).flatMap((methods) => Object.values(methods).map(({ operationId }) => operationId));
    expect(new Set(ids).size).toBe(ids.length);
    const text = JSON.stringify(document);
    const refs = [...text.matchAll(/"\$ref":"#\/components\/schemas\/([^"/]+)"/g)].map((match) => match[1] as string);
    expect(refs.length).toBe([...text.matchAll(/"\$ref":/g)].length);
    for (const name of refs) expect(document.components.schemas).toHaveProperty([name]);
    expect(text).not.toContain('out_dir":{"type":"string","minLength"');
    expect(text).not.toContain('$schema":"https://json-schema');
  });
});

describe('answers keep to the description', () => {
  it.each<[path: string, at: string, question?: Question]>([
    ['/healthz', '/healthz'],
    ['/readyz', '/readyz'],
    ['/api/v1/runs', '/api/v1/runs', { method: 'POST', body: { sds } }],
    ['/api/v1/runs', '/api/v1/runs', { method: 'POST', body: { sds, wait_sec: 0 } }],
    ['/api/v1/runs', '/api/v1/runs', { method: 'POST', body: { sds: 7 } }],
    ['/api/v1/runs', '/api/v1/runs', { method: 'POST', body: '{' }],
    ['/api/v1/runs', '/api/v1/runs?limit=3'],
    ['/api/v1/runs', '/api/v1/runs?limit=0'],
    ['/api/v1/runs/{run_id}', '/api/v1/runs/RUN'],
    ['/api/v1/runs/{run_id}', '/api/v1/runs/RUN?include=sds,plan,lyrics,scores'],
    ['/api/v1/runs/{run_id}', '/api/v1/runs/none'],
    ['/api/v1/runs/{run_id}/retry', '/api/v1/runs/RUN/retry', { method: 'POST', body: { from: 'COMPOSE' } }],
    ['/api/v1/runs/{run_id}/replay', '/api/v1/runs/RUN/replay', { method: 'POST' }],
    ['/api/v1/runs/{run_id}/cancel', '/api/v1/runs/RUN/cancel', { method: 'POST' }],
    ['/api/v1/runs/{run_id}/resume', '/api/v1/runs/RUN/resume', { method: 'POST' }],
    ['/api/v1/runs/{run_id}/events', '/api/v1/runs/RUN/events'],
    ['/api/v1/runs/{run_id}/artifacts', '/api/v1/runs/RUN/artifacts'],
    ['/api/v1/runs/{run_id}/artifacts/{name}', '/api/v1/runs/RUN/artifacts/plan'],
    ['/api/v1/runs/{run_id}/artifacts/{name}', '/api/v1/runs/RUN/artifacts/none'],
    ['/api/v1/diff', '/api/v1/diff?before=RUN@0&after=RUN@0'],
    ['/api/v1/events', '/api/v1/events?limit=500'],
    ['/api/v1/blueprints', '/api/v1/blueprints'],
    ['/api/v1/blueprints/{slug}', '/api/v1/blueprints/pop'],
    ['/api/v1/schemas', '/api/v1/schemas'],
    ['/api/v1/schemas/{name}', '/api/v1/schemas/sds'],
  ])('%s: %s', async (path, at, question = {}) => {
    keeps(path, (question.method ?? 'GET').toLowerCase(), await ask(server.port, at.replaceAll('RUN', runId), question));
  });

  it('Location comes where it is described', async () => {
    const { responses } = described('/api/v1/runs', 'post');
    for (const status of ['201', '202']) expect(responses[status]?.headers).toHaveProperty('Location');
    const { headers } = await ask(server.port, '/api/v1/runs', { method: 'POST', body: { sds } });
    expect(headers.location).toMatch(/^\/api\/v1\/runs\/r-/);
  });

  it('the described body of POST /runs takes what the server takes, and refuses what it refuses', async () => {
    const schema = described('/api/v1/runs', 'post').requestBody?.content['application/json'].schema;
    const validate = new Ajv2020({ strict: false, validateFormats: false }).compile({ ...schema, components: document.components });
    for (const good of [{ sds }, { sds, seed: 1, wait_sec: 0, manifest: { max_fixes: 0 } }]) expect([validate(good), validate.errors]).toEqual([true, null]);
    for (const bad of [{}, { sds, sede: 1 }, { sds, out_dir: 'x' }, { sds, client_key: 'x' }, { sds: { title: 5 } }, { sds, wait_sec: 51 }]) {
      expect([bad, validate(bad)]).toEqual([bad, false]);
      expect((await ask(server.port, '/api/v1/runs', { method: 'POST', body: bad })).status).toBe(422);
    }
  });
});

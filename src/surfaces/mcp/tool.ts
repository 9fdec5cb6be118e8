import { type CallToolResult, isInputRequiredResult, type McpServer, type ServerContext } from '@modelcontextprotocol/server';
import type { z } from 'zod';
import { asAmcsError } from '../../domain/error.js';
import type { AmcsEvent } from '../../domain/event.js';
import { parseAs } from '../../domain/explain.js';
import { checkShape } from '../../domain/json.js';
import type { App } from '../operations/app.js';
import type { Operation } from '../operations/define.js';
import { missingChoice } from './ask.js';
import { shownSchema } from './shown-schema.js';

/** Told of the run that a call has made or moved, and whether the call came in the era since 2026-07-28. */
export type Changed = (runId: string | undefined, modern: boolean) => void;

/** Registers an operation as a tool. Arguments are parsed here and not by the SDK, so that errors name the field and the nearest known one. */
export function registerTool(server: McpServer, app: App, operation: Operation, changed: Changed): void {
  const { name, title, description, annotations } = operation;
  server.registerTool(
    name,
    { title, description, annotations, inputSchema: shown(operation.input), outputSchema: operation.output, _meta: metaOf(name) },
    async (args: unknown, context: ServerContext) => {
      const asked = name === 'run_workflow' ? missingChoice(server, (args ?? {}) as Record<string, unknown>, context, app.catalog.blueprints) : args;
      if (isInputRequiredResult(asked)) return asked;
      const result = await call(app, operation, asked, context);
      if (!annotations.readOnlyHint && !result.isError) changed(runIdOf(result), context.mcpReq.envelope !== undefined);
      return result;
    },
  );
}

/** With these two a song is made; a client that hides tools until they are searched for keeps them in sight. */
const ALWAYS_LOADED = ['run_workflow', 'submit_draft'];

/** A song with its scores and artifacts whole is longer than some clients show unless they are told that it is meant to be. */
const LONGEST_RESULT = 200_000;

function metaOf(name: string): Record<string, unknown> {
  return { 'anthropic/maxResultSizeChars': LONGEST_RESULT, ...(ALWAYS_LOADED.includes(name) ? { 'anthropic/alwaysLoad': true } : {}) };
}

async function call(app: App, operation: Operation, args: unknown, context: ServerContext): Promise<CallToolResult> {
  try {
    checkShape(args ?? {}, `Arguments of ${operation.name}`);
    const input = parseAs(operation.input, args ?? {}, 'INPUT_INVALID', `Arguments of ${operation.name}`);
    const result = await operation.run(app, input, { signal: context.mcpReq.signal, progress: toldTo(context) });
    return { content: [{ type: 'text', text: JSON.stringify(result) }], structuredContent: result as Record<string, unknown> };
  } catch (thrown) {
    const { code, message, hint, problems, retriable } = asAmcsError(thrown);
    if (code === 'INTERNAL') console.error('amcs-mcp: internal error in', operation.name);
    const error = { code, message, hint, retriable, ...(problems.length > 0 ? { problems } : {}) };
    return { isError: true, content: [{ type: 'text', text: JSON.stringify({ error }) }] };
  }
}

/** The run that an answer is about: a song's stands in it whole, a single node's by its id. */
function runIdOf({ structuredContent }: CallToolResult): string | undefined {
  const { run, run_id } = (structuredContent ?? {}) as { run?: { run_id: string }; run_id?: string };
  return run?.run_id ?? run_id;
}

/** The nodes a song passes at the least; a repair adds three. */
const USUAL_NODES = 8;

/** What the client is told while it waits: how far the song is, and every event for a client that wants logs. */
function toldTo(context: ServerContext): (event: AmcsEvent) => void {
  const progress = progressTo(context);
  return (event) => {
    const { type, run_id, node, take, iteration } = event;
    void context.mcpReq.log('debug', { type, run_id, node, take, iteration }, 'amcs').catch(() => {});
    progress(event);
  };
}

function progressTo(context: ServerContext): (event: AmcsEvent) => void {
  const token = context.mcpReq._meta?.progressToken;
  if (token === undefined) return () => {};
  let done = 0;
  return ({ type, node, iteration }) => {
    if (type !== 'node.ended' && type !== 'node.skipped') return;
    done += 1;
    const message = `${node}${iteration ? ` (repair ${iteration})` : ''} ${type === 'node.ended' ? 'done' : 'skipped'}`;
    const params = { progressToken: token, progress: done, total: Math.max(done, USUAL_NODES), message };
    void context.mcpReq.notify({ method: 'notifications/progress', params }).catch(() => {});
  };
}

/** A schema that tells its JSON form but lets everything through. */
function shown(schema: z.ZodObject) {
  const json = () => shownSchema(schema);
  return {
    '~standard': {
      version: 1 as const,
      vendor: 'amcs',
      validate: (value: unknown) => ({ value }),
      jsonSchema: { input: json, output: json },
    },
  };
}

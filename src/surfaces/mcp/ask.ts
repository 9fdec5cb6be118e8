import {
  acceptedContent,
  type ClientCapabilities,
  type InputRequiredResult,
  inputRequired,
  type McpServer,
  type ServerContext,
} from '@modelcontextprotocol/server';
import { z } from 'zod';
import type { Blueprint } from '../../domain/blueprint.js';

type Json = Record<string, unknown>;

const KEY = 'song';
const CAPABILITIES = 'io.modelcontextprotocol/clientCapabilities';

/**
 * A song needs a title and a genre that there is. Where one is missing and the client can ask the person, it is asked to; what
 * the person chose comes with the call's second coming. A person who does not want to choose, and a client that cannot ask,
 * lead to the error that names the field.
 */
export function missingChoice(server: McpServer, args: Json, context: ServerContext, blueprints: () => readonly Blueprint[]): InputRequiredResult | Json {
  const sds = args.sds ?? {};
  if (typeof sds !== 'object' || Array.isArray(sds)) return args;
  const chosen = acceptedContent<Json>(context.mcpReq.inputResponses, KEY);
  if (chosen) return { ...args, sds: withChoice(sds as Json, chosen) };
  const answered = context.mcpReq.inputResponses !== undefined && KEY in context.mcpReq.inputResponses;
  if (answered || !canAsk(server, context)) return args;
  const open = openChoices(sds as Json, blueprints());
  if (Object.keys(open).length === 0) return args;
  const message = `AMCS needs ${Object.keys(open).join(' and ')} for the song.`;
  return inputRequired({ inputRequests: { [KEY]: inputRequired.elicit({ message, requestedSchema: z.object(open) }) } });
}

function openChoices(sds: Json, blueprints: readonly Blueprint[]): Record<string, z.ZodType> {
  const genre = (sds.blueprint_ref as Json | undefined)?.genre;
  const known = typeof genre === 'string' && blueprints.some(({ slug, genre: name, aliases }) => [slug, name, ...aliases].some((one) => sameName(one, genre)));
  const slugs = blueprints.map(({ slug }) => slug);
  return {
    ...(typeof sds.title === 'string' && sds.title !== '' ? {} : { title: z.string().max(100).describe('The title, which is the line that everybody sings.') }),
    ...(known ? {} : { genre: z.enum(slugs as [string, ...string[]]).describe('The genre.') }),
  };
}

/** Whether two names differ in no more than case and separators; the catalog's own search is wider, and an unknown name is asked about at worst. */
const sameName = (a: string, b: string): boolean => plain(a) === plain(b);
const plain = (name: string): string =>
  name
    .toLowerCase()
    .replaceAll(/[\s_-]+/g, ' ')
    .trim();

function withChoice(sds: Json, { title, genre }: Json): Json {
  const reference = typeof sds.blueprint_ref === 'object' ? sds.blueprint_ref : {};
  return { ...sds, ...(title === undefined ? {} : { title }), ...(genre === undefined ? {} : { blueprint_ref: { ...reference, genre } }) };
}

/** Asked by form; a client that only says that it can ask means that. */
function canAsk(server: McpServer, context: ServerContext): boolean {
  const envelope = context.mcpReq.envelope as Json | undefined;
  const { elicitation } = ((envelope?.[CAPABILITIES] ?? server.server.getClientCapabilities()) as ClientCapabilities | undefined) ?? {};
  return elicitation !== undefined && (elicitation.form !== undefined || Object.keys(elicitation).length === 0);
}

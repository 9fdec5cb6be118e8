import { z } from 'zod';

type Json = Record<string, unknown>;

/**
 * An input schema as an agent is shown it: every field with its type, its choices, its description and what is required, in as
 * few characters as that takes, because an agent pays for them before its first call. Left out are limits that nobody meets in
 * good faith, patterns that the description tells in words, and what `TOLD_ELSEWHERE` names. Arguments are parsed against
 * the full schema, and errors name the field.
 */
export function shownSchema(schema: z.ZodObject): Json {
  const { $schema: _, $defs: __, ...rest } = z.toJSONSchema(schema, { io: 'input' }) as Json;
  return { ...(shorten(rest, '') as Json), additionalProperties: false };
}

/** Parts that few calls need, by their path, and what is said in their place. */
const TOLD_ELSEWHERE: Record<string, string> = {
  'sds.sources.allow': 'Paths, addresses or ids, with * and **.',
  'sds.sources.deny': 'The same; wins over allow.',
  'sds.lyrics.source_citations': '[{source_id, weight}].',
  'draft.sections.cites': 'Chunks of sources that lines draw on: [{line, chunks: ["c1"]}].',
  'manifest.stop_after': 'The last node to run, e.g. COMPOSE.',
  'manifest.graph': 'The standard table, with RENDER or FIX left out if wished; form: amcs://schemas/manifest.',
  'manifest.nodes': 'Options per node, e.g. {"COMPOSE": {"engine": "udio"}, "LYRICS": {"writer": "agent"}}; all: amcs://schemas/manifest.',
};

/** Fields for editors, those that only AMCS itself fills, and what can be said elsewhere in the same call. */
const NOT_FOR_AGENTS = ['sds.$schema', 'manifest.$schema', 'manifest.revised_from', 'manifest.seed'];

/** Above this a number's limit is only a guard against nonsense. */
const LARGEST_TOLD = 1000;

/** Limits of size, names that an enumeration beside them has told, and "no other fields", which is true of every object. */
const LEFT_OUT = ['minLength', 'maxLength', 'minItems', 'maxItems', 'propertyNames', 'additionalProperties'];

function shorten(node: unknown, path: string): unknown {
  if (Array.isArray(node)) return node.map((one) => shorten(one, path));
  if (node === null || typeof node !== 'object') return node;
  const whole = node as Json;
  // Zod writes any JSON as a schema that refers to itself.
  if ('$ref' in whole) return {};
  const elsewhere = TOLD_ELSEWHERE[path];
  if (elsewhere !== undefined) return { type: whole.type, description: elsewhere, ...textsOf(whole) };
  const pair = twoAlike(whole);
  if (pair !== null) return { ...described(whole), type: 'array', items: shorten(pair, path), minItems: 2, maxItems: 2 };
  if (isAnyObject(whole)) return { type: 'object', ...described(whole) };
  const short: Json = {};
  for (const [key, value] of Object.entries(whole)) {
    if (key === 'properties') short.properties = eachOf(value as Json, path);
    else if (!LEFT_OUT.includes(key) && !isNoise(key, whole)) short[key] = shorten(value, path);
  }
  const values = whole.additionalProperties;
  if (values !== null && typeof values === 'object' && !('$ref' in values)) short.additionalProperties = unsaid(shorten(values, path));
  if ('items' in short) short.items = unsaid(short.items);
  return short;
}

function eachOf(properties: Json, path: string): Json {
  const told: Json = {};
  for (const [name, value] of Object.entries(properties)) {
    const at = path === '' ? name : `${path}.${name}`;
    if (!NOT_FOR_AGENTS.includes(at)) told[name] = shorten(value, at);
  }
  return told;
}

/** Of many alike the list itself has said what they are. */
function unsaid(value: unknown): unknown {
  const { description: _, ...rest } = value as Json;
  return rest;
}

const described = ({ description }: Json): Json => (description === undefined ? {} : { description });

/** A list of plain texts is short enough to be shown as one. */
function textsOf({ items }: Json): Json {
  return (items as Json | undefined)?.type === 'string' ? { items: { type: 'string' } } : {};
}

/** A pattern that is told in words, a guard against nonsense, and that a count is no less than nothing. */
function isNoise(key: string, { description, maximum, minimum }: Json): boolean {
  if (key === 'pattern') return description !== undefined;
  if (key === 'maximum') return (maximum as number) > LARGEST_TOLD;
  return key === 'exclusiveMinimum' || (key === 'minimum' && minimum === 0);
}

/** What both places of a pair hold, where a schema is such a pair. */
function twoAlike({ prefixItems }: Json): unknown {
  if (!Array.isArray(prefixItems) || prefixItems.length !== 2) return null;
  return JSON.stringify(prefixItems[0]) === JSON.stringify(prefixItems[1]) ? prefixItems[0] : null;
}

/** A choice between {hash} and a document of any form: the description says which document. */
function isAnyObject({ anyOf }: Json): boolean {
  if (!Array.isArray(anyOf)) return false;
  const all = anyOf as Json[];
  return all.every(({ type }) => type === 'object') && all.some(({ properties }) => properties === undefined);
}

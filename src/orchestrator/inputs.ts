import type { Blueprint } from '../domain/blueprint.js';
import { AmcsError } from '../domain/error.js';
import { parseAs } from '../domain/explain.js';
import type { Given } from '../domain/given.js';
import { checkShape } from '../domain/json.js';
import { resolveSds } from '../domain/resolve.js';
import { type ResolvedSds, type Sds, sdsSchema } from '../domain/spec.js';

export interface InputTools {
  /** The recorded document, or null. */
  read(hash: string): Promise<unknown>;
  findBlueprint(genre: string): Blueprint;
  givenOf(sds: Sds): Given | null;
  drawSeed(): number;
}

export interface NodeInputs {
  sds: ResolvedSds;
  values: Record<string, unknown>;
}

/** A one-node call's input with `{hash}` replaced by the recorded document and the spec filled in. */
export async function resolveInputs(input: Record<string, unknown>, seed: number | undefined, tools: InputTools): Promise<NodeInputs> {
  const values: Record<string, unknown> = {};
  for (const [name, given] of Object.entries(input)) {
    if (given === undefined) continue;
    checkShape(given, name);
    const hash = (given as { hash?: unknown } | null)?.hash;
    values[name] = typeof hash === 'string' && Object.keys(given as object).length === 1 ? await recorded(name, hash, tools) : given;
  }
  const spec = parseAs(sdsSchema, values.sds, 'SPEC_INVALID', 'Song Design Spec');
  const sds = resolveSds(spec, tools.findBlueprint(spec.blueprint_ref.genre), seed ?? spec.seed ?? tools.drawSeed(), tools.givenOf(spec));
  return { sds, values: { ...values, sds } };
}

async function recorded(name: string, hash: string, { read }: InputTools): Promise<unknown> {
  const document = await read(hash);
  if (document !== null) return document;
  throw new AmcsError('NOT_FOUND', {
    message: `${name}: the record has no document ${hash.slice(0, 12)}….`,
    hint: "get_run lists a run's artifacts with their hashes.",
  });
}

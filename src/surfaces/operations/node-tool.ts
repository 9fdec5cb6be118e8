import { z } from 'zod';
import type { Contract, Skill } from '../../domain/contract.js';
import { AmcsError } from '../../domain/error.js';
import type { Run } from '../../domain/run.js';
import { MAX_SEED } from '../../domain/seed.js';
import { hashSchema } from '../../domain/words.js';
import type { App } from './app.js';
import { ADDS_A_RUN, defineOperation, type Operation } from './define.js';
import { nextNode, nextSchema } from './next.js';

const anyObject = z.record(z.string(), z.json());

/** A document, or the hash of a recorded one: an agent need not retype JSON. The contract parses it in full. */
const documentOrHash = (name: string) =>
  z
    .union([z.strictObject({ hash: hashSchema }), anyObject])
    .describe(name === 'sds' ? 'A Song Design Spec, or {"hash"} of a recorded one.' : `The ${name} artifact, or {"hash"} of a recorded one.`);

/** The tool for one node: a recorded run of that node alone. */
export function nodeTool({ contract }: Skill): Operation {
  return defineOperation({
    name: contract.name,
    title: contract.title,
    description: contract.description,
    input: inputOf(contract),
    output: z.strictObject({
      run_id: z.string(),
      seed: z.int().min(0).max(MAX_SEED),
      artifact: z.strictObject({ name: z.string(), hash: hashSchema }),
      parts: z.record(z.string(), hashSchema).optional().describe('Artifacts inside this one, to pass on.'),
      inputs: z.record(z.string(), hashSchema).describe('Hashes of the inputs, to pass on.'),
      output: contract.output,
      next: nextSchema.describe('The call to make next, or null: add to its arguments what other calls made.'),
    }),
    annotations: ADDS_A_RUN,
    async run(app, { seed, ...input }) {
      const { run, ended } = await app.orchestrator.startNode({ node: contract.node, input, seed: seed as number | undefined });
      const { error } = await ended;
      if (error) throw new AmcsError(error.code, { message: error.message, hint: error.hint });
      const manifest = JSON.parse((await app.store.getDocument(run.manifest_hash)) as string) as { inputs: Record<string, string> };
      const artifacts = await app.store.listArtifacts(run.run_id);
      const made = artifacts.find(({ name }) => name === contract.artifact);
      if (!made) throw new AmcsError('NODE_FAILED', { message: `${contract.node} gave nothing.` });
      const output = JSON.parse((await app.store.getDocument(made.hash)) as string);
      const parts = artifacts.filter((one) => one !== made).map(({ name, hash }) => [name, hash] as const);
      const artifact = { name: made.name, hash: made.hash };
      const hashes = { ...manifest.inputs, [made.name]: made.hash, ...Object.fromEntries(parts) };
      const repairs = contract.node === 'VALIDATE' ? await repairsOf(app, run) : 0;
      return {
        run_id: run.run_id,
        seed: run.seed,
        artifact,
        ...(parts.length > 0 ? { parts: Object.fromEntries(parts) } : {}),
        inputs: manifest.inputs,
        output,
        next: nextNode({ node: contract.node, output, hashes, repairs }),
      };
    },
  });
}

/** How often the song of this spec and seed was repaired by calls of one node. */
async function repairsOf(app: App, { sds_hash, song_id }: Run): Promise<number> {
  const fixes = await app.store.listRuns({ kind: 'node', song_id, node: 'FIX', limit: 100 });
  return fixes.filter((run) => run.sds_hash === sds_hash).length;
}

function inputOf(contract: Contract): z.ZodObject {
  const fields = Object.entries(contract.input.shape).map(([name, schema]) => {
    if (name === 'options') return [name, schema as z.ZodType] as const;
    const field = documentOrHash(name);
    return [name, schema instanceof z.ZodOptional ? field.optional() : field] as const;
  });
  return z.strictObject({ ...Object.fromEntries(fields), seed: z.int().min(0).max(MAX_SEED).optional() });
}

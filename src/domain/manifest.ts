import { z } from 'zod';
import { type NodeName, nodeNameSchema, nodeNames } from './node-name.js';
import { writerOptionsSchema } from './outside-answer.js';
import { MAX_SEED } from './seed.js';
import { textLine } from './words.js';

/** When a node runs: every condition listed must hold. */
const conditionSchema = z.string().regex(/^(?:always|on_pass|on_fail|flag:[a-z][a-z0-9_]*)$/, 'is not a condition: always, on_pass, on_fail or flag:<name>');

export const graphRowSchema = z.strictObject({
  id: nodeNameSchema,
  inputs: z.array(z.enum(['SDS', ...nodeNames])).max(10),
  when: z.array(conditionSchema).min(1).max(4),
});

const engineOptions = z.strictObject({
  engine: textLine(40).optional().describe('The engine the prompt is for; default: render.engine, else suno.'),
  model: textLine(40).optional(),
});

const writing = writerOptionsSchema.extend({ writer: textLine(40).optional().describe('Who writes here, where it is not the writer of the run.') });

/** How a run is to go, where it differs from the standard workflow. */
export const manifestSchema = z
  .strictObject({
    $schema: z.string().max(400).optional().describe('For editors; not read.'),
    song_id: z
      .string()
      .regex(/^[a-z0-9]+(?:-[a-z0-9]+)*$/, 'is not a slug: lower-case letters, digits and single hyphens')
      .max(80)
      .optional()
      .describe('Groups the runs of one song; default: a slug of the title.'),
    seed: z.int().min(0).max(MAX_SEED).optional(),
    graph: z.array(graphRowSchema).min(1).max(20).optional().describe('The standard table, with RENDER or FIX left out if wished.'),
    flags: z.strictObject({ render: z.boolean().optional() }).optional(),
    max_fixes: z.int().min(0).max(3).optional(),
    stop_after: nodeNameSchema.optional(),
    writer: textLine(40).optional().describe('Who writes the words: offline (the default), agent, anthropic, openai-compatible.'),
    revised_from: textLine(64).optional().describe('The run that this one works on.'),
    nodes: z
      .strictObject({
        STYLE: writing.optional().describe('A writer here betters the style.'),
        LYRICS: writing.optional(),
        PRODUCER: writing.optional().describe('A writer here betters the notes.'),
        COMPOSE: engineOptions.optional(),
        FIX: writing.optional(),
      })
      .optional()
      .describe('Options per node.'),
    budget_usd: z
      .number()
      .min(0)
      .max(10_000)
      .optional()
      .describe('What the models of the run may cost together, in dollars; the run stops before it is passed.'),
  })
  .describe('A run manifest: how a run is to go.');

export type Manifest = z.infer<typeof manifestSchema>;
export type GraphRow = z.infer<typeof graphRowSchema>;

/** The manifest with every default filled in; recorded with the run. */
export const resolvedManifestSchema = manifestSchema
  .omit({ $schema: true, seed: true })
  .required({ song_id: true, graph: true, flags: true, max_fixes: true, writer: true, nodes: true })
  .extend({ flags: z.strictObject({ render: z.boolean() }) });

export type ResolvedManifest = z.infer<typeof resolvedManifestSchema>;

const WRITING: readonly NodeName[] = ['LYRICS', 'FIX'];

/** What says who writes for which node. */
export type WritersNamed = Pick<ResolvedManifest, 'writer' | 'nodes'>;

/** Name of the writer that a manifest gives a node; undefined where the node does without. */
export function writerNamed({ writer, nodes }: WritersNamed, node: NodeName): string | undefined {
  const own = (nodes as Partial<Record<NodeName, { writer?: string }>>)[node]?.writer;
  return own ?? (WRITING.includes(node) ? writer : undefined);
}

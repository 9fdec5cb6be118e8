import { type Command, Option } from 'commander';
import { AmcsError } from '../../domain/error.js';

/** Who writes, as the command line says it; it wins over the manifest. */
export interface WriterFlags {
  writer?: string;
  model?: string;
  budgetUsd?: number;
}

export function withWriterFlags(command: Command): Command {
  return command
    .option('--writer <name>', 'who writes the words: offline, agent, anthropic, openai-compatible')
    .option('--model <name>', "the writer's model (default: AMCS_MODEL, else the writer's own)")
    .addOption(new Option('--budget-usd <dollars>', 'what the models of one song may cost; it stops before that is passed').argParser(dollars));
}

/** The manifest with what the command line says of the writer; what is no object is left for its parser to refuse. */
export function manifestWith(manifest: unknown, { writer, model, budgetUsd }: WriterFlags): unknown {
  if (writer === undefined && model === undefined && budgetUsd === undefined) return manifest;
  if (manifest !== undefined && !isObject(manifest)) return manifest;
  const nodes = isObject(manifest?.nodes) ? manifest.nodes : {};
  const named = (node: 'LYRICS' | 'FIX') => ({ ...(isObject(nodes[node]) ? nodes[node] : {}), model });
  return {
    ...manifest,
    ...(writer === undefined ? {} : { writer }),
    ...(budgetUsd === undefined ? {} : { budget_usd: budgetUsd }),
    ...(model === undefined ? {} : { nodes: { ...nodes, LYRICS: named('LYRICS'), FIX: named('FIX') } }),
  };
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function dollars(text: string): number {
  const value = Number(text);
  if (!/^\d+(?:\.\d+)?$/.test(text) || value > 10_000)
    throw new AmcsError('USAGE', { message: `"${text}" is no budget.`, hint: 'A budget is a number of dollars from 0 to 10000, e.g. 0.25.' });
  return value;
}

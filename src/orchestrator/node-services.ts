import { type WritersNamed, writerNamed } from '../domain/manifest.js';
import type { NodeName } from '../domain/node-name.js';
import type { Connector, ExecutionKey, PartKey, Retriever, Storage, Store, Writer } from '../domain/ports.js';
import type { NodeExecutor } from './execute-node.js';
import type { Purse } from './purse.js';

export type InlineWriter = Extract<Writer, { mode: 'inline' }>;

/** What running a node takes besides its input. */
export interface NodeServices {
  store: Store;
  executor: NodeExecutor;
  /** Who writes the words of a node. */
  writerOf(node: NodeName): Writer;
  /** Finishes for somebody who does not. */
  standIn: InlineWriter;
  storage: Storage;
  retriever: Retriever;
  /** Folders that the run's sources may be files of. */
  sourceRoots(): Promise<readonly string[]>;
  connector(engine: string): Connector | undefined;
  /** Names of the connectors there are. */
  engines: readonly string[];
  /** What the run's models may cost. */
  purse: Purse;
  /** Folder that REVIEW publishes to. */
  outDir: string;
}

/** Names a step of an execution for its driver. */
export function stepName({ take, node, iteration }: ExecutionKey): string {
  return `${take}/${node}/${iteration}`;
}

/** Names a part for a writer and for `waitFor`: run/take/node/iteration/round. */
export function partName({ run_id, take, node, iteration, round }: PartKey): string {
  return [run_id, take, node, iteration, round].join('/');
}

export function place({ node, take, iteration }: ExecutionKey) {
  return { node, take, iteration };
}

/** Writers by node, as a manifest names them; the first inline one stands in for whoever does not come. */
export function writersFor(writers: readonly Writer[], manifest: WritersNamed): Pick<NodeServices, 'writerOf' | 'standIn'> {
  const standIn = writers.find((one): one is InlineWriter => one.mode === 'inline') ?? NOBODY;
  const byName = (name: string | undefined) => (name === undefined ? standIn : (writers.find((one) => one.name === name) ?? (writers[0] as Writer)));
  return { writerOf: (node) => byName(writerNamed(manifest, node)), standIn };
}

const NOBODY: InlineWriter = { name: 'nobody', mode: 'inline', write: () => ({ sections: [], issues: [] }) };

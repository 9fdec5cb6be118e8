import type { Connector, ExecutionKey, PartKey, Storage, Store, Writer } from '../domain/ports.js';
import type { NodeExecutor } from './execute-node.js';

/** What running a node takes besides its input. */
export interface NodeServices {
  store: Store;
  executor: NodeExecutor;
  writer: Writer;
  storage: Storage;
  connector(engine: string): Connector | undefined;
  /** Names of the connectors there are. */
  engines: readonly string[];
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

import type { Run } from '../../domain/run.js';
import type { Operation } from './define.js';

/** The same operation for callers over a network: no folder of this machine is taken from them or told to them. */
export function overNetwork(operation: Operation): Operation {
  const input = 'out_dir' in operation.input.shape ? operation.input.omit({ out_dir: true }) : operation.input;
  return { ...operation, input, run: async (app, asked, call) => withoutFolders(await operation.run(app, asked, call)) };
}

function withoutFolders(answer: Record<string, unknown>): Record<string, unknown> {
  const { run, runs } = answer as { run?: Run; runs?: Run[] };
  const placeless = (one: Run): Run => ({ ...one, out_dir: null });
  return { ...answer, ...(run ? { run: placeless(run) } : {}), ...(runs ? { runs: runs.map(placeless) } : {}) };
}

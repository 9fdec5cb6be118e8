import { z } from 'zod';
import { AmcsError } from '../../domain/error.js';
import { findRun } from '../../domain/find-run.js';
import { differenceSchema, jsonDiff } from '../../domain/json-diff.js';
import type { RecordedArtifact } from '../../domain/ports.js';
import { bestArtifacts } from './answer.js';
import type { App } from './app.js';
import { defineOperation, READ_ONLY } from './define.js';

const sideSchema = z.string().regex(/^[A-Za-z0-9_-]{1,64}(?:@\d{1,3})?$/, 'is not a run id, or one with a take such as "r-abc@0"');

export const diffSchema = z.strictObject({
  equal: z.boolean(),
  artifacts: z.array(z.strictObject({ name: z.string(), equal: z.boolean(), differences: z.array(differenceSchema).describe('At most 40 an artifact.') })),
});
export type RunDiff = z.infer<typeof diffSchema>;

const MOST_DIFFERENCES = 40;

export const diffRuns = defineOperation({
  name: 'diff_runs',
  title: 'Compare two runs',
  description:
    'Compares the artifacts of two runs, or of two takes of one run ("r-abc@0" and "r-abc@1"). Use it to see what another seed, spec or take changed. Returns each artifact with the paths at which it differs.',
  input: z.strictObject({ before: sideSchema, after: sideSchema }),
  output: diffSchema,
  annotations: READ_ONLY,
  async run(app, { before, after }) {
    const [old, now] = [await artifactsOf(app, before), await artifactsOf(app, after)];
    const names = [...new Set([...old.keys(), ...now.keys()])];
    const artifacts: RunDiff['artifacts'] = [];
    for (const name of names) {
      const [a, b] = [old.get(name), now.get(name)];
      const equal = a === b;
      const differences = equal ? [] : jsonDiff(await document(app, a), await document(app, b), MOST_DIFFERENCES);
      artifacts.push({ name, equal, differences });
    }
    return { equal: artifacts.every((one) => one.equal), artifacts };
  },
});

/** Hashes of a run's artifacts by name, as they stood in the take named, else in the newest. */
async function artifactsOf(app: App, side: string): Promise<Map<string, string>> {
  const [runId, take] = side.split('@') as [string, string | undefined];
  const run = await findRun(app.store, runId);
  const wanted = take === undefined ? run.take : Number(take);
  if (wanted > run.take) throw new AmcsError('NOT_FOUND', { message: `The run ${runId} has no take ${wanted}; its newest is ${run.take}.` });
  const artifacts = await bestArtifacts(app, { ...run, take: wanted, takes: run.takes.slice(0, wanted) });
  return new Map(artifacts.map(({ name, hash }: RecordedArtifact) => [name, hash]));
}

async function document(app: App, hash: string | undefined): Promise<unknown> {
  const json = hash === undefined ? null : await app.store.getDocument(hash);
  return json === null ? null : JSON.parse(json);
}

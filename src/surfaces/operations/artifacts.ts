import { z } from 'zod';
import { AmcsError } from '../../domain/error.js';
import { findRun } from '../../domain/find-run.js';
import { nodeNameSchema } from '../../domain/node-name.js';
import type { RecordedArtifact } from '../../domain/ports.js';
import { hashSchema } from '../../domain/words.js';
import { bestArtifacts } from './answer.js';
import { defineOperation, READ_ONLY } from './define.js';
import { runIdSchema } from './get-run.js';

const takeSchema = z.int().min(0).max(1000);
const iterationSchema = z.int().min(0).max(3);
const placeSchema = { take: takeSchema, node: nodeNameSchema, iteration: iterationSchema };

export const listArtifacts = defineOperation({
  name: 'list_artifacts',
  title: 'List artifacts',
  description:
    'Lists every artifact that a run has recorded, in all takes and repairs. Use it to find an earlier state of a song. Returns name, take, node, iteration and hash of each, and whether it belongs to the best attempt.',
  input: z.strictObject({ run_id: runIdSchema }),
  output: z.strictObject({ artifacts: z.array(z.strictObject({ name: z.string(), ...placeSchema, hash: hashSchema, best: z.boolean() })) }),
  annotations: READ_ONLY,
  async run(app, { run_id }) {
    const run = await findRun(app.store, run_id);
    const best = new Set((await bestArtifacts(app, run)).map(key));
    return { artifacts: (await app.store.listArtifacts(run_id)).map((artifact) => ({ ...artifact, best: best.has(key(artifact)) })) };
  },
});

export const getArtifact = defineOperation({
  name: 'get_artifact',
  title: 'Read an artifact',
  description:
    "Reads one artifact of a run whole. Use it for the lyrics, the prompt or the scores as a document. Returns the document and where it stands; without take and iteration that of the run's best attempt.",
  input: z.strictObject({
    run_id: runIdSchema,
    name: z.string().min(1).max(40),
    take: takeSchema.optional(),
    iteration: iterationSchema.optional(),
  }),
  output: z.strictObject({ name: z.string(), ...placeSchema, hash: hashSchema, document: z.json() }),
  annotations: READ_ONLY,
  async run(app, { run_id, name, take, iteration }) {
    const run = await findRun(app.store, run_id);
    const wanted = take !== undefined || iteration !== undefined;
    const all = wanted ? await app.store.listArtifacts(run_id) : await bestArtifacts(app, run);
    const fits = (one: RecordedArtifact) => one.name === name && (take ?? one.take) === one.take && (iteration ?? one.iteration) === one.iteration;
    const found = all.findLast(fits);
    const json = found ? await app.store.getDocument(found.hash) : null;
    if (!found || json === null) {
      const names = [...new Set(all.map((one) => one.name))].join(', ');
      throw new AmcsError('NOT_FOUND', { message: `The run ${run_id} has no such artifact.`, hint: names === '' ? 'It has none yet.' : `It has ${names}.` });
    }
    return { ...found, document: JSON.parse(json) };
  },
});

const key = ({ name, take, node, iteration }: RecordedArtifact) => [name, take, node, iteration].join('/');

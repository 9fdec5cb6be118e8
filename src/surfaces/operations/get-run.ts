import { z } from 'zod';
import { AmcsError } from '../../domain/error.js';
import { answerFor, bestArtifacts, read, runAnswerSchema } from './answer.js';
import { defineOperation, READ_ONLY } from './define.js';

const documents = ['sds', 'plan', 'style', 'lyrics', 'producer_notes', 'composed_prompt', 'scores', 'fix', 'render_job', 'files'] as const;

export const runIdSchema = z.string().regex(/^[A-Za-z0-9_-]{1,64}$/, 'is not a run id');

export const getRun = defineOperation({
  name: 'get_run',
  title: 'Read a run',
  description:
    'Reads one run: status, lyrics, prompt, scores, every node execution and the hashes of its artifacts. Use it to follow a run that was not finished, or to look at an old one. Returns the run as it stands; name artifacts in include to get them whole.',
  input: z.strictObject({ run_id: runIdSchema, include: z.array(z.enum(documents)).max(documents.length).optional() }),
  output: runAnswerSchema.extend({ documents: z.record(z.string(), z.json()).optional() }),
  annotations: READ_ONLY,
  async run(app, { run_id, include }) {
    const run = await app.store.getRun(run_id);
    if (!run)
      throw new AmcsError('NOT_FOUND', { message: `There is no run "${run_id}".`, hint: 'list_runs (in a terminal: amcs-mcp runs) names the runs there are.' });
    const answer = await answerFor(app, run, await app.events.known().catch(() => null));
    if (!include) return answer;
    const artifacts = await bestArtifacts(app, run);
    const found: Record<string, z.infer<ReturnType<typeof z.json>>> = {};
    for (const name of include) {
      const value = await read<z.infer<ReturnType<typeof z.json>>>(app, artifacts, name);
      if (value !== null) found[name] = value;
    }
    return { ...answer, documents: found };
  },
});

import { z } from 'zod';
import { citationSchema, type Lyrics, type Scores, scoresSchema } from '../../domain/artifacts.js';
import { openLines } from '../../domain/draft.js';
import { nodeNameSchema } from '../../domain/node-name.js';
import { modelUsageSchema } from '../../domain/outside-answer.js';
import type { RecordedArtifact } from '../../domain/ports.js';
import { nodeExecutionSchema, type Run, runSchema } from '../../domain/run.js';
import { hashSchema } from '../../domain/words.js';
import { standingTake } from '../../orchestrator/takes.js';
import { usageOf } from '../../orchestrator/usage.js';
import type { App } from './app.js';
import { nextSchema } from './next.js';

/** How long a call waits for a run unless it says so. */
export const USUAL_WAIT_SEC = 20;

/** What a caller is told of a run: everything an agent needs to show the song or to go on. */
export const runAnswerSchema = z.strictObject({
  run: runSchema,
  lyrics: z.string().nullable().describe('The words with [Section] tags.'),
  prompt: z.string().nullable().describe('The engine prompt, ready to paste.'),
  scores: scoresSchema.nullable(),
  artifacts: z.array(z.strictObject({ name: z.string(), hash: hashSchema })).describe('Pass {"hash": …} to a node tool instead of the document.'),
  nodes: z.array(nodeExecutionSchema.pick({ node: true, take: true, iteration: true, status: true, attempt: true, duration_ms: true })),
  open_drafts: z
    .array(
      z.strictObject({
        draft_id: z.string(),
        node: nodeNameSchema,
        round: z.int().min(0).max(2).describe('How often a draft was sent back before.'),
        open_lines: z.int().min(0).max(2000),
        brief: z.string().describe('What to write, section by section, and what it is held to.'),
      }),
    )
    .describe('Words the run waits for; answer with submit_draft.'),
  events_url: z.string().nullable().describe("WebSocket with the run's events."),
  revised_from: z.string().nullable().describe('The run that this one was made from by revise_run, or null.'),
  citations: z
    .array(citationSchema.pick({ source_id: true, chunk_hash: true, weight: true }))
    .optional()
    .describe('What the words draw on; the chunks themselves stand in the lyrics artifact.'),
  usage: modelUsageSchema.nullable(),
  next: nextSchema,
});
export type RunAnswer = z.infer<typeof runAnswerSchema>;

/** The run as it stands now, with its best attempt. */
export async function answerFor(app: App, run: Run, eventSocket: string | null): Promise<RunAnswer> {
  const artifacts = await bestArtifacts(app, run);
  const [lyrics, prompt, scores] = await Promise.all([
    read<Pick<Lyrics, 'text' | 'citations'>>(app, artifacts, 'lyrics'),
    read<{ text: string }>(app, artifacts, 'composed_prompt'),
    read<Scores>(app, artifacts, 'scores'),
  ]);
  const nodes = (await app.store.listExecutions(run.run_id)).map(({ node, take, iteration, status, attempt, duration_ms }) => ({
    node,
    take,
    iteration,
    status,
    attempt,
    duration_ms,
  }));
  const [open, manifest] = await Promise.all([openDraftsOf(app, run), manifestOf(app, run)]);
  const moving = run.status === 'queued' || run.status === 'running';
  return {
    run,
    lyrics: lyrics?.text ?? null,
    prompt: prompt?.text ?? null,
    ...citationsOf(lyrics),
    scores,
    artifacts: artifacts.map(({ name, hash }) => ({ name, hash })),
    nodes,
    open_drafts: open,
    events_url: eventSocket === null ? null : `${eventSocket}?run_id=${encodeURIComponent(run.run_id)}&since=0`,
    revised_from: manifest.revised_from ?? null,
    usage: usageOf(await app.store.listOutside(run.run_id), manifest.budget_usd),
    next: nextOf(run, open, moving),
  };
}

function citationsOf(lyrics: Pick<Lyrics, 'citations'> | null): Pick<RunAnswer, 'citations'> {
  if (!lyrics?.citations?.length) return {};
  return { citations: lyrics.citations.map(({ source_id, chunk_hash, weight }) => ({ source_id, chunk_hash, weight })) };
}

function nextOf(run: Run, [first]: RunAnswer['open_drafts'], moving: boolean): RunAnswer['next'] {
  if (first) return { tool: 'submit_draft', arguments: { draft_id: first.draft_id } };
  return moving ? { tool: 'get_run', arguments: { run_id: run.run_id, wait_sec: USUAL_WAIT_SEC } } : null;
}

async function openDraftsOf(app: App, run: Run): Promise<RunAnswer['open_drafts']> {
  return (await app.orchestrator.openDrafts(run)).map(({ draft_id, node, round, brief }) => ({
    draft_id,
    node,
    round,
    open_lines: openLines(brief),
    brief: app.drafting.show(brief),
  }));
}

/** A one-node run's manifest has no such fields either. */
async function manifestOf(app: App, { manifest_hash }: Run): Promise<{ revised_from?: string; budget_usd?: number }> {
  const json = await app.store.getDocument(manifest_hash);
  return json === null ? {} : JSON.parse(json);
}

/** One artifact of each name: those of the best attempt, which is what REVIEW published. */
export async function bestArtifacts(app: App, run: Run): Promise<RecordedArtifact[]> {
  const all = (await app.store.listArtifacts(run.run_id)).filter(({ take, node, iteration }) => take === standingTake(run.takes, node, iteration));
  const best = await bestIteration(app, all);
  const chosen = new Map<string, RecordedArtifact>();
  const rank = ({ iteration }: RecordedArtifact) => (iteration > best ? -1 : iteration);
  for (const artifact of all) {
    const before = chosen.get(artifact.name);
    if (artifact.iteration <= best && (!before || rank(artifact) > rank(before))) chosen.set(artifact.name, artifact);
  }
  return [{ name: 'sds', take: run.take, node: 'PLAN', iteration: 0, hash: run.sds_hash } as const, ...chosen.values()];
}

/** The same choice as the workflow's: passing first, then the higher total, the earliest on a tie. */
async function bestIteration(app: App, artifacts: RecordedArtifact[]): Promise<number> {
  let best: { iteration: number; scores: Scores } | null = null;
  for (const artifact of artifacts.filter(({ name }) => name === 'scores').sort((a, b) => a.iteration - b.iteration)) {
    const scores = JSON.parse((await app.store.getDocument(artifact.hash)) as string) as Scores;
    const higher = best === null || (scores.passed === best.scores.passed ? scores.total > best.scores.total : scores.passed);
    if (higher) best = { iteration: artifact.iteration, scores };
  }
  return best?.iteration ?? 0;
}

export async function read<Value>(app: App, artifacts: readonly RecordedArtifact[], name: string): Promise<Value | null> {
  const found = artifacts.find((artifact) => artifact.name === name);
  const json = found ? await app.store.getDocument(found.hash) : null;
  return json === null ? null : (JSON.parse(json) as Value);
}

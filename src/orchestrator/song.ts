import type { Fix, Scores } from '../domain/artifacts.js';
import { hashOf } from '../domain/canonical.js';
import type { Skill } from '../domain/contract.js';
import type { GraphRow, ResolvedManifest } from '../domain/manifest.js';
import type { NodeName } from '../domain/node-name.js';
import type { NodeExecution, Run } from '../domain/run.js';
import type { ResolvedSds } from '../domain/spec.js';
import type { WorkflowContext } from './context.js';
import type { Doc, Execution } from './execute-node.js';
import { pruneAfter, revised, waves, wavesAfterFix } from './graph.js';
import type { NodeServices } from './node-services.js';
import { runNode } from './run-node.js';
import { rerollOf, standingTake } from './takes.js';

export interface SongInput {
  run: Run;
  sds: ResolvedSds;
  manifest: ResolvedManifest;
  /** Its executions so far, all takes. */
  recorded: readonly NodeExecution[];
}

export interface SongServices extends NodeServices {
  skillOf(node: NodeName): Skill;
  /** Told after each VALIDATE, for the run's row. */
  scored(run: Run, total: number): Promise<void>;
}

export interface SongResult {
  /** Null where the run ended before VALIDATE. */
  scores: Scores | null;
}

type Docs = Partial<Record<NodeName | 'SDS', Doc>>;

/** One state of the song that was measured. */
interface Attempt {
  docs: Docs;
  scores: Scores;
}

/**
 * The workflow, written once: it interprets the graph table wave by wave, repairs what fails, and publishes the best
 * attempt. Deterministic between steps; how a step is made durable is the driver's affair.
 */
export async function song(ctx: WorkflowContext, services: SongServices, { run, sds, manifest, recorded }: SongInput): Promise<SongResult> {
  const graph = pruneAfter(manifest.graph, manifest.stop_after);
  const workflow = new Workflow(ctx, services, run, manifest, graph, recorded);
  let docs: Docs = { SDS: { hash: run.sds_hash, value: sds } };
  let best: Attempt | null = null;
  for (const wave of waves(graph)) {
    docs = await workflow.wave(wave, docs, 0, best);
    if (wave.some(({ id }) => id === 'VALIDATE')) {
      best = await workflow.repair({ docs, scores: docs.VALIDATE?.value as Scores });
      docs = best.docs;
    }
  }
  return { scores: best?.scores ?? null };
}

const NOTHING = async () => null;

class Workflow {
  constructor(
    private readonly ctx: WorkflowContext,
    private readonly services: SongServices,
    private readonly run: Run,
    private readonly manifest: ResolvedManifest,
    private readonly graph: readonly GraphRow[],
    private readonly recorded: readonly NodeExecution[],
  ) {}

  /** Runs a wave's nodes at the same time and gives the documents with theirs added. */
  async wave(rows: readonly GraphRow[], docs: Docs, iteration: number, best: Attempt | null): Promise<Docs> {
    const made = await this.ctx.all(rows.map((row) => () => this.node(row, docs, iteration, best)));
    const next = { ...docs };
    for (const [at, doc] of made.entries()) if (doc) next[(rows[at] as GraphRow).id] = doc;
    return next;
  }

  /** FIX and what reads it, at most max_fixes times, each from the best attempt so far. The earliest wins a tie. */
  async repair(first: Attempt): Promise<Attempt> {
    const row = this.graph.find(({ id }) => id === 'FIX');
    let best = first;
    let told = this.tell(best, 0);
    for (let iteration = 1; row && !best.scores.passed && iteration <= this.manifest.max_fixes; iteration += 1) {
      const from = best;
      const [doc] = (await this.ctx.all([() => this.node(row, from.docs, iteration, from), told])) as [Doc];
      told = NOTHING;
      const fix = doc.value as Fix;
      if (fix.diff.changes.length === 0) break;
      const docs = { ...best.docs };
      const names = { STYLE: 'style', LYRICS: 'lyrics', PRODUCER: 'producer_notes' } as const;
      for (const node of revised as (keyof typeof names)[]) docs[node] = { hash: hashOf(fix[names[node]]), value: fix[names[node]] };
      let measured: Docs = docs;
      for (const wave of wavesAfterFix(this.graph)) measured = await this.wave(wave, measured, iteration, best);
      const attempt = { docs: measured, scores: measured.VALIDATE?.value as Scores };
      if (!better(attempt.scores, best.scores)) continue;
      best = attempt;
      told = this.tell(best, iteration);
    }
    await told();
    return best;
  }

  /** Writes the total into the run's row: while the next repair is at work, where there is one. */
  private tell(best: Attempt, iteration: number): () => Promise<null> {
    return () => this.ctx.step(`${this.run.take}/scored/${iteration}`, () => this.services.scored(this.run, best.scores.total).then(() => null));
  }

  private async node(row: GraphRow, docs: Docs, iteration: number, best: Attempt | null): Promise<Doc | null> {
    const execution = this.execution(row, docs, iteration);
    const reason = this.reasonToSkip(row, best);
    if (reason !== null) {
      await this.ctx.step(`${execution.key.take}/${row.id}/${iteration}/skip`, () => this.services.executor.skip(execution, reason));
      return null;
    }
    return runNode(this.ctx, this.services, execution);
  }

  private execution({ id, inputs }: GraphRow, docs: Docs, iteration: number): Execution {
    const input: Record<string, Doc> = {};
    for (const name of inputs) {
      const doc = docs[name];
      if (doc) input[name === 'SDS' ? 'sds' : this.services.skillOf(name).contract.artifact] = doc;
    }
    const { writer: _, ...options } = (this.manifest.nodes as Partial<Record<NodeName, Record<string, unknown>>>)[id] ?? {};
    const take = standingTake(this.run.takes, id, iteration);
    const skill = this.services.skillOf(id);
    const reroll = rerollOf(this.run.takes, take);
    return {
      key: { run_id: this.run.run_id, take, node: id, iteration },
      skill,
      runSeed: this.run.seed,
      reroll,
      input,
      before: this.recorded.find((one) => one.node === id && one.take === take && one.iteration === iteration),
      ...(mayWrite(skill) ? { options: undefined, asking: options } : { options: Object.keys(options).length > 0 ? options : undefined }),
      earlier: reroll > 0 ? [] : Array.from({ length: take }, (_, at) => take - 1 - at).filter((one) => rerollOf(this.run.takes, one) === 0),
    };
  }

  /** Why a row's conditions do not hold, or null where they do. */
  private reasonToSkip({ id, when }: GraphRow, best: Attempt | null): string | null {
    for (const condition of when) {
      if (condition === 'on_pass' && !best?.scores.passed) return 'the song did not pass';
      if (condition === 'flag:render' && !this.manifest.flags.render) return 'rendering is off';
    }
    if (id === 'RENDER' && !this.services.connector(this.engine(best))) return 'no such render engine in this version';
    return null;
  }

  private engine(best: Attempt | null): string {
    return (best?.docs.SDS?.value as ResolvedSds | undefined)?.render?.engine ?? 'none';
  }
}

/** Whether somebody may write for the node; then its options say how they are asked. */
function mayWrite({ node }: Skill): boolean {
  return node.kind === 'writing' || (node.kind === 'plain' && node.refine !== undefined);
}

/** Passing beats a higher total that does not pass. */
export function better(a: Scores, b: Scores): boolean {
  return a.passed !== b.passed ? a.passed : a.total > b.total;
}

import type { Lyrics, Plan } from '../../src/domain/artifacts.js';
import { type Accepted, defineSkill, type NodeContext } from '../../src/domain/contract.js';
import type { Brief, Draft } from '../../src/domain/draft.js';
import type { ResolvedSds } from '../../src/domain/spec.js';
import { wholeBrief } from '../../src/drafting/brief.js';
import { checkDraft } from '../../src/drafting/check.js';
import { citationsFor, withCitations } from '../../src/drafting/citations.js';
import { measureLyrics } from '../../src/drafting/measure.js';
import { pronouncer } from '../../src/prosody/pronounce.js';
import { lyricsContract } from './contract.js';

type Context = NodeContext<{ sds: ResolvedSds; plan: Plan }>;

function brief({ input, tables, retrieved }: Context): Brief {
  return { ...wholeBrief({ ...input, blueprint: tables.blueprint(input.plan.genre) }), ...citationsFor(retrieved?.chunks) };
}

function accept(context: Context, draft: Draft): Accepted<Lyrics> {
  const { sds, plan } = context.input;
  const { written, issues } = checkDraft(brief(context), draft, 'LYRICS');
  const told = [...(context.retrieved?.issues ?? []), ...draft.issues];
  const measured = measureLyrics(plan, sds.lyrics.language, written, pronouncer(context.tables.pronunciations), told);
  const output = withCitations(measured, { plan, citations: context.retrieved?.chunks ?? [], draft, node: 'LYRICS' });
  return issues.length === 0 ? { accepted: true, output } : { accepted: false, issues, output };
}

export const lyrics = defineSkill(lyricsContract, { kind: 'writing', brief, accept });

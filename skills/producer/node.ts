import type { Plan, PlanSection, ProducerNotes } from '../../src/domain/artifacts.js';
import type { Blueprint } from '../../src/domain/blueprint.js';
import { type Accepted, defineSkill, type NodeContext } from '../../src/domain/contract.js';
import type { Brief, Draft } from '../../src/domain/draft.js';
import { type Issue, issue } from '../../src/domain/issue.js';
import type { ResolvedSds } from '../../src/domain/spec.js';
import { DURATION_TOLERANCE_SEC, structureOf } from '../../src/domain/structure.js';
import { rounded } from '../../src/domain/text.js';
import { fieldBrief } from '../../src/drafting/brief.js';
import { checkFields } from '../../src/drafting/fields.js';
import { producerContract } from './contract.js';

type Context = NodeContext<{ sds: ResolvedSds; plan: Plan }>;
/** Tags by section id and an instrumentation that a writer would rather have; a person's wishes stand above them. */
type Told = Record<string, string[]>;

const INSTRUMENTATION = 'instrumentation';

function noted({ input: { sds, plan }, tables }: Context, told: Told): ProducerNotes {
  const { rules } = tables.blueprint(plan.genre);
  const section_meta = Object.fromEntries(plan.sections.map((section) => [section.id, metaOf(section, sds, plan, rules, told[section.id])]));
  const duration_sec = rounded(
    Object.values(section_meta).reduce((sum, { target_duration_sec }) => sum + target_duration_sec, 0),
    3,
  );
  const notes: ProducerNotes = {
    structure: sds.producer_notes?.structure ?? structureOf(plan),
    hooks: plan.hook.count,
    instrumentation: arrangement(sds, plan, rules, told[INSTRUMENTATION]),
    section_meta,
    mix: { ...rules.mix, ...sds.producer_notes?.mix },
    duration_sec,
    issues: [],
  };
  return { ...notes, issues: durationIssues(notes, plan) };
}

/** What a section is given: its own entry first, its type's next, then what the genre does there. */
function metaOf(section: PlanSection, sds: ResolvedSds, plan: Plan, rules: Blueprint['rules'], told: string[] | undefined) {
  const wishes = sds.producer_notes?.section_meta ?? {};
  const wish = { ...wishes[section.type], ...wishes[section.id] };
  const choruses = plan.sections.filter(({ type }) => type === 'Chorus');
  const lastChorus = section.type === 'Chorus' && choruses.length > 1 && choruses.at(-1)?.id === section.id;
  const lift = lastChorus && plan.modulations.length > 0 ? [`key change to ${plan.modulations.at(-1)}`] : [];
  const usual = [...(rules.section_tags[section.type] ?? []), ...(lastChorus ? ['biggest chorus'] : [])];
  return { tags: [...(wish.tags ?? told ?? usual), ...lift], target_duration_sec: wish.target_duration_sec ?? section.duration_sec };
}

function arrangement(sds: ResolvedSds, plan: Plan, rules: Blueprint['rules'], told: string[] | undefined): string[] {
  const asked = sds.producer_notes?.instrumentation ?? [];
  const rest = sds.style.instrumentation.length > 0 ? sds.style.instrumentation : (told ?? rules.instruments);
  return [...new Set([...plan.instruments, ...asked, ...rest])].slice(0, 24);
}

function durationIssues(notes: ProducerNotes, plan: Plan): Issue[] {
  const off = notes.duration_sec - plan.duration_sec;
  if (Math.abs(off) <= DURATION_TOLERANCE_SEC) return [];
  return [
    issue('DURATION_OFF', 'PRODUCER', {
      field: 'producer_notes.section_meta',
      message: `The sections' durations add up to ${Math.round(notes.duration_sec)} s; the plan has ${Math.round(plan.duration_sec)} s.`,
      hint: `Take ${Math.round(Math.abs(off))} s ${off > 0 ? 'away from' : 'more for'} the sections, or leave the durations out.`,
    }),
  ];
}

function brief(context: Context): Brief {
  const { sds, plan } = context.input;
  const now = noted(context, {});
  const wishes = sds.producer_notes?.section_meta ?? {};
  const open = plan.sections.filter(({ id, type }) => wishes[id]?.tags === undefined && wishes[type]?.tags === undefined);
  const fields = [
    { name: INSTRUMENTATION, what: 'instruments, the leading ones first', now: now.instrumentation, most: 12 },
    ...open.map(({ id, type, bars }) => ({
      name: id,
      what: `what happens in this ${type} of ${bars} bars, as tags for a producer`,
      now: now.section_meta[id]?.tags ?? [],
      most: 6,
    })),
  ];
  return fieldBrief({ ...context.input, blueprint: context.tables.blueprint(plan.genre) }, fields);
}

function accept(context: Context, draft: Draft): Accepted<ProducerNotes> {
  const { values, issues } = checkFields(brief(context), draft, 'PRODUCER');
  const output = noted(context, values);
  return issues.length === 0 ? { accepted: true, output } : { accepted: false, issues, output };
}

export const producer = defineSkill(producerContract, { kind: 'plain', run: (context) => noted(context, {}), refine: { brief, accept } });

import type { z } from 'zod';
import type { Change, Fix, Lyrics, ProducerNotes, Style } from '../../src/domain/artifacts.js';
import { type Accepted, defineSkill, type NodeContext } from '../../src/domain/contract.js';
import type { Brief, Draft } from '../../src/domain/draft.js';
import type { Issue, IssueCode } from '../../src/domain/issue.js';
import { structureOf } from '../../src/domain/structure.js';
import { repairBrief } from '../../src/drafting/brief.js';
import { checkDraft } from '../../src/drafting/check.js';
import { citationsFor, withCitations } from '../../src/drafting/citations.js';
import { measureLyrics } from '../../src/drafting/measure.js';
import { settleTags } from '../../src/guards/tags.js';
import { pronouncer } from '../../src/prosody/pronounce.js';
import { type Choice, chooseComponent, mendOf } from './choose.js';
import { fixContract } from './contract.js';
import { canMend, planRepair } from './repair.js';

type Context = NodeContext<z.infer<typeof fixContract.input>>;

function choice({ input }: Context): Choice {
  const { scores, plan, lyrics } = input;
  return chooseComponent(scores, plan.targets.weights, (found) => canMend(plan, lyrics, found));
}

function brief(context: Context): Brief {
  const { sds, plan, lyrics } = context.input;
  const blueprint = context.tables.blueprint(plan.genre);
  return { ...repairBrief({ sds, plan, blueprint }, lyrics, planRepair(plan, lyrics, choice(context).issues)), ...citationsFor(lyrics.citations) };
}

function accept(context: Context, draft: Draft): Accepted<Fix> {
  const { sds, plan, style, lyrics, producer_notes } = context.input;
  const { component, issues } = choice(context);
  const asked = brief(context);
  const checked = checkDraft(asked, draft, 'FIX');
  const measured = measureLyrics(plan, sds.lyrics.language, checked.written, pronouncer(context.tables.pronunciations), wishes(lyrics, draft, asked));
  const mended = withCitations(measured, { plan, citations: lyrics.citations, draft, node: 'FIX', before: lyrics });
  const styled = mendStyle(style, issues, context);
  const noted = mendNotes(producer_notes, issues, context);
  const output: Fix = {
    style: styled,
    lyrics: mended,
    producer_notes: noted,
    diff: { component, changes: [...lineChanges(lyrics, mended, issues), ...styleChanges(style, styled), ...noteChanges(producer_notes, noted)] },
    issues: [],
  };
  return checked.issues.length === 0 ? { accepted: true, output } : { accepted: false, issues: checked.issues, output };
}

/** What the writer could not meet before still holds for the lines that were kept; what it cannot meet now is said once. */
function wishes(lyrics: Lyrics, draft: Draft, asked: Brief): Issue[] {
  const reopened = new Set(asked.sections.flatMap(({ id, lines }) => lines.flatMap(({ text }, at) => (text === null ? [`${id}:${at + 1}`] : []))));
  const all = [...lyrics.issues.filter(({ section, line }) => !reopened.has(`${section}:${line}`)), ...draft.issues];
  return all.filter((one, at) => all.findIndex(({ code, message }) => code === one.code && message === one.message) === at);
}

function mendStyle(style: Style, issues: Issue[], { tables }: Context): Style {
  if (!issues.some((one) => mendOf(one) === 'drop-tag')) return style;
  const all = Object.entries(style.tags).flatMap(([category, values]) => values.map((value) => ({ category, value })));
  const { kept, dropped } = settleTags(all, tables.tags, tables.conflicts);
  const tags = Object.fromEntries(
    Object.keys(style.tags).map((category) => [category, kept.filter((tag) => tag.category === category).map(({ value }) => value)]),
  );
  return { ...style, tags, dropped: [...style.dropped, ...dropped] };
}

function mendNotes(notes: ProducerNotes, issues: Issue[], { input: { plan } }: Context): ProducerNotes {
  const codes = new Set(issues.filter((one) => mendOf(one) === 'copy-plan').map(({ code }) => code));
  const timed = codes.has('DURATION_OFF')
    ? {
        section_meta: Object.fromEntries(
          plan.sections.map(({ id, duration_sec }) => [id, { tags: notes.section_meta[id]?.tags ?? [], target_duration_sec: duration_sec }]),
        ),
        duration_sec: plan.duration_sec,
        issues: notes.issues.filter(({ code }) => code !== 'DURATION_OFF'),
      }
    : {};
  return { ...notes, ...timed, ...(codes.has('STRUCTURE_MISMATCH') ? { structure: structureOf(plan) } : {}) };
}

function lineChanges(before: Lyrics, after: Lyrics, issues: Issue[]): Change[] {
  const ids = [...new Set([...before.sections, ...after.sections].map(({ id }) => id))];
  return ids.flatMap((id) => {
    const old = before.sections.find((section) => section.id === id)?.lines ?? [];
    const now = after.sections.find((section) => section.id === id)?.lines ?? [];
    return Array.from({ length: Math.max(old.length, now.length) }, (_, at) => ({ at, was: old[at]?.text ?? '', is: now[at]?.text ?? '' }))
      .filter(({ was, is }) => was !== is)
      .map(({ at, was, is }) => ({ code: codeFor(id, at + 1, { was, is }, issues), place: `${id}:${at + 1}`, before: was, after: is }));
  });
}

const REMOVES: readonly IssueCode[] = ['LINES_TOO_MANY', 'PROMPT_OVER_LIMIT'];
const ADDS: readonly IssueCode[] = ['LINES_TOO_FEW', 'SECTION_MISSING', 'SECTION_ORDER'];

/** The issue a change answers: one of its kind first, then that of the line, of the section, of the song. */
function codeFor(section: string, line: number, { was, is }: { was: string; is: string }, issues: Issue[]): IssueCode {
  const kind = is === '' ? REMOVES : was === '' ? ADDS : [];
  const found =
    issues.find(({ code }) => kind.includes(code)) ??
    issues.find((one) => one.section === section && one.line === line) ??
    issues.find((one) => one.section === section) ??
    (issues[0] as Issue);
  return found.code;
}

function styleChanges(before: Style, after: Style): Change[] {
  const flat = ({ tags }: Style) => Object.entries(tags).map(([category, values]) => [category, values.join(', ')] as const);
  return flat(before).flatMap(([category, was]) => {
    const is = (after.tags[category] ?? []).join(', ');
    return was === is ? [] : [{ code: 'TAG_CONFLICT' as const, place: `style.tags.${category}`, before: was, after: is }];
  });
}

function noteChanges(before: ProducerNotes, after: ProducerNotes): Change[] {
  const changes: Change[] = [];
  if (before.structure !== after.structure)
    changes.push({ code: 'STRUCTURE_MISMATCH', place: 'producer_notes.structure', before: before.structure, after: after.structure });
  if (before.duration_sec !== after.duration_sec) {
    changes.push({ code: 'DURATION_OFF', place: 'producer_notes.duration_sec', before: String(before.duration_sec), after: String(after.duration_sec) });
  }
  return changes;
}

export const fix = defineSkill(fixContract, { kind: 'writing', brief, accept });

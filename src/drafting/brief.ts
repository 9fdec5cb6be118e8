import type { Lyrics, Plan, PlanSection } from '../domain/artifacts.js';
import type { Blueprint } from '../domain/blueprint.js';
import type { Brief, BriefField, BriefLine } from '../domain/draft.js';
import { lockedAt } from '../domain/given.js';
import type { Issue } from '../domain/issue.js';
import { isAnswer, repeatedLine } from '../domain/line-form.js';
import { gradeOf } from '../domain/reading-level.js';
import type { ResolvedSds } from '../domain/spec.js';
import { hookCount } from '../prosody/hook.js';
import { rhymeLabels } from '../prosody/scheme.js';

export interface BriefInput {
  sds: ResolvedSds;
  plan: Plan;
  blueprint: Blueprint;
}

/** Sections that a writer writes: sung ones that do not repeat another word for word. */
export function writtenSections(plan: Plan): PlanSection[] {
  return plan.sections.filter(({ lines, repeat_of }) => lines.target > 0 && repeat_of === null);
}

/** A brief for the whole song: every line open but those that the person gave. */
export function wholeBrief(input: BriefInput): Brief {
  return frame(
    input,
    writtenSections(input.plan).map((section) => ({ section, lines: section.lines.target, have: givenTexts(section) })),
    new Set(),
    [],
  );
}

/** A brief for short texts besides lyrics: what a song's style or notes may be bettered by. */
export function fieldBrief(input: BriefInput, fields: BriefField[]): Brief {
  return { ...frame(input, [], new Set(), []), fields };
}

function givenTexts({ given = [] }: PlanSection): (string | null)[] {
  return given.map((line) => line?.text ?? null);
}

/** What a repair may touch. */
export interface Repair {
  /** Lines to be written anew, "verse-1:3" counted from 1. */
  open: ReadonlySet<string>;
  /** Sections that are to lose lines at their end, and how many they keep. */
  shorten: ReadonlyMap<string, number>;
  issues: Issue[];
}

/** A brief for a repair: the song as it stands, with the lines to be written anew open, and sections that miss lines lengthened to their target. */
export function repairBrief(input: BriefInput, lyrics: Lyrics, { open, shorten, issues }: Repair): Brief {
  const sections = writtenSections(input.plan).map((section) => {
    const have = lyrics.sections.find(({ id }) => id === section.id)?.lines.map(({ text }) => text) ?? [];
    const wanted = have.length < section.lines.min ? section.lines.target : Math.min(have.length, section.lines.max);
    return { section, have: have.length === 0 ? givenTexts(section) : aroundLines(section, have), lines: shorten.get(section.id) ?? wanted };
  });
  return frame(input, sections, open, issues);
}

/** Locked lines at their places, the others around them, also where a draft was a line short. */
function aroundLines(section: PlanSection, have: readonly string[]): (string | null)[] {
  const locked = (section.given ?? []).flatMap((line) => (line?.locked ? [line.text] : []));
  // Changed by hand: their places are all that is left of them.
  if (locked.some((text) => !have.includes(text))) return [...have];
  const rest = [...have];
  for (const text of locked) if (rest.includes(text)) rest.splice(rest.indexOf(text), 1);
  return Array.from({ length: rest.length + locked.length }, (_, at) => lockedAt(section, at) ?? rest.shift() ?? null);
}

interface Part {
  section: PlanSection;
  lines: number;
  have: (string | null)[];
}

function frame({ sds, plan, blueprint }: BriefInput, parts: Part[], open: ReadonlySet<string>, issues: Issue[]): Brief {
  const themes = sds.lyrics.themes.length > 0 ? sds.lyrics.themes : blueprint.rules.themes;
  return {
    language: sds.lyrics.language,
    title: plan.title,
    genre: plan.genre,
    hook: {
      phrase: plan.hook.phrase,
      strategy: plan.hook.strategy,
      ...waysOf(parts),
      ...(blueprint.rules.hook.ways ? { sung: blueprint.rules.hook.ways } : {}),
    },
    pov: plan.pov,
    tense: plan.tense,
    mood: plan.mood,
    themes,
    lexicon: { positive: blueprint.rules.lexicon_positive, negative: blueprint.rules.lexicon_negative },
    banned_terms: blueprint.rules.banned_terms,
    explicit: sds.lyrics.constraints.explicit ?? false,
    ...(sds.lyrics.imagery_density === undefined ? {} : { imagery: sds.lyrics.imagery_density }),
    ...readingGrade(sds.lyrics.reading_level ?? blueprint.rules.reading_level),
    syllable_tolerance: plan.syllable_tolerance,
    slant_rhyme: plan.slant_rhyme,
    sections: parts.map(({ section, lines, have }) => ({ id: section.id, type: section.type, lines: linesOf(section, lines, have, open, plan) })),
    ...(sds.lyrics.note ? { note: sds.lyrics.note } : {}),
    issues,
  };
}

function readingGrade(level: string | undefined): { reading_grade?: number } {
  const grade = level === undefined ? null : gradeOf(level);
  return grade === null ? {} : { reading_grade: grade };
}

/** How verses are answered, where they are. */
function waysOf(parts: readonly Part[]): { ways?: string[] } {
  const ways = parts.flatMap(({ section }) => section.form?.ways ?? []);
  return ways.length === 0 ? {} : { ways: [...new Set(ways)] };
}

function linesOf(section: PlanSection, count: number, have: (string | null)[], open: ReadonlySet<string>, plan: Plan): BriefLine[] {
  const labels = rhymeLabels(section.rhyme_scheme ?? 'X', count);
  const hooks = hookLines(section, labels, plan);
  return labels.map((rhyme, at) => {
    const locked = lockedAt(section, at);
    const text = locked ?? have[at] ?? undefined;
    const again = repeatedLine(section, at);
    const isOpen = (line: number) => open.has(`${section.id}:${line + 1}`);
    const kept = locked !== null || (text !== undefined && !isOpen(at) && (again === null || !isOpen(again)));
    return {
      text: kept ? (text as string) : null,
      syllables: section.syllables[at % section.syllables.length] as number,
      rhyme,
      hook: kept ? hookCount(text as string, plan.hook.phrase) > 0 : hooks.has(at),
      ...(locked === null ? {} : { locked: true as const }),
      ...(again === null || kept ? {} : { repeats: again + 1 }),
      ...(text !== undefined && !kept ? { avoid: text } : {}),
    };
  });
}

/**
 * Which lines of a section hold the hook. A chorus begins or ends with it: a chant says it first and in the last
 * two lines where these rhyme with one another, a call is answered by it, a refrain frames the chorus with it.
 */
export function hookLines(section: PlanSection, labels: readonly string[], plan: Plan): Set<number> {
  const last = labels.length - 1;
  const lines = new Set<number>();
  if (plan.hook.count > 0 && (section.type === 'Chorus' || section.type === 'Refrain')) {
    const usual = chorusHooks(labels, plan.hook.strategy);
    for (const at of aroundLocked(section, labels, usual, plan.hook.phrase).slice(0, Math.max(1, plan.hook.per_chorus))) lines.add(at);
  }
  if (plan.hook.count > 0) for (const at of labels.keys()) if (isAnswer(section, at) && lockedAt(section, at) === null) lines.add(at);
  const closes = section.type === 'Outro' || (section.type === 'Verse' && !hasHome(plan));
  const ends = section.must_end_with_hook || (plan.hook.count > 0 && closes);
  if (ends && lockedAt(section, last) === null) lines.add(last);
  return lines;
}

/** Whether the form brings the hook by itself; where it does not and a hook is asked for, verses end with it. */
function hasHome({ sections }: Plan): boolean {
  const sung = sections.filter(({ lines }) => lines.target > 0);
  return sung.some(
    ({ type, must_end_with_hook, form }) => ['Chorus', 'Refrain', 'Outro'].includes(type) || must_end_with_hook || (form?.answers ?? []).length > 0,
  );
}

/** Where locked lines stand, the hook is counted in those that hold it, and goes into open ones that need not rhyme with a locked one. */
function aroundLocked(section: PlanSection, labels: readonly string[], usual: readonly number[], phrase: string): number[] {
  const locked = labels.map((_, at) => lockedAt(section, at));
  if (locked.every((text) => text === null)) return [...usual];
  const sung = locked.flatMap((text, at) => (text !== null && hookCount(text, phrase) > 0 ? [at] : []));
  const bound = (at: number) => labels[at] !== 'X' && labels.some((label, other) => label === labels[at] && other !== at && locked[other] !== null);
  const open = [...usual, ...labels.keys()].filter((at) => locked[at] === null);
  return [...new Set([...sung, ...open.filter((at) => !bound(at)), ...open])];
}

function chorusHooks(labels: readonly string[], strategy: Plan['hook']['strategy']): number[] {
  const last = labels.length - 1;
  const closing = labels[last] === labels[last - 1] ? [last, last - 1] : [last, Math.floor(last / 2)];
  const order = {
    chant: [0, ...closing],
    lyrical: [0, last],
    // A call of one line answers itself.
    'call-response': [...labels.flatMap((_, at) => (at % 2 === 1 ? [at] : [])).reverse(), 0],
    melodic: [0],
  }[strategy];
  return [...new Set(order)];
}

import type { PlanSection } from '../../src/domain/artifacts.js';
import type { Blueprint, LineForm } from '../../src/domain/blueprint.js';
import { type LineRange, leastChorusLines, lineRange, sectionIds } from '../../src/domain/form.js';
import type { GivenSection, PlacedGiven } from '../../src/domain/given.js';
import { isAnswer, repeatedLine } from '../../src/domain/line-form.js';
import { barsToSeconds } from '../../src/domain/music.js';
import type { ResolvedSds } from '../../src/domain/spec.js';
import type { EngineTable } from '../../src/domain/tables.js';
import type { SectionType } from '../../src/domain/words.js';
import { measureLineIn } from '../../src/prosody/line.js';
import type { Pronounce } from '../../src/prosody/pronounce.js';
import { linesInPrompt } from './prompt-room.js';
import { makeRoom } from './room.js';

export interface Tempo {
  bpm: number;
  timeSignature: string;
}

interface Tools {
  pronounce: Pronounce;
  engines: EngineTable;
}

/** Bars change in steps of this many, so that phrases stay whole. */
const BAR_STEP = 2;

interface Draft {
  type: SectionType;
  lines: LineRange & { target: number };
  bars: number;
  given: GivenSection | undefined;
}

/**
 * Sections in order, each with lines, bars and seconds. A sung section takes bars_per_line bars for each line;
 * an asked duration is met by changing the lines of verses and the bars of what is not sung, as far as the
 * ranges allow, and a prompt's limit by shortening. Durations add up to bars × beats × 60 / tempo exactly. Where the person gave words, these are as long as
 * they are, and locked lines are the measure of their own syllables.
 */
export function planSections(
  sds: ResolvedSds,
  blueprint: Blueprint,
  tempo: Tempo,
  { at: given }: Pick<PlacedGiven, 'at'>,
  { pronounce, engines }: Tools,
): PlanSection[] {
  const order = sds.lyrics.section_order;
  const ids = sectionIds(order);
  const drafts = order.map((type, index) => usualSection(type, sds, blueprint, given.get(ids[index] as string)));
  makeRoom(drafts, (draft, target) => setTarget(draft, target, blueprint));
  const syllables = meanOf(drafts.filter(({ lines }) => lines.target > 0).flatMap((draft) => meanOf(syllablesFor(draft, sds, blueprint, pronounce))));
  const most = Math.min(sds.lyrics.constraints.max_lines ?? Number.POSITIVE_INFINITY, linesInPrompt(sds, order.length, syllables, engines));
  fitToLines(drafts, most, blueprint);
  fitToDuration(drafts, sds, blueprint, tempo, most);
  return drafts.map((draft, index) => ({
    id: ids[index] as string,
    type: draft.type,
    index,
    bars: draft.bars,
    duration_sec: barsToSeconds(draft.bars, tempo.bpm, tempo.timeSignature),
    lines: draft.lines,
    words_target: Math.round((draft.lines.target * meanOf(syllablesFor(draft, sds, blueprint, pronounce))) / 1.3),
    rhyme_scheme: draft.lines.max === 0 ? null : schemeFor(draft.type, sds, blueprint),
    syllables: syllablesFor(draft, sds, blueprint, pronounce),
    repeat_of: repeatOf(index, order, ids, drafts, blueprint),
    must_end_with_hook: sds.lyrics.constraints.section_requirements?.[draft.type]?.must_end_with_hook ?? false,
    ...(blueprint.rules.line_forms?.[draft.type] && draft.lines.max > 0 ? { form: blueprint.rules.line_forms[draft.type] } : {}),
    ...(draft.given ? { given: draft.given.lines } : {}),
  }));
}

function usualSection(type: SectionType, sds: ResolvedSds, blueprint: Blueprint, given: GivenSection | undefined): Draft {
  const { section_bars, bars_per_line } = blueprint.rules;
  const usualBars = section_bars[type] ?? 4;
  const range = lineRange(type, sds, blueprint);
  const usual = range.max === 0 ? 0 : Math.round(usualBars / bars_per_line);
  const wished = type === 'Chorus' ? Math.max(usual, leastChorusLines(sds)) : usual;
  const target = isInstrumental(type) && range.min === 0 ? 0 : Math.min(Math.max(wished, range.min), range.max);
  const bars = target === 0 ? usualBars : barsFor(target, bars_per_line);
  return { type, lines: { ...range, target }, bars, given };
}

/** These carry words only where somebody asks for them. */
function isInstrumental(type: SectionType): boolean {
  return ['Intro', 'Solo', 'Interlude', 'Breakdown', 'Drop'].includes(type);
}

const barsFor = (lines: number, barsPerLine: number) => Math.max(1, Math.ceil(lines * barsPerLine));

function setTarget(draft: Draft, target: number, blueprint: Blueprint): void {
  draft.lines.target = target;
  draft.bars = target === 0 ? draft.bars : barsFor(target, blueprint.rules.bars_per_line);
}

/** Takes lines away, longest section first, until the song has at most so many. */
function fitToLines(drafts: Draft[], most: number, blueprint: Blueprint): void {
  let sum = drafts.reduce((total, { lines }) => total + lines.target, 0);
  while (sum > most) {
    const shrinkable = drafts.filter(({ lines }) => lines.target > lines.min);
    if (shrinkable.length === 0) return;
    const longest = shrinkable.reduce((a, b) => (b.lines.target > a.lines.target ? b : a));
    // Sections of one type keep one length, or their lines would no longer match.
    const target = longest.lines.target - 1;
    for (const draft of drafts.filter(({ type, lines }) => type === longest.type && lines.target > target))
      setTarget(draft, Math.max(target, draft.lines.min), blueprint);
    sum = drafts.reduce((total, { lines }) => total + lines.target, 0);
  }
}

function fitToDuration(drafts: Draft[], sds: ResolvedSds, blueprint: Blueprint, { bpm, timeSignature }: Tempo, most: number): void {
  const wished = sds.lyrics.constraints.duration_sec;
  if (wished === undefined) return;
  const missing = () => wished - drafts.reduce((sum, { bars }) => sum + barsToSeconds(bars, bpm, timeSignature), 0);
  for (let guard = 0; guard < 200; guard += 1) {
    const before = missing();
    if (Math.abs(before) < barsToSeconds(BAR_STEP, bpm, timeSignature)) return;
    const moved = stepsTowards(drafts, before > 0 ? 1 : -1, most, blueprint).some((step) => {
      const kept = drafts.map(({ lines, bars }) => ({ target: lines.target, bars }));
      step();
      if (Math.abs(missing()) < Math.abs(before)) return true;
      // It went too far: another step may be a smaller one.
      for (const [at, draft] of drafts.entries()) [draft.lines.target, draft.bars] = [kept[at]?.target ?? 0, kept[at]?.bars ?? 0];
      return false;
    });
    if (!moved) return;
  }
}

/** Steps longer or shorter, in the order in which they are tried: sung verses first, two lines (or one group of lines) at a time, then what is not sung. */
function stepsTowards(drafts: Draft[], direction: 1 | -1, most: number, blueprint: Blueprint): (() => void)[] {
  const sum = drafts.reduce((total, { lines }) => total + lines.target, 0);
  const sung = (['Verse', 'Bridge', 'Chorus', 'PreChorus', 'PostChorus', 'Refrain', 'Outro'] as const).flatMap((type) => {
    const same = drafts.filter((draft) => draft.type === type && draft.lines.target > 0);
    const lines = (blueprint.rules.line_forms?.[type]?.every ?? 2) * direction;
    const target = (same[0]?.lines.target ?? 0) + lines;
    const allowed = same.length > 0 && same.every(({ lines: range }) => target >= Math.max(range.min, 2) && target <= range.max);
    if (!allowed || sum + lines * same.length > most) return [];
    return [() => same.forEach((draft) => void setTarget(draft, target, blueprint))];
  });
  const silent = drafts.filter(({ lines, bars }) => lines.target === 0 && bars + BAR_STEP * direction >= BAR_STEP && bars + BAR_STEP * direction <= 32);
  const next = silent.reduce<Draft | undefined>((a, b) => (a === undefined || b.bars * direction < a.bars * direction ? b : a), undefined);
  if (next === undefined) return sung;
  return [
    ...sung,
    () => {
      next.bars += BAR_STEP * direction;
    },
  ];
}

function schemeFor(type: SectionType, sds: ResolvedSds, { rules }: Blueprint): string {
  const asked = sds.lyrics.rhyme_scheme;
  const usual = rules.rhyme_scheme[type] ?? 'AABB';
  const scheme = typeof asked === 'string' ? asked : (asked[type] ?? usual);
  const form = rules.line_forms?.[type];
  return form && scheme !== usual ? spreadOver(scheme, form) : scheme;
}

/** A scheme is asked for the lines that are told: answers rhyme with nothing, and a line that comes again rhymes as it did. */
function spreadOver(scheme: string, form: LineForm): string {
  let next = 0;
  const letters: string[] = [];
  for (let at = 0; at < LONGEST_SCHEME && (next < scheme.length || at % form.every !== 0); at += 1) {
    const again = repeatedLine({ form }, at);
    if (isAnswer({ form }, at)) letters.push('X');
    else letters.push(again === null ? (scheme[next++ % scheme.length] as string) : (letters[again] as string));
  }
  return letters.join('');
}

/** Letters that a scheme may have. */
const LONGEST_SCHEME = 16;

function syllablesFor({ type, lines, given }: Draft, sds: ResolvedSds, { rules }: Blueprint, pronounce: Pronounce): number[] {
  const asked = sds.lyrics.syllables_per_line ?? rules.syllables_per_line.sections[type] ?? rules.syllables_per_line.default;
  const pattern = Array.isArray(asked) ? asked : [asked];
  if (!given?.lines.some((line) => line?.locked)) return pattern;
  return Array.from({ length: lines.target }, (_, at) => {
    const line = given.lines[at];
    return line?.locked ? measureLineIn(sds.lyrics.language, line.text, pronounce).syllables : (pattern[at % pattern.length] as number);
  });
}

function repeatOf(index: number, order: readonly SectionType[], ids: string[], drafts: Draft[], { rules }: Blueprint): string | null {
  const type = order[index] as SectionType;
  if (!rules.repeated_sections.includes(type) && type !== 'Chorus') return null;
  const first = order.indexOf(type);
  if (!sameWords(drafts[index]?.given, drafts[first]?.given)) return null;
  return first < index && drafts[first]?.lines.target === drafts[index]?.lines.target ? (ids[first] as string) : null;
}

/** Whether a section may sing what the first of its type sings: nobody gave it words, or the same ones. */
function sameWords(own: GivenSection | undefined, first: GivenSection | undefined): boolean {
  const words = (section: GivenSection) => section.lines.map((line) => line?.text ?? '').join('\n');
  return own === undefined || (first !== undefined && words(own) === words(first));
}

function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

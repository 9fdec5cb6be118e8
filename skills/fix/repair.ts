import type { Lyrics, Plan, PlanSection } from '../../src/domain/artifacts.js';
import { lockedAt } from '../../src/domain/given.js';
import type { Issue } from '../../src/domain/issue.js';
import { hookLines, type Repair, writtenSections } from '../../src/drafting/brief.js';
import { hookCount } from '../../src/prosody/hook.js';
import { rhymeLabels } from '../../src/prosody/scheme.js';
import { mendOf } from './choose.js';

/** Which lines of the words have to be written anew for some issues, and which sections shortened. */
export function planRepair(plan: Plan, lyrics: Lyrics, issues: Issue[]): Repair {
  const open = new Set<string>();
  const shorten = new Map<string, number>();
  for (const found of issues) {
    const section = homeOf(plan, found.section);
    const mend = mendOf(found);
    if (mend === 'shorten') shortenLongest(plan, lyrics, shorten);
    else if (mend === 'trim-hook') openSpareHooks(plan, lyrics, open);
    else if (mend === 'add-hook') for (const home of section ? [section] : homesOf(plan)) openHookLines(home, plan, lyrics, open);
    else if (mend === 'rewrite-line' && section && found.line !== undefined) openLine(section, found, plan, lyrics, open);
  }
  return { open, shorten, issues };
}

/** Whether anything can be done about an issue: where only locked lines are at fault there is nothing. */
export function canMend(plan: Plan, lyrics: Lyrics, found: Issue): boolean {
  const mend = mendOf(found);
  if (mend !== 'rewrite-line' && mend !== 'add-hook' && mend !== 'trim-hook') return mend !== null;
  return planRepair(plan, lyrics, [found]).open.size > 0 || !plan.sections.some(({ given }) => given);
}

/** A section's words stand where they were written: a repeat leads to its original. */
function homeOf(plan: Plan, id: string | undefined): PlanSection | undefined {
  const section = plan.sections.find((one) => one.id === id);
  return section?.repeat_of ? plan.sections.find((one) => one.id === section.repeat_of) : section;
}

/** Choruses; in a form without any, all that is sung. */
function homesOf(plan: Plan): PlanSection[] {
  const written = writtenSections(plan);
  const choruses = written.filter(({ type }) => type === 'Chorus' || type === 'Refrain');
  return choruses.length > 0 ? choruses : written;
}

function linesOf(lyrics: Lyrics, id: string): string[] {
  return lyrics.sections.find((section) => section.id === id)?.lines.map(({ text }) => text) ?? [];
}

/** A rhyme needs two: with a line that does not rhyme, its whole group is open, but for lines that hold the hook. */
function openLine(section: PlanSection, found: Issue, plan: Plan, lyrics: Lyrics, open: Set<string>): void {
  const at = (found.line as number) - 1;
  if (lockedAt(section, at) === null) open.add(`${section.id}:${at + 1}`);
  if (found.code !== 'RHYME_BROKEN' && found.code !== 'RHYME_REPEATED') return;
  openGroup(section, at, plan, lyrics, open);
}

function openGroup(section: PlanSection, at: number, plan: Plan, lyrics: Lyrics, open: Set<string>): void {
  const lines = linesOf(lyrics, section.id);
  const labels = rhymeLabels(section.rhyme_scheme ?? 'X', lines.length);
  for (const [other, text] of lines.entries()) {
    if (lockedAt(section, other) !== null) continue;
    if (labels[other] === labels[at] && labels[at] !== 'X' && hookCount(text, plan.hook.phrase) === 0) open.add(`${section.id}:${other + 1}`);
  }
}

/** The lines that ought to hold the hook and do not, with the lines that are to rhyme with them. */
function openHookLines(section: PlanSection, plan: Plan, lyrics: Lyrics, open: Set<string>): void {
  const lines = linesOf(lyrics, section.id);
  const labels = rhymeLabels(section.rhyme_scheme ?? 'X', lines.length);
  for (const at of hookLines(section, labels, plan)) {
    if (hookCount(lines[at] ?? '', plan.hook.phrase) > 0 || lockedAt(section, at) !== null) continue;
    open.add(`${section.id}:${at + 1}`);
    openGroup(section, at, plan, lyrics, open);
  }
}

/** Lines that hold the hook where the plan has none, the last ones first, one a section. */
function openSpareHooks(plan: Plan, lyrics: Lyrics, open: Set<string>): void {
  for (const section of writtenSections(plan)) {
    const lines = linesOf(lyrics, section.id);
    const wanted = hookLines(section, rhymeLabels(section.rhyme_scheme ?? 'X', lines.length), plan);
    const spare = lines.findLastIndex((text, at) => hookCount(text, plan.hook.phrase) > 0 && !wanted.has(at) && lockedAt(section, at) === null);
    if (spare >= 0) open.add(`${section.id}:${spare + 1}`);
  }
}

/** Two lines off the longest section that may lose them. */
function shortenLongest(plan: Plan, lyrics: Lyrics, shorten: Map<string, number>): void {
  const able = writtenSections(plan)
    .map((section) => ({ section, have: linesOf(lyrics, section.id).length }))
    .filter(({ section, have }) => have - 2 >= section.lines.min);
  if (able.length === 0) return;
  const { section, have } = able.reduce((a, b) => (b.have > a.have ? b : a));
  for (const one of able.filter((other) => other.section.type === section.type))
    shorten.set(one.section.id, Math.max(one.section.lines.min, Math.min(one.have, have) - 2));
}

import type { Plan } from '../domain/artifacts.js';
import { lockedAt } from '../domain/given.js';
import type { Issue, IssueCode } from '../domain/issue.js';

/** What no song may hold, whoever wrote it. */
const neverLenient: readonly IssueCode[] = ['SLUR', 'PROFANITY', 'BANNED_TERM'];

/** What an open line would have to mend, where a section has none. */
const wantsOpenLine: readonly IssueCode[] = ['HOOK_MISSING', 'HOOK_SPARSE'];

/** An issue at a locked line is only told: it counts in the metrics, and nobody but the line's owner can do anything about it. */
export function lenient(found: Issue, { plan }: { plan: Plan }): Issue {
  const atLocked =
    found.line === undefined ? wantsOpenLine.includes(found.code) && isClosed(plan, found.section) : isLocked(plan, found.section, found.line - 1);
  if (!atLocked) return found;
  const severity = neverLenient.includes(found.code) ? found.severity : 'info';
  return {
    ...found,
    severity,
    hint: `${found.line === undefined ? 'The section' : 'The line'} is locked: only its owner can change it. ${found.hint}`.slice(0, 600),
  };
}

/** Whether the line at a place of a section is locked, also where the section sings another's words. */
export function isLocked(plan: Plan, id: string | undefined, at: number): boolean {
  const home = homeOf(plan, id);
  return home !== undefined && lockedAt(home, at) !== null;
}

function isClosed(plan: Plan, id: string | undefined): boolean {
  const home = homeOf(plan, id);
  return home !== undefined && Array.from({ length: home.lines.target }, (_, at) => lockedAt(home, at)).every((text) => text !== null);
}

function homeOf({ sections }: Plan, id: string | undefined): Plan['sections'][number] | undefined {
  const section = sections.find((one) => one.id === id);
  return section?.repeat_of ? sections.find((one) => one.id === section.repeat_of) : section;
}

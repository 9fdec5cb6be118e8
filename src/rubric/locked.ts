import type { Plan } from '../domain/artifacts.js';
import { lockedAt } from '../domain/given.js';
import type { Issue, IssueCode } from '../domain/issue.js';

/** What no song may hold, whoever wrote it. */
const neverLenient: readonly IssueCode[] = ['SLUR', 'PROFANITY', 'BANNED_TERM'];

/** An issue at a locked line is only told: it counts in the metrics, and nobody but the line's owner can do anything about it. */
export function lenient(found: Issue, { plan }: { plan: Plan }): Issue {
  if (found.line === undefined || !isLocked(plan, found.section, found.line - 1)) return found;
  const severity = neverLenient.includes(found.code) ? found.severity : 'info';
  return { ...found, severity, hint: `The line is locked: only its owner can change it. ${found.hint}`.slice(0, 600) };
}

/** Whether the line at a place of a section is locked, also where the section sings another's words. */
export function isLocked(plan: Plan, id: string | undefined, at: number): boolean {
  const section = plan.sections.find((one) => one.id === id);
  const home = section?.repeat_of ? plan.sections.find((one) => one.id === section.repeat_of) : section;
  return home !== undefined && lockedAt(home, at) !== null;
}

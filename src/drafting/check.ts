import type { Brief, BriefSection, Draft } from '../domain/draft.js';
import { type Issue, issue } from '../domain/issue.js';
import type { NodeName } from '../domain/node-name.js';
import { withoutFences } from './fence.js';
import type { Written } from './measure.js';
import { renderBrief } from './render-brief.js';
import { repeatsOf, unsung } from './unsung.js';

/** A draft held against its brief: what can be taken, and what a writer must send again. */
export interface CheckedDraft {
  written: Written[];
  issues: Issue[];
}

/**
 * Puts kept lines and drafted lines together. A draft may give whole sections, or only the open lines of a
 * section; what is missing, too much or blank is an issue, and kept lines stay as they are whatever the draft says.
 */
export function checkDraft(brief: Brief, draft: Draft, node: NodeName): CheckedDraft {
  const issues: Issue[] = [];
  const known = new Set(brief.sections.map(({ id }) => id));
  for (const { id } of draft.sections.filter((section) => !known.has(section.id))) {
    const name = plainName(id);
    issues.push(issue('SECTION_ORDER', node, { section: name, message: `The brief has no section "${name}".`, hint: `It asks for ${[...known].join(', ')}.` }));
  }
  const repeatsBrief = repeatsOf(() => withoutFences(renderBrief(brief)));
  const written = brief.sections.map((section) => {
    const open = section.lines.filter(({ text }) => text === null).length;
    const given = (draft.sections.find(({ id }) => id === section.id)?.lines ?? [])
      .map((line) => line.replace(/\s+/g, ' ').trim())
      .filter((line) => line !== '');
    const whole = given.length === section.lines.length;
    if (whole) issues.push(...lockedChanges(section, given, node));
    if (open > 0 && !whole && given.length !== open) {
      const few = given.length < (whole ? section.lines.length : open);
      const message = `${section.id} came with ${given.length} lines; the brief asks for ${open}.`;
      issues.push(issue(few ? 'LINES_TOO_FEW' : 'LINES_TOO_MANY', node, { section: section.id, message, hint: 'Send one line for each open line, in order.' }));
    }
    let next = 0;
    const lines = section.lines.flatMap(({ text }, at) => {
      if (text !== null) return [text];
      const line = whole ? given[at] : given[next++];
      if (line === undefined) return [];
      const kind = unsung(line) ?? (repeatsBrief(line) ? 'a piece of the brief' : null);
      if (kind === null) return [line];
      issues.push(
        issue('LINE_UNSUNG', node, { section: section.id, line: at + 1, message: `The line is ${kind}, and is left out.`, hint: 'Send words to be sung.' }),
      );
      return [];
    });
    return { id: section.id, lines };
  });
  return { written, issues };
}

/** A name from outside, fit to be told. */
function plainName(id: string): string {
  return id.replace(/[^\p{L}\p{N} -]+/gu, '').slice(0, 40);
}

/** A draft of a whole section that has a locked line otherwise: the line stands, and its writer is told. */
function lockedChanges({ id, lines }: BriefSection, drafted: readonly string[], node: NodeName): Issue[] {
  return lines.flatMap(({ text, locked }, at) => {
    if (!locked || text === null || drafted[at] === text.replace(/\s+/g, ' ').trim()) return [];
    const message = `Line ${at + 1} of ${id} is locked, and the draft has another one there.`;
    return [issue('LINE_LOCKED', node, { section: id, line: at + 1, message, hint: 'Send it as it stands in the brief, or only the open lines.' })];
  });
}

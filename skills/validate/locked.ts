import type { Lyrics, Plan } from '../../src/domain/artifacts.js';
import { type Issue, issue } from '../../src/domain/issue.js';

/** Locked lines that are not there as their owner wrote them: lyrics that somebody changed by hand between the steps. */
export function lockedIssues(plan: Plan, lyrics: Lyrics): Issue[] {
  return plan.sections.flatMap(({ id, given }) => {
    const lines = lyrics.sections.find((section) => section.id === id)?.lines;
    if (!given || !lines) return [];
    let next = 0;
    return given.flatMap((line, at): Issue[] => {
      if (!line?.locked) return [];
      const found = lines.findIndex(({ text }, place) => place >= next && text === line.text);
      if (found >= 0) {
        next = found + 1;
        return [];
      }
      const message = `Line ${at + 1} of ${id} is locked, and the lyrics do not have it as it was written.`;
      return [{ ...issue('LINE_LOCKED', 'VALIDATE', { section: id, message, hint: 'Put it back letter for letter; fix does so.' }), severity: 'error' }];
    });
  });
}

import { type Issue, issue } from '../domain/issue.js';
import { profanityGuard } from '../guards/profanity.js';
import { termGuard } from '../guards/terms.js';
import { type Measured, type Metric, ownSections } from './parts.js';

/**
 * profanity_score = 0 for clean words; otherwise 1 - (1 - lines at fault / lines)^4, so that one profane line in
 * forty already scores .1. Where the spec is explicit, profanity is told but not counted; slurs and banned terms always are.
 */
export function profanityScore({ lyrics, blueprint, explicit, profanity }: Measured): Metric {
  const guard = profanityGuard(profanity);
  const bannedTerm = termGuard(blueprint.rules.banned_terms);
  const issues: Issue[] = [];
  let lines = 0;
  let faults = 0;
  for (const section of ownSections(lyrics)) {
    for (const [at, { text }] of section.lines.entries()) {
      lines += 1;
      const place = { section: section.id, line: at + 1 };
      const found = guard(text);
      const slur = found.some(({ kind }) => kind === 'slur');
      const banned = bannedTerm(text);
      if (slur) issues.push(issue('SLUR', 'VALIDATE', { ...place, message: 'The line holds a slur.', hint: 'Rewrite it: slurs are never allowed.' }));
      else if (found.length > 0) {
        const told = issue('PROFANITY', 'VALIDATE', {
          ...place,
          message: 'The line holds a profane word.',
          hint: explicit ? 'The spec allows it.' : 'Choose another word, or set constraints.explicit.',
        });
        issues.push(explicit ? { ...told, severity: 'info' } : told);
      }
      if (banned !== null)
        issues.push(issue('BANNED_TERM', 'VALIDATE', { ...place, message: `The line holds the banned term "${banned}".`, hint: 'Choose another word.' }));
      if (slur || banned !== null || (found.length > 0 && !explicit)) faults += 1;
    }
  }
  const score = lines === 0 ? 0 : 1 - (1 - faults / lines) ** 4;
  return { score, parts: { lines_at_fault: lines === 0 ? 0 : faults / lines }, issues };
}

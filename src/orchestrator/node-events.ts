import type { Fix, Scores } from '../domain/artifacts.js';
import type { NewEvent } from '../domain/event.js';
import type { Issue } from '../domain/issue.js';
import type { NodeName } from '../domain/node-name.js';

/** What the log says of a node that ended: hashes and counts, never words. */
export function endedEvents(node: NodeName, output: unknown, hash: string): NewEvent[] {
  const ended: NewEvent = { type: 'node.ended', phase: 'end', data: { output_hash: hash }, ...metrics(node, output), ...issueCounts(output) };
  if (node === 'FIX') {
    const { component, changes } = (output as Fix).diff;
    return [ended, { type: 'fix.applied', data: { component, changes: changes.length } }];
  }
  if (node === 'REVIEW') return [ended, { type: 'artifact.written', data: { files: (output as { files: unknown[] }).files.length } }];
  return [ended];
}

function metrics(node: NodeName, output: unknown): Pick<NewEvent, 'metrics'> {
  if (node !== 'VALIDATE') return {};
  const { total, hook_density, singability, rhyme_tightness, section_completeness, profanity_score, passed } = output as Scores;
  return { metrics: { total, hook_density, singability, rhyme_tightness, section_completeness, profanity_score, passed: passed ? 1 : 0 } };
}

function issueCounts(output: unknown): Pick<NewEvent, 'issues'> {
  const issues = (output as { issues?: Issue[] } | null)?.issues;
  if (!Array.isArray(issues) || issues.length === 0) return {};
  const counts: Record<string, number> = {};
  for (const { code } of issues) counts[code] = (counts[code] ?? 0) + 1;
  return { issues: counts };
}

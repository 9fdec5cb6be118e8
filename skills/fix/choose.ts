import type { Scores } from '../../src/domain/artifacts.js';
import { type Issue, issueCodes, type Mend } from '../../src/domain/issue.js';
import { type MetricName, metricNames } from '../../src/rubric/score.js';

export interface Choice {
  component: MetricName | 'none';
  issues: Issue[];
}

/**
 * The component that costs the total most among those something can be done about, with its issues and every
 * mendable error of the others: one error fails a song whatever its total. A prompt that is too long is shortened with them.
 */
export function chooseComponent(scores: Scores, weights: Record<MetricName, number>, able: (found: Issue) => boolean): Choice {
  const mendable = scores.issues.filter((found) => mendOf(found) !== null && !(found.code === 'PROFANITY' && found.severity === 'info') && able(found));
  const loss = (name: MetricName) => weights[name] * (name === 'profanity_score' ? scores[name] : 1 - scores[name]);
  const candidates = metricNames.filter((name) => mendable.some(({ code }) => issueCodes[code].component === name));
  if (candidates.length === 0) return { component: 'none', issues: [] };
  const component = candidates.reduce((a, b) => (loss(b) > loss(a) ? b : a));
  return {
    component,
    issues: mendable.filter(({ code, severity }) => issueCodes[code].component === component || severity === 'error' || issueCodes[code].mend === 'shorten'),
  };
}

export function mendOf(issue: Issue): Mend | null {
  return issueCodes[issue.code].mend;
}

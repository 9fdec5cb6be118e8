import type { Scores } from '../domain/artifacts.js';
import type { Issue } from '../domain/issue.js';
import { rounded } from '../domain/text.js';
import { hookDensity } from './hook-density.js';
import { lenient } from './locked.js';
import type { Measured, Metric } from './parts.js';
import { profanityScore } from './profanity-score.js';
import { rhymeTightness } from './rhyme-tightness.js';
import { sectionCompleteness } from './section-completeness.js';
import { singability } from './singability.js';

export const metricNames = ['hook_density', 'singability', 'rhyme_tightness', 'section_completeness', 'profanity_score'] as const;
export type MetricName = (typeof metricNames)[number];

/**
 * The rubric: five metrics, weighted by the blueprint. total = sum of weight × score (profanity as 1 − score) over
 * what could be measured, divided by those weights. passed = total at least min_total, profanity at most
 * max_profanity, and no issue of severity error, `others` included.
 */
export function score(measured: Measured, others: readonly Issue[]): Scores {
  const english = measured.lyrics.language === 'en';
  const metrics: Record<MetricName, Metric> = {
    hook_density: hookDensity(measured),
    singability: singability(measured, english),
    rhyme_tightness: english ? rhymeTightness(measured) : { score: 0, parts: {}, issues: [], nothing: true },
    section_completeness: sectionCompleteness(measured),
    profanity_score: profanityScore(measured),
  };
  const { weights, thresholds } = measured.plan.targets;
  const counted = metricNames.filter((name) => !metrics[name].nothing);
  const worth = (name: MetricName) => (name === 'profanity_score' ? 1 - metrics[name].score : metrics[name].score);
  const weight = counted.reduce((sum, name) => sum + weights[name], 0);
  const total = rounded(weight === 0 ? 0 : counted.reduce((sum, name) => sum + weights[name] * worth(name), 0) / weight);
  const issues = [...others, ...metricNames.flatMap((name) => metrics[name].issues)].slice(0, 500).map((one) => lenient(one, measured));
  const profanity = rounded(metrics.profanity_score.score);
  return {
    total,
    hook_density: rounded(metrics.hook_density.score),
    singability: rounded(metrics.singability.score),
    rhyme_tightness: rounded(metrics.rhyme_tightness.score),
    section_completeness: rounded(metrics.section_completeness.score),
    profanity_score: profanity,
    parts: Object.fromEntries(metricNames.map((name) => [name, roundedParts(metrics[name].parts)])),
    not_measured: [
      ...metricNames.filter((name) => metrics[name].nothing),
      ...(english ? [] : ['singability.stress', 'singability.articulation', 'singability.held_ends']),
    ],
    passed: total >= thresholds.min_total && profanity <= thresholds.max_profanity && !issues.some(({ severity }) => severity === 'error'),
    thresholds,
    issues,
  };
}

function roundedParts(parts: Record<string, number>): Record<string, number> {
  return Object.fromEntries(Object.entries(parts).map(([name, value]) => [name, rounded(value)]));
}

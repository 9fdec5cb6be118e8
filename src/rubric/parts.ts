import type { Lyrics, Plan } from '../domain/artifacts.js';
import type { Blueprint } from '../domain/blueprint.js';
import type { Issue } from '../domain/issue.js';
import { repeatedLine } from '../domain/line-form.js';
import type { ProfanityTable } from '../domain/tables.js';
import type { Pronounce } from '../prosody/pronounce.js';

/** One metric's result: a score of 0 to 1, the parts it is made of, and what is wrong where. */
export interface Metric {
  score: number;
  parts: Record<string, number>;
  issues: Issue[];
  /** Set where there was nothing to measure: it then stays out of the total. */
  nothing?: true;
}

/** What the metrics look at. */
export interface Measured {
  plan: Plan;
  lyrics: Lyrics;
  blueprint: Blueprint;
  explicit: boolean;
  pronounce: Pronounce;
  profanity: ProfanityTable;
}

export type LyricSection = Lyrics['sections'][number];

/** Sections whose words are not a mere repeat of an earlier one: a chorus that returns is measured once. */
export function ownSections(lyrics: Lyrics): LyricSection[] {
  const seen = new Set<string>();
  return lyrics.sections.filter((section) => {
    const words = `${section.type}\n${section.lines.map(({ text }) => text).join('\n')}`;
    const repeat = seen.has(words);
    seen.add(words);
    return !repeat && section.lines.length > 0;
  });
}

/** Planned sections with words of their own that are not there: every metric counts what they leave unsaid. */
export function missingSections({ plan, lyrics }: Measured): Plan['sections'] {
  const there = new Set(lyrics.sections.map(({ id }) => id));
  return plan.sections.filter(({ id, lines, repeat_of }) => !there.has(id) && lines.target > 0 && (repeat_of === null || !there.has(repeat_of)));
}

/** Whether a line says another one of its section again because the genre sings so, as the second line of a blues does. Lines count from 0. */
export function saysAgain(planned: Plan['sections'][number] | undefined, { lines }: LyricSection, at: number): boolean {
  const again = planned ? repeatedLine(planned, at) : null;
  return again !== null && lines[again]?.text === lines[at]?.text;
}

export function mean(values: readonly number[], empty = 1): number {
  return values.length === 0 ? empty : values.reduce((sum, value) => sum + value, 0) / values.length;
}

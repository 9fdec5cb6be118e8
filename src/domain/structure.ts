import type { Plan } from './artifacts.js';

/** Durations of the sections may be off the plan's by this many seconds in all. */
export const DURATION_TOLERANCE_SEC = 30;

/** The form as producers write it: "Intro-Verse-PreChorus-Chorus". */
export function structureOf(plan: Pick<Plan, 'sections'>): string {
  return plan.sections.map(({ type }) => type).join('-');
}

/** Whether a written structure ("intro, verse, chorus") says the same as the plan's. */
export function sameStructure(written: string, plan: Pick<Plan, 'sections'>): boolean {
  const flat = (text: string) =>
    text
      .toLowerCase()
      .replace(/pre-chorus/g, 'prechorus')
      .replace(/post-chorus/g, 'postchorus')
      .split(/[^a-z]+/)
      .filter((word) => word !== '')
      .join('-');
  return flat(written) === flat(structureOf(plan));
}

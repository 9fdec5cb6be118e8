import type { PlanSection } from './artifacts.js';

/** The line, from 0, that a line says again; null where it says its own. Lines count from 0 in the section. */
export function repeatedLine({ form }: Pick<PlanSection, 'form'>, at: number): number | null {
  const found = form?.repeats.find(([line]) => line - 1 === at % form.every);
  return form && found ? at - (at % form.every) + found[1] - 1 : null;
}

/** Whether everybody answers in this line. */
export function isAnswer({ form }: Pick<PlanSection, 'form'>, at: number): boolean {
  return form?.answers.includes((at % form.every) + 1) ?? false;
}

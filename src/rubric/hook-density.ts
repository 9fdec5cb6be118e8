import { issue } from '../domain/issue.js';
import { hookCount, hookLikeness } from '../prosody/hook.js';
import { type LyricSection, type Measured, type Metric, mean, missingSections } from './parts.js';

/**
 * hook_density = .5 band + .3 placement + .2 return.
 * band: share of sung lines that hold the hook (a near-repeat counts half) against the genre's band, 1 inside it,
 * falling to 0 at none and at twice the upper end. placement: choruses that begin or end with it (in a form without choruses
 * the sections that answer with it). return: in how many of them it comes at all.
 */
export function hookDensity(measured: Measured): Metric {
  const { plan, lyrics } = measured;
  const phrase = plan.hook.phrase;
  const lines = lyrics.sections.flatMap((section) => section.lines);
  const isChorus = ({ type }: { type: string }) => type === 'Chorus' || type === 'Refrain';
  // A chorus that is missing is one without the hook.
  const missing = missingSections(measured).filter(isChorus);
  const choruses = [...lyrics.sections.filter(isChorus), ...missing.map(({ id, type }) => ({ id, type, lines: [] }))];
  const homes = choruses.length > 0 ? choruses : homesWithoutChorus(measured);
  const weight = lines.reduce((sum, { text }) => sum + hookWeight(text, phrase), 0);
  const parts = {
    band: bandScore(lines.length === 0 ? 0 : weight / lines.length, plan.targets.hook_band),
    placement: mean(
      homes.map((section) => (placed(section, phrase) ? 1 : 0)),
      0,
    ),
    return: mean(
      homes.map((section) => (holds(section, phrase) ? 1 : 0)),
      0,
    ),
  };
  const score = plan.hook.count === 0 ? 1 : 0.5 * parts.band + 0.3 * parts.placement + 0.2 * parts.return;
  return {
    score,
    parts,
    issues:
      plan.hook.count === 0
        ? []
        : hookIssues(
            plan.hook,
            homes.filter(({ lines: own }) => own.length > 0),
            lines.length === 0 ? 0 : weight / lines.length,
            plan.targets.hook_band,
          ),
  };
}

/** Where the form has no chorus, the hook lives in the sections whose lines answer with it or that end on it; where none does, anywhere. */
function homesWithoutChorus({ plan, lyrics }: Measured): LyricSection[] {
  const sung = lyrics.sections.filter(({ lines }) => lines.length > 0);
  const named = new Set(plan.sections.filter(({ form, must_end_with_hook }) => must_end_with_hook || (form?.answers.length ?? 0) > 0).map(({ id }) => id));
  const homes = sung.filter(({ id }) => named.has(id));
  return homes.length > 0 ? homes : sung;
}

function hookWeight(text: string, phrase: string): number {
  if (hookCount(text, phrase) > 0) return 1;
  return hookLikeness(text, phrase) >= 0.7 ? 0.5 : 0;
}

const holds = (section: LyricSection, phrase: string) => section.lines.some(({ text }) => hookCount(text, phrase) > 0);

function placed(section: LyricSection, phrase: string): boolean {
  const ends = [section.lines[0], section.lines.at(-1)];
  return ends.some((line) => line !== undefined && hookCount(line.text, phrase) > 0);
}

function bandScore(share: number, [min, max]: readonly [number, number] | readonly number[]): number {
  if (share < (min as number)) return min === 0 ? 1 : share / (min as number);
  if (share <= (max as number)) return 1;
  return Math.max(0, 1 - (share - (max as number)) / Math.max(max as number, 0.05));
}

function hookIssues(hook: Measured['plan']['hook'], homes: LyricSection[], share: number, [min, max]: [number, number]) {
  const found = homes.flatMap((section) => {
    const times = section.lines.reduce((sum, { text }) => sum + hookCount(text, hook.phrase), 0);
    if (section.type !== 'Chorus' && section.type !== 'Refrain') return [];
    if (times === 0 && hook.per_chorus > 0) {
      return [
        issue('HOOK_MISSING', 'VALIDATE', {
          section: section.id,
          message: `The hook "${hook.phrase}" does not come in ${section.id}.`,
          hint: 'Let a line of it begin or end with the hook, word for word.',
        }),
      ];
    }
    if (times < hook.per_chorus) {
      return [
        issue('HOOK_SPARSE', 'VALIDATE', {
          section: section.id,
          message: `The hook comes ${times} times in ${section.id}; ${hook.per_chorus} are asked for.`,
          hint: `Add it ${hook.per_chorus - times} more times.`,
        }),
      ];
    }
    return [];
  });
  if (share === 0 && found.length === 0) {
    found.push(
      issue('HOOK_MISSING', 'VALIDATE', {
        message: `The hook "${hook.phrase}" comes nowhere in the song.`,
        hint: 'Let a section end with it, word for word.',
      }),
    );
  } else if (share > max * 1.25) {
    found.push(
      issue('HOOK_OVERUSED', 'VALIDATE', {
        message: `${Math.round(share * 100)} % of the lines hold the hook; at most ${Math.round(max * 100)} % suits the genre.`,
        hint: 'Say something else in some of them.',
      }),
    );
  } else if (share < min && found.length === 0) {
    found.push(
      issue('HOOK_SPARSE', 'VALIDATE', {
        message: `${Math.round(share * 100)} % of the lines hold the hook; at least ${Math.round(min * 100)} % suits the genre.`,
        hint: 'Bring it into the outro, or twice into each chorus.',
      }),
    );
  }
  return found;
}

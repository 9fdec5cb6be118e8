import type { Blueprint } from './blueprint.js';
import type { Sds } from './spec.js';
import type { SectionType } from './words.js';

/** A chorus of a hook-heavy song has at least this many lines (SDS 1.0). */
export const HOOK_HEAVY_CHORUS_LINES = 6;
/** A chant says its hook at least this often in a chorus (SDS 1.0). */
export const CHANT_HOOKS = 3;

export interface LineRange {
  min: number;
  max: number;
}

type Wishes = Pick<Sds, 'lyrics'>;

/** How many sung lines a section may have: the blueprint's range, moved by what the spec asks for. */
export function lineRange(type: SectionType, sds: Wishes, blueprint: Blueprint): LineRange {
  const usual = blueprint.rules.section_lines[type] ?? { min: 0, max: 0 };
  const wish = sds.lyrics?.constraints?.section_requirements?.[type] ?? {};
  const least = type === 'Chorus' ? leastChorusLines(sds) : 0;
  const min = wish.min_lines ?? Math.min(Math.max(usual.min, least), wish.max_lines ?? Number.POSITIVE_INFINITY);
  const max = wish.max_lines ?? Math.max(usual.max, min);
  return { min: Math.max(min, Math.min(least, max)), max };
}

/** What hook strategy and repetition policy ask of a chorus at the least. */
export function leastChorusLines(sds: Wishes): number {
  const heavy = sds.lyrics?.repetition_policy === 'hook-heavy' ? HOOK_HEAVY_CHORUS_LINES : 0;
  const chant = sds.lyrics?.hook_strategy === 'chant' ? CHANT_HOOKS : 0;
  return Math.max(heavy, chant);
}

/** Section ids in order: verse-1, prechorus-1, chorus-1, verse-2 … */
export function sectionIds(order: readonly SectionType[]): string[] {
  const seen = new Map<SectionType, number>();
  return order.map((type) => {
    const number = (seen.get(type) ?? 0) + 1;
    seen.set(type, number);
    return `${type.toLowerCase()}-${number}`;
  });
}

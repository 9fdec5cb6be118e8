import type { Lyrics, Plan, PlanSection } from './artifacts.js';
import { AmcsError } from './error.js';
import { lockedAt } from './given.js';
import { pickSections, sectionHint } from './pick-sections.js';
import type { ResolvedSds } from './spec.js';

/** A song that is to be worked on. */
export interface MadeSong {
  sds: ResolvedSds;
  plan: Plan;
  lyrics: Lyrics;
}

export interface Revision {
  /** Sections that stay to the letter: ids or types. */
  keep: readonly string[];
  note?: string | undefined;
  /** Fields of the spec that change, by dotted path. */
  set?: Readonly<Record<string, unknown>> | undefined;
}

/**
 * The spec of a song made anew around what is kept of another: its words locked, everything else of its spec as it was,
 * tempo, key and instruments as they came out, and no seed. @throws AmcsError INPUT_INVALID.
 */
export function revisedSds({ sds, plan, lyrics }: MadeSong, { keep, note, set = {} }: Revision): Record<string, unknown> {
  const { seed: _seed, style, lyrics: wishes, blueprint_ref, ...rest } = sds;
  const { given: _given, note: _note, ...asked } = wishes;
  const revised = {
    ...rest,
    // The blueprint may have moved on since.
    blueprint_ref: { genre: blueprint_ref.genre },
    style: {
      ...style,
      tempo_bpm: plan.tempo_bpm,
      key: { primary: plan.key, ...(plan.modulations.length > 0 ? { modulations: plan.modulations } : {}) },
      instrumentation: style.instrumentation.length > 0 ? style.instrumentation : plan.instruments,
    },
    lyrics: { ...asked, given: keptWords(plan, lyrics, keep), ...(note === undefined ? {} : { note }) },
  };
  for (const [path, value] of Object.entries(set)) setField(revised, path, value);
  return revised;
}

/** Words of kept sections, locked as a whole; of the others, lines that the person had locked before, at their places. */
function keptWords(plan: Plan, lyrics: Lyrics, keep: readonly string[]): { text: string; locked: string[] } {
  const sung = lyrics.sections.filter(({ lines }) => lines.length > 0);
  const { ids, strangers } = pickSections(keep, sung);
  const [stranger] = strangers;
  if (stranger !== undefined)
    throw new AmcsError('INPUT_INVALID', { message: `The song has no section "${stranger.slice(0, 60)}" to keep.`, hint: sectionHint(stranger, sung) });
  // What returns is kept where it was written.
  const kept = new Set(plan.sections.filter(({ id }) => ids.has(id)).map(({ id, repeat_of }) => repeat_of ?? id));
  const blocks = plan.sections.flatMap((section) => {
    const words = sung.find(({ id }) => id === section.id)?.lines.map(({ text }) => text) ?? [];
    const lines = kept.has(section.id) ? words.map((text) => `= ${text}`) : lockedLines(section);
    return lines.length === 0 || section.repeat_of !== null ? [] : [[`[${section.type} ${section.id.split('-')[1]}]`, ...lines].join('\n')];
  });
  return { text: blocks.join('\n\n'), locked: [...kept] };
}

function lockedLines(section: PlanSection): string[] {
  const last = (section.given ?? []).findLastIndex((line) => line?.locked);
  return Array.from({ length: last + 1 }, (_, at) => {
    const text = lockedAt(section, at);
    return text === null ? '_' : `= ${text}`;
  });
}

function setField(spec: Record<string, unknown>, path: string, value: unknown): void {
  if (/^(?:seed|lyrics\.given)(?:\.|$)/.test(path)) {
    const hint = path === 'seed' ? 'seed is an argument of its own.' : 'keep says which words stay.';
    throw new AmcsError('INPUT_INVALID', { message: `set may not name ${path}.`, hint });
  }
  const steps = path.split('.');
  const last = steps.pop() as string;
  let inner = spec;
  for (const step of steps) {
    const next = Object.hasOwn(inner, step) ? inner[step] : undefined;
    const fields = next !== null && typeof next === 'object' && !Array.isArray(next) ? { ...next } : {};
    inner[step] = fields;
    inner = fields as Record<string, unknown>;
  }
  inner[last] = value;
}

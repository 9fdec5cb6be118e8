import { findTarget } from '../../src/domain/engines.js';
import type { ResolvedSds } from '../../src/domain/spec.js';
import type { EngineTable } from '../../src/domain/tables.js';

/** Characters of a sung syllable with the spaces around words; songs have 4.0 to 4.35. */
const SYLLABLE = 4.4;
/** A section's tag and the blank line before it. */
const HEADING = 15;
/** What stands above the words: style as songs have it, and the names of the fields. */
const STYLE = 280;
const NAMES = 30;

/**
 * How many lines of so many syllables a prompt has room for, beside title, style and tags: the person's own limit or that of the
 * engine the spec names. An estimate from above; COMPOSE counts.
 */
export function linesInPrompt({ title, render, style, prompt_controls }: ResolvedSds, sections: number, syllables: number, engines: EngineTable): number {
  const known = engines.engines.some(({ engine }) => engine === render?.engine);
  const { limits } = findTarget(known ? render?.engine : undefined, known ? render?.model : undefined, engines);
  const refused = [...style.negative_tags, ...(prompt_controls?.negative_tags ?? [])].reduce((sum, tag) => sum + tag.length + 2, 0);
  const head = title.length + Math.min(STYLE, limits.style_max, prompt_controls?.max_style_chars ?? STYLE) + refused + NAMES;
  const whole = Math.min(limits.prompt_max, prompt_controls?.max_prompt_chars ?? limits.prompt_max);
  const room = Math.min(limits.lyrics_max, whole - head) - sections * HEADING;
  return Math.max(0, Math.floor(room / (syllables * SYLLABLE + 1)));
}

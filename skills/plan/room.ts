import type { GivenSection } from '../../src/domain/given.js';
import type { SectionType } from '../../src/domain/words.js';

/** A section that is not planned to its end. */
interface Roomy {
  type: SectionType;
  lines: { min: number; max: number; target: number };
  given: GivenSection | undefined;
}

/**
 * Makes room for given words: a section is as long as its given lines, or longer where these are fewer than it must have;
 * one that is locked as a whole is neither longer nor shorter. No shortening takes a given line away. Sections of the type
 * without words of their own take the length of the first, so that their lines still match.
 */
export function makeRoom<Section extends Roomy>(drafts: readonly Section[], setTarget: (draft: Section, target: number) => void): void {
  const firsts = new Map<string, number>();
  for (const draft of drafts) {
    const { given, lines } = draft;
    if (!given) continue;
    const own = given.lines.length;
    const enough = given.closed || own >= lines.min;
    lines.min = given.closed ? own : Math.max(lines.min, own);
    lines.max = given.closed ? own : Math.max(lines.max, own);
    setTarget(draft, enough ? own : Math.max(lines.target, lines.min));
    if (!firsts.has(draft.type)) firsts.set(draft.type, lines.target);
  }
  for (const draft of drafts) {
    const target = firsts.get(draft.type);
    if (draft.given || target === undefined) continue;
    setTarget(draft, Math.min(Math.max(target, draft.lines.min), draft.lines.max));
  }
}

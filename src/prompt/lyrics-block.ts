import type { Lyrics, Plan, ProducerNotes } from '../domain/artifacts.js';
import { lengthOf } from './limits.js';

export interface LyricsBlock {
  text: string;
  sectionTags: Record<string, string[]>;
  trimmed: string[];
  /** False where even the bare words do not fit. */
  fits: boolean;
}

/** How much is written: with notes in the tags, with bare tags, or with words that return once only. */
type Detail = 'full' | 'bare' | 'once';

/**
 * The words under section meta tags, "[Chorus: big drums, claps]", instrumental sections included. Where the
 * engine's limit is passed, the tags' notes go first; then what returns word for word is named by its tag alone. Words that are
 * sung once are never cut.
 */
export function lyricsBlock(plan: Plan, lyrics: Lyrics, notes: ProducerNotes, max: number): LyricsBlock {
  const sectionTags = Object.fromEntries(plan.sections.map(({ id }) => [id, notes.section_meta[id]?.tags ?? []]));
  const block = (detail: Detail) => render(plan, lyrics, sectionTags, detail);
  const full = block('full');
  if (lengthOf(full) <= max) return { text: full, sectionTags, trimmed: [], fits: true };
  const bare = block('bare');
  if (lengthOf(bare) <= max) return { text: bare, sectionTags, trimmed: [TAG_NOTES], fits: true };
  const once = block('once');
  if (once === bare) return { text: bare, sectionTags, trimmed: [TAG_NOTES], fits: false };
  return { text: once, sectionTags, trimmed: [TAG_NOTES, RETURNING], fits: lengthOf(once) <= max };
}

const TAG_NOTES = 'lyrics: notes of the section tags';
const RETURNING = 'lyrics: words that return';

function render(plan: Plan, lyrics: Lyrics, tags: Record<string, string[]>, detail: Detail): string {
  const wordsOf = (id: string) => lyrics.sections.find((section) => section.id === id)?.lines.map(({ text }) => text) ?? [];
  const returns = (id: string, first: string | null) => first !== null && wordsOf(id).join('\n') === wordsOf(first).join('\n');
  return plan.sections
    .map(({ id, type, repeat_of }) => {
      const words = detail === 'once' && returns(id, repeat_of) ? [] : wordsOf(id);
      const notes = tags[id] ?? [];
      const name = type === 'PreChorus' ? 'Pre-Chorus' : type === 'PostChorus' ? 'Post-Chorus' : type;
      return [detail === 'full' && notes.length > 0 ? `[${name}: ${notes.map(plain).join(', ')}]` : `[${name}]`, ...words].join('\n');
    })
    .join('\n\n');
}

/** Brackets would close the meta tag. */
function plain(note: string): string {
  return note.replace(/[[\]\n]/g, ' ').trim();
}

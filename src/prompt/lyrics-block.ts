import type { Lyrics, Plan, ProducerNotes } from '../domain/artifacts.js';
import { lengthOf } from './limits.js';

export interface LyricsBlock {
  text: string;
  sectionTags: Record<string, string[]>;
  trimmed: string[];
  /** False where even the bare words do not fit. */
  fits: boolean;
}

type Heading = 'full' | 'bare';

/**
 * The words under section meta tags, "[Chorus: big drums, claps]", instrumental sections included. Where the
 * engine's limit is passed, the tags' notes go first; the words themselves are never cut.
 */
export function lyricsBlock(plan: Plan, lyrics: Lyrics, notes: ProducerNotes, max: number): LyricsBlock {
  const sectionTags = Object.fromEntries(plan.sections.map(({ id }) => [id, notes.section_meta[id]?.tags ?? []]));
  const full = render(plan, lyrics, sectionTags, 'full');
  if (lengthOf(full) <= max) return { text: full, sectionTags, trimmed: [], fits: true };
  const bare = render(plan, lyrics, sectionTags, 'bare');
  return { text: bare, sectionTags, trimmed: ['lyrics: notes of the section tags'], fits: lengthOf(bare) <= max };
}

function render(plan: Plan, lyrics: Lyrics, tags: Record<string, string[]>, heading: Heading): string {
  return plan.sections
    .map(({ id, type }) => {
      const words = lyrics.sections.find((section) => section.id === id)?.lines.map(({ text }) => text) ?? [];
      const notes = tags[id] ?? [];
      const name = type === 'PreChorus' ? 'Pre-Chorus' : type === 'PostChorus' ? 'Post-Chorus' : type;
      return [heading === 'full' && notes.length > 0 ? `[${name}: ${notes.map(plain).join(', ')}]` : `[${name}]`, ...words].join('\n');
    })
    .join('\n\n');
}

/** Brackets would close the meta tag. */
function plain(note: string): string {
  return note.replace(/[[\]\n]/g, ' ').trim();
}

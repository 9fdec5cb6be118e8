import type { ProfanityTable } from '../../domain/tables.js';
import { anyOf } from '../pii/found.js';
import type { Piece } from './pieces.js';

type Ambiguous = ProfanityTable['ambiguous'][number];

/** Whether a word that can be innocent is so where it stands. */
export type Cleared = (line: string, piece: Piece) => boolean;

/** By neighbouring phrases, by words anywhere in the line, and for names by their capital; what speaks for the other meaning wins over words, not over phrases. */
export function clearedBy({ cleared_by, clean_words, profane_by, is_name, usual }: Ambiguous): Cleared {
  const phrases = pattern(cleared_by);
  const clean = pattern(clean_words ?? []);
  const profane = pattern(profane_by ?? []);
  return (text, piece) => {
    const line = text
      .toLowerCase()
      .replace(/[\u2018\u2019]/g, "'")
      .replace(/\s+/g, ' ');
    if (phrases?.test(line)) return true;
    if (profane?.test(line)) return false;
    if (clean?.test(line)) return true;
    return usual === 'clean' || (is_name === true && standsAsName(text, piece));
  };
}

function pattern(words: readonly string[]): RegExp | null {
  return words.length === 0 ? null : new RegExp(`(?<![\\p{L}])(?:${anyOf(words)})(?![\\p{L}])`, 'u');
}

/** A capital inside a line that is not all capitals, or one that a name's last name or a verb follows. */
function standsAsName(line: string, { text, start, end }: Piece): boolean {
  if (!/^\p{Lu}\p{Ll}/u.test(text)) return false;
  const others = (line.slice(0, start) + line.slice(end)).match(/\p{L}+/gu) ?? [];
  if (others.filter((word) => /^\p{Lu}/u.test(word)).length >= others.length * 0.7 && others.length > 2) return false;
  if (/^[’']?s?\s+(?:\p{Lu}|and\s+\p{Lu})/u.test(line.slice(end))) return true;
  if (/\S/.test(line.slice(0, start)) && !/[.!?]["”]?\s*$/.test(line.slice(0, start))) return true;
  return /^(?:['’]s)?,?\s+(?:was|is|has|had|said|says|went|came|comes|took|takes|ran|runs|drove|called|told|and|will|would|can|could|did|does|got|gets|knows|knew|sat|plays|played|sings|sang)\b/.test(
    line.slice(end),
  );
}

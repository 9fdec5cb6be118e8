import type { Plan } from '../../src/domain/artifacts.js';
import type { Blueprint } from '../../src/domain/blueprint.js';
import type { ProfanityTable } from '../../src/domain/tables.js';
import { measureLyrics } from '../../src/drafting/measure.js';
import type { Pronounce } from '../../src/prosody/pronounce.js';
import { wordsOf } from '../../src/prosody/tokens.js';
import type { Measured } from '../../src/rubric/parts.js';
import type { Words } from './corruptions.js';

/** A public-domain song with its syllables as sung. */
export interface GoldSong {
  file: string;
  title: string;
  sections: { type: string; lines: { text: string; syl: string[][] }[] }[];
}

/** Songs whose words the dictionary mostly knows: a few are Latin or German. */
export function inEnglish({ sections }: GoldSong, pronounce: Pronounce): boolean {
  const words = sections.flatMap(({ lines }) => lines.flatMap(({ text }) => wordsOf(text)));
  return words.filter((word) => pronounce(word).known).length >= 0.85 * words.length;
}

export function wordsOfSong({ sections }: GoldSong): Words[] {
  const count = new Map<string, number>();
  return sections
    .filter(({ lines }) => lines.length > 0)
    .map(({ type, lines }) => {
      const name = type === 'chorus' ? 'Chorus' : 'Verse';
      const number = (count.get(name) ?? 0) + 1;
      count.set(name, number);
      return { id: `${name.toLowerCase()}-${number}`, type: name, lines: lines.map(({ text }) => text) };
    });
}

export interface SongTools {
  pronounce: Pronounce;
  profanity: ProfanityTable;
  blueprint: Blueprint;
}

export function measuredSong(plan: Plan, song: readonly Words[], { pronounce, profanity, blueprint }: SongTools): Measured {
  return { plan, lyrics: measureLyrics(plan, 'en', song, pronounce, []), blueprint, explicit: false, pronounce, profanity };
}

import type { Plan } from '../../src/domain/artifacts.js';
import type { Blueprint } from '../../src/domain/blueprint.js';
import type { ProfanityTable } from '../../src/domain/tables.js';
import { measureLyrics } from '../../src/drafting/measure.js';
import { detectSchemes } from '../../src/prosody/detect.js';
import { hookCount } from '../../src/prosody/hook.js';
import { measureLine } from '../../src/prosody/line.js';
import type { Pronounce } from '../../src/prosody/pronounce.js';
import { soundEnd } from '../../src/prosody/rhyme-pair.js';
import type { Shape } from '../../src/prosody/shapes.js';
import { lastWord, wordsOf } from '../../src/prosody/tokens.js';
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

/** A plan as if the song had been asked for just as it is: its own lines, schemes, syllables and hook. */
export function planFor(title: string, song: readonly Words[], { pronounce, blueprint }: SongTools): Plan {
  const schemes = detectSchemes(song.map(({ lines }) => lines.map((line) => soundEnd(lastWord(line), pronounce(lastWord(line))))));
  const phrase = hookOf(title, song);
  const all = song.flatMap(({ lines }) => lines);
  const share = phrase === null ? 0 : all.filter((line) => hookCount(line, phrase) > 0).length / all.length;
  const { rules, eval_rubric } = blueprint;
  const plan = {
    title,
    genre: blueprint.slug,
    sections: song.map(({ id, type, lines }, index) => ({
      id,
      type,
      index,
      lines: { min: lines.length, max: lines.length, target: lines.length },
      rhyme_scheme: schemeText(schemes[index] as Shape),
      syllables: lines.map((line) => measureLine(line, pronounce).syllables),
      repeat_of: null,
      must_end_with_hook: false,
    })),
    hook: { phrase: phrase ?? title, count: phrase === null ? 0 : Math.round(share * all.length), per_chorus: 1, strategy: rules.hook.strategy },
    syllable_tolerance: rules.syllable_tolerance,
    slant_rhyme: rules.slant_rhyme,
    targets: { ...eval_rubric, hook_band: [share * 0.75, share * 1.25], required_sections: rules.required_sections },
    issues: [],
  };
  // The metrics read no other field of a plan.
  return plan as unknown as Plan;
}

/** The title where it is sung, else the line that returns most. */
function hookOf(title: string, song: readonly Words[]): string | null {
  const lines = song.flatMap((section) => section.lines);
  if (wordsOf(title).length > 0 && lines.some((line) => hookCount(line, title) > 0)) return title;
  const times = (line: string) => lines.filter((other) => hookCount(other, line) > 0).length;
  const returning = lines.filter((line) => wordsOf(line).length >= 2 && times(line) > 1);
  return returning.length === 0 ? null : returning.reduce((a, b) => (times(b) > times(a) ? b : a));
}

/** Letters in order of appearance; X where a line rhymes with nothing. */
function schemeText(shape: Shape): string {
  const letters = 'ABCDEFGHIJKLMNOPQRSTUVWYZ';
  const shared = [...new Set(shape.filter((label) => shape.indexOf(label) !== shape.lastIndexOf(label)))];
  return shape.map((label) => (shared.includes(label) ? letters[shared.indexOf(label) % letters.length] : 'X')).join('');
}

export function measuredSong(plan: Plan, song: readonly Words[], { pronounce, profanity, blueprint }: SongTools): Measured {
  return { plan, lyrics: measureLyrics(plan, 'en', song, pronounce, []), blueprint, explicit: false, pronounce, profanity };
}

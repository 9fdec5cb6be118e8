import type { Plan, PlanSection } from '../domain/artifacts.js';
import type { Blueprint } from '../domain/blueprint.js';
import { barsToSeconds } from '../domain/music.js';
import type { SectionType } from '../domain/words.js';
import { detectSchemes } from '../prosody/detect.js';
import { hookCount } from '../prosody/hook.js';
import { measureLine } from '../prosody/line.js';
import type { Pronounce } from '../prosody/pronounce.js';
import { type LineEnd, lineEnd, rhymeTier } from '../prosody/rhyme.js';
import { rhymeProbability } from '../prosody/rhyme-model.js';
import { soundEnd } from '../prosody/rhyme-pair.js';
import type { Shape } from '../prosody/shapes.js';
import { lastWord, wordsOf } from '../prosody/tokens.js';

/** Words that are there already, section by section. */
export interface WordsOfSection {
  id: string;
  type: SectionType;
  lines: readonly string[];
}

export interface PlanTools {
  pronounce: Pronounce;
  blueprint: Blueprint;
}

/** A plan as if the song had been asked for just as it is: its own lines, schemes, syllables and hook, the rest as the genre has it. */
export function planFromWords(title: string, song: readonly WordsOfSection[], { pronounce, blueprint }: PlanTools): Plan {
  const { rules, eval_rubric } = blueprint;
  const schemes = schemesOf(
    song.map(({ lines }) => lines),
    pronounce,
  );
  const phrase = hookOf(title, song);
  const all = song.flatMap(({ lines }) => lines);
  const hooked = phrase === null ? 0 : all.filter((line) => hookCount(line, phrase) > 0).length;
  const share = all.length === 0 ? 0 : hooked / all.length;
  const tempo_bpm = Math.round((rules.tempo_bpm[0] + rules.tempo_bpm[1]) / 2);
  const time_signature = rules.time_signatures[0] as string;
  const sections = song.map(({ id, type, lines }, index): PlanSection => {
    const bars = Math.max(1, Math.ceil(lines.length * rules.bars_per_line));
    const measured = lines.map((line) => measureLine(line, pronounce));
    return {
      id,
      type,
      index,
      bars,
      duration_sec: barsToSeconds(bars, tempo_bpm, time_signature),
      lines: { min: lines.length, max: lines.length, target: lines.length },
      words_target: measured.reduce((sum, { words }) => sum + words.length, 0),
      rhyme_scheme: schemes[index] as string,
      syllables: measured.map(({ syllables }) => syllables),
      repeat_of: null,
      must_end_with_hook: false,
    };
  });
  return {
    title,
    genre: blueprint.slug,
    blueprint_version: blueprint.version,
    sections,
    duration_sec: sections.reduce((sum, { duration_sec }) => sum + duration_sec, 0),
    tempo_bpm,
    key: rules.keys[0] as string,
    modulations: [],
    time_signature,
    mood: rules.mood,
    energy: rules.energy,
    instruments: rules.instruments.slice(0, 3),
    vocal_profile: rules.vocal,
    hook: { phrase: phrase ?? title, count: hooked, per_chorus: phrase === null ? 0 : leastInChoruses(phrase, song), strategy: rules.hook.strategy },
    pov: rules.pov,
    tense: rules.tense,
    repetition_policy: rules.hook.repetition,
    syllable_tolerance: rules.syllable_tolerance,
    slant_rhyme: rules.slant_rhyme,
    targets: { ...eval_rubric, hook_band: [share * 0.75, share * 1.25], required_sections: rules.required_sections },
    issues: [],
  };
}

/** Longer stretches without a break are listened to piece by piece: the work grows with the square of the lines. */
const LONGEST = 32;

/** The rhyme scheme that is heard in each section of a song: letters in order of appearance, X for a line that rhymes with nothing. */
export function schemesOf(sections: readonly (readonly string[])[], pronounce: Pronounce): string[] {
  const pieces = sections.map((lines) => Array.from({ length: Math.ceil(lines.length / LONGEST) }, (_, at) => lines.slice(at * LONGEST, (at + 1) * LONGEST)));
  const shapes = schemesHeard(pieces.flat(), pronounce);
  let next = 0;
  return pieces.map((own) => {
    const whole: number[] = [];
    for (const shape of shapes.slice(next, next + own.length)) {
      const first = whole.reduce((most, label) => Math.max(most, label + 1), 0);
      whole.push(...shape.map((label) => first + label));
    }
    next += own.length;
    return schemeText(whole, own.flat().map(lastWord));
  });
}

/** Detection takes a line into a group that is common in such a place; here one that sounds like none of its group stands alone. */
function schemesHeard(stanzas: readonly (readonly string[])[], pronounce: Pronounce): Shape[] {
  const ends = stanzas.map((lines) => lines.map((line) => soundEnd(lastWord(line), pronounce(lastWord(line)))));
  return detectSchemes(ends).map((shape, at) => {
    const words = (stanzas[at] as readonly string[]).map((line) => lineEnd(line, pronounce));
    const own = ends[at] as (typeof ends)[number];
    const answers = (a: number, b: number) =>
      shape[a] === shape[b] && (rhymeTier(words[a] as LineEnd, words[b] as LineEnd) !== 'none' || rhymeProbability(own[a] ?? null, own[b] ?? null) >= 0.5);
    return shape.map((label, line) => (shape.some((_, other) => other !== line && answers(line, other)) ? label : shape.length + line));
  });
}

/** A word that comes again is a repeat and no rhyme: a group of lines with one end word is told as X, like a line alone. */
function schemeText(shape: Shape, ends: readonly string[]): string {
  const letters = 'ABCDEFGHIJKLMNOPQRSTUVWYZ';
  const wordsOfLabel = (label: number) => new Set(ends.filter((_, at) => shape[at] === label));
  const shared = [...new Set(shape)].filter((label) => wordsOfLabel(label).size > 1);
  return shape.map((label) => letters[shared.indexOf(label)] ?? 'X').join('');
}

const isChorus = ({ type }: WordsOfSection) => type === 'Chorus' || type === 'Refrain';

/** How often the chorus that has it least holds the hook; 0 where there is no chorus. */
function leastInChoruses(phrase: string, song: readonly WordsOfSection[]): number {
  const counts = song.filter(isChorus).map(({ lines }) => lines.reduce((sum, line) => sum + hookCount(line, phrase), 0));
  return counts.length === 0 ? 0 : Math.min(...counts);
}

/** Letters of the longest line that anybody would remember as a hook. */
const LONGEST_HOOK = 120;

/** The title where it is sung, in the chorus if there is one; else the line that returns most. */
function hookOf(title: string, song: readonly WordsOfSection[]): string | null {
  const lines = song.flatMap((section) => section.lines);
  const choruses = song.filter(isChorus).flatMap((section) => section.lines);
  if (wordsOf(title).length > 0 && (choruses.length > 0 ? choruses : lines).some((line) => hookCount(line, title) > 0)) return title;
  const padded = lines.map((line) => ` ${wordsOf(line).join(' ')} `);
  let best = { at: -1, times: 1 };
  for (const [at, line] of padded.entries()) {
    if (padded.indexOf(line) < at || line.trim().indexOf(' ') < 0 || line.length > LONGEST_HOOK) continue;
    const times = padded.filter((other) => other.includes(line)).length;
    if (times > best.times) best = { at, times };
  }
  return lines[best.at] ?? null;
}

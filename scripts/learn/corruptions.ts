import { uniformInt } from 'pure-rand/distribution/uniformInt';
import type { RandomGenerator } from 'pure-rand/types/RandomGenerator';
import type { SectionType } from '../../src/domain/words.js';

/** A song's words by section. */
export interface Words {
  id: string;
  type: SectionType;
  lines: string[];
}

export type Corruption = (song: readonly Words[], rng: RandomGenerator) => Words[] | null;

/** Ways to spoil a song that a rubric must notice. Null where a song has nothing to spoil in that way. */
export const corruptions: Record<string, Corruption> = {
  'lines shuffled between sections': (song, rng) => {
    const all = shuffled(
      song.flatMap(({ lines }) => lines),
      rng,
    );
    return song.map((section) => ({ ...section, lines: all.splice(0, section.lines.length) }));
  },
  'end words swapped': (song, rng) => {
    const ends = shuffled(
      song.flatMap(({ lines }) => lines.map((line) => split(line).end)),
      rng,
    );
    return song.map((section) => ({ ...section, lines: section.lines.map((line) => `${split(line).head}${ends.shift()}`) }));
  },
  'syllables padded': (song, rng) => song.map((section) => ({ ...section, lines: section.lines.map((line) => padded(line, rng)) })),
  'chorus dropped': (song) => {
    const rest = song.filter(({ type }) => type !== 'Chorus');
    return rest.length === song.length || rest.length === 0 ? null : rest;
  },
  'word salad': (song, rng) => {
    const words = shuffled(
      song.flatMap(({ lines }) => lines.flatMap((line) => line.split(/\s+/))),
      rng,
    );
    return song.map((section) => ({ ...section, lines: section.lines.map((line) => words.splice(0, line.split(/\s+/).length).join(' ')) }));
  },
};

export function shuffled<Item>(items: readonly Item[], rng: RandomGenerator): Item[] {
  const all = [...items];
  for (let at = all.length - 1; at > 0; at -= 1) {
    const other = uniformInt(rng, 0, at);
    [all[at], all[other]] = [all[other] as Item, all[at] as Item];
  }
  return all;
}

function split(line: string): { head: string; end: string } {
  const at = line.trimEnd().lastIndexOf(' ') + 1;
  return { head: line.slice(0, at), end: line.slice(at) };
}

const FILLERS = ['really', 'very', 'certainly', 'also', 'indeed', 'perhaps', 'ever so', 'quite', 'definitely', 'a little'];

/** Two to three idle words somewhere in the line. */
function padded(line: string, rng: RandomGenerator): string {
  const words = line.split(/\s+/);
  for (let times = uniformInt(rng, 2, 3); times > 0; times -= 1) {
    words.splice(uniformInt(rng, 0, words.length - 1), 0, FILLERS[uniformInt(rng, 0, FILLERS.length - 1)] as string);
  }
  return words.join(' ');
}

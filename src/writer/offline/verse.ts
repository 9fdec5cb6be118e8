import type { Rng } from '../../domain/seed.js';
import { type LineEnd, rhymeKey, rhymeTier } from '../../prosody/rhyme.js';
import type { Told } from './stories.js';

/** A line of a verse to be told. */
export interface VerseSlot {
  syllables: number;
  rhyme: string;
  /** The line that stands there already: its end, and its place in the story where it has one. */
  kept: { end: LineEnd; at: number | null } | null;
  avoid: string | undefined;
}

export interface VerseQuery {
  slots: readonly VerseSlot[];
  tolerance: number;
  /** A sound that is kept for the chorus; "" for none. */
  spared: string;
  slant: number;
  /** What it costs to sing a line at all in this song. */
  cost(line: Told): number;
}

/** How much chance weighs against taste: by line, and by sound, or the sounds with the most lines would always win. */
const CHANCE = 6;
const SOUND_CHANCE = 8;
const SLANT_COST = 6;
const SPARED_COST = 4;
/** A verse takes lines from all of its story, not the first ones. */
const UNEVEN = 0.35;
const OFF_BEAT = 2;
const BEAM = 90;

/**
 * Shares in percent, of the story's places and of the ends there, that come to mind, until a verse is found: what fits best
 * would otherwise always be sung.
 */
export const IN_MIND: readonly (readonly [places: number, ends: number])[] = [
  [60, 30],
  [60, 60],
  [80, 50],
  [100, 50],
  [100, 100],
];

interface State {
  cost: number;
  last: number;
  picks: (Told | null)[];
  ends: ReadonlyMap<string, readonly LineEnd[]>;
}

/**
 * Chooses lines of a story for a verse: in the order of the telling, each in its length, each rhyming with the earlier lines
 * of its letter; a beam search from the first line to the last. Null where no choice keeps to scheme and lengths. `slant` lets near rhymes pass. The
 * result has null where a line is kept.
 */
export function tellVerse(lines: readonly Told[], query: VerseQuery, slant: boolean, rng: Rng): (Told | null)[] | null {
  const luck = new Map<string, number>();
  const chance = (most: number) => (rng.int(0, 1000) / 1000) * most;
  for (const { key } of lines) if (!luck.has(key)) luck.set(key, chance(SOUND_CHANCE));
  const places = new Map<number, number>();
  for (const { at } of lines) if (!places.has(at)) places.set(at, rng.int(0, 99));
  const priced = lines.map((line) => ({
    line,
    place: places.get(line.at) as number,
    mind: rng.int(0, 99),
    cost: query.cost(line) + (1 - line.fit) * OFF_BEAT + chance(CHANCE) + (luck.get(line.key) as number),
  }));
  for (const [inPlaces, inEnds] of IN_MIND) {
    const told = search(
      priced.filter(({ place, mind }) => place < inPlaces && mind < inEnds),
      query,
      slant,
    );
    if (told) return told;
  }
  return null;
}

interface Priced {
  line: Told;
  cost: number;
}

function search(priced: readonly Priced[], query: VerseQuery, slant: boolean): (Told | null)[] | null {
  const { slots } = query;
  const places = 1 + priced.reduce((most, { line }) => Math.max(most, line.at), 0);
  const lowest = priced.reduce((least, { line }) => Math.min(least, line.at), places);
  const open = slots.filter(({ kept }) => kept === null).length;
  // A line that is kept is rhymed with from the first line on, wherever it stands.
  let beam: State[] = [{ cost: 0, last: -1, picks: [], ends: keptEnds(slots) }];
  let before = 0;
  for (const [index, slot] of slots.entries()) {
    const next: State[] = [];
    const ahead = slots.slice(index + 1).filter(({ kept }) => kept === null).length;
    const limit = nextKept(slots, index) ?? places;
    const ideal = lowest + ((before + 0.5) * (places - lowest)) / Math.max(1, open) - 0.5;
    for (const state of beam) {
      if (slot.kept) next.push({ ...state, last: slot.kept.at ?? state.last, picks: [...state.picks, null] });
      else
        for (const option of priced) {
          const { line } = option;
          if (line.at <= state.last || line.at >= limit || places - line.at - 1 < Math.min(ahead, limit - line.at - 1)) continue;
          const price = slotCost(option, slot, state, query, slant);
          if (price !== null) next.push(extended(state, line, line.end, slot.rhyme, line.at, price + UNEVEN * Math.abs(line.at - ideal)));
        }
    }
    if (slot.kept === null) before += 1;
    beam = next.sort((a, b) => a.cost - b.cost).slice(0, BEAM);
    if (beam.length === 0) return null;
  }
  return (beam[0] as State).picks;
}

/** The place in the story of the next kept line, before which the open ones must stand. */
export function nextKept(slots: readonly VerseSlot[], index: number): number | null {
  const later = slots.slice(index + 1).find(({ kept }) => kept !== null && kept.at !== null);
  return later?.kept?.at ?? null;
}

export function keptEnds(slots: readonly VerseSlot[]): ReadonlyMap<string, readonly LineEnd[]> {
  const ends = new Map<string, LineEnd[]>();
  for (const { kept, rhyme } of slots) if (kept) ends.set(rhyme, [...(ends.get(rhyme) ?? []), kept.end]);
  return ends;
}

function extended(state: State, pick: Told, end: LineEnd, rhyme: string, last: number, cost: number): State {
  const ends = new Map(state.ends);
  ends.set(rhyme, [...(ends.get(rhyme) ?? []), end]);
  return { cost: state.cost + cost, last, picks: [...state.picks, pick], ends };
}

function slotCost({ line, cost }: Priced, slot: VerseSlot, state: State, query: VerseQuery, slant: boolean): number | null {
  const off = Math.abs(line.syllables - slot.syllables);
  if (off > query.tolerance || line.text === slot.avoid) return null;
  let sum = cost + off * 0.6 + (query.spared !== '' && line.key === query.spared ? SPARED_COST : 0);
  for (const pick of state.picks) {
    if (pick?.end.word === line.end.word) return null;
    if (pick?.opening === line.opening) sum += 3;
  }
  if (slot.rhyme === 'X') return sum;
  // Another letter must not sound the same, or the scheme is not heard.
  for (const [rhyme, ends] of state.ends) if (rhyme !== slot.rhyme && rhyme !== 'X' && ends.some((end) => rhymeKey(end) === line.key)) return null;
  const partners = state.ends.get(slot.rhyme) ?? [];
  let dear = 0;
  for (const end of partners) {
    const tier = rhymeTier(end, line.end);
    if (tier === 'perfect') continue;
    if (tier !== 'slant' || !slant || rhymeKey(end) === line.key) return null;
    dear = SLANT_COST * (1 - query.slant);
  }
  return sum + dear;
}

import type { Rng } from '../../domain/seed.js';
import { type LineEnd, rhymeTier } from '../../prosody/rhyme.js';
import type { Candidate } from './pool.js';
import { type Role, roleCost } from './roles.js';
import type { Suited } from './taste.js';
import type { Used } from './used.js';

/** A line to be found. */
export interface Slot {
  index: number;
  syllables: number;
  role: Role;
  avoid: string | undefined;
}

export interface GroupQuery {
  slots: readonly Slot[];
  /** Ends of lines in the group that stand already. */
  anchors: readonly LineEnd[];
  tolerance: number;
  /** A sound that is kept for the chorus; "" for none. */
  spared: string;
  slant: number;
}

export interface Found {
  lines: Candidate[];
  /** Whether every pair rhymes perfectly. */
  perfect: boolean;
}

/** How much chance weighs against taste: enough that neighbouring seeds go different ways. */
const CHANCE = 4;
/** Chance among whole rhyme sounds, so that those with the most words do not always win. */
const SOUND_CHANCE = 3;
/** What a slant rhyme costs where the genre thinks little of it. */
const SLANT_COST = 6;

interface Priced {
  candidate: Candidate;
  cost: number;
}

/**
 * Finds lines that rhyme with one another and with what stands. Every rhyme sound is tried whole: its best line for
 * each slot in turn, without saying anything twice; the cheapest sound wins. Slant rhymes are tried where no
 * perfect ones are found. Null where there is nothing.
 */
export function findGroup(suited: readonly Suited[], query: GroupQuery, used: Used, rng: Rng): Found | null {
  const priced = price(suited, query, used, rng);
  const perfect = best(bySound(priced, query.anchors), query, rng);
  if (perfect) return { lines: perfect, perfect: true };
  if (query.slant === 0 && query.anchors.length === 0) return null;
  const slant = best(bySlant(priced, query), query, rng);
  return slant ? { lines: slant, perfect: false } : null;
}

/** The best single line, where nothing has to rhyme. */
export function findFree(suited: readonly Suited[], slot: Slot, query: GroupQuery, used: Used, rng: Rng): Candidate | null {
  const options = price(suited, query, used, rng);
  const costs = options.map(({ candidate, cost }) => ({ candidate, cost: cost + slotCost(candidate, slot, query) }));
  const cheapest = costs.reduce<Priced | null>((a, b) => (a === null || b.cost < a.cost ? b : a), null);
  return cheapest !== null && Number.isFinite(cheapest.cost) ? cheapest.candidate : null;
}

/** One throw of chance a line, the same for every slot and sound it is tried in. */
function price(suited: readonly Suited[], query: GroupQuery, used: Used, rng: Rng): Priced[] {
  return suited.flatMap(({ candidate, cost }) => {
    const chance = (rng.int(0, 1000) / 1000) * CHANCE;
    if (used.has(candidate)) return [];
    const spared = query.spared !== '' && candidate.key === query.spared ? 4 : 0;
    return [{ candidate, cost: cost + used.cost(candidate) + spared + (1 - candidate.fit) * 2 + chance }];
  });
}

function slotCost(candidate: Candidate, slot: Slot, { tolerance }: GroupQuery): number {
  const off = Math.abs(candidate.syllables - slot.syllables);
  if (off > tolerance || candidate.text === slot.avoid) return Number.POSITIVE_INFINITY;
  return off * 0.6 + roleCost(slot.role, candidate.frame.role);
}

function bySound(priced: readonly Priced[], anchors: readonly LineEnd[]): Priced[][] {
  const groups = new Map<string, Priced[]>();
  for (const one of priced) {
    if (!anchors.every((anchor) => rhymeTier(anchor, one.candidate.end) === 'perfect')) continue;
    const group = groups.get(one.candidate.key) ?? [];
    group.push(one);
    groups.set(one.candidate.key, group);
  }
  return [...groups.values()];
}

function bySlant(priced: readonly Priced[], { anchors, slant }: GroupQuery): Priced[][] {
  const anchor = anchors[0];
  if (!anchor) return [];
  const dear = SLANT_COST * (1 - slant);
  return [
    priced.flatMap((one) => {
      const tier = rhymeTier(anchor, one.candidate.end);
      if (tier === 'perfect') return [one];
      return tier === 'slant' ? [{ ...one, cost: one.cost + dear }] : [];
    }),
  ];
}

function best(groups: readonly Priced[][], query: GroupQuery, rng: Rng): Candidate[] | null {
  let winner: { lines: Candidate[]; cost: number } | null = null;
  for (const group of groups) {
    const chance = (rng.int(0, 1000) / 1000) * SOUND_CHANCE;
    const filled = group.length < query.slots.length ? null : fill(group, query);
    if (filled && (winner === null || filled.cost + chance < winner.cost)) winner = { lines: filled.lines, cost: filled.cost + chance };
  }
  return winner?.lines ?? null;
}

/** Slots are filled in order; a frame or an end word serves once, and every new end must differ in sound from those before. */
function fill(group: readonly Priced[], query: GroupQuery): { lines: Candidate[]; cost: number } | null {
  const lines: Candidate[] = [];
  let total = 0;
  for (const slot of query.slots) {
    let pick: Priced | null = null;
    for (const { candidate, cost } of group) {
      const price = cost + slotCost(candidate, slot, query);
      if (price >= (pick?.cost ?? Number.POSITIVE_INFINITY) || lines.some((other) => clash(other, candidate))) continue;
      pick = { candidate, cost: price };
    }
    if (pick === null) return null;
    lines.push(pick.candidate);
    total += pick.cost;
  }
  return { lines, cost: total };
}

function clash(a: Candidate, b: Candidate): boolean {
  const tier = rhymeTier(a.end, b.end);
  return a.frameId === b.frameId || a.opening === b.opening || tier === 'same' || (tier === 'slant' && a.key === b.key);
}

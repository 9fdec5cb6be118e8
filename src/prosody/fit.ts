import type { MeasuredLine } from './line.js';

/** How a line sits on an even beat. */
export interface BeatFit {
  /** 0 to 1: 1 where every stress falls on a beat, every weak syllable beside one, and no beats crowd. */
  score: number;
  /** Syllable (from 0) of the worst clash, or null. */
  clash: number | null;
  /** What clashes there: a weak syllable on the beat, a stressed one beside it, or one that follows another beat at once. */
  kind: 'weak on the beat' | 'stress beside the beat' | 'beats too close' | null;
}

/** A syllable of a longer word on the wrong side of the beat: its word's other one mostly is too, and together they are one clash. */
const CLASH = 0.5;
/** A beat right after a beat, or after three weak syllables. */
const UNEVEN = 1;
/** What only decides between grids that are equal so far: words of one syllable, which bend, and changes between two and three. */
const BEND = 0.1;
const CHANGE = 0.02;
/** Most weak syllables between beats, and before the first. */
const WIDEST = 3;

/** The best grid up to a beat: what it costs, of that what counts, and how it came there. */
interface Step {
  cost: number;
  faults: number;
  gap: number;
  before: Step | null;
  at: number;
}

/**
 * Fits a line to beats with one or two weak syllables between them, as songs in two and in three have, upbeat or not:
 * the grid that costs least, by dynamic programming. Only words of two syllables or more, whose stress is fixed, count.
 * score = 1 − faults / (their syllables / 2).
 */
export function beatFit(line: MeasuredLine): BeatFit {
  const firm = line.firm.filter(Boolean).length;
  if (firm === 0) return { score: 1, clash: null, kind: null };
  const best = bestGrid(line);
  return { score: Math.max(0, 1 - best.faults / (firm / 2)), ...worstClash(line, best) };
}

function bestGrid({ stress, firm }: MeasuredLine): Step {
  /** Syllables that are not where they belong: strong ones off the beat, or the weak one on it. */
  const misplaced = (from: number, to: number, strength: string): { cost: number; faults: number } => {
    let [cost, faults] = [0, 0];
    for (let at = from; at < to; at += 1) {
      if (stress[at] !== strength) continue;
      cost += firm[at] ? CLASH : BEND;
      faults += firm[at] ? CLASH : 0;
    }
    return { cost, faults };
  };
  const steps: Step[] = [];
  for (let at = 0; at < stress.length; at += 1) {
    const here = misplaced(at, at + 1, '0');
    let best: Step | null = null;
    const consider = (before: Step | null, gap: number) => {
      const between = misplaced(at - gap, at, '1');
      const uneven = gap === WIDEST || (before !== null && gap === 0) ? UNEVEN : 0;
      const change = before !== null && before.gap > 0 && before.gap !== gap ? CHANGE : 0;
      const cost = (before?.cost ?? 0) + here.cost + between.cost + uneven + change;
      if (best === null || cost < best.cost) best = { cost, faults: (before?.faults ?? 0) + here.faults + between.faults + uneven, gap, before, at };
    };
    if (at <= WIDEST) consider(null, at);
    for (let gap = 0; gap <= Math.min(WIDEST, at - 1); gap += 1) consider(steps[at - gap - 1] as Step, gap);
    steps.push(best as unknown as Step);
  }
  const ends = steps.slice(-WIDEST - 1).map((step) => {
    const rest = misplaced(step.at + 1, stress.length, '1');
    return { ...step, cost: step.cost + rest.cost, faults: step.faults + rest.faults };
  });
  return ends.reduce((a, b) => (b.cost < a.cost ? b : a));
}

function worstClash({ stress, firm }: MeasuredLine, last: Step): Pick<BeatFit, 'clash' | 'kind'> {
  const beats = new Set<number>();
  for (let step: Step | null = last; step; step = step.before) beats.add(step.at);
  const crowded = (at: number) => beats.has(at) && beats.has(at - 1);
  const clash = [...stress].findIndex((digit, at) => (firm[at] && (digit === '1') !== beats.has(at)) || crowded(at));
  if (clash < 0) return { clash: null, kind: null };
  return { clash, kind: stress[clash] === '0' ? 'weak on the beat' : crowded(clash) ? 'beats too close' : 'stress beside the beat' };
}

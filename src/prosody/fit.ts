import type { MeasuredLine } from './line.js';

/** How a line sits on an even beat. */
export interface BeatFit {
  /** 0 to 1: 1 where every firm stress falls on a beat and every firm weak syllable beside one. */
  score: number;
  /** Syllable (from 0) of the worst clash, or null. */
  clash: number | null;
}

/**
 * Fits a line to alternating strong and weak beats, upbeat or not, whichever sits better; one place where
 * two weak syllables share a beat is free, since singers do that all the time. Only syllables of words
 * with two or more count: one-syllable words bend to the beat.
 */
export function beatFit(line: MeasuredLine): BeatFit {
  const total = line.firm.filter(Boolean).length;
  if (total === 0) return { score: 1, clash: null };
  let best: BeatFit = { score: -1, clash: null };
  for (const upbeat of [0, 1]) {
    for (let shift = line.stress.length; shift >= 0; shift -= 1) {
      const clashes = clashesOf(line, upbeat, shift);
      const score = 1 - clashes.length / total;
      if (score > best.score) best = { score, clash: clashes[0] ?? null };
      if (best.score === 1) return best;
    }
  }
  return best;
}

/** From syllable `shift` on, the alternation starts afresh: there two weak syllables share a beat. */
function clashesOf(line: MeasuredLine, upbeat: number, shift: number): number[] {
  const clashes: number[] = [];
  for (let at = 0; at < line.stress.length; at += 1) {
    if (!line.firm[at]) continue;
    const position = at + upbeat + (at >= shift ? 1 : 0);
    const onBeat = position % 2 === 0;
    if ((line.stress[at] === '1') !== onBeat) clashes.push(at);
  }
  return clashes;
}

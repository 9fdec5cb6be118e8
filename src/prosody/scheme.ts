import { type LineEnd, type RhymeTier, rhymeTier } from './rhyme.js';

/** One line held against the line it is to rhyme with. Numbers count from 0 within the section. */
export interface RhymePair {
  line: number;
  partner: number;
  label: string;
  tier: RhymeTier;
}

/** The letter of each line: the scheme repeated, its letters renewed at every repetition (AABB AABB → AABBCCDD). */
export function rhymeLabels(scheme: string, lines: number): string[] {
  const distinct = [...new Set([...scheme].filter((letter) => letter !== 'X'))].sort();
  return Array.from({ length: lines }, (_, line) => {
    const letter = scheme[line % scheme.length] as string;
    if (letter === 'X') return 'X';
    const round = Math.floor(line / scheme.length);
    return labelName(round * distinct.length + distinct.indexOf(letter));
  });
}

function labelName(index: number): string {
  // X stays free for "rhymes with nothing".
  const letters = 'ABCDEFGHIJKLMNOPQRSTUVWYZ';
  return index < letters.length ? (letters[index] as string) : `${letters[Math.floor(index / letters.length) - 1]}${letters[index % letters.length]}`;
}

/**
 * Holds each line against the nearest earlier line of its letter that it rhymes best with: a line
 * answers its group, and one bad line must not spoil the judgement of the lines after it.
 */
export function checkScheme(ends: readonly LineEnd[], labels: readonly string[]): RhymePair[] {
  const order: RhymeTier[] = ['perfect', 'slant', 'eye', 'same', 'none'];
  return ends.flatMap((end, line) => {
    const label = labels[line] ?? 'X';
    if (label === 'X') return [];
    const partners = ends.flatMap((other, at) => (at < line && labels[at] === label ? [{ at, tier: rhymeTier(other, end) }] : []));
    if (partners.length === 0) return [];
    const best = partners.reduce((a, b) => (order.indexOf(b.tier) <= order.indexOf(a.tier) ? b : a));
    return [{ line, partner: best.at, label, tier: best.tier }];
  });
}

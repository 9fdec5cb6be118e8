import type { Rng } from '../../domain/seed.js';
import { measureLine } from '../../prosody/line.js';
import type { Pronounce } from '../../prosody/pronounce.js';

/**
 * A line that holds the hook and ends with it, as near to the asked syllables as the ways to sing it allow;
 * where several are as near, the stream chooses, and a way already used in the section comes last.
 */
export function hookLine(
  phrase: string,
  target: number,
  tolerance: number,
  ways: readonly string[],
  said: ReadonlySet<string>,
  rng: Rng,
  pronounce: Pronounce,
): string {
  const lines = ways.map((way) => {
    const text = capital(way.replaceAll('{hook}', phrase));
    const off = Math.abs(measureLine(text, pronounce).syllables - target);
    return { text, cost: Math.max(0, off - tolerance) * 10 + off * 0.7 + (said.has(text) ? 3 : 0) + rng.int(0, 100) / 100 };
  });
  return lines.reduce((a, b) => (b.cost < a.cost ? b : a)).text;
}

export function capital(text: string): string {
  return (text[0] as string).toUpperCase() + text.slice(1);
}

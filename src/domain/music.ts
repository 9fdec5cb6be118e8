/** Arithmetic of time and pitch. */

/** Beats (quarter notes) in one bar: 4/4 has 4, 6/8 has 3. */
export function quartersPerBar(timeSignature: string): number {
  const [count, unit] = timeSignature.split('/').map(Number) as [number, number];
  return (count * 4) / unit;
}

/** How long a number of bars lasts, in seconds to the millisecond, at a tempo in quarter notes a minute. */
export function barsToSeconds(bars: number, tempoBpm: number, timeSignature: string): number {
  return Math.round(((bars * quartersPerBar(timeSignature) * 60) / tempoBpm) * 1000) / 1000;
}

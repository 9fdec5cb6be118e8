/** The value below which a share of the measurements lie; `share` from 0 to 1. */
function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] as number;
}

export function report(name: string, milliseconds: readonly number[]): void {
  const figures = [0.5, 0.95].map((share) => `${quantile(milliseconds, share).toFixed(1).padStart(8)} ms`);
  console.log(`${name.padEnd(52)} P50${figures[0]}   P95${figures[1]}   (${milliseconds.length} times)`);
}

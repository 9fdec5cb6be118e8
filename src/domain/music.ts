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

const NOTES = ['C', 'C#', 'D', 'D#', 'E', 'F', 'F#', 'G', 'G#', 'A', 'A#', 'B'];
const FLATS: Record<string, string> = { 'C#': 'Db', 'D#': 'Eb', 'F#': 'F#', 'G#': 'Ab', 'A#': 'Bb' };
const SHARPS_IN_MINOR = ['C#', 'F#', 'G#'];

/** The key so many half steps above, in the spelling that musicians read: "C major" and 1 give "Db major", "B minor" and 2 "C# minor". */
export function keyAbove(key: string, halfSteps: number): string {
  const [tonic, mode] = key.split(' ') as [string, string];
  const letter = NOTES.indexOf(tonic[0] as string);
  const from = letter + (tonic.endsWith('#') ? 1 : tonic.endsWith('b') ? -1 : 0);
  const note = NOTES[(from + halfSteps + 12) % 12] as string;
  return `${mode === 'minor' && SHARPS_IN_MINOR.includes(note) ? note : (FLATS[note] ?? note)} ${mode}`;
}

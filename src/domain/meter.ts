/** Syllables of a line, or of the lines that repeat, by the names that hymnals and schoolbooks have for metres. */
const named: Readonly<Record<string, number | readonly number[]>> = {
  'common metre': [8, 6],
  'ballad metre': [8, 6],
  fourteeners: 14,
  'long metre': 8,
  'short metre': [6, 6, 8, 6],
  'hallelujah metre': [6, 6, 6, 6, 8, 8],
};

const feet: readonly { name: RegExp; syllables: number; rising: boolean }[] = [
  { name: /^iamb/, syllables: 2, rising: true },
  { name: /^troch/, syllables: 2, rising: false },
  { name: /^anap/, syllables: 3, rising: true },
  { name: /^dactyl/, syllables: 3, rising: false },
  { name: /^amphibrach/, syllables: 3, rising: true },
];
const counts = { dimeter: 2, trimeter: 3, tetrameter: 4, pentameter: 5, hexameter: 6, heptameter: 7 } as const;
const SHORTEST = 4;
const LONGEST = 16;

/** What a metre that a person names asks of the lines. */
export interface NamedMeter {
  /** Per line, repeating. */
  syllables: number | number[];
  /** Whether it steps from weak to strong, as most sung English does by itself. */
  rising: boolean;
}

/** Reads "common metre", "iambic pentameter", "8.6.8.6"; null where nobody knows the name. */
export function readMeter(text: string): NamedMeter | null {
  const plain = text.toLowerCase().replaceAll('meter', 'metre').replace(/\s+/g, ' ').trim();
  const known = named[plain];
  if (known !== undefined) return { syllables: typeof known === 'number' ? known : [...known], rising: true };
  const numbers = /^\d{1,2}(?:[. -]\d{1,2}){1,7}\.?$/.test(plain) ? (plain.match(/\d+/g) ?? []).map(Number) : [];
  if (numbers.length > 0 && numbers.every((count) => count >= SHORTEST && count <= LONGEST)) return { syllables: numbers, rising: true };
  const [, first = '', second = ''] = /^([a-z]+) ([a-z]+)$/.exec(plain.replaceAll('metre', 'meter')) ?? [];
  const foot = feet.find(({ name }) => name.test(first));
  const count = counts[second as keyof typeof counts];
  if (!foot || count === undefined) return null;
  return { syllables: Math.min(LONGEST, Math.max(SHORTEST, foot.syllables * count)), rising: foot.rising };
}

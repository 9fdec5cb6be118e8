/** A line whose stresses a person marked: one digit a syllable, 1 strong. */
export interface GoldLine {
  id: string;
  title: string;
  metre: string;
  line: string;
  stress: string;
  /** A second person's stresses. */
  human2?: string;
}

/** The lines of one poem, in order; `key` tells it from others. */
export interface GoldPoem {
  key: string;
  lines: GoldLine[];
}

/** First lines of the untitled poems in the data that we learn from: nothing else tells where one ends. */
const openings = [
  'O, my luve is like a red, red rose,',
  'Pure spirit! O where art thou now!',
  'Happy the man, whose wish and care',
  "A poet's Cat, sedate and grave",
  'Stop, Christian passer-by! Stop, child of God,',
  'O blush not so! O blush not so!',
  'God moves in a mysterious way',
  'I sing the Sofa. I who lately sang',
  'I met a traveller from an antique land',
];
/** Other untitled lines are taken in stanzas of so many. */
const UNTITLED = 16;

/** Lines of one title are one poem; untitled ones are cut at the openings that we know. */
export function poemsOf(rows: readonly GoldLine[]): GoldPoem[] {
  const titled = new Map<string, GoldPoem>();
  const poems: GoldPoem[] = [];
  let current: GoldPoem | null = null;
  for (const row of rows) {
    if (row.title !== '') {
      const poem = titled.get(row.title) ?? { key: row.title, lines: [] };
      if (poem.lines.length === 0) poems.push(poem);
      titled.set(row.title, poem);
      poem.lines.push(row);
      current = null;
      continue;
    }
    const known = current !== null && openings.includes(current.key);
    if (current === null || openings.includes(row.line) || (!known && current.lines.length === UNTITLED)) {
      current = { key: row.line, lines: [] };
      poems.push(current);
    }
    current.lines.push(row);
  }
  return poems;
}

/** A short name of a poem for the table (FNV-1a, 32 bits): the data themselves are not shipped. */
export function poemHash(key: string): string {
  let hash = 0x811c9dc5;
  for (const letter of key) hash = Math.imul(hash ^ (letter.codePointAt(0) as number), 0x01000193);
  return (hash >>> 0).toString(16).padStart(8, '0');
}

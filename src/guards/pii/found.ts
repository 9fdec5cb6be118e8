/** A piece of a text that is somebody's: its kind (a key of the table's `kinds`) and its place. */
export interface Found {
  kind: string;
  start: number;
  end: number;
}

/** Every match of a pattern (or of its group named `it`) that `holds`. */
export function matches(kind: string, text: string, pattern: RegExp, holds: (match: RegExpMatchArray) => boolean = () => true): Found[] {
  return [...text.matchAll(pattern)].filter(holds).map((match) => {
    const it = match.groups?.it ?? match[0];
    const start = (match.index as number) + (match.groups?.it === undefined ? 0 : match[0].lastIndexOf(it));
    return { kind, start, end: start + it.length };
  });
}

const alternatives = new WeakMap<readonly string[], string>();

/** A pattern of alternatives, the longest first, for words of a table. */
export function anyOf(words: readonly string[]): string {
  const before = alternatives.get(words);
  if (before !== undefined) return before;
  const made = [...words]
    .sort((a, b) => b.length - a.length)
    .map((word) => word.replace(/[.*+?^${}()|[\]\\]/g, '\\$&').replace(/\s+/g, '\\s+'))
    .join('|');
  alternatives.set(words, made);
  return made;
}

const patterns = new Map<string, RegExp>();

/** A global pattern, compiled once: texts are looked through line by line. */
export function compiled(source: string, flags: string): RegExp {
  const key = `${flags} ${source}`;
  const pattern = patterns.get(key) ?? new RegExp(source, flags);
  patterns.set(key, pattern);
  return pattern;
}

/** Edit distance with adjacent transpositions (optimal string alignment), for "did you mean". */
function editDistance(a: string, b: string): number {
  let before: number[] = [];
  let previous = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (let row = 1; row <= a.length; row += 1) {
    const current = [row];
    for (let column = 1; column <= b.length; column += 1) {
      const cost = a[row - 1] === b[column - 1] ? 0 : 1;
      let best = Math.min((previous[column] as number) + 1, (current[column - 1] as number) + 1, (previous[column - 1] as number) + cost);
      const swapped = row > 1 && column > 1 && a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1];
      if (swapped) best = Math.min(best, (before[column - 2] as number) + 1);
      current.push(best);
    }
    before = previous;
    previous = current;
  }
  return previous[b.length] as number;
}

/**
 * The known words nearest to what somebody wrote, best first, at most `limit`. Words further away than
 * half their length are left out: a wrong suggestion is worse than none. Ties keep the order of `known`.
 */
export function nearest(written: string, known: readonly string[], limit = 3): string[] {
  const asked = fold(written).slice(0, 64);
  return known
    .map((word, order) => ({ word, order, distance: distanceTo(asked, fold(word)) }))
    .filter(({ word, distance }) => distance <= Math.max(1, Math.floor(Math.max(word.length, asked.length) / 2)))
    .sort((a, b) => a.distance - b.distance || apart(a.word, asked) - apart(b.word, asked) || a.order - b.order)
    .slice(0, limit)
    .map(({ word }) => word);
}

const apart = (word: string, asked: string) => Math.abs(fold(word).length - asked.length);

function distanceTo(asked: string, word: string): number {
  if (asked === word) return 0;
  const contains = asked.length >= 3 && (word.includes(asked) || asked.includes(word));
  return contains ? 1 : editDistance(asked, word);
}

function fold(text: string): string {
  return text.toLowerCase().replace(/[^a-z0-9]/g, '');
}

/** "did you mean x, y or z?" or, with nothing near, the whole list. */
export function suggestion(written: string, known: readonly string[]): string {
  const near = nearest(written, known);
  return near.length > 0 ? `did you mean ${orList(near)}?` : `known: ${known.join(', ')}`;
}

function orList(words: readonly string[]): string {
  return words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} or ${words.at(-1)}`;
}

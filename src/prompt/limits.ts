/** Length as engines count it: Unicode code points, not UTF-16 units. */
export function lengthOf(text: string): number {
  return [...text].length;
}

/** The first `max` code points, cut at a word where one ends in the last fifth. */
export function cutTo(text: string, max: number): string {
  const points = [...text];
  if (points.length <= max) return text;
  const head = points.slice(0, max).join('');
  const space = head.lastIndexOf(' ');
  return (space > head.length * 0.8 ? head.slice(0, space) : head).trimEnd();
}

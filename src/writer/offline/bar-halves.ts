/** The start of a sentence in the middle of a line goes small: "I" stays as it is. */
export function joinedText(head: { text: string }, tail: { text: string }): string {
  const rest = /^I\b/.test(tail.text) ? tail.text : tail.text.charAt(0).toLowerCase() + tail.text.slice(1);
  return `${head.text.replace(/[.,!?]$/, '')}, ${rest}`;
}

/** Lines of two halves that stand already, as their halves may have been written: the story goes on from those. */
export function halvesOf(text: string): string[] {
  return [...text.matchAll(/, /g)].flatMap(({ index }) => [text.slice(0, index), text.charAt(index + 2).toUpperCase() + text.slice(index + 3)]);
}

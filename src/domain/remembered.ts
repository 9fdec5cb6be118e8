/**
 * A function that remembers its last answers: for pure functions of a text that many callers ask for the same lines. At most
 * `most` are kept, then all are forgotten; texts of more than `longest` characters are not kept. The answer is shared: not to be changed.
 */
export function remembered<Value>(most: number, make: (text: string) => Value, longest = 200): (text: string) => Value {
  const known = new Map<string, Value>();
  return (text) => {
    const before = known.get(text);
    if (before !== undefined) return before;
    const made = make(text);
    if (text.length > longest) return made;
    if (known.size >= most) known.clear();
    known.set(text, made);
    return made;
  };
}

/** The words of a line as a dictionary knows them: lower case, straight apostrophes, hyphens as breaks. An apostrophe at a word's edge is kept only where it stands for sounds ("'round", "singin'"). */
export function wordsOf(line: string): string[] {
  const plain = line
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[\u2018\u2019\u02BC]/g, "'")
    .replace(/\([^)]*\)/g, (inside) => ` ${inside.slice(1, -1)} `);
  return (plain.match(/'?[\p{L}\p{N}]+(?:'[\p{L}]+)*'?/gu) ?? [])
    .map((word) => word.replace(/^'(?!(?:bout|cause|em|round|til|tis|twas|n)\b)/, '').replace(/(?<!in|^o|^an|^th|^ol)'$/, ''))
    .filter((word) => word !== '');
}

/** The last word of a line, or "" where it has none. */
export function lastWord(line: string): string {
  return wordsOf(line).at(-1) ?? '';
}

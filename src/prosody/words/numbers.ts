const ones = 'zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen'.split(' ');
const tens = '  twenty thirty forty fifty sixty seventy eighty ninety'.split(' ');

/** Ordinals that are not just the number and "th". */
const ordinals: Record<string, string> = {
  one: 'first',
  two: 'second',
  three: 'third',
  five: 'fifth',
  eight: 'eighth',
  nine: 'ninth',
  twelve: 'twelfth',
};

/** The words in which "7", "1984", "21st", "90s" or "007" is said; undefined where the text is no number. */
export function numberWords(text: string): string[] | undefined {
  const [, digits, ending] = /^(\d+)(st|nd|rd|th|'?s)?$/.exec(text) ?? [];
  if (digits === undefined) return undefined;
  const words = cardinal(digits);
  const last = words.pop() as string;
  if (ending === undefined) return [...words, last];
  return [...words, ending.endsWith('s') ? manyOf(last) : (ordinals[last] ?? `${last.replace(/y$/, 'ie')}th`)];
}

function manyOf(word: string): string {
  return word === 'six' ? 'sixes' : `${word.replace(/y$/, 'ie')}s`;
}

/** Numbers up to 9999 are read as years and counts are ("nineteen eighty-four"), round ones in full, other long ones digit by digit. */
function cardinal(digits: string): string[] {
  const value = Number(digits);
  if (digits.length > 1 && digits.startsWith('0')) return [...digits].map((digit) => (digit === '0' ? 'oh' : (ones[Number(digit)] as string)));
  if (digits.length > 9) return [...digits].map((digit) => ones[Number(digit)] as string);
  if (value >= 1_000_000 && value % 1_000_000 === 0) return [...cardinal(String(value / 1_000_000)), 'million'];
  if (value >= 1000 && value % 1000 === 0) return [...cardinal(String(value / 1000)), 'thousand'];
  if (digits.length > 4) return [...digits].map((digit) => ones[Number(digit)] as string);
  return small(value);
}

/** 0 to 9999. */
function small(value: number): string[] {
  if (value < 20) return [ones[value] as string];
  if (value < 100) return [tens[Math.floor(value / 10)] as string, ...(value % 10 ? [ones[value % 10] as string] : [])];
  if (value < 1000) return [ones[Math.floor(value / 100)] as string, 'hundred', ...(value % 100 ? small(value % 100) : [])];
  const [head, tail] = [Math.floor(value / 100), value % 100];
  if (head % 10 === 0) return [ones[head / 10] as string, 'thousand', ...(tail ? small(tail) : [])];
  return [...small(head), ...(tail === 0 ? ['hundred'] : tail < 10 ? ['oh', ones[tail] as string] : small(tail))];
}

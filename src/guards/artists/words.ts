/** A word of a text or a name, as names are compared. */
export interface Token {
  /** Letters and figures alone, without accents, in small letters. */
  key: string;
  /** The same without the 's of a genitive. */
  bare: string;
  start: number;
  end: number;
  capital: boolean;
}

const WORD = /[\p{L}\p{N}$][\p{L}\p{N}$\p{M}'’.!*]*/gu;

export function tokensOf(text: string): Token[] {
  return [...text.matchAll(WORD)].map((match) => {
    const word = match[0].replace(/[.'’!*]+$/, '');
    const start = match.index as number;
    const key = keyOf(word);
    return { key, bare: keyOf(word.replace(/['’]s$/i, '')), start, end: start + word.length, capital: /^[^\p{L}]*\p{Lu}/u.test(word) };
  });
}

const ligatures: Readonly<Record<string, string>> = { ø: 'o', æ: 'ae', œ: 'oe', ß: 'ss', ł: 'l', đ: 'd', ı: 'i', $: 's', '!': 'i' };

function keyOf(word: string): string {
  const plain = word
    .normalize('NFKD')
    .replace(/[\p{M}'’.*]/gu, '')
    .toLowerCase();
  return [...plain].map((sign) => ligatures[sign] ?? sign).join('');
}

const leet: Readonly<Record<string, string>> = { '0': 'o', '1': 'i', '3': 'e', '4': 'a', '5': 's', '7': 't' };

/** Figures among letters read as letters: "t4ylor". */
export function unleeted(key: string): string {
  return /[a-z]/.test(key) ? key.replace(/[013457]/g, (figure) => leet[figure] as string) : key;
}

/** One spelling for words that sound alike: "Tailor" and "Taylor", "Hendricks" and "Hendrix", "Jimmy" and "Jimi". */
export function soundKey(word: string): string {
  return word
    .replace(/ph/g, 'f')
    .replace(/sch/g, 'sk')
    .replace(/^(?:kn|gn)/, 'n')
    .replace(/^wr/, 'r')
    .replace(/c(?=[eiy])/g, 's')
    .replace(/[cq]/g, 'k')
    .replace(/x/g, 'ks')
    .replace(/z/g, 's')
    .replace(/(?:ie|ee|ey|ea|y|i)$/, 'i')
    .replace(/(?:ai|ay|ei|ey)/g, 'a')
    .replace(/y/g, 'i')
    .replace(/(?:ea|ee|ie)/g, 'e')
    .replace(/(?:ou|oo|ow)/g, 'u')
    .replace(/(?<=[aeioukrt])h/g, '')
    .replace(/(.)\1+/g, '$1')
    .replace(/(?<=[^aeiou])e$/, '');
}

/** A word with every vowel alike: what one wrong vowel leaves. */
export function skeleton(word: string): string {
  return word.replace(/[aeiouy]/g, 'a');
}

/** How many letters are wrong, left out, put in or exchanged with their neighbour; more than `most` is Infinity. */
export function distance(a: string, b: string, most: number): number {
  if (Math.abs(a.length - b.length) > most) return Number.POSITIVE_INFINITY;
  let before: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, at) => at);
  for (let row = 1; row <= a.length; row += 1) {
    const here = [row];
    for (let column = 1; column <= b.length; column += 1) {
      const same = a[row - 1] === b[column - 1];
      let cost = Math.min((last[column] as number) + 1, (here[column - 1] as number) + 1, (last[column - 1] as number) + (same ? 0 : 1));
      const swapped = row > 1 && column > 1 && a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1];
      if (swapped) cost = Math.min(cost, (before[column - 2] as number) + 1);
      here.push(cost);
    }
    if (Math.min(...here) > most) return Number.POSITIVE_INFINITY;
    [before, last] = [last, here];
  }
  const found = last[b.length] as number;
  return found > most ? Number.POSITIVE_INFINITY : found;
}

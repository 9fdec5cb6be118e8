import { remembered } from '../domain/remembered.js';

/** Beginnings that an apostrophe cuts off: there it stands for sounds and is no quotation mark. */
const cutBefore = 'bout|cause|em|round|til|till|tis|twas|twere|twill|twould|tween|twixt|mid|midst|mong|mongst|neath|gainst|fore|scuse|stead|n|s|d|ll|ve|re|m|t';
/** Ends that an apostrophe cuts off. */
const cutAfter = 'in|^o|^an|^th|^ol|^wi|^tho|^thro|^ha';

const openingQuote = new RegExp(`^'(?!(?:${cutBefore})\\b)`);
const closingQuote = new RegExp(`(?<!${cutAfter})'$`);

/** Signs that are said as words. */
const said: readonly (readonly [RegExp, string])[] = [
  [/(\d),(?=\d{3}(?!\d))/g, '$1'],
  [/\$(\d+(?:\.\d+)?)/g, '$1 dollars'],
  [/£(\d+(?:\.\d+)?)/g, '$1 pounds'],
  [/€(\d+(?:\.\d+)?)/g, '$1 euros'],
  [/(\d)\s?%/g, '$1 percent'],
  [/#(?=\d)/g, ' number '],
  [/(\d):00(?!\d)/g, "$1 o'clock"],
  [/(\d)\.(?=\d)/g, '$1 point '],
  [/\bw\/(?=\s)/g, 'with'],
  [/&/g, ' and '],
  [/(\p{L})'n'(?=\p{L})/gu, "$1 'n "],
];

/**
 * The words of a line as a dictionary knows them: lower case, straight apostrophes, hyphens as breaks, signs as they are
 * said. An apostrophe at a word's edge is kept only where it stands for sounds ("'round", "singin'").
 */
export const wordsOf: (line: string) => readonly string[] = remembered(4_000, (line) => {
  const plain = line
    // First, since normalizing makes a space and a mark of a lone accent.
    .replace(/[\u2018\u2019\u201b\u02bc\u2032\u00b4`]/g, "'")
    .normalize('NFKC')
    .toLowerCase()
    // Invisible characters divide no word: soft hyphens, joiners, marks of byte order.
    .replace(/\u00ad|\u200b|\u200c|\u200d|\u2060|\ufeff/g, '')
    .replace(/\([^)]*\)/g, (inside) => ` ${inside.slice(1, -1)} `);
  // Most lines have neither signs nor quotation marks, and this is read more often than anything else.
  const spelt = /[\d$£€%#&/']/.test(plain) ? said.reduce((text, [sign, words]) => text.replace(sign, words), plain) : plain;
  return (spelt.match(/'?[\p{L}\p{N}]+(?:'[\p{L}]+)*'?/gu) ?? [])
    .map((word) => (word.includes("'") ? word.replace(openingQuote, '').replace(closingQuote, '') : word))
    .filter((word) => word !== '');
});

/** The last word of a line, or "" where it has none. */
export function lastWord(line: string): string {
  return wordsOf(line).at(-1) ?? '';
}

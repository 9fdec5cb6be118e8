import { isVowel } from './arpabet.js';

/** Letters to sounds for words that no dictionary knows: rough, but it has the right number of vowels mostly. */
const graphemes: [string, string[]][] = [
  ['tion', ['SH', 'AH0', 'N']],
  ['sion', ['ZH', 'AH0', 'N']],
  ['ough', ['OW0']],
  ['augh', ['AO0']],
  ['eigh', ['EY0']],
  ['igh', ['AY0']],
  ['tch', ['CH']],
  ['dge', ['JH']],
  ['eau', ['OW0']],
  ['ous', ['AH0', 'S']],
  ['ai', ['EY0']],
  ['ay', ['EY0']],
  ['ea', ['IY0']],
  ['ee', ['IY0']],
  ['ei', ['EY0']],
  ['ey', ['IY0']],
  ['ie', ['IY0']],
  ['oa', ['OW0']],
  ['oo', ['UW0']],
  ['ou', ['AW0']],
  ['ow', ['OW0']],
  ['oi', ['OY0']],
  ['oy', ['OY0']],
  ['au', ['AO0']],
  ['aw', ['AO0']],
  ['ew', ['UW0']],
  ['ue', ['UW0']],
  ['ui', ['UW0']],
  ['ar', ['AA0', 'R']],
  ['er', ['ER0']],
  ['ir', ['ER0']],
  ['ur', ['ER0']],
  ['or', ['AO0', 'R']],
  ['ch', ['CH']],
  ['sh', ['SH']],
  ['th', ['TH']],
  ['ph', ['F']],
  ['wh', ['W']],
  ['ck', ['K']],
  ['ng', ['NG']],
  ['qu', ['K', 'W']],
  ['kn', ['N']],
  ['wr', ['R']],
  ['gh', ['G']],
  ['a', ['AE0']],
  ['e', ['EH0']],
  ['i', ['IH0']],
  ['o', ['AA0']],
  ['u', ['AH0']],
  ['y', ['IY0']],
  ['b', ['B']],
  ['c', ['K']],
  ['d', ['D']],
  ['f', ['F']],
  ['g', ['G']],
  ['h', ['HH']],
  ['j', ['JH']],
  ['k', ['K']],
  ['l', ['L']],
  ['m', ['M']],
  ['n', ['N']],
  ['p', ['P']],
  ['q', ['K']],
  ['r', ['R']],
  ['s', ['S']],
  ['t', ['T']],
  ['v', ['V']],
  ['w', ['W']],
  ['x', ['K', 'S']],
  ['z', ['Z']],
];

const longVowel: Record<string, string> = { AE0: 'EY0', EH0: 'IY0', IH0: 'AY0', AA0: 'OW0', AH0: 'UW0' };

/** A guess at a word's phones from its letters; the first vowel carries the stress. */
export function spellOut(word: string): string[] {
  const silentE = /[^aeiouy]e$/.test(word) && /[aeiouy].*e$/.test(`${word.slice(0, -1)}e`) && word.length > 3;
  let rest = (silentE ? word.slice(0, -1) : word)
    .normalize('NFKD')
    .replace(/[^a-z]/g, '')
    .replace(/(.)\1/g, (pair, letter: string) => ('eo'.includes(letter) ? pair : letter));
  const phones: string[] = [];
  while (rest !== '') {
    const found = graphemes.find(([letters]) => rest.startsWith(letters));
    phones.push(...(found?.[1] ?? []));
    rest = rest.slice(found?.[0].length ?? 1);
  }
  if (silentE) {
    const last = phones.findLastIndex(isVowel);
    if (last >= 0) phones[last] = longVowel[phones[last] as string] ?? (phones[last] as string);
  }
  const first = phones.findIndex(isVowel);
  if (first >= 0) phones[first] = `${(phones[first] as string).slice(0, -1)}1`;
  return phones;
}

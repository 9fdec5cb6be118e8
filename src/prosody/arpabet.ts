/** Phones are ARPABET as in the CMU dictionary; a vowel carries its stress digit: 0 none, 1 primary, 2 secondary. */

export function isVowel(phone: string): boolean {
  const last = phone.charCodeAt(phone.length - 1);
  return last >= 48 && last <= 50;
}

/** A vowel without its stress digit. */
export function bare(phone: string): string {
  return isVowel(phone) ? phone.slice(0, -1) : phone;
}

export function stressOf(vowel: string): 0 | 1 | 2 {
  return (vowel.charCodeAt(vowel.length - 1) - 48) as 0 | 1 | 2;
}

/** Consonants that a singer's ear takes for one another at a line's end: families of sound, and those that differ by the voice alone. */
const soundClasses = ['M N NG', 'P T K', 'B D G', 'F TH S SH CH', 'V DH Z ZH JH', 'L R', 'W Y HH', 'F V', 'S Z', 'TH DH', 'SH ZH', 'CH JH'].map((row) =>
  row.split(' '),
);

export function similarConsonants(a: string, b: string): boolean {
  return a === b || soundClasses.some((row) => row.includes(a) && row.includes(b));
}

/** Vowels that lie side by side in the mouth: a slant rhyme may exchange them. */
const vowelNeighbours = new Set(['IH IY', 'EH AE', 'AH UH', 'AA AO', 'UH UW', 'AH AA', 'EH IH', 'AO OW', 'EH EY']);

export function similarVowels(a: string, b: string): boolean {
  return a === b || vowelNeighbours.has(`${a} ${b}`) || vowelNeighbours.has(`${b} ${a}`);
}

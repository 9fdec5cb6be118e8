import { isVowel } from './arpabet.js';

/** How a line lies in the mouth. */
export interface Articulation {
  /** The longest run of consonants between two vowels, word breaks not counted: 6 in "asks straight". */
  cluster: number;
  /** The vowel that a singer holds at the line's end is long or left open, or at least not cut by a stop: "away", "love", not "bit". */
  held: boolean;
}

const shortVowels = new Set(['AH', 'EH', 'IH', 'UH']);
const stops = new Set(['P', 'T', 'K', 'B', 'D', 'G', 'CH', 'JH']);

/** Looks at the sounds of a line, ARPABET with stress digits. */
export function articulation(phones: readonly string[]): Articulation {
  let [run, cluster] = [0, 0];
  for (const phone of phones) {
    if (isVowel(phone)) {
      cluster = Math.max(cluster, run);
      run = 0;
    } else run += 1;
  }
  const last = phones.findLastIndex(isVowel);
  const vowel = phones[last]?.slice(0, -1) ?? '';
  const cut = phones.slice(last + 1).some((phone) => stops.has(phone));
  return { cluster, held: !(shortVowels.has(vowel) && cut) };
}

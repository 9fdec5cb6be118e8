import { isVowel, stressOf } from './arpabet.js';
import type { Pronounce } from './pronounce.js';
import { wordsOf } from './tokens.js';

/** Words of one syllable that speech passes over lightly. */
const light = new Set(
  (
    'a an the and or but nor if of to in on at by for from with as than that into up i me my you your he him his she her it its we us our they them their ' +
    "is am are was were be been do does did has have had can could will would shall should may might must i'm i'll i've i'd you're you'll you've we're we'll we've " +
    "they're he's she's it's there's that's 's 'em 'n' 'til till so just not what when where who while there"
  ).split(' '),
);

export interface MeasuredLine {
  words: string[];
  syllables: number;
  /** One digit a syllable: 1 stressed, 0 not. */
  stress: string;
  /** Syllables that a dictionary stress is sure of: those of words with two or more. */
  firm: boolean[];
}

/** Syllables and natural stress of a line as it is spoken. */
export function measureLine(text: string, pronounce: Pronounce): MeasuredLine {
  const words = wordsOf(text);
  let stress = '';
  const firm: boolean[] = [];
  for (const word of words) {
    const vowels = pronounce(word).phones.filter(isVowel);
    const many = vowels.length > 1;
    for (const vowel of vowels) {
      const strong = many ? stressOf(vowel) > 0 : !light.has(word);
      stress += strong ? '1' : '0';
      firm.push(many && stressOf(vowel) !== 2);
    }
  }
  return { words, syllables: stress.length, stress, firm };
}

import { isVowel } from '../arpabet.js';

/** Syllables of a word in song: how many it commonly has, and the fewest and most that a singer gives it without strain. */
export interface SungSyllables {
  sung: number;
  min: number;
  max: number;
}

/**
 * The reading that songs mean, where CMU lists another word of the same spelling first, or says more syllables than are
 * sung. Counts follow the songs with marked syllables, and current songs where the two differ ("every" has 2).
 */
const commonest = new Map<string, string>(
  Object.entries({
    // Two words of one spelling: the one that lyrics end a line with.
    bass: 'B EY1 S',
    content: 'K AH0 N T EH1 N T',
    insult: 'IH1 N S AH2 L T',
    lead: 'L IY1 D',
    leading: 'L IY1 D IH0 NG',
    live: 'L IH1 V',
    lives: 'L AY1 V Z',
    minute: 'M IH1 N AH0 T',
    mow: 'M OW1',
    mowed: 'M OW1 D',
    mowing: 'M OW1 IH0 NG',
    perfect: 'P ER1 F IH0 K T',
    putting: 'P UH1 T IH0 NG',
    read: 'R IY1 D',
    record: 'R EH1 K ER0 D',
    sow: 'S OW1',
    subject: 'S AH1 B JH IH0 K T',
    tear: 'T IH1 R',
    tears: 'T IH1 R Z',
    wind: 'W IH1 N D',
    wound: 'W UW1 N D',
    wounds: 'W UW1 N D Z',
    // One word, fewer syllables in song.
    average: 'AE1 V R IH0 JH',
    camera: 'K AE1 M R AH0',
    comfortable: 'K AH1 M F T ER0 B AH0 L',
    cruelty: 'K R UW1 AH0 L T IY0',
    desperate: 'D EH1 S P R IH0 T',
    desperately: 'D EH1 S P R IH0 T L IY0',
    difference: 'D IH1 F R AH0 N S',
    different: 'D IH1 F R AH0 N T',
    differently: 'D IH1 F R AH0 N T L IY0',
    evening: 'IY1 V N IH0 NG',
    evenings: 'IY1 V N IH0 NG Z',
    favorite: 'F EY1 V R IH0 T',
    favorites: 'F EY1 V R IH0 T S',
    furious: 'F Y UH1 R Y AH0 S',
    glorious: 'G L AO1 R Y AH0 S',
    harmonious: 'HH AA0 R M OW1 N Y AH0 S',
    indian: 'IH1 N D Y AH0 N',
    indians: 'IH1 N D Y AH0 N Z',
    laborious: 'L AH0 B AO1 R Y AH0 S',
    melodious: 'M AH0 L OW1 D Y AH0 S',
    separate: 'S EH1 P R AH0 T',
    temperature: 'T EH1 M P R AH0 CH ER0',
    toward: 'T AO1 R D',
    towards: 'T AO1 R D Z',
    vegetable: 'V EH1 JH T AH0 B AH0 L',
    vegetables: 'V EH1 JH T AH0 B AH0 L Z',
    victorious: 'V IH0 K T AO1 R Y AH0 S',
    warrior: 'W AO1 R Y ER0',
    warriors: 'W AO1 R Y ER0 Z',
    "there'll": 'DH EH1 R L',
    "y'all": 'Y AO1 L',
    // Said outright, as a singer says them.
    "'cause": 'K AH1 Z',
    "'em": 'AH1 M',
    yeah: 'Y AE1',
  }),
);

/** A word's readings with the one that songs mean first; the others follow as the dictionary has them. */
export function sungFirst(word: string, readings: readonly string[]): string[] {
  const best = commonest.get(word) ?? commonest.get(word.replace('our', 'or')) ?? asSung(word, readings[0] as string);
  return [...new Set([best, ...readings])];
}

/** "fire", "hour" and what is made of them are sung as one syllable; "higher", "flower" and "power" as two. "every" has two, as has "trembling". */
function asSung(word: string, reading: string): string {
  if (/^every/.test(word)) return reading.replace('V ER0 IY', 'V R IY');
  if (/[bcdfgkpstz]ling$/.test(word)) return reading.replace('AH0 L IH0 NG', 'L IH0 NG');
  if (/[iy]re|oir/.test(word)) return reading.replace(/(AY\d) ER0/, '$1 R');
  return /our/.test(word) ? reading.replace(/(AW\d) ER0/, '$1 R') : reading;
}

/** The count of a reading, and what singers may make of it: "glorious" in two, "fire" in two, "memory" in two. */
export function sungSyllables(phones: readonly string[], readings: readonly (readonly string[])[] = []): SungSyllables {
  const sung = phones.filter(isVowel).length;
  const counts = readings.map((reading) => reading.filter(isVowel).length);
  const room = spare(phones);
  return { sung, min: Math.min(Math.max(sung - room.fewer, 1), sung, ...counts), max: Math.max(sung + room.more, ...counts) };
}

/** Places where two syllables run into one (fewer) and where one opens into two (more). */
function spare(phones: readonly string[]): { fewer: number; more: number } {
  const room = { fewer: 0, more: 0 };
  let at = 0;
  while (at < phones.length - 1) {
    const [here, next] = [phones[at] as string, phones[at + 1] as string];
    if (/^(AY|AW|OY)\d$/.test(here) && next === 'R' && !isVowel(phones[at + 2] ?? '')) room.more += 1;
    if (merges(phones, at)) {
      room.fewer += 1;
      at += 1;
    }
    at += 1;
  }
  return room;
}

/** Whether the vowel at a place may lose its syllable, or take that of the next: fi-er, glo-ri-ous, mem-o-ry, list-en-ing. */
function merges(phones: readonly string[], at: number): boolean {
  const [here, next, third] = [phones[at] as string, phones[at + 1] as string, phones[at + 2] ?? ''];
  if (/^(AY|AW|OY)[12]$/.test(here)) return next === 'ER0' || (next === 'AH0' && third === 'L');
  if (here === 'IY0' || here === 'UW0') return /^(AH|ER|IH)0$/.test(next);
  if (here === 'ER0') return at > 0 && isVowel(next);
  return /^[AI]H0$/.test(here) && at > 0 && /^[RNL]$/.test(next) && isVowel(third) && third.endsWith('0');
}

/**
 * Phones as a rhyme hears them: the one syllable of "fire" and "hour" opened into the two of "higher" and "flower", which
 * answer them perfectly in every songbook. Compare ends with it, count with the phones as they are.
 */
export function forRhyme(phones: readonly string[]): string[] {
  return phones.map((phone, at) => (phone === 'R' && /^(AY|AW)\d$/.test(phones[at - 1] ?? '') && !isVowel(phones[at + 1] ?? '') ? 'ER0' : phone));
}

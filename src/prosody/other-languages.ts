/** Letters that carry a syllable, marks taken off: Latin, Greek, Cyrillic. */
const vowels = 'aeiouyœæøıαεηιοουωаеёиоуыэюяіїє';
/** Signs that are a syllable each, but for the small ones that only colour the one before. */
const syllabic = /[\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Han}\p{Script=Hangul}]/u;
const colouring = /[ゃゅょャュョぁぃぅぇぉァィゥェォー]/u;
/** Scripts whose letters are neither: a syllable has about two of them. */
const LETTERS = 2;

const groups = new RegExp(`[${vowels}]+`, 'gu');
const silentEnd = /[^aeiouyœéèêë](e|es|ent)$/u;

/**
 * Syllables of a word in a language other than English, as near as its spelling tells: groups of vowels; in French without
 * a silent last e (which a singer may sound). At least 1 for a word with a letter, 0 for one without.
 */
export function syllablesOfWord(word: string, language: string): number {
  const signs = [...word.normalize('NFC')].filter((letter) => syllabic.test(letter) && !colouring.test(letter)).length;
  if (signs > 0) return signs;
  const plain = word.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();
  const letters = plain.match(/\p{L}/gu)?.length ?? 0;
  if (letters === 0) return 0;
  const found = plain.match(groups)?.length ?? 0;
  if (found === 0) return /\p{Script=Latin}|\p{Script=Cyrillic}|\p{Script=Greek}/u.test(plain) ? 1 : Math.max(1, Math.round(letters / LETTERS));
  return language === 'fr' && found > 1 && silentEnd.test(word.normalize('NFC').toLowerCase()) ? found - 1 : found;
}

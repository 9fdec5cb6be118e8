import { remembered } from '../../domain/remembered.js';
import { foldLetters, foldWord, squeeze } from '../fold.js';

/** How a piece may be read. */
export interface Spellings {
  /** As it is spelled, accents and other alphabets aside: "shit". */
  plain: string;
  /** Read with figures and signs for letters, stretched letters shortened, separators dropped. */
  read: readonly string[];
  /** The parts of a compound, read in the same ways. */
  parts: readonly string[];
  /** By sound: "phuck" and "fuk" alike. */
  sounds: readonly string[];
  /** A pattern where signs hide letters: "f**k"; null where none does. */
  hidden: RegExp | null;
}

export const spellingsOf = remembered(4_000, (piece: string): Spellings => {
  const letters = foldLetters(piece);
  const plain = letters.replace(/[^a-z]/g, '');
  const signed = foldWord(piece.replace(/[!|]+$/, ''));
  // More figures than letters is a code: "A55", "455".
  const isCode = (letters.match(/[0-9]/g) ?? []).length > (letters.match(/[a-z@$]/g) ?? []).length;
  // A Cyrillic у is drawn like a y and meant for a u.
  const meant = foldLetters(piece.replace(/[уУ]/g, 'u')).replace(/[^a-z]/g, '');
  const figures = isCode ? [] : [signed.replace(/[^a-z]/g, ''), ...otherFigures(letters)];
  const whole = unique([plain, meant, ...figures].flatMap(squeezed));
  const pieces = (isCode ? [letters] : [letters, signed]).flatMap((form) => form.split(/[^a-z0-9@$!|]+/)).map((part) => foldWord(part).replace(/[^a-z]/g, ''));
  const parts = unique(pieces.filter((part) => part.length >= 3).flatMap(squeezed));
  return { plain, read: whole, parts, sounds: unique(whole.map(soundOf)), hidden: hiddenPattern(letters) };
});

const unique = (forms: readonly string[]) => [...new Set(forms)].filter((form) => form.length >= 3);
const squeezed = (form: string) => [form, squeeze(form), squeeze(form, 2)];

/** A 1 may be an l, a 6 a b, an 8 "ate"; two signs may draw one letter: "\/\/", "|<". */
function otherFigures(letters: string): string[] {
  const drawn = letters
    .replace(/\|=/g, 'f')
    .replace(/\|\)/g, 'd')
    .replace(/\|<|\|\{/g, 'k')
    .replace(/\|_\||\(_\)|l_l/g, 'u')
    .replace(/\\\/\\\//g, 'w')
    .replace(/\\\//g, 'v')
    .replace(/\/\\/g, 'a')
    .replace(/\(\)|\[\]/g, 'o')
    .replace(/\|-\||\]-\[|#/g, 'h')
    .replace(/vv/g, 'w');
  const forms = drawn === letters ? [] : [drawn];
  if (/[1!|]/.test(letters)) forms.push(letters.replace(/[1!|]/g, 'l'));
  if (/[69]/.test(letters)) forms.push(letters.replace(/6/g, 'b').replace(/9/g, 'q'));
  return forms.map((form) => foldWord(form).replace(/[^a-z]/g, ''));
}

/** Words that sound alike spelled alike. Vowels stay as they are written, apart from y, and a v or w that stands for u. */
export function soundOf(word: string): string {
  return word
    .replace(/ph/g, 'f')
    .replace(/sch/g, 'sh')
    .replace(/ch/g, 'C')
    .replace(/(?<=[^aeiou])[vw](?=[^aeiou])/g, 'u')
    .replace(/c(?=[eiy])/g, 's')
    .replace(/[ckq]+/g, 'k')
    .replace(/x/g, 'ks')
    .replace(/y/g, 'i')
    .replace(/z/g, 's')
    .replace(/([^eo])\1+/g, '$1');
}

/**
 * Letters with signs between or behind them as a pattern for the word that they hide: "f**k", "sh--", "b&#ch". A single hyphen
 * hides only inside a word, and dashes behind one only where hardly a letter is shown: "so--" is a word that breaks off.
 */
function hiddenPattern(letters: string): RegExp | null {
  const runs = letters.replace(/['’"”.,;:)]+$/, '').match(/[a-z]+|[^a-z]+/g) ?? [];
  const shown = runs.filter(isLetters).join('').length;
  if (runs.filter((run) => run === '-').length > 1) return null;
  if (shown === 0 || shown > 14 || !isLetters(runs[0] as string) || runs.every(isLetters)) return null;
  const pattern = runs.map((run, at) => {
    if (isLetters(run)) return [...run].map((letter) => `${letter}+`).join('');
    const count = [...run].length;
    const behind = at === runs.length - 1;
    const dashes = /^[-–—_.'’/]+$/.test(run);
    if (behind && (!/^[*#%@$&_•●█×★☆–—-]+$/.test(run) || (count === 1 && shown < 2))) return '!';
    if (dashes && (behind ? count < (shown === 1 ? 3 : 2) || /[aeiouy]/.test(letters) : /['’./]/.test(run))) return '!';
    const exact = behind && shown === 1;
    return `[a-z]{${exact ? count : Math.max(1, count - 1)},${exact ? count : count + 1}}`;
  });
  return pattern.includes('!') ? null : new RegExp(`^${pattern.join('')}$`);
}

const isLetters = (run: string) => /^[a-z]/.test(run);

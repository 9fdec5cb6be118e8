/**
 * What a letter's sound depends on, as hashed numbers. Training (scripts/train-letters.ts) and reading (letters.ts) share
 * this file: a change here makes every stored weight meaningless, so train again after one.
 */

/** Windows of letters around the letter in question, [first, last] relative to it. Right context is richer: endings decide. */
const windows: readonly (readonly [number, number])[] = [
  [0, 0],
  [0, 1],
  [0, 2],
  [0, 3],
  [0, 4],
  [0, 5],
  [-1, 0],
  [-2, 0],
  [-3, 0],
  [-4, 0],
  [-1, 1],
  [-1, 2],
  [-1, 3],
  [-2, 1],
  [-2, 2],
  [-2, 3],
  [-3, 1],
  [-3, 2],
  [-3, 3],
  [-1, 4],
  [-4, 2],
  [-2, 4],
];
/** Features a letter has besides its windows: where it stands among the word's vowels, and how the word ends and begins. */
const PLACES = 6;
export const CONTEXTS = windows.length + PLACES;
export const TRANSITIONS = 6;

/** A mixing step of 32-bit integers, the same on every machine. */
export function mix(a: number, b: number): number {
  let hash = Math.imul(a ^ b, 0x9e3779b1);
  hash ^= hash >>> 15;
  hash = Math.imul(hash, 0x85ebca6b);
  return hash ^ (hash >>> 13);
}

/** The hash of a context together with a candidate sound. */
export function withSound(context: number, sound: number): number {
  return mix(context, Math.imul(sound + 1, 2654435));
}

const isVowelLetter = (code: number): boolean => code === 97 || code === 101 || code === 105 || code === 111 || code === 117 || code === 121;
const SPACE = 32;

/** The contexts of every letter of a word in a-z, CONTEXTS numbers a letter. */
export function contextsOf(word: string): Int32Array {
  const length = word.length;
  const code = (at: number): number => (at >= 0 && at < length ? word.charCodeAt(at) : SPACE);
  const groups = vowelGroups(word);
  const all = Math.min(groups[0] as number, 6);
  const [end3, end4, begin3] = [textHash(word.slice(-3)), textHash(word.slice(-4)), textHash(word.slice(0, 3))];
  const out = new Int32Array(length * CONTEXTS);
  let next = 0;
  for (let at = 0; at < length; at += 1) {
    windows.forEach(([first, last], kind) => {
      let hash = kind * 7919 + 17;
      for (let near = at + first; near <= at + last; near += 1) hash = mix(hash, code(near));
      out[next++] = hash;
    });
    const [left, letter] = [Math.min(groups[at] as number, 5), code(at)];
    out[next++] = mix(mix(end3, left + 100), letter);
    out[next++] = mix(mix(end4, left + 200), all);
    out[next++] = mix(mix(left + 300, all), letter);
    out[next++] = mix(mix(begin3, at + 400), all);
    out[next++] = mix(mix(end3, left * 8 + all + 500), letter);
    out[next++] = mix(mix(end4, left * 8 + all + 900), letter);
  }
  return out;
}

/** For every letter, how many runs of vowel letters begin at it or after it: about its syllable, counted from the end. */
function vowelGroups(word: string): Uint8Array {
  const groups = new Uint8Array(word.length + 1);
  for (let at = word.length - 1; at >= 0; at -= 1) {
    const lastOfRun = isVowelLetter(word.charCodeAt(at)) && !(at + 1 < word.length && isVowelLetter(word.charCodeAt(at + 1)));
    groups[at] = (groups[at + 1] as number) + (lastOfRun ? 1 : 0);
  }
  return groups;
}

function textHash(text: string): number {
  let hash = 99;
  for (let at = 0; at < text.length; at += 1) hash = mix(hash, text.charCodeAt(at));
  return hash;
}

/** What has been decided to the right of a letter: words are read from their end, where English settles its stress. */
export interface Decided {
  /** The next phone to the right and the one after it, as numbers; 0 at the end of the word. */
  phone: number;
  second: number;
  /** Whether the primary stress stands to the right already. */
  primary: 0 | 1;
  /** Syllables to the right. */
  syllables: number;
  /** Stress of the nearest vowel to the right; 3 where there is none. */
  stress: number;
}

/** Hashes of what is decided around letter `at`, written into `out`; `withTransition` adds the sound proposed for the letter. */
export function transitionsOf(decided: Decided, word: string, at: number, out: Int32Array): void {
  const letter = word.charCodeAt(at);
  const before = at > 0 ? word.charCodeAt(at - 1) : SPACE;
  const after = at + 1 < word.length ? word.charCodeAt(at + 1) : SPACE;
  const rhythm = decided.primary * 16 + Math.min(decided.syllables, 4);
  out[0] = mix(decided.phone + 1000, 7);
  out[1] = mix(mix(decided.phone + 2000, letter), before);
  out[2] = mix(mix(decided.phone + 3000, decided.second), 11);
  out[3] = mix(rhythm + 4000, decided.stress);
  out[4] = mix(mix(decided.phone + 6000, after), before);
  out[5] = mix(mix(rhythm + 5000, decided.stress), at === 0 ? 1 : at === 1 ? 2 : 0);
}

/** The hash of a transition with a proposed sound; the last transition sees of it only its stress (-1 without a vowel). */
export function withTransition(transitions: Int32Array, kind: number, sound: number, stress: number): number {
  const hash = transitions[kind] as number;
  return kind === TRANSITIONS - 1 ? mix(hash, stress + 7) : withSound(hash, sound);
}

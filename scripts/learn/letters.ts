import type { Sounds } from '../../src/prosody/words/letters.js';

/** A word and its phones, and the same with each letter's share of them. */
export interface Entry {
  word: string;
  phones: string[];
}
export interface Aligned {
  word: string;
  /** For each letter the phones it stands for, "" where it is silent. */
  sounds: string[];
}

const bare = (phone: string) => phone.replace(/\d/, '');
const NEVER = 1e9;

/**
 * Shares a word's phones out among its letters, none to two a letter. Viterbi training: the cheapest sharing under the
 * present costs, then costs from what was shared, six times. Words that need a very rare pair ("colonel") fall out.
 */
export function align(entries: readonly Entry[]): Aligned[] {
  let cost = firstGuess;
  let aligned: Aligned[] = [];
  for (let round = 0; round < 6; round += 1) {
    const pairs = new Map<string, number>();
    const letters = new Map<string, number>();
    aligned = entries.flatMap(({ word, phones }) => {
      const takes = cheapest(word, phones.map(bare), cost);
      if (!takes) return [];
      let at = 0;
      const sounds = takes.map((take) => {
        at += take;
        return phones.slice(at - take, at).join(' ');
      });
      sounds.forEach((sound, place) => {
        const pair = `${word[place]}|${sound.replace(/\d/g, '')}`;
        pairs.set(pair, (pairs.get(pair) ?? 0) + 1);
        letters.set(word[place] as string, (letters.get(word[place] as string) ?? 0) + 1);
      });
      return [{ word, sounds }];
    });
    const least = round < 2 ? 3 : 25;
    const costs = new Map(
      [...pairs].filter(([, count]) => count >= least).map(([pair, count]) => [pair, -Math.log(count / (letters.get(pair[0] as string) as number))]),
    );
    cost = (letter, sound) => costs.get(`${letter}|${sound}`) ?? NEVER;
  }
  return aligned;
}

type Cost = (letter: string, sound: string) => number;

const firstGuess: Cost = (letter, sound) => {
  const phones = sound === '' ? [] : sound.split(' ');
  if (phones.length === 0) return 2.5;
  const alike = /[aeiouy]/.test(letter) === /^[AEIOU]/.test(phones.at(-1) as string);
  return (phones.length === 1 ? 1 : 5) + (alike ? 0 : 3);
};

/** How many phones each letter takes in the cheapest sharing, or null where there is none. */
function cheapest(word: string, phones: readonly string[], cost: Cost): number[] | null {
  const width = phones.length + 1;
  const best = new Float64Array((word.length + 1) * width).fill(NEVER);
  const taken = new Int8Array(best.length);
  best[0] = 0;
  for (let letter = 0; letter < word.length; letter += 1) {
    for (let at = 0; at < width; at += 1) {
      const here = best[letter * width + at] as number;
      if (here >= NEVER) continue;
      for (let take = 0; take <= 2 && at + take < width; take += 1) {
        const total = here + cost(word[letter] as string, phones.slice(at, at + take).join(' '));
        const target = (letter + 1) * width + at + take;
        if (total >= (best[target] as number)) continue;
        best[target] = total;
        taken[target] = take;
      }
    }
  }
  if ((best[best.length - 1] as number) >= NEVER) return null;
  const takes: number[] = [];
  for (let letter = word.length, at = phones.length; letter > 0; letter -= 1) {
    const take = taken[letter * width + at] as number;
    takes.unshift(take);
    at -= take;
  }
  return takes;
}

/** The sounds that letters have at least a dozen times. */
export function soundsOf(aligned: readonly Aligned[]): Sounds {
  const pairs = new Map<string, number>();
  for (const { word, sounds } of aligned) {
    sounds.forEach((sound, at) => {
      const pair = `${word[at]}|${sound}`;
      pairs.set(pair, (pairs.get(pair) ?? 0) + 1);
    });
  }
  const labels: string[] = [];
  const byLetter: Record<string, number[]> = {};
  for (const [pair] of [...pairs].filter(([, count]) => count >= 12).sort(([a], [b]) => (a < b ? -1 : 1))) {
    const [letter, sound] = pair.split('|') as [string, string];
    if (!labels.includes(sound)) labels.push(sound);
    byLetter[letter] = [...(byLetter[letter] ?? []), labels.indexOf(sound)];
  }
  return { labels, byLetter };
}

/** Chance with a seed, so that training gives the same table again. */
export function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

export function shuffle<Value>(list: Value[], chance: () => number): void {
  for (let at = list.length - 1; at > 0; at -= 1) {
    const other = Math.floor(chance() * (at + 1));
    [list[at], list[other]] = [list[other] as Value, list[at] as Value];
  }
}

import type { Rng } from '../domain/seed.js';
import { awkwardTitles, fillers, titlePatterns, titleWords } from './title-words.js';

const LONGEST = 100;
/** Of a hundred titles so many are awkward, and so many as long as a title may be. */
const AWKWARD = 24;
const AT_THE_LIMIT = 3;

/** A title as songs have them, or one that makes trouble and is a title all the same. */
export function madeTitle(rng: Rng): string {
  const kind = rng.int(1, 100);
  if (kind <= AT_THE_LIMIT) return longestTitle(rng);
  return kind <= AT_THE_LIMIT + AWKWARD ? rng.pick(awkwardTitles) : plainTitle(rng);
}

function plainTitle(rng: Rng): string {
  const words = (slot: string) => rng.pick(titleWords[slot] as readonly string[]);
  return rng.pick(titlePatterns).replace(/\{(\w+)\}/g, (_, slot: string) => words(slot));
}

/** Titles strung together and filled up to exactly a hundred characters. */
function longestTitle(rng: Rng): string {
  let title = plainTitle(rng);
  for (let more = plainTitle(rng); title.length + more.length + 5 <= LONGEST; more = plainTitle(rng)) title += ` and ${more}`;
  while (title.length < LONGEST) {
    const room = LONGEST - title.length - 1;
    if (room === 0) return `${title}!`;
    const fitting = fillers.filter((word) => word.length === room || word.length < room - 1);
    title += ` ${rng.pick(fitting)}`;
  }
  return title;
}

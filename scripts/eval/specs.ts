import { type Rng, streams } from '../../src/domain/seed.js';
import type { Written } from '../../tests/fixtures/song.js';

const titles = [
  'Paper Boats',
  'Half a Tank of Gas',
  'The Last Bus Home',
  'Salt on the Window',
  'Your Grey Coat',
  'Seven Bells',
  'Somebody Else’s Key',
  'Snow on the Line',
  'Borrowed Light',
  'The Long Way Down',
  'Copper and Rain',
  'Sing It Back',
  'Orange',
  'Wake Up, Marianne',
  'No More Mondays',
  'A Room With No Clock',
  'Run',
  'The Year We Learned to Swim',
];
const schemes = ['AABB', 'ABAB', 'ABCB', 'XAXA', 'AAA', 'ABBA'];
const lengths: (number | number[])[] = [6, 7, 8, 9, 10, [8, 6]];

const maybe = <Value>(rng: Rng, percent: number, value: () => Value): Value | undefined => (rng.int(1, 100) <= percent ? value() : undefined);

/** Varied, legal specs, the same for the same number: genres, themes, persons, tenses, schemes, lengths and hooks. */
export function variedSpecs(count: number, genres: readonly string[], themes: readonly string[]): Written[] {
  return Array.from({ length: count }, (_, at): Written => {
    const rng = streams(20261125, 'specs', at)();
    const lyrics = {
      themes: maybe(rng, 80, () => [rng.pick(themes), ...(maybe(rng, 40, () => [rng.pick(themes)]) ?? [])]),
      pov: maybe(rng, 50, () => rng.pick(['1st', '2nd', '3rd'])),
      tense: maybe(rng, 50, () => rng.pick(['past', 'present', 'mixed'])),
      rhyme_scheme: maybe(rng, 40, () => rng.pick(schemes)),
      syllables_per_line: maybe(rng, 40, () => rng.pick(lengths)),
      hook_strategy: maybe(rng, 40, () => rng.pick(['melodic', 'lyrical', 'chant'])),
    };
    const given = Object.fromEntries(Object.entries(lyrics).filter(([, value]) => value !== undefined));
    return { title: rng.pick(titles), blueprint_ref: { genre: genres[at % genres.length] as string }, lyrics: given };
  });
}

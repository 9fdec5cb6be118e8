import type { Blueprint } from '../domain/blueprint.js';
import { CHANT_HOOKS, HOOK_HEAVY_CHORUS_LINES } from '../domain/form.js';
import type { Rng } from '../domain/seed.js';
import type { Sds } from '../domain/spec.js';
import type { SectionType } from '../domain/words.js';
import { madeForm } from './form.js';
import { ownWords } from './own-words.js';
import { asked, type Draw, some } from './wishes.js';

type Lyrics = NonNullable<Sds['lyrics']>;
type Requirements = NonNullable<NonNullable<Lyrics['constraints']>['section_requirements']>;

const schemes = [
  'AABB',
  'ABAB',
  'ABCB',
  'XAXA',
  'AA',
  'AAA',
  'AAAA',
  'ABBA',
  'AABA',
  'AAAB',
  'ABCABC',
  'AABCCB',
  'ABABCC',
  'AAXA',
  'XXXX',
  'X',
  'ABCD',
  'AABBA',
  'ABABBCC',
  'XAXAXBXB',
  'ABABCDCD',
  'A',
  'AABBCCDD',
  'ABCBDEFE',
  'AXAXBXBX',
];
const lengths: (number | number[])[] = [
  4,
  5,
  6,
  7,
  8,
  8,
  9,
  10,
  10,
  11,
  12,
  13,
  14,
  16,
  [8, 6],
  [8, 6],
  [7, 7, 8, 6],
  [10, 8],
  [6, 6, 8, 6],
  [4, 12],
  [12, 4, 4],
  [9, 8, 7, 6],
];
const strangeThemes = [
  'tax law',
  'quantum physics',
  'my cat',
  'the invention of the zipper',
  'regret',
  'soup',
  'climate',
  'basketball',
  'Ostern',
  'jealousy',
  'time travel',
];
const levels = ['grade 3', 'grade 6', 'grade 10', 'easy', 'age 9', 'adult', 'plain speech', '5th grade'];
const meters = ['common metre', 'iambic tetrameter', 'trochaic', 'free', 'ballad stanza'];

/** Wishes about the words. What they ask of the form is legal; whether any writer can meet it all is another question. */
export function lyricsWishes(draw: Draw, title: string, blueprint: Blueprint, themes: readonly string[]): Partial<Lyrics> | undefined {
  const section_order = draw.maybe('section_order', 50, (rng) => madeForm(rng, blueprint));
  const order = section_order ?? blueprint.rules.section_order;
  const hook_strategy = draw.maybe('hook_strategy', 40, (rng) => rng.pick(strategiesFor(order)));
  const repetition_policy = draw.maybe('repetition_policy', 30, (rng) => rng.pick(['sparse', 'moderate', 'hook-heavy'] as const));
  const leastChorus = Math.max(hook_strategy === 'chant' ? CHANT_HOOKS : 0, repetition_policy === 'hook-heavy' ? HOOK_HEAVY_CHORUS_LINES : 0);
  return asked({
    themes: draw.maybe('themes', 80, (rng) => [...some(rng, themes, 1, 2), ...(rng.int(1, 6) === 1 ? [rng.pick(strangeThemes)] : [])]),
    pov: draw.maybe('pov', 45, (rng) => rng.pick(['1st', '2nd', '3rd'] as const)),
    tense: draw.maybe('tense', 40, (rng) => rng.pick(['past', 'present', 'future', 'mixed'] as const)),
    rhyme_scheme: draw.maybe('rhyme_scheme', 40, (rng) => scheme(rng, order)),
    meter: draw.maybe('meter', 8, (rng) => rng.pick(meters)),
    syllables_per_line: draw.maybe('syllables_per_line', 40, (rng) => rng.pick(lengths)),
    syllable_tolerance: draw.maybe('syllable_tolerance', 20, (rng) => rng.pick([0, 1, 1, 2, 2, 3, 4])),
    hook_strategy,
    repetition_policy,
    imagery_density: draw.maybe('imagery_density', 20, (rng) => rng.int(0, 20) / 20),
    reading_level: draw.maybe('reading_level', 20, (rng) => rng.pick(levels)),
    section_order,
    constraints: asked({
      explicit: draw.maybe('explicit', 15, (rng) => rng.int(0, 1) === 1),
      duration_sec: draw.maybe('duration_sec', 30, (rng) => (rng.int(1, 6) === 1 ? rng.int(20, 600) : rng.int(90, 260))),
      section_requirements: draw.maybe('section_requirements', 25, (rng) => requirements(rng, order, leastChorus)),
    }),
    given: draw.maybe('given', 18, (rng) => ownWords(rng, title, order, blueprint)),
    note: draw.maybe('note', 8, (rng) => rng.pick(['Keep it kind.', 'For my sister’s wedding.', 'No clichés, please.\nReally none.'])),
  });
}

/** A chant or a lyrical hook comes in two choruses or more. */
function strategiesFor(order: readonly SectionType[]) {
  const choruses = order.filter((type) => type === 'Chorus').length;
  return choruses >= 2 ? (['melodic', 'lyrical', 'call-response', 'chant'] as const) : (['melodic', 'call-response'] as const);
}

function scheme(rng: Rng, order: readonly SectionType[]): Lyrics['rhyme_scheme'] {
  if (rng.int(1, 3) > 1) return rng.pick(schemes);
  return Object.fromEntries(some(rng, [...new Set(order)], 1, 3).map((type) => [type, rng.pick(schemes)]));
}

function requirements(rng: Rng, order: readonly SectionType[], leastChorus: number): Requirements {
  const sung = [...new Set(order)].filter((type) => ['Verse', 'PreChorus', 'Chorus', 'PostChorus', 'Bridge', 'Outro', 'Refrain'].includes(type));
  const entries = some(rng, sung, 1, 2).map((type) => {
    const min = rng.int(1, 6);
    const max = Math.max(min, rng.int(2, 12), type === 'Chorus' ? leastChorus : 0);
    const wish = {
      min_lines: rng.int(1, 3) > 1 ? min : undefined,
      max_lines: rng.int(1, 3) > 1 ? max : undefined,
      must_end_with_hook: rng.int(1, 4) === 1 ? true : undefined,
    };
    return [type, asked(wish) ?? { min_lines: min }] as const;
  });
  return Object.fromEntries(entries);
}

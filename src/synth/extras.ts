import { sectionIds } from '../domain/form.js';
import type { Rng } from '../domain/seed.js';
import type { Sds } from '../domain/spec.js';
import type { SectionType } from '../domain/words.js';
import { asked, type Draw, some } from './wishes.js';

type Notes = NonNullable<Sds['producer_notes']>;
type Persona = NonNullable<Sds['persona']>;
type Controls = NonNullable<Sds['prompt_controls']>;

const sectionTags = ['sparse', 'full band', 'half time', 'no drums', 'build', 'crowd vocals', 'tape stop', 'key change', 'a cappella'];

export function producerWishes(draw: Draw, order: readonly SectionType[]): Partial<Notes> | undefined {
  return asked({
    structure: draw.maybe('structure', 10, (rng) => (rng.int(1, 5) === 1 ? 'Verse-Chorus-Verse-Chorus' : order.join('-'))),
    hooks: draw.maybe('hooks', 12, (rng) => rng.pick([0, 1, 2, 3, 4, 6, 9])),
    instrumentation: draw.maybe('arrangement', 15, (rng) => some(rng, ['glockenspiel', 'Wurlitzer', 'tambourine', 'gang vocals', 'field recordings'], 1, 4)),
    section_meta: draw.maybe('section_meta', 20, (rng) => sectionMeta(rng, order)),
    mix: draw.maybe('mix', 20, (rng) => ({
      lufs: rng.int(-20, -6),
      space: rng.pick(['dry club', 'wide hall', 'tiled bathroom', 'open field at night']),
      stereo_width: rng.pick(['narrow', 'normal', 'wide'] as const),
    })),
  });
}

function sectionMeta(rng: Rng, order: readonly SectionType[]): NonNullable<Notes['section_meta']> {
  const names = some(rng, [...new Set([...order, ...sectionIds(order)])], 1, 3);
  return Object.fromEntries(
    names.map((name) => {
      const seconds = rng.int(1, 6) === 1 ? rng.int(8, 30) : undefined;
      return [name, { tags: some(rng, sectionTags, 1, 3), ...(seconds === undefined ? {} : { target_duration_sec: seconds }) }];
    }),
  );
}

/** Singers nobody has heard of. */
export function personaWishes(draw: Draw): Partial<Persona> | undefined {
  return draw.maybe('persona', 20, (rng) => {
    const name = `${rng.pick(['Nell', 'Otis', 'Wren', 'Silas', 'Imani', 'Petra', 'Dario', 'The Paper'])} ${rng.pick(['Harrow', 'Quill', 'Vance', 'Lanterns', 'Okafor', 'Marsh'])}`;
    return asked({
      name,
      kind: rng.pick(['artist', 'band'] as const),
      voice: rng.pick(['smoky alto', 'boyish tenor', 'three sisters in harmony', undefined]),
      vocal_range: rng.pick(['A3–E5', 'E2–G4', undefined]),
      delivery: some(rng, ['laid-back', 'urgent', 'deadpan', 'crooned', 'shouted'], 1, 3),
      influences: some(rng, ['dust-bowl ballads', 'nineties alternative radio', 'church basements', 'Saturday morning cartoons'], 0, 3),
      style_defaults: rng.pick<Persona['style_defaults']>([{ energy: 'medium' }, { mood: ['wistful'] }, undefined]),
      lyrics_defaults: rng.pick<Persona['lyrics_defaults']>([{ pov: '1st' }, { tense: 'past' }, undefined]),
      policy: rng.pick([{ public_release: true, disallow_named_style_of: true }, { public_release: false }, undefined]),
    });
  });
}

export function promptWishes(draw: Draw): Partial<Controls> | undefined {
  return asked({
    positive_tags: draw.maybe('positive_tags', 15, (rng) => some(rng, ['Vocal:close harmony', 'Mix:warm', 'handclaps', 'Era:1970s', 'bell tones'], 1, 4)),
    negative_tags: draw.maybe('refused_tags', 12, (rng) => some(rng, ['autotune', 'distortion', 'Vocal:choir', 'crowd noise', 'drum machine'], 1, 4)),
    max_style_chars: draw.maybe('max_style_chars', 12, (rng) => rng.pick([20, 40, 80, 120, 200, 400, 1000])),
    max_prompt_chars: draw.maybe('max_prompt_chars', 12, (rng) => rng.pick([900, 1500, 2000, 3000, 5000, 20_000])),
  });
}

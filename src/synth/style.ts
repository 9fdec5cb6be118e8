import type { Blueprint } from '../domain/blueprint.js';
import type { Rng } from '../domain/seed.js';
import type { Sds } from '../domain/spec.js';
import { asked, type Draw, some } from './wishes.js';

type Style = NonNullable<Sds['style']>;

const moods = [
  'happy',
  'sad',
  'wistful',
  'defiant',
  'tender',
  'nostalgic',
  'playful',
  'dark',
  'hopeful',
  'romantic',
  'restless',
  'warm',
  'eerie',
  'triumphant',
  'bittersweet',
  'lonely',
  'cozy',
  'angry',
  'dreamy',
  'sly',
  'bored on a Sunday',
];
const instruments = [
  'piano',
  'acoustic guitar',
  'electric guitar',
  'upright bass',
  'synth pads',
  'drum machine',
  'strings',
  'brass',
  'fiddle',
  'banjo',
  'accordion',
  'pedal steel',
  'Hammond organ',
  'handclaps',
  'cello',
  'flute',
  'harmonica',
  'marimba',
  'theremin',
  'tin whistle',
  'kazoo',
  'steel pan',
  'oud',
  'sitar',
];
const tags = [
  'Era:1960s',
  'Era:1980s',
  'Era:2020s',
  'Genre:folk',
  'Genre:synthwave',
  'Energy:gentle',
  'Energy:driving',
  'Instr:piano',
  'Instr:brass',
  'Rhythm:waltz',
  'Rhythm:four-on-the-floor',
  'Rhythm:swing',
  'Vocal:female lead',
  'Vocal:male lead',
  'Vocal:choir',
  'Vocal:whispered',
  'Vocal:stacked harmonies',
  'Mix:lo-fi',
  'Mix:polished',
  'Mood:dark',
  'Mood:hopeful',
  'tape hiss',
  'live room',
  'one take',
  'Weather:rain',
];
const voices = [
  'warm alto, close to the microphone',
  'gravelly baritone',
  'bright tenor with doubled choruses',
  'two voices in thirds',
  'a crowd of friends',
  'breathy soprano',
  'half spoken, half sung',
  'children and one grown-up',
];
const keys = ['C', 'C#', 'Db', 'D', 'Eb', 'E', 'F', 'F#', 'Gb', 'G', 'Ab', 'A', 'Bb', 'B'].flatMap((note) => [`${note} major`, `${note} minor`]);
const signatures = ['4/4', '4/4', '3/4', '6/8', '12/8', '2/4', '5/4', '7/8', '2/2', '9/8'];
const branches = ['acoustic', 'alternative', 'chamber', 'desert', 'garage', 'night-bus', 'orchestral', 'post-', 'roots', 'space', 'stadium', 'tropical'];

/** Wishes about the sound; odd ones too, none that contradicts another. */
export function styleWishes(draw: Draw, { genre, rules }: Blueprint): Partial<Style> | undefined {
  return asked({
    genre_detail: draw.maybe('genre_detail', 15, (rng) => ({
      primary: rng.int(0, 1) === 0 ? genre : `${rng.pick(branches)} ${genre}`.replace('- ', '-'),
      subgenres: some(rng, branches, 0, 3),
      fusions: some(rng, ['jazz', 'polka', 'flamenco', 'drum and bass', 'sea shanty'], 0, 2),
    })),
    tempo_bpm: draw.maybe('tempo_bpm', 45, (rng) => tempo(rng, rules.tempo_bpm)),
    time_signature: draw.maybe('time_signature', 25, (rng) => rng.pick([...rules.time_signatures, ...rules.time_signatures, ...signatures])),
    key: draw.maybe('key', 35, (rng) => ({ primary: rng.pick(keys), modulations: rng.int(1, 4) === 1 ? some(rng, keys, 1, 3) : undefined })),
    mood: draw.maybe('mood', 45, (rng) => some(rng, moods, 1, 4)),
    energy: draw.maybe('energy', 30, (rng) => rng.pick(['low', 'medium', 'high', 'anthemic'] as const)),
    instrumentation: draw.maybe('instrumentation', 30, (rng) => some(rng, instruments, 1, 9)),
    vocal_profile: draw.maybe('vocal_profile', 20, (rng) => rng.pick(voices)),
    tags: draw.maybe('tags', 25, (rng) => some(rng, tags, 1, 8)),
    negative_tags: draw.maybe('negative_tags', 15, (rng) => some(rng, [...tags, ...rules.tags, ...rules.instruments], 1, 6)),
  });
}

/** Mostly where the genre lives; now and then beside it, at the very ends, or a range that only touches it. */
function tempo(rng: Rng, [low, high]: readonly [number, number]): number | [number, number] {
  const within = () => rng.int(low, high);
  const anywhere = () => rng.int(40, 220);
  const range = (a: number, b: number): [number, number] => (a <= b ? [a, b] : [b, a]);
  const kind = rng.int(1, 10);
  if (kind <= 5) return within();
  if (kind <= 7) return range(within(), within());
  if (kind === 8) return range(anywhere(), anywhere());
  return kind === 9 ? anywhere() : rng.pick<number | [number, number]>([40, 220, [40, 220], [high, high]]);
}

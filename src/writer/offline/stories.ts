import type { Brief } from '../../domain/draft.js';
import type { Closer, LineFrame } from '../../domain/line-data.js';
import type { Rng, Streams } from '../../domain/seed.js';
import type { Story, StoryFile, StoryLine } from '../../domain/story-data.js';
import type { Family } from '../../domain/words.js';
import type { Pronounce } from '../../prosody/pronounce.js';
import { say, type Voice } from './inflect.js';
import { type Candidate, candidateOf } from './pool.js';
import { type About, isFor, moodCost } from './taste.js';

export type StoryPart = 'verse_1' | 'verse_2' | 'bridge';

/** A line of a story in one voice, and its place in the telling. */
export interface Told extends Candidate {
  at: number;
  /** The two halves that a long line was made of. */
  parts?: readonly [Told, Told];
}

/** A story with the theme that it stands under. */
export interface Telling {
  story: Story;
  theme: string;
}

/** Story lines are numbered after the frames of the pool, so that both kinds can be told apart by number. */
const FIRST_NUMBER = 100_000;

/** And closers after those. */
const FIRST_CLOSER = 200_000;

/** What a theme weighs in choosing a story: asked for, beside what was asked for, usual in the genre. */
const ASKED = 1;
const NEAR = 0.15;
const USUAL = 0.05;

/**
 * A story that names the song's family of genres was written for it: how many times likelier it is than one for all, by the
 * square less so the more families it names. What was asked for comes before what is usual in the genre; where nothing was,
 * its own stories are told.
 */
const OWN_FAMILY = 12;
const OWN_FAMILY_UNASKED = 400;
/** Families that the stories for all were written for; a few more of their own must not crowd these out. */
const OF_ALL: ReadonlySet<Family | undefined> = new Set<Family | undefined>(['pop', 'roots']);

/** All stories, and their lines as they are said; each is said once for each voice. */
export class StoryBook {
  private readonly cache = new Map<string, Told[]>();
  private readonly numbers = new Map<StoryLine, number>();

  constructor(
    private readonly files: readonly StoryFile[],
    private readonly pronounce: Pronounce,
    private readonly clauses: readonly Closer[] = [],
  ) {
    for (const line of files.flatMap(linesOfFile)) this.numbers.set(line, FIRST_NUMBER + this.numbers.size);
  }

  /** Stories that may be told in a song, in the order in which they came to mind: likelier ones are mostly earlier. */
  choose(brief: Brief, { asked, usual, settings, family }: About, rng: Rng): Telling[] {
    const near = new Set(this.files.filter(({ theme }) => asked.packs.has(theme)).flatMap((file) => file.near));
    const weigh = (theme: string) => (asked.packs.has(theme) ? ASKED : near.has(theme) ? NEAR : usual.packs.has(theme) ? USUAL : 0);
    const setting = [...asked.packs, ...usual.packs].some((theme) => settings.has(theme));
    const owned = OF_ALL.has(family) ? 1 : asked.packs.size > 0 ? OWN_FAMILY : OWN_FAMILY_UNASKED;
    const weighed = this.files.flatMap(({ theme, stories }) => {
      // A song that is set in a season stays there, and others stay out of it.
      const weight = setting ? (settings.has(theme) ? weigh(theme) : 0) : settings.has(theme) ? 0 : weigh(theme);
      const own = stories.filter(({ families }) => isFor(family, families));
      const likelier = (story: Story) =>
        (story.families && family ? Math.max(1, owned / story.families.length ** 2) : 1) * Math.exp(-moodCost(story.moods, brief.mood) / 2);
      return weight === 0 ? [] : own.map((story) => ({ story, theme, weight: weight * likelier(story) }));
    });
    const drawn = weighed.map((one) => ({ ...one, rank: -Math.log(rng.int(1, 1_000_000) / 1_000_001) / one.weight }));
    return drawn.sort((a, b) => a.rank - b.rank).map(({ story, theme }) => ({ story, theme }));
  }

  /** A part of a story, every line with every end. */
  lines({ story, theme }: Telling, part: StoryPart, voice: Voice): Told[] {
    const roles = (at: number, of: number): LineFrame['role'] =>
      part === 'bridge' ? 'bridge' : at < of * 0.375 ? 'scene' : at < of * 0.75 ? 'action' : 'turn';
    return this.said(`${theme}/${story.name}/${part}`, voice, story[part], (at) => frameOf(roles(at, story[part].length), theme, story.moods));
  }

  /** Choruses and lifts of some themes. */
  shared(themes: ReadonlySet<string>, voice: Voice): Told[] {
    return this.files
      .filter(({ theme }) => themes.has(theme))
      .flatMap(({ theme, families, chorus, lift }) => [
        ...this.said(`${this.numbers.get(chorus[0] as StoryLine)}//chorus`, voice, chorus, () => ({ ...frameOf('chorus', theme, []), families })),
        ...this.said(`${this.numbers.get(lift[0] as StoryLine)}//lift`, voice, lift, () => ({ ...frameOf('lift', theme, []), families })),
      ]);
  }

  /** Short clauses that close a long line; they stand nowhere in a story. */
  closers(voice: Voice): Told[] {
    const name = `closers ${voice.pov} ${voice.tense} ${voice.hero}`;
    const known = this.cache.get(name);
    if (known) return known;
    const told = this.clauses.map(({ text, role }, at) => {
      const frame = frameOf(role === 'any' ? 'action' : role, 'any', []);
      return { ...candidateOf(say(text, voice), frame, FIRST_CLOSER + at, this.pronounce), at: -1 };
    });
    this.cache.set(name, told);
    return told;
  }

  /** Chorus lines that name the thing of a story. */
  answers({ story, theme }: Telling, voice: Voice): Told[] {
    return this.said(`${theme}/${story.name}/chorus`, voice, story.chorus ?? [], () => frameOf('chorus', theme, story.moods));
  }

  private said(key: string, voice: Voice, lines: readonly StoryLine[], frame: (at: number) => LineFrame): Told[] {
    const name = `${key} ${voice.pov} ${voice.tense} ${voice.hero}`;
    const known = this.cache.get(name);
    if (known) return known;
    const told = lines.flatMap((line, at) => {
      const own = frame(at);
      return line.ends.map((end) => ({ ...candidateOf(say(line.text.replace('{}', end), voice), own, this.numbers.get(line) as number, this.pronounce), at }));
    });
    this.cache.set(name, told);
    return told;
  }

  /** The stories with those first whose lines stand in the brief already: a repair goes on with the story that was told. */
  recognized(tellings: readonly Telling[], kept: ReadonlySet<string>, voices: readonly Voice[]): Telling[] {
    if (kept.size === 0) return [...tellings];
    const met = (telling: Telling) =>
      voices.reduce(
        (sum, voice) =>
          sum +
          (['verse_1', 'verse_2', 'bridge'] as const).reduce(
            (own, part) => own + this.lines(telling, part, voice).filter(({ text }) => kept.has(text)).length,
            0,
          ),
        0,
      );
    const all = this.files.flatMap(({ theme, stories }) => stories.map((story) => ({ story, theme })));
    const counted = all.map((telling) => ({ telling, met: met(telling) })).filter((one) => one.met > 0);
    const first = counted.sort((a, b) => b.met - a.met).map(({ telling }) => telling);
    const names = new Set(first.map(({ story }) => story));
    return [...first, ...tellings.filter(({ story }) => !names.has(story))];
  }
}

const frameOf = (role: LineFrame['role'], theme: string, moods: string[]): LineFrame => ({
  role,
  pov: 'any',
  tense: 'any',
  themes: [theme],
  moods,
  text: '',
  ends: [],
});

function linesOfFile({ stories, chorus, lift }: StoryFile): StoryLine[] {
  return [...stories.flatMap(({ verse_1, verse_2, bridge, chorus: answers = [] }) => [...verse_1, ...verse_2, ...bridge, ...answers]), ...chorus, ...lift];
}

/** How each part is said: in mixed tense a song remembers first and then is there. */
export function voiceFor(brief: Brief, part: StoryPart | 'chorus', rng: Streams): Voice {
  const hero = rng('hero').int(0, 1) === 0 ? 'she' : 'he';
  const tense = brief.tense === 'mixed' ? (part === 'verse_1' ? 'past' : 'present') : brief.tense;
  return { pov: brief.pov, tense, hero };
}

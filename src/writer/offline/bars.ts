import type { Rng } from '../../domain/seed.js';
import { type LongEnd, longEnd, rhymeLength } from '../../prosody/long-rhyme.js';
import type { Pronounce } from '../../prosody/pronounce.js';
import { type LineEnd, type RhymeTier, rhymeTier } from '../../prosody/rhyme.js';
import { joinedText } from './bar-halves.js';
import { candidateOf } from './pool.js';
import type { Told } from './stories.js';
import { IN_MIND, keptEnds, nextKept, type VerseQuery, type VerseSlot } from './verse.js';

/**
 * Long lines are told in two halves. The first is a line of the story; the second is the next one, or a closer: a short
 * clause that says how it is told ("no hesitation"). Line ends rhyme by the scheme, over as many syllables as can be had,
 * and the middles answer one another or the ends: rhymes inside lines, out of ends that were vetted as ends.
 */

/** Shorter lines have no middle. */
export const SHORTEST_BAR = 10;
/** Syllables of a half. */
const SHORTEST_HALF = 4;

const CHANCE = 6;
const SOUND_CHANCE = 12;
const SLANT_COST = 5;
const SPARED_COST = 4;
const UNEVEN = 0.8;
const OFF_BEAT = 2;
const BEAM = 60;
/** Sounds among them, at the least. */
const SOUNDS = 10;
/** What a rhyme is worth for every syllable after the first, and a middle that rhymes with what was heard before it. */
const LONGER = 3.5;
const MOST_LONGER = 2;
const ECHO = 4;
/** Shares in percent of the story's places, and of the closers and their sounds, that come to mind. */
const MOST_PLACES = 90;
const CLOSERS_IN_MIND = 60;
const SOUNDS_IN_MIND = 35;
/** A story that goes on says more than a closer. */
const CLOSER_COST = 2;
/** Two halves of a line had better be neighbours in the story. */
const APART = 1;

/** Words that a line may begin with in the middle of a sentence: others could be names. */
const openers = new Set(
  'the a an my your his her our their this that these those no not every each all both one two some any at in on by for from with and but so then when where while if as it he she you we they there here who what how still just even only once now last next after before under over through'.split(
    ' ',
  ),
);

interface Half {
  line: Told;
  cost: number;
  place: number;
  mind: number;
  long: LongEnd;
}

interface State {
  cost: number;
  last: number;
  picks: (readonly [head: Told, tail: Told] | null)[];
  /** The first half of the line in hand. */
  open: Half | null;
  halves: readonly Half[];
  /** What stands: end words, frames, and which letter a sound belongs to. */
  words: ReadonlySet<string>;
  frames: ReadonlySet<number>;
  openings: ReadonlySet<string>;
  letters: ReadonlyMap<string, string>;
  /** Ends by letter. */
  ends: ReadonlyMap<string, readonly Half[]>;
}

/** A way on from a state; made into one only where it is among the cheapest. */
interface Way {
  cost: number;
  state: State;
  half: Half;
}

export interface BarWords {
  story: readonly Told[];
  closers: readonly Told[];
  pronounce: Pronounce;
}

/** Chooses halves for a verse: a beam search from half to half. Null where nothing keeps to scheme, order and lengths. */
export function tellBars({ story, closers, pronounce }: BarWords, query: VerseQuery, slant: boolean, rng: Rng): (Told | null)[] | null {
  const chance = (most: number) => (rng.int(0, 1000) / 1000) * most;
  const luck = new Map<string, number>();
  for (const { key } of [...story, ...closers]) if (!luck.has(key)) luck.set(key, chance(SOUND_CHANCE));
  const heard = new Map<string, number>();
  for (const { key } of closers) if (!heard.has(key)) heard.set(key, rng.int(0, 99));
  const places = new Map<number, number>();
  for (const { at } of story) if (!places.has(at)) places.set(at, rng.int(0, 99));
  const half = (line: Told, more: number): Half => ({
    line,
    place: places.get(line.at) ?? 0,
    mind: rng.int(0, 99),
    cost: query.cost(line) + (1 - line.fit) * OFF_BEAT + chance(CHANCE) + (luck.get(line.key) as number) + more,
    long: longEnd(line.text, pronounce),
  });
  const heads = story.map((line) => half(line, 0));
  // Closers go with anything, so that chance has more to say among them.
  const tails = closers.map((line) => half(line, CLOSER_COST + chance(CHANCE)));
  for (const [inPlaces, inEnds] of IN_MIND) {
    // Most places of the story are needed; what comes to mind of each differs from verse to verse.
    const mind = (all: readonly Half[], most: number) => all.filter(({ place, mind }) => place < Math.max(most, MOST_PLACES) && mind < inEnds);
    const few = inEnds === 100 ? tails : tails.filter(({ line, mind }) => mind < CLOSERS_IN_MIND && (heard.get(line.key) as number) < SOUNDS_IN_MIND);
    const found = new BarSearch(mind(heads, inPlaces), few, query, slant, pronounce).run();
    if (found) return found;
  }
  return null;
}

class BarSearch {
  private readonly places: number;
  private readonly lowest: number;
  private readonly open: number;
  /** How many places of the story that came to mind lie behind one. */
  private readonly after: ReadonlyMap<number, number>;
  /** Story lines that may stand in the middle of a line, and closers. */
  private readonly tails: readonly Half[];
  /** How many tails there are of a sound. */
  private readonly ofSound = new Map<string, number>();
  private readonly tiers = new Map<LineEnd, Map<LineEnd, RhymeTier>>();

  constructor(
    private readonly heads: readonly Half[],
    closers: readonly Half[],
    private readonly query: VerseQuery,
    private readonly slant: boolean,
    private readonly pronounce: Pronounce,
  ) {
    this.places = 1 + heads.reduce((most, { line }) => Math.max(most, line.at), 0);
    this.lowest = heads.reduce((least, { line }) => Math.min(least, line.at), this.places);
    const places = [...new Set(heads.map(({ line }) => line.at))].sort((a, b) => a - b);
    this.after = new Map(places.map((at, index) => [at, places.length - index - 1]));
    this.open = query.slots.filter(({ kept }) => kept === null).length;
    this.tails = [...heads.filter(({ line }) => openers.has(line.opening.split(' ')[0] ?? '') || /^I\b/.test(line.text)), ...closers];
    for (const { line } of this.tails) this.ofSound.set(line.key, (this.ofSound.get(line.key) ?? 0) + 1);
  }

  run(): (Told | null)[] | null {
    const { slots } = this.query;
    let beam: State[] = [this.start()];
    let before = 0;
    for (const [index, slot] of slots.entries()) {
      if (slot.kept) {
        const { at } = slot.kept;
        beam = beam.map((state) => ({ ...state, last: at ?? state.last, picks: [...state.picks, null] }));
        continue;
      }
      beam = best(beam.flatMap((state) => this.begin(state, slot, index, before))).map(opened);
      beam = best(beam.flatMap((state) => this.close(state, slot, index, before))).map((way) => closed(way, slot.rhyme));
      before += 1;
      if (beam.length === 0) return null;
    }
    return (beam[0] as State).picks.map((pick) => pick && joined(...pick, this.pronounce));
  }

  private start(): State {
    const ends = new Map([...keptEnds(this.query.slots)].map(([rhyme, own]) => [rhyme, own.map((end) => keptHalf(end, this.pronounce))]));
    const all = [...ends].flatMap(([rhyme, own]) => own.map(({ line }) => ({ rhyme, line })));
    return {
      cost: 0,
      last: -1,
      picks: [],
      open: null,
      halves: [],
      words: new Set(all.map(({ line }) => line.end.word)),
      frames: new Set(),
      openings: new Set(),
      letters: new Map(all.map(({ rhyme, line }) => [line.key, rhyme])),
      ends,
    };
  }

  /** The first half: a line of the story. */
  private begin(state: State, slot: VerseSlot, index: number, before: number): Way[] {
    const ideal = this.ideal(before);
    const most = slot.syllables + this.query.tolerance - SHORTEST_HALF;
    const ways: Way[] = [];
    for (const half of this.heads) {
      const { line } = half;
      if (line.syllables < SHORTEST_HALF || line.syllables > most || said(state, half) || !this.inOrder(line, state, index)) continue;
      const echo = state.halves.slice(-2).some((other) => echoes(other, half)) ? ECHO : 0;
      ways.push({ state, half, cost: state.cost + half.cost + UNEVEN * Math.abs(line.at - ideal) + alike(state, half) - echo });
    }
    return ways;
  }

  /** The second half, which holds the rhyme: the next line of the story, or a closer. */
  private close(state: State, slot: VerseSlot, index: number, before: number): Way[] {
    const head = state.open as Half;
    const answered = slot.rhyme !== 'X' && this.query.slots.slice(index + 1).some(({ rhyme, kept }) => rhyme === slot.rhyme && kept === null);
    const ways: Way[] = [];
    for (const half of this.tails) {
      const { line } = half;
      const isStory = line.at >= 0;
      const off = Math.abs(head.line.syllables + line.syllables - slot.syllables);
      if (off > this.query.tolerance || said(state, half) || (isStory && !this.inOrder(line, state, index))) continue;
      if (!isStory && !suits(head.line.frame.role, line.frame.role)) continue;
      if (answered && (this.ofSound.get(line.key) as number) < 3) continue;
      const rhyme = this.rhymeCost(state, slot, half);
      if (rhyme === null || (slot.avoid !== undefined && joinedText(head.line, line) === slot.avoid)) continue;
      const echo = echoes(head, half) ? ECHO : 0;
      const apart = isStory ? APART * (line.at - head.line.at - 1) + UNEVEN * Math.max(0, line.at - this.ideal(before + 0.5)) : 0;
      ways.push({ state, half, cost: state.cost + half.cost + off * 0.6 + rhyme + apart + alike(state, half) - echo });
    }
    return ways;
  }

  /** The place in the story where a line of the verse had better be: what is told early is lacking later. */
  private ideal(before: number): number {
    return this.lowest + ((before + 0.5) * (this.places - this.lowest)) / Math.max(1, this.open) - 0.5;
  }

  /** Whether a line of the story comes after what is told, and leaves enough for the lines to come. */
  private inOrder({ at }: Told, { last }: State, index: number): boolean {
    const { slots } = this.query;
    const ahead = slots.slice(index + 1).filter(({ kept }) => kept === null).length;
    const limit = nextKept(slots, index) ?? this.places;
    return at > last && at < limit && (this.after.get(at) as number) >= Math.min(ahead, limit - at - 1);
  }

  /** Asked for the same two ends by state after state. */
  private tier(one: LineEnd, other: LineEnd): RhymeTier {
    const row = this.tiers.get(one) ?? new Map<LineEnd, RhymeTier>();
    this.tiers.set(one, row);
    const tier = row.get(other) ?? rhymeTier(one, other);
    row.set(other, tier);
    return tier;
  }

  private rhymeCost({ ends, letters }: State, slot: VerseSlot, { line, long }: Half): number | null {
    const { spared, slant } = this.query;
    let cost = spared !== '' && line.key === spared ? SPARED_COST : 0;
    if (slot.rhyme === 'X') return cost;
    // Another letter must not sound the same, or the scheme is not heard.
    const letter = letters.get(line.key);
    if (letter !== undefined && letter !== slot.rhyme) return null;
    for (const other of ends.get(slot.rhyme) ?? []) {
      const tier = this.tier(other.line.end, line.end);
      if (tier !== 'perfect' && tier !== 'slant') return null;
      const length = rhymeLength(other.long, long);
      // Where two syllables sound together, a near rhyme is as good as a full one: "open" and "broken".
      const light = other.line.end.lightTail !== null || line.end.lightTail !== null;
      if (tier === 'slant' && (other.line.key === line.key || !(length > 1 ? slant > 0 : this.slant && !light))) return null;
      cost += (tier === 'slant' ? SLANT_COST * (1 - slant) : 0) - LONGER * Math.min(MOST_LONGER, length - 1);
    }
    return cost;
  }
}

/** A closer that draws the scene suits no line that draws the sum, and the other way round. */
function suits(told: Told['frame']['role'], closer: Told['frame']['role']): boolean {
  if (closer === 'scene') return told === 'scene';
  return closer !== 'turn' || told !== 'scene';
}

/** The cheapest, of as many sounds as there is room for: what is cheap now may have no answer in the next line. */
function best(ways: Way[]): Way[] {
  const ofSound = new Map<string, number>();
  const kept: Way[] = [];
  for (const way of ways.sort((a, b) => a.cost - b.cost)) {
    const sound = `${way.half.line.key} ${way.state.last}`;
    const before = ofSound.get(sound) ?? 0;
    if (before >= BEAM / SOUNDS) continue;
    ofSound.set(sound, before + 1);
    if (kept.push(way) >= BEAM) break;
  }
  return kept;
}

const opened = ({ state, half, cost }: Way): State => ({ ...state, cost, last: half.line.at, open: half });

function closed({ state, half, cost }: Way, rhyme: string): State {
  const head = state.open as Half;
  const both = [head.line, half.line];
  return {
    cost,
    last: Math.max(state.last, half.line.at),
    picks: [...state.picks, [head.line, half.line]],
    open: null,
    halves: [...state.halves, head, half],
    words: new Set([...state.words, ...both.map(({ end }) => end.word)]),
    frames: new Set([...state.frames, ...both.map(({ frameId }) => frameId)]),
    openings: new Set([...state.openings, ...both.map(({ opening }) => opening)]),
    letters: new Map(state.letters).set(half.line.key, rhyme),
    ends: new Map(state.ends).set(rhyme, [...(state.ends.get(rhyme) ?? []), half]),
  };
}

/** A middle or end that rhymes with another: perfectly, and not by the same word. */
function echoes(a: Half, b: Half): boolean {
  return a.line.key === b.line.key && rhymeTier(a.line.end, b.line.end) === 'perfect';
}

/** A line end or a frame comes once in a verse. */
function said({ words, frames, open }: State, { line }: Half): boolean {
  if (words.has(line.end.word) || frames.has(line.frameId)) return true;
  return open !== null && (open.line.end.word === line.end.word || open.line.frameId === line.frameId);
}

/** What it costs to open two halves in the same way. */
const alike = ({ openings }: State, { line }: Half) => (openings.has(line.opening) ? 2 : 0);

/** A line that is kept, as an end to rhyme with. */
function keptHalf(end: Told['end'], pronounce: Pronounce): Half {
  return { line: { end, key: end.tail.join(' '), frameId: -1, opening: '' } as Told, cost: 0, place: 0, mind: 0, long: longEnd(end.word, pronounce) };
}

/** Two halves as one line; its parts go with it. */
function joined(head: Told, tail: Told, pronounce: Pronounce): Told {
  return { ...candidateOf(joinedText(head, tail), head.frame, head.frameId, pronounce), at: Math.max(head.at, tail.at), parts: [head, tail] };
}

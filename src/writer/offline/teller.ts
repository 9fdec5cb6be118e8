import type { Brief, BriefLine, BriefSection } from '../../domain/draft.js';
import type { Streams } from '../../domain/seed.js';
import type { Family } from '../../domain/words.js';
import type { Pronounce } from '../../prosody/pronounce.js';
import { lineEnd } from '../../prosody/rhyme.js';
import { halvesOf } from './bar-halves.js';
import { SHORTEST_BAR, tellBars } from './bars.js';
import { type StoryBook, type StoryPart, type Telling, type Told, voiceFor } from './stories.js';
import { type About, lexiconCost, refusal } from './taste.js';
import type { Used } from './used.js';
import { tellVerse, type VerseSlot } from './verse.js';
import type { Wishes } from './wishes.js';

/** What a line of another story costs where the song's own has none that rhymes. */
const STRAY = 3;
/** A verse of so many lines hardly ever finds all of them in one part of a story. */
const LONG = 7;
/** Verses of so many lines tell half of a part, where there are more than two of them; verses up to HALF try to. */
const SHORT = 2;
const HALF = 4;
/** Stories that are tried for a verse before it is left to single lines. */
const MOST_TRIED = 4;

/** What a verse may be told with. */
interface Choice {
  lines: Told[];
  /** Lines of other stories among them. */
  strays: ReadonlySet<Told>;
  /** Where a line of the own story stands in its telling, those included that are said already. */
  placeOf: ReadonlyMap<string, number>;
}

/** Which story a verse tells, and which share of the part, 0 to 1. */
interface Place {
  first: number;
  part: StoryPart | 'whole';
  from: number;
  to: number;
}

/** Tells verses and bridges: two verses a story, the second one further on, and the bridge of the first. */
export class Teller {
  private readonly tellings: Telling[];
  private readonly refused: (line: Told) => boolean;
  private readonly verses: string[];
  private readonly family: Family | undefined;

  constructor(
    private readonly brief: Brief,
    about: About,
    private readonly wishes: Wishes,
    private readonly book: StoryBook,
    private readonly rng: Streams,
    private readonly pronounce: Pronounce,
  ) {
    this.refused = refusal(brief, about.foreign);
    this.family = about.family;
    this.verses = brief.sections.filter(({ type }) => type === 'Verse').map(({ id }) => id);
    const kept = new Set(brief.sections.flatMap(({ lines }) => lines.flatMap(({ text }) => (text === null ? [] : [text, ...halvesOf(text)]))));
    const chosen = book.choose(brief, about, rng('story'));
    const voices = (['verse_1', 'verse_2'] as const).map((part) => voiceFor(brief, part, rng));
    this.tellings = book.recognized(chosen, kept, voices);
  }

  /** The song's story: its chorus may answer it. */
  get first(): Telling | undefined {
    return this.tellings[0];
  }

  /** Lines for the open places of a section, null for those that are kept; null as a whole where no story does. */
  tell(section: BriefSection, lines: readonly (string | null)[], used: Used, spared: string): (Told | null)[] | null {
    // A line that says another again is not told for itself.
    const places = section.lines.flatMap(({ repeats }, at) => (repeats === undefined ? [at] : []));
    const open = places.filter((at) => lines[at] === null).length;
    const place = this.placeOf(section, places.length, open <= SHORT ? 2 : 1);
    if (place === null) return null;
    // Four short verses had better tell one story; where half of a part has no lines for it, two.
    const half = open > SHORT && open <= HALF ? this.placeOf(section, places.length, 2) : null;
    const query = { tolerance: this.brief.syllable_tolerance, spared, slant: this.brief.slant_rhyme };
    // A verse whose own story has no lines for it may take some of another; near rhymes come last, and into a repair not at all.
    const whole = section.lines.every(({ text, hook }) => text === null || hook);
    const near = whole && this.brief.slant_rhyme > 0 ? [0, 1] : [];
    const bars = this.barsFor(section, places, lines, used);
    const tries = [
      ...(half ? [{ from: half, tried: 0, slant: false }] : []),
      ...Array.from({ length: MOST_TRIED }, (_, tried) => ({ from: place, tried, slant: false })),
      ...near.map((tried) => ({ from: place, tried, slant: true })),
    ];
    for (const { from, tried, slant } of tries) {
      const own = this.linesOf(from, places.length, used, tried);
      if (own === null) continue;
      const slots = places.map((at): VerseSlot => this.slot(section.lines[at] as BriefLine, lines[at] ?? null, own));
      const cost = (line: Told) =>
        used.cost(line) + this.wishes.cost(line) + lexiconCost(line, this.brief.lexicon.positive) + (own.strays.has(line) ? STRAY : 0);
      const rng = this.rng('verse', section.id, tried, slant ? 'near' : 'perfect', from === half ? 'half' : 'part');
      const told = bars
        ? tellBars({ ...bars, story: own.lines }, { ...query, slots, cost }, slant, rng)
        : tellVerse(own.lines, { ...query, slots, cost }, slant, rng);
      if (told) return section.lines.map((_, at) => told[places.indexOf(at)] ?? null);
    }
    return null;
  }

  /** What long lines are closed with; null for a section of shorter ones, and for genres whose long lines are not rapped. */
  private barsFor(section: BriefSection, places: readonly number[], lines: readonly (string | null)[], used: Used) {
    if (this.family !== 'rap') return null;
    if (places.some((at) => lines[at] === null && (section.lines[at] as BriefLine).syllables < SHORTEST_BAR)) return null;
    const voice = voiceFor(this.brief, section.type === 'Bridge' ? 'bridge' : 'verse_1', this.rng);
    const closers = this.book.closers(voice).filter((line) => !used.has(line) && !this.refused(line));
    return closers.length === 0 ? null : { closers, pronounce: this.pronounce };
  }

  /** Two verses a story, or four where each tells half of a part; a long one tells a whole story. */
  private placeOf({ id, type }: BriefSection, wanted: number, halves: 1 | 2): Place | null {
    if (type === 'Bridge') return { first: 0, part: 'bridge', from: 0, to: 1 };
    const turn = this.verses.indexOf(id);
    if (turn < 0) return null;
    if (wanted >= LONG) return { first: turn, part: 'whole', from: 0, to: 1 };
    const shares = this.verses.length > 2 ? halves : 1;
    const step = Math.floor(turn / shares);
    const [from, to] = [(turn % shares) / shares, ((turn % shares) + 1) / shares];
    return { first: Math.floor(step / 2), part: step % 2 === 0 ? 'verse_1' : 'verse_2', from, to };
  }

  /** The lines of the verse's story; with every try, of one more. Long verses go on with the next story. */
  private linesOf({ first, part, from: begin, to }: Place, wanted: number, used: Used, tried: number): Choice | null {
    const strays = new Set<Told>();
    const lines: Told[] = [];
    const placeOf = new Map<string, number>();
    let places = 0;
    const fits = (line: Told) => !used.has(line) && !this.refused(line);
    // A long verse tells another story whole; lines of two mixed would tell neither.
    const other = part === 'whole' ? tried : 0;
    const start = first + other * this.verses.length;
    for (let at = start; places < wanted || at <= start; at += 1) {
      const telling = this.tellings[at];
      if (!telling) return null;
      const own = this.partOf(telling, part);
      const from = places;
      for (const line of own) placeOf.set(line.text, line.at + from);
      const size = 1 + own.reduce((most, line) => Math.max(most, line.at), 0);
      const turn = own.filter((line) => line.at >= begin * size && line.at < to * size);
      lines.push(...turn.filter(fits).map((line) => ({ ...line, at: line.at + from })));
      places += size;
    }
    for (let more = 1; more <= tried - other; more += 1) {
      const telling = this.tellings[first + more];
      if (!telling) return null;
      for (const line of this.partOf(telling, part).filter(fits)) {
        const stray = { ...line };
        lines.push(stray);
        strays.add(stray);
      }
    }
    return { lines, strays, placeOf };
  }

  private partOf(telling: Telling, part: StoryPart | 'whole'): Told[] {
    if (part === 'bridge') return this.bridgeOf(telling);
    if (part !== 'whole') return this.book.lines(telling, part, voiceFor(this.brief, part, this.rng));
    const first = this.partOf(telling, 'verse_1');
    const size = 1 + first.reduce((most, line) => Math.max(most, line.at), 0);
    const second = this.partOf(telling, 'verse_2');
    const both = size + 1 + second.reduce((most, line) => Math.max(most, line.at), 0);
    // Only the first story's bridge has a section of its own; the others end on theirs.
    const end = this.family === 'rap' && telling !== this.tellings[0] ? this.book.lines(telling, 'bridge', voiceFor(this.brief, 'bridge', this.rng)) : [];
    return [...first, ...second.map((line) => ({ ...line, at: line.at + size })), ...end.map((line) => ({ ...line, at: line.at + both }))];
  }

  /** The lines of a bridge, and what its verses come to where they have not said it yet. */
  private bridgeOf(telling: Telling): Told[] {
    const voice = voiceFor(this.brief, 'bridge', this.rng);
    const turns = (['verse_1', 'verse_2'] as const).flatMap((part) => this.book.lines(telling, part, voice).filter(({ frame }) => frame.role === 'turn'));
    const bridge = this.book.lines(telling, 'bridge', voice);
    // Between and after the bridge's own lines, which keep their order.
    return [
      ...bridge.map((line) => ({ ...line, at: 2 * line.at })),
      ...turns.map((line) => ({ ...line, at: 1 + 2 * (line.at % 2) + (line.at % 4 === 3 ? 4 : 0) })),
    ];
  }

  private slot({ syllables, rhyme, avoid }: BriefLine, text: string | null, { placeOf }: Choice): VerseSlot {
    if (text === null) return { syllables, rhyme, kept: null, avoid };
    return { syllables, rhyme, kept: { end: lineEnd(text, this.pronounce), at: this.placeIn(placeOf, text) }, avoid };
  }

  /** Where a line stands in the telling; one of two halves, where the later of them does. */
  private placeIn(placeOf: ReadonlyMap<string, number>, text: string): number | null {
    const own = [text, ...halvesOf(text)].flatMap((part) => placeOf.get(part) ?? []);
    return own.length > 0 ? Math.max(...own) : null;
  }
}

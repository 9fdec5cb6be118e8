import type { Brief, BriefSection } from '../../domain/draft.js';
import type { Streams } from '../../domain/seed.js';
import type { Pronounce } from '../../prosody/pronounce.js';
import { lineEnd } from '../../prosody/rhyme.js';
import { type StoryBook, type StoryPart, type Telling, type Told, voiceFor } from './stories.js';
import { type About, lexiconCost, refusal } from './taste.js';
import type { Used } from './used.js';
import { tellVerse, type VerseSlot } from './verse.js';

/** What a line of another story costs where the song's own has none that rhymes. */
const STRAY = 3;
/** Stories that are tried for a verse before it is left to single lines. */
const MOST_TRIED = 6;

/** What a verse may be told with. */
interface Choice {
  lines: Told[];
  /** Lines of other stories among them. */
  strays: ReadonlySet<Told>;
  /** Where a line of the own story stands in its telling, those included that are said already. */
  placeOf: ReadonlyMap<string, number>;
}

/** Tells verses and bridges: two verses a story, the second one further on, and the bridge of the first. */
export class Teller {
  private readonly tellings: Telling[];
  private readonly refused: (line: Told) => boolean;
  private readonly verses: string[];

  constructor(
    private readonly brief: Brief,
    about: About,
    private readonly book: StoryBook,
    private readonly rng: Streams,
    private readonly pronounce: Pronounce,
  ) {
    this.refused = refusal(brief);
    this.verses = brief.sections.filter(({ type }) => type === 'Verse').map(({ id }) => id);
    const kept = new Set(brief.sections.flatMap(({ lines }) => lines.flatMap(({ text }) => text ?? [])));
    const chosen = book.choose(brief, about.asked, about.usual, about.settings, rng('story'));
    const voices = (['verse_1', 'verse_2'] as const).map((part) => voiceFor(brief, part, rng));
    this.tellings = book.recognized(chosen, kept, voices);
  }

  /** Lines for the open places of a section, null for those that are kept; null as a whole where no story does. */
  tell(section: BriefSection, lines: readonly (string | null)[], used: Used, spared: string): (Told | null)[] | null {
    const place = this.placeOf(section);
    if (place === null) return null;
    const { first, part } = place;
    const query = { tolerance: this.brief.syllable_tolerance, spared, slant: this.brief.slant_rhyme };
    // A verse whose own story has no lines for it may take some of another; a later verse may tell another altogether.
    for (let tried = 0; tried < MOST_TRIED; tried += 1) {
      const own = this.linesOf(first, part, lines.length, used, tried);
      if (own === null) return null;
      const slots = section.lines.map((line, at): VerseSlot => this.slot(line, lines[at] ?? null, own));
      const cost = (line: Told) => used.cost(line) + lexiconCost(line, this.brief.lexicon.positive) + (own.strays.has(line) ? STRAY : 0);
      const told = tellVerse(own.lines, { ...query, slots, cost }, this.rng('verse', section.id, tried));
      if (told) return told;
    }
    return null;
  }

  private placeOf({ id, type }: BriefSection): { first: number; part: StoryPart } | null {
    if (type === 'Bridge') return { first: 0, part: 'bridge' };
    const turn = this.verses.indexOf(id);
    return turn < 0 ? null : { first: Math.floor(turn / 2), part: turn % 2 === 0 ? 'verse_1' : 'verse_2' };
  }

  /** The lines of the verse's story; with every try, of one more. Long verses go on with the next story. */
  private linesOf(first: number, part: StoryPart, wanted: number, used: Used, tried: number): Choice | null {
    const voice = voiceFor(this.brief, part, this.rng);
    const strays = new Set<Told>();
    const lines: Told[] = [];
    const placeOf = new Map<string, number>();
    let places = 0;
    const fits = (line: Told) => !used.has(line) && !this.refused(line);
    for (let at = first; places < wanted || at <= first; at += 1) {
      const telling = this.tellings[at];
      if (!telling) return null;
      const own = part === 'bridge' ? this.bridgeOf(telling) : this.book.lines(telling, part, voice);
      const from = places;
      for (const line of own) placeOf.set(line.text, line.at + from);
      lines.push(...own.filter(fits).map((line) => ({ ...line, at: line.at + from })));
      places += 1 + own.reduce((most, line) => Math.max(most, line.at), 0);
    }
    for (let more = 1; more <= tried; more += 1) {
      const telling = this.tellings[first + more];
      if (!telling) return null;
      for (const line of this.book.lines(telling, part, voice).filter(fits)) {
        const stray = { ...line };
        lines.push(stray);
        strays.add(stray);
      }
    }
    return { lines, strays, placeOf };
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

  private slot({ syllables, rhyme, avoid }: BriefSection['lines'][number], text: string | null, { placeOf }: Choice): VerseSlot {
    if (text === null) return { syllables, rhyme, kept: null, avoid };
    return { syllables, rhyme, kept: { end: lineEnd(text, this.pronounce), at: placeOf.get(text) ?? null }, avoid };
  }
}

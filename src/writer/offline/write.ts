import type { Brief, BriefLine, BriefSection, Draft } from '../../domain/draft.js';
import { type Issue, issue } from '../../domain/issue.js';
import type { LineData } from '../../domain/line-data.js';
import type { Writer } from '../../domain/ports.js';
import type { Streams } from '../../domain/seed.js';
import type { Pronunciations } from '../../domain/tables.js';
import { hookCount } from '../../prosody/hook.js';
import { measureLine } from '../../prosody/line.js';
import type { Pronounce } from '../../prosody/pronounce.js';
import { pronouncer } from '../../prosody/pronounce.js';
import { lineEnd, rhymeKey } from '../../prosody/rhyme.js';
import { inHalves } from './halves.js';
import { capital, hookLine } from './hook-lines.js';
import { buildPool, type Candidate } from './pool.js';
import { roleAt } from './roles.js';
import { findFree, findGroup, type GroupQuery, type Slot } from './search.js';
import { StoryBook, voiceFor } from './stories.js';
import { type About, aboutOf, type Genre, type Suited, suit } from './taste.js';
import { Teller } from './teller.js';
import { Used } from './used.js';
import { type Wishes, wishesOf } from './wishes.js';

export interface OfflineWords {
  /** Read at the first song: a server that only answers questions never loads them. */
  lines(): LineData;
  pronunciations: Pronunciations;
  genre(slug: string): Genre;
}

/** Hooks are placed first; then the sections a listener remembers best get the first choice of words. */
const ORDER = ['Chorus', 'Refrain', 'Verse', 'PreChorus', 'Bridge'];

/** A chorus that is nothing but its hook says nothing. */
const MOST_HOOKS = 0.75;

/** What it is worth that a chorus names the thing of which the verses tell. */
const ANSWER = 4;

/** A tolerance that no line exceeds. */
const LONGEST = 16;
/** Share of lines that may be in another tense than the one asked for. */
const MOST_OTHER_TENSE = 0.2;

/** The built-in writer: no network, no key, the same words for the same seed. */
export function offlineWriter(words: OfflineWords): Writer {
  let ready: Words | undefined;
  const load = () => {
    if (!ready) {
      const data = words.lines();
      const pronounce = pronouncer(words.pronunciations);
      ready = { data, pronounce, pool: buildPool(data, pronounce), book: new StoryBook(data.stories ?? [], pronounce, data.closers) };
    }
    return ready;
  };
  return {
    name: 'offline',
    mode: 'inline',
    write(brief, rng) {
      const about = aboutOf(brief, load().data, words.genre(brief.genre));
      const halved = inHalves(brief);
      const draft = halved.whole(new SongWriter(halved.brief, about, load(), rng).write());
      return { ...draft, issues: [...otherLanguage(brief.language), ...about.asked.unknown.map(unknownTheme), ...unreadNote(brief.note), ...draft.issues] };
    },
  };
}

interface Words {
  data: LineData;
  pool: Candidate[];
  book: StoryBook;
  pronounce: Pronounce;
}

class SongWriter {
  private readonly used = new Used();
  private readonly issues: Issue[] = [];
  private readonly lines = new Map<string, (string | null)[]>();
  private readonly taken: Candidate[] = [];
  private readonly hookSound: string;
  private readonly suited: readonly Suited[];
  /** Lines that come to mind for this song; the others are there where these do not do. */
  private readonly inMind: readonly Suited[];
  private readonly wishes: Wishes;
  private readonly teller: Teller;
  private readonly pronounce: Pronounce;
  private readonly hooks: readonly string[];
  private readonly tails: readonly string[];

  constructor(
    private readonly brief: Brief,
    about: About,
    { data, pool, book, pronounce }: Words,
    private readonly rng: Streams,
  ) {
    this.pronounce = pronounce;
    this.hooks = data.hooks;
    this.tails = data.tails ?? [];
    const themes = new Set([...about.asked.packs, ...about.usual.packs]);
    this.wishes = wishesOf(brief, data.themes);
    this.teller = new Teller(brief, about, this.wishes, book, rng, pronounce);
    const voice = voiceFor(brief, 'chorus', rng);
    const answers = this.teller.first ? book.answers(this.teller.first, voice) : [];
    const naming = new Set<Candidate>(answers);
    this.suited = suit([...pool, ...answers, ...book.shared(themes, voice)], brief, about).map(({ candidate, cost }) => ({
      candidate,
      cost: cost + this.wishes.cost(candidate) - (naming.has(candidate) ? ANSWER : 0),
    }));
    this.inMind = comeToMind(this.suited, naming, rng);
    this.hookSound = rhymeKey(lineEnd(brief.hook.phrase, pronounce));
    for (const section of brief.sections) {
      this.lines.set(
        section.id,
        section.lines.map(({ text }) => text),
      );
      for (const { text } of section.lines) if (text !== null) this.used.addStanding(text);
    }
  }

  write(): Draft {
    const rank = ({ type }: BriefSection) => (ORDER.includes(type) ? ORDER.indexOf(type) : ORDER.length);
    const sections = [...this.brief.sections].sort((a, b) => rank(a) - rank(b));
    for (const section of sections) this.placeHooks(section);
    for (const section of sections) if (!this.tell(section)) for (const label of groupsOf(section)) this.writeGroup(section, label);
    for (const section of sections) this.sayAgain(section);
    return {
      sections: this.brief.sections.map(({ id }) => ({ id, lines: (this.lines.get(id) ?? []).filter((line) => line !== null) })),
      issues: [...this.issues, ...this.tenseIssues(), ...this.wishes.unmet(this.taken)],
    };
  }

  /** Tells the section's part of the song's story. False where it has none, or none that keeps to scheme and lengths. */
  private tell(section: BriefSection): boolean {
    const lines = this.lines.get(section.id) as (string | null)[];
    if (!lines.includes(null)) return true;
    const told = this.teller.tell(section, lines, this.used, this.hookSound);
    if (told === null) return false;
    for (const [at, line] of told.entries()) if (line) this.take(section, { index: at }, line);
    return true;
  }

  /** A line or two in another tense is how people talk; more of them is another song than was asked for. */
  private tenseIssues(): Issue[] {
    const { tense } = this.brief;
    const others = this.taken.filter(({ frame }) => tense !== 'mixed' && frame.tense !== 'any' && frame.tense !== tense);
    if (others.length <= this.taken.length * MOST_OTHER_TENSE) return [];
    const message = `${others.length} of ${this.taken.length} lines are not in the ${tense}.`;
    return [issue('WISH_NOT_MET', 'LYRICS', { field: 'lyrics.tense', message, hint: 'Name other themes, or allow "mixed".' })];
  }

  /** Lines that say an earlier one of their section again. */
  private sayAgain(section: BriefSection): void {
    const lines = this.lines.get(section.id) as (string | null)[];
    for (const [at, { repeats }] of section.lines.entries()) if (repeats !== undefined && lines[at] === null) lines[at] = lines[repeats - 1] ?? null;
  }

  private placeHooks(section: BriefSection): void {
    const said = new Set<string>();
    for (const [at, line] of section.lines.entries()) {
      if (line.text === null && line.hook) said.add(this.singHook(section, at, said));
    }
  }

  private singHook(section: BriefSection, at: number, said: ReadonlySet<string>): string {
    const { syllables } = section.lines[at] as BriefSection['lines'][number];
    // In a verse everybody answers, and with the same words every time.
    const { ways, sung = [] } = this.brief.hook;
    const answer = ways !== undefined && section.type === 'Verse';
    const stream = answer ? this.rng('answer', at) : this.rng('hook', section.id, at);
    const fit = sung.filter((way) => Math.abs(this.syllables(way) - syllables) <= this.brief.syllable_tolerance);
    const usual = fit.length > 0 ? fit : [...sung, ...this.hooks];
    const text = hookLine(this.brief.hook.phrase, syllables, this.brief.syllable_tolerance, answer ? ways : usual, said, stream, this.pronounce);
    this.set(section, at, text);
    this.used.addText(text);
    const long = measureLine(text, this.pronounce).syllables;
    if (Math.abs(long - syllables) > this.brief.syllable_tolerance) {
      this.unmet(section, at, `The hook makes a line of ${long} syllables; ${syllables} are asked for.`);
    }
    return text;
  }

  /** How long a way of singing the hook is. */
  private syllables(way: string): number {
    return measureLine(way.replaceAll('{hook}', this.brief.hook.phrase), this.pronounce).syllables;
  }

  private set(section: BriefSection, at: number, text: string): void {
    (this.lines.get(section.id) as (string | null)[])[at] = text;
  }

  /** Writes the open lines of one rhyme letter together: a couplet is one thought of the search. */
  private writeGroup(section: BriefSection, label: string): void {
    const lines = this.lines.get(section.id) as (string | null)[];
    const members = section.lines.flatMap((line, at) => (line.rhyme === label && line.repeats === undefined ? [at] : []));
    const open = members.filter((at) => lines[at] === null);
    if (open.length === 0) return;
    const anchors = members.flatMap((at) => (lines[at] === null ? [] : [lineEnd(lines[at] as string, this.pronounce)]));
    const slots = open.map((at) => this.slot(section, at));
    const query: GroupQuery = {
      slots,
      anchors: label === 'X' ? [] : anchors.filter((end, at) => anchors.findIndex((other) => other.word === end.word) === at),
      tolerance: this.brief.syllable_tolerance,
      spared: ['Verse', 'Bridge', 'PreChorus'].includes(section.type) ? this.hookSound : '',
      slant: this.brief.slant_rhyme,
    };
    if (label === 'X') for (const slot of slots) this.writeFree(section, slot, query);
    else this.writeRhyming(section, label, slots, query);
  }

  private slot(section: BriefSection, at: number): Slot {
    const { syllables, avoid } = section.lines[at] as BriefSection['lines'][number];
    const turn = Number(section.id.split('-')[1] ?? 1);
    return { index: at, syllables, avoid, role: roleAt({ type: section.type, turn, line: at, lines: section.lines.length }) };
  }

  private writeRhyming(section: BriefSection, label: string, slots: readonly Slot[], query: GroupQuery): void {
    const find = (lines: readonly Suited[]) => findGroup(lines, query, this.used, this.rng('rhyme', section.id, label));
    const first = find(this.inMind);
    const found = first?.perfect ? first : (find(this.suited) ?? first);
    const anchoredByHook = section.lines.some(({ rhyme, hook }) => rhyme === label && hook);
    const lines = found?.lines ?? (anchoredByHook ? this.withTail(section, label, query) : null);
    if (lines) {
      for (const [at, candidate] of lines.entries()) this.take(section, slots[at] as Slot, candidate);
      return;
    }
    if (anchoredByHook && this.hookShare(section) + slots.length / section.lines.length <= MOST_HOOKS) {
      // Nothing rhymes with the hook: the hook itself returns, as it does in songs.
      for (const slot of slots) this.singHook(section, slot.index, new Set(this.lines.get(section.id)?.filter((line) => line !== null)));
      return;
    }
    if (this.writeOffLength(section, label, slots, query)) return;
    for (const slot of slots) this.writeFree(section, slot, query);
    this.unmet(section, (slots[0] as Slot).index, `No lines that rhyme were found for rhyme ${label}.`);
  }

  /** Where no lines of the asked length rhyme, those that do and are nearest to it: a listener misses a rhyme sooner than a syllable. */
  private writeOffLength(section: BriefSection, label: string, slots: readonly Slot[], query: GroupQuery): boolean {
    for (const more of [1, 2, 4, 8]) {
      const found = findGroup(this.suited, { ...query, tolerance: query.tolerance + more }, this.used, this.rng('rhyme', section.id, label, more));
      if (!found) continue;
      for (const [at, candidate] of found.lines.entries()) {
        const slot = slots[at] as Slot;
        this.take(section, slot, candidate);
        this.tellLength(section, slot, candidate, query);
      }
      return true;
    }
    return false;
  }

  private tellLength(section: BriefSection, slot: Slot, candidate: Candidate, { tolerance }: GroupQuery): void {
    if (Math.abs(candidate.syllables - slot.syllables) > tolerance) this.unmet(section, slot.index, `No line of ${slot.syllables} syllables was found.`);
  }

  /** Where nothing rhymes with the hook, the line that holds it goes on to a word that something rhymes with. */
  private withTail(section: BriefSection, label: string, query: GroupQuery): Candidate[] | null {
    const lines = this.lines.get(section.id) as (string | null)[];
    const hooks = section.lines.flatMap(({ rhyme, hook, text }, at) => (rhyme === label && hook && text === null ? [at] : []));
    if (hooks.length === 0 || section.lines.some(({ rhyme, text }) => rhyme === label && text !== null)) return null;
    const rng = this.rng('tail', section.id, label);
    for (const tail of [...this.tails].map((way) => ({ way, rank: rng.int(0, 1_000_000) })).sort((a, b) => a.rank - b.rank)) {
      const text = capital(tail.way.replaceAll('{hook}', this.brief.hook.phrase));
      const off = Math.abs(measureLine(text, this.pronounce).syllables - (section.lines[hooks[0] as number] as BriefLine).syllables);
      if (off > query.tolerance) continue;
      const found = findGroup(this.suited, { ...query, anchors: [lineEnd(text, this.pronounce)] }, this.used, this.rng('rhyme', section.id, label, tail.way));
      if (!found) continue;
      for (const at of hooks) lines[at] = text;
      return found.lines;
    }
    return null;
  }

  /** Share of a section's lines that hold the hook by now. */
  private hookShare(section: BriefSection): number {
    const lines = this.lines.get(section.id) ?? [];
    return lines.filter((line) => line !== null && hookCount(line, this.brief.hook.phrase) > 0).length / lines.length;
  }

  private writeFree(section: BriefSection, slot: Slot, query: GroupQuery): void {
    const find = (lines: readonly Suited[], tolerance: number) =>
      findFree(lines, slot, { ...query, tolerance }, this.used, this.rng('free', section.id, slot.index));
    const candidate = find(this.inMind, query.tolerance) ?? find(this.suited, query.tolerance) ?? find(this.suited, LONGEST);
    if (candidate) {
      this.take(section, slot, candidate);
      this.tellLength(section, slot, candidate, query);
      return;
    }
    this.singHook(section, slot.index, new Set());
    this.unmet(section, slot.index, 'No line was left that fits the wishes.');
  }

  private take(section: BriefSection, slot: Pick<Slot, 'index'>, candidate: Candidate): void {
    this.set(section, slot.index, candidate.text);
    this.used.add(candidate);
    this.taken.push(candidate);
  }

  private unmet(section: BriefSection, at: number, message: string): void {
    this.issues.push(
      issue('WISH_NOT_MET', 'LYRICS', {
        section: section.id,
        line: at + 1,
        message,
        hint: 'Allow more syllables, another rhyme scheme, or name other themes.',
      }),
    );
  }
}

/** Half of the frames, chosen for the song: whatever suits a theme best would otherwise come in every second song about it. */
function comeToMind(suited: readonly Suited[], always: ReadonlySet<Candidate>, rng: Streams): Suited[] {
  const stream = rng('mind');
  const frames = new Map<number, boolean>();
  for (const { candidate } of suited) if (!frames.has(candidate.frameId)) frames.set(candidate.frameId, stream.int(0, 1) === 0);
  return suited.filter(({ candidate }) => always.has(candidate) || frames.get(candidate.frameId));
}

function groupsOf(section: BriefSection): string[] {
  return [...new Set(section.lines.filter(({ text, repeats }) => text === null && repeats === undefined).map(({ rhyme }) => rhyme))];
}

/** English words under another language's name are no song in it, however well they rhyme. */
function otherLanguage(language: string): Issue[] {
  if (language === 'en') return [];
  const message = `The built-in writer writes English; "${language}" was asked for.`;
  return [
    { ...issue('WISH_NOT_MET', 'LYRICS', { field: 'lyrics.language', message, hint: 'Let another writer write, or leave language out.' }), severity: 'error' },
  ];
}

/** It puts lines together and understands no sentence. */
function unreadNote(note: string | undefined): Issue[] {
  if (note === undefined) return [];
  const message = 'The built-in writer does not read lyrics.note.';
  return [{ ...issue('WISH_NOT_MET', 'LYRICS', { field: 'lyrics.note', message, hint: 'Say it by themes, mood, point of view or tense.' }), severity: 'info' }];
}

function unknownTheme(theme: string): Issue {
  return issue('THEME_UNKNOWN', 'LYRICS', {
    field: 'lyrics.themes',
    message: `The built-in writer has no words for the theme "${theme}".`,
    hint: "It uses the genre's usual themes; the title still carries the song.",
  });
}

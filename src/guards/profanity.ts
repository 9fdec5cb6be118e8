import type { ProfanityTable } from '../domain/tables.js';
import { type Finding, withoutOverlaps } from './finding.js';
import { foldWord } from './fold.js';
import { type Cleared, clearedBy } from './profanity/context.js';
import { type Piece, piecesOf } from './profanity/pieces.js';
import { type Spellings, soundOf, spellingsOf } from './profanity/spellings.js';

/** A profane word or a slur, and how it was recognized. */
export interface ProfaneWord extends Finding {
  kind: 'profane' | 'slur';
}

/** Finds profane words and slurs in a line, also where they are written to be missed (leet, spaced letters, accents, signs for letters, sounds). */
export type ProfanityGuard = (line: string) => ProfaneWord[];

export function profanityGuard(table: ProfanityTable): ProfanityGuard {
  const guard = guards.get(table) ?? guardOf(table);
  guards.set(table, guard);
  return guard;
}

/** Folding a table takes longer than guarding a song with it. */
const guards = new WeakMap<ProfanityTable, ProfanityGuard>();

type Kind = ProfaneWord['kind'];

interface Verdict {
  kind: Kind;
  reason: string;
}

function guardOf(table: ProfanityTable): ProfanityGuard {
  const lexicon = lexiconOf(table);
  const foreign = new Set(table.foreign);
  const english = new Set(table.english);
  return (line) => {
    if (!/\S/.test(line)) return [];
    const pieces = piecesOf(line);
    const words = line.toLowerCase().match(/\p{L}+/gu) ?? [];
    const isForeign = words.filter((word) => foreign.has(word)).length >= 2 && !words.some((word) => english.has(word));
    const found = pieces.flatMap((piece): ProfaneWord[] => {
      const verdict = judge(piece, line, lexicon, isForeign);
      return verdict ? [{ guard: 'profanity', ...verdict, start: piece.start, end: piece.end, text: piece.text, replacement: null }] : [];
    });
    return withoutOverlaps(found) as ProfaneWord[];
  };
}

interface Lexicon {
  /** Words and slurs as they are spelled. */
  exact: ReadonlyMap<string, Kind>;
  roots: readonly (readonly [string, Kind])[];
  ambiguous: ReadonlyMap<string, { kind: Kind; usual: string; cleared: Cleared }>;
  sounds: ReadonlyMap<string, Kind>;
  /** Long words without their vowels. */
  bones: ReadonlyMap<string, Kind>;
  /** Words that merely sound or look like others. */
  innocent: ReadonlySet<string>;
  innocentParts: readonly string[];
  all: readonly (readonly [string, Kind])[];
}

/** Shorter words sound like too many others. */
const SHORTEST_SOUND = 3;
const SHORTEST_BONES = 5;

const bonesOf = (word: string) => word.replace(/[aeiou]/g, '');

function lexiconOf({ strong, slurs, roots, slur_roots, ambiguous, innocent, innocent_parts }: ProfanityTable): Lexicon {
  const list = (words: readonly string[], kind: Kind) => words.map((word) => [foldWord(word).replace(/[^a-z]/g, ''), kind] as const);
  const exact = new Map([...list(strong, 'profane'), ...list(slurs, 'slur')]);
  const doubtful = ambiguous.map(
    (one) => [foldWord(one.word), { kind: one.kind ?? 'profane', usual: one.usual ?? 'profane', cleared: clearedBy(one) }] as const,
  );
  const kinds: readonly (readonly [string, Kind])[] = [...exact, ...doubtful.map(([word, { kind }]) => [word, kind] as const)];
  const certain = kinds.filter(([word]) => ambiguous.find((one) => one.word === word)?.usual !== 'clean');
  const sounds = new Map(certain.map(([word, kind]) => [soundOf(word), kind] as const).filter(([sound]) => sound.length >= SHORTEST_SOUND));
  const bones = new Map(certain.map(([word, kind]) => [bonesOf(word), kind] as const).filter(([left]) => left.length >= SHORTEST_BONES));
  return {
    exact,
    roots: [...list(roots, 'profane'), ...list(slur_roots, 'slur')],
    ambiguous: new Map(doubtful),
    sounds,
    bones,
    innocent: new Set(innocent),
    innocentParts: innocent_parts,
    all: certain,
  };
}

function judge(piece: Piece, line: string, lexicon: Lexicon, isForeign: boolean): Verdict | null {
  const spellings = spellingsOf(piece.text);
  if (piece.how === 'split') return splitVerdict(spellings, lexicon);
  const { plain } = spellings;
  const word = plain.replace(/s$/, '');
  if (piece.how === 'word' && /^[\p{L}'’-]+$/u.test(piece.text) && (lexicon.innocent.has(plain) || lexicon.innocent.has(word))) return null;
  const doubtful = ambiguousVerdict(spellings, piece, line, lexicon, isForeign);
  if (doubtful !== undefined) return doubtful;
  return (
    (isForeign ? null : exactVerdict(spellings, lexicon)) ??
    rootVerdict(spellings, lexicon) ??
    (isForeign ? null : soundVerdict(spellings, lexicon)) ??
    hiddenVerdict(spellings, piece, line, lexicon)
  );
}

/** Null where the word is innocent here, undefined where it is no ambiguous word. */
function ambiguousVerdict({ read, parts }: Spellings, piece: Piece, line: string, { ambiguous }: Lexicon, isForeign: boolean): Verdict | null | undefined {
  const form = [...read, ...parts].find((one) => ambiguous.has(one));
  const row = form === undefined ? undefined : ambiguous.get(form);
  if (!row) return undefined;
  // Who hides a word means it.
  const hides = /[^\p{L}\p{M}'’-]/u.test(piece.text) || piece.how !== 'word';
  if (isForeign || (!hides && row.cleared(line, piece))) return null;
  if (hides && row.usual === 'clean') return undefined;
  return { kind: row.kind, reason: `"${form}" is ${nounOf(row.kind)} unless its neighbours say otherwise.` };
}

function exactVerdict({ read, parts }: Spellings, { exact }: Lexicon): Verdict | null {
  for (const form of [...read, ...parts]) {
    for (const stem of stemsOf(form)) {
      const kind = exact.get(stem);
      if (kind === 'slur' && form !== stem && !/^[sz]$/.test(form.slice(stem.length))) continue;
      if (kind) return { kind, reason: `It reads as ${nounOf(kind)}.` };
    }
  }
  return null;
}

/** A word without its ending. Three letters are too few to take anything off. */
function stemsOf(form: string): string[] {
  const stems = [form, form.replace(/in$/, 'ing')];
  for (const ending of [/s$/, /z$/, /es$/, /ed$/, /ers?$/, /ing?$/, /as?$/, /ah$/, /y$/]) {
    const stem = form.replace(ending, '');
    if (stem.length >= 4) stems.push(stem);
  }
  return stems;
}

function rootVerdict({ read }: Spellings, { roots, innocentParts }: Lexicon): Verdict | null {
  for (const form of read) {
    const root = roots.find(([one]) => form.includes(one));
    if (root && !innocentParts.some((part) => form.includes(part))) return { kind: root[1], reason: `It holds ${nounOf(root[1])}.` };
  }
  return null;
}

function soundVerdict({ read, sounds, plain }: Spellings, { sounds: known, bones, innocent, roots }: Lexicon): Verdict | null {
  if (innocent.has(plain) || read.some((form) => innocent.has(form))) return null;
  const bare = /[aeiou]/.test(plain) ? undefined : bones.get(plain);
  if (bare) return { kind: bare, reason: `It is ${nounOf(bare)} without its vowels.` };
  for (const sound of sounds) {
    if (sound.length === 3 && plain.length < 4 && !roots.some(([one]) => soundOf(one) === sound)) continue;
    const kind = known.get(sound) ?? known.get(sound.replace(/s$/, ''));
    if (kind) return { kind, reason: `It sounds like ${nounOf(kind)}.` };
    const root = roots.find(([one]) => one.length >= 4 && sound.length >= 4 && sound.startsWith(soundOf(one)));
    if (root) return { kind: root[1], reason: `It sounds like ${nounOf(root[1])}.` };
  }
  const back = [...plain].reverse().join('');
  const turned = roots.find(([one]) => back === one || back === `${one}s`) ?? roots.find(([one]) => one === pigLatin(plain));
  return turned ? { kind: turned[1], reason: `It is ${nounOf(turned[1])} turned round.` } : null;
}

/** "uckfay" back to "fuck"; '' for what is none. */
function pigLatin(word: string): string {
  const match = /^([aeiou][a-z]+?)([b-df-hj-np-tv-z]{1,3})ay$/.exec(word);
  return match ? `${match[2]}${match[1]}` : '';
}

function hiddenVerdict({ hidden }: Spellings, piece: Piece, line: string, { all, ambiguous }: Lexicon): Verdict | null {
  const found = hidden && all.find(([word]) => (word.length >= 4 || piece.text.includes('*')) && hidden.test(word));
  if (!found) return null;
  const row = ambiguous.get(found[0]);
  return row?.cleared(line, piece) ? null : { kind: found[1], reason: `Its signs hide ${nounOf(found[1])}.` };
}

/** A word with a space inside must be one exactly: letters of two words meet all the time. */
function splitVerdict({ plain }: Spellings, { roots, exact }: Lexicon): Verdict | null {
  const root = roots.find(([one]) => plain === one || stemsOf(plain).includes(one));
  const kind = root?.[1] ?? (plain.length >= 5 ? exact.get(plain) : undefined);
  return kind ? { kind, reason: `It is ${nounOf(kind)} with a space inside.` } : null;
}

const nounOf = (kind: Kind) => (kind === 'slur' ? 'a slur' : 'a profane word');

import type { Brief } from '../../domain/draft.js';
import type { LineData } from '../../domain/line-data.js';
import type { Family } from '../../domain/words.js';
import { wordsOf } from '../../prosody/tokens.js';
import { type Candidate, FILLERS } from './pool.js';
import { choosePacks, type ThemeChoice } from './themes.js';

/** A candidate with what it costs in this song wherever it stands; lower is better. */
export interface Suited {
  candidate: Candidate;
  cost: number;
}

/** In a song set at Christmas a line about the sea is possible, and odd. */
const OUT_OF_SETTING = 2.5;

/** A line that names the song's family of genres was written for it. */
const OWN_FAMILY = -1.2;

/** What a blueprint says to the writer. */
export interface Genre {
  themes: readonly string[];
  /** Absent in the record of runs before blueprints named it. */
  family?: Family | undefined;
}

/** What a song is about: by what was asked for, and by what its genre mostly sings of. */
export interface About {
  asked: ThemeChoice;
  usual: ThemeChoice;
  /** Packs that are settings, a season say. */
  settings: ReadonlySet<string>;
  family: Family | undefined;
  /** Words that this family of genres does not sing. */
  foreign: readonly string[];
}

export function aboutOf(brief: Brief, { themes: packs, familyWords = [] }: Pick<LineData, 'themes' | 'familyWords'>, { themes, family }: Genre): About {
  const settings = new Set(packs.filter(({ setting }) => setting === true).map(({ slug }) => slug));
  const foreign = familyWords.flatMap(({ words, families }) => (family === undefined || families.includes(family) ? [] : words));
  return { asked: choosePacks(brief.themes, packs), usual: choosePacks(themes, packs), settings, family, foreign };
}

/** Whether words that name families, or none, are for this one. */
export function isFor(family: Family | undefined, families: readonly Family[] | undefined): boolean {
  return family === undefined || families === undefined || families.includes(family);
}

/** Whether a line holds a word that this song refuses: banned terms, words foreign to the genre, words that its family of genres does not sing, and the hook, which has its own places. */
export function refusal(brief: Brief, foreign: readonly string[]): (candidate: Candidate) => boolean {
  const refused = [...brief.banned_terms, ...brief.lexicon.negative, ...foreign, brief.hook.phrase].map(wordsOf);
  // Thousands of lines are asked: single words are looked up, and only the rest is searched for.
  const single = (words: readonly string[]) => words.length === 1 && !FILLERS.has(words[0] as string);
  const words = new Set(refused.filter(single).flat());
  const phrases = refused.filter((term) => !single(term)).map((term) => ` ${term.join(' ')} `);
  return ({ flat, words: own }) => phrases.some((phrase) => flat.includes(phrase)) || anyOf(own, words);
}

function anyOf(words: ReadonlySet<string>, wanted: ReadonlySet<string>): boolean {
  for (const word of words) if (wanted.has(word)) return true;
  return false;
}

/** Lines that this song may use at all, with their price: themes first, then person, tense, mood and the genre's words. */
export function suit(pool: readonly Candidate[], brief: Brief, { asked, usual, settings: all, family, foreign }: About): Suited[] {
  const settings = [...all];
  const chosen = new Set([...asked.packs, ...usual.packs]);
  const elsewhere = new Set(settings.filter((slug) => !chosen.has(slug)));
  const here = settings.filter((slug) => chosen.has(slug));
  const isRefused = refusal(brief, foreign);
  return pool.flatMap((candidate) => {
    const { frame } = candidate;
    if (frame.themes.some((theme) => elsewhere.has(theme)) || !isFor(family, frame.families)) return [];
    const person = personCost(frame.pov, brief.pov);
    if (person === null || isRefused(candidate)) return [];
    const outOfSetting = here.length > 0 && !here.some((slug) => frame.themes.includes(slug)) ? OUT_OF_SETTING : 0;
    const cost =
      outOfSetting +
      (frame.families && family ? OWN_FAMILY : 0) +
      themeCost(frame.themes, asked.packs, usual.packs) +
      person +
      tenseCost(frame.tense, brief.tense) +
      moodCost(frame.moods, brief.mood) +
      lexiconCost(candidate, brief.lexicon.positive);
    return [{ candidate, cost }];
  });
}

function themeCost(themes: readonly string[], asked: ReadonlySet<string>, usual: ReadonlySet<string>): number {
  const met = themes.filter((theme) => asked.has(theme)).length;
  if (met > 0) return met > 1 ? -0.8 : 0;
  if (themes.some((theme) => usual.has(theme))) return 1;
  return themes.includes('any') ? 1.5 : 8;
}

/** Lines that nobody speaks fit everywhere; "I" never fits a song in the third person, nor "they" one in the second. */
function personCost(line: string, wanted: Brief['pov']): number | null {
  if (line === wanted || line === 'any') return 0;
  if (wanted === '1st') return line === '2nd' ? 0.6 : 0.9;
  return null;
}

function tenseCost(line: string, wanted: Brief['tense']): number {
  if (line === wanted || line === 'any' || wanted === 'mixed') return 0;
  return line === 'future' ? 1.2 : 2.5;
}

/** What moods cost beside the wished ones: less where they meet, more where bright meets dark. */
export function moodCost(line: readonly string[], wanted: readonly string[]): number {
  const moods = wanted.map((mood) => mood.toLowerCase());
  const shared = line.filter((mood) => moods.includes(mood.toLowerCase())).length;
  if (shared > 0) return -0.4 * Math.min(shared, 2);
  const bright = (list: readonly string[]) => list.some((mood) => BRIGHT.has(mood)) && !list.some((mood) => DARK.has(mood));
  const dark = (list: readonly string[]) => list.some((mood) => DARK.has(mood)) && !list.some((mood) => BRIGHT.has(mood));
  return (bright(line) && dark(moods)) || (dark(line) && bright(moods)) ? 2 : 0.4;
}

const BRIGHT = new Set(['happy', 'warm', 'cheeky', 'triumphant', 'playful', 'anthemic', 'romantic', 'confident', 'hopeful', 'joyful', 'upbeat', 'fun']);
const DARK = new Set(['sad', 'lonely', 'dark', 'angry', 'melancholic', 'melancholy', 'heartbroken', 'bitter']);

const sets = new WeakMap<readonly string[], ReadonlySet<string>>();

/** A list of words in small letters, made once for all lines of a song. */
function lowered(words: readonly string[]): ReadonlySet<string> {
  const known = sets.get(words) ?? new Set(words.map((word) => word.toLowerCase()));
  sets.set(words, known);
  return known;
}

/** Words that the genre likes. */
export function lexiconCost({ words }: Candidate, positive: readonly string[]): number {
  return anyOf(words, lowered(positive)) ? -0.3 : 0;
}

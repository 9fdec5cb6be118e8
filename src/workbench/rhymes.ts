import { AmcsError } from '../domain/error.js';
import type { ThemePack } from '../domain/line-data.js';
import { suggestion } from '../domain/nearest.js';
import type { RhymeGroup, Rhymes, RhymesAsked, RhymeWord } from '../domain/rhymes.js';
import { rounded, sentence, slugOf } from '../domain/text.js';
import type { ProfaneWord } from '../guards/profanity.js';
import { isVowel, stressOf } from '../prosody/arpabet.js';
import type { Pronounce, Spoken } from '../prosody/pronounce.js';
import { type LineEnd, rhymeTier, wordEnd } from '../prosody/rhyme.js';
import type { RhymeIndex } from '../prosody/rhyme-index.js';
import { rhymeProbability } from '../prosody/rhyme-model.js';
import { soundEnd } from '../prosody/rhyme-pair.js';
import { lastWord, wordsOf } from '../prosody/tokens.js';

export interface RhymeTools {
  pronounce: Pronounce;
  index: RhymeIndex;
  /** Place in the order of commonness, from 0; undefined for rare words and names. */
  rank: ReadonlyMap<string, number>;
  themes: readonly ThemePack[];
  profane: (text: string) => ProfaneWord[];
}

const DEFAULT_LIMIT = 60;
/** With fewer perfect rhymes than these a writer wants the slant ones too. */
const FEW = 12;
/** Of near words the commonest are weighed. */
const WEIGHED = 2500;
/** Slant rhymes are kept that verse takes for rhymes at least so often. From LIKELY on they come first, and a near word counts as one. */
const LEAST_LIKELY = 0.05;
const LIKELY = 0.5;

/** @throws AmcsError INPUT_INVALID where nothing can be said aloud, NOT_FOUND for an unknown theme. */
export function findRhymes(asked: RhymesAsked, tools: RhymeTools): Rhymes {
  const word = lastWord(asked.word);
  const spoken = tools.pronounce(word);
  if (word === '' || spoken.source === 'none' || !spoken.phones.some(isVowel))
    throw new AmcsError('INPUT_INVALID', { message: 'There is no word that can be said in English.', hint: 'Ask for a word in Latin letters.' });
  const search = new Search(asked, word, themeOf(asked.theme, tools.themes), tools);
  const readings = differing(word, spoken);
  return { asked: asked.word, word, known: spoken.known, source: spoken.source, readings: readings.map((phones) => search.reading(phones)) };
}

/** The ways to say a word that rhyme with different words, the commonest first. */
function differing(word: string, { readings }: Spoken): (readonly string[])[] {
  const seen = new Set<string>();
  return readings.filter((phones) => {
    const key = wordEnd(word, () => ({ phones }) as Spoken).tail.join(' ');
    const isNew = !seen.has(key);
    seen.add(key);
    return isNew;
  });
}

function themeOf(name: string | undefined, themes: readonly ThemePack[]): ThemePack | null {
  if (name === undefined) return null;
  const found = themes.find((theme) => theme.slug === slugOf(name, '') || theme.name.toLowerCase() === name.toLowerCase());
  if (found) return found;
  const slugs = themes.map(({ slug }) => slug);
  throw new AmcsError('NOT_FOUND', { message: `There is no theme "${name}".`, hint: sentence(suggestion(name, slugs)) });
}

interface Candidate extends RhymeWord {
  syllables: number;
  order: number;
}

class Search {
  /** Words and phrases of the theme by their last word. */
  private readonly themed = new Map<string, string[]>();

  constructor(
    private readonly asked: RhymesAsked,
    private readonly word: string,
    theme: ThemePack | null,
    private readonly tools: RhymeTools,
  ) {
    for (const phrase of new Set([...(theme?.keywords ?? []), ...(theme?.images ?? [])])) {
      const last = lastWord(phrase);
      this.themed.set(last, [...(this.themed.get(last) ?? []), phrase]);
    }
  }

  reading(phones: readonly string[]): Rhymes['readings'][number] {
    const { index, pronounce } = this.tools;
    const said = { ...pronounce(this.word), phones };
    const end = wordEnd(this.word, () => said);
    const same = index.withTail(end.tail).filter((word) => word !== this.word);
    const rhyming = (word: string) => rhymeTier(end, wordEnd(word, pronounce)) === 'perfect';
    const perfect = this.grouped(this.candidates(same.filter(rhyming)));
    const found = perfect.reduce((sum, { words, more }) => sum + words.length + more, 0);
    const wantsSlant = this.asked.slant ?? found < FEW;
    return {
      sounds: phones.join(' '),
      syllables: phones.filter(isVowel).length,
      stress: stressPattern(phones),
      perfect,
      slant: wantsSlant ? this.grouped(this.slant(end, said)) : null,
      same_sound: this.allowed(same.filter((word) => !rhyming(word))).slice(0, 12),
    };
  }

  private slant(end: LineEnd, said: Spoken): Candidate[] {
    const { index, pronounce } = this.tools;
    const own = soundEnd(this.word, said);
    const near = this.allowed(index.near(end)).slice(0, WEIGHED);
    const isSlant = (word: string) => rhymeTier(end, wordEnd(lastWord(word), pronounce)) === 'slant';
    return this.candidates(near)
      .map((one) => ({ ...one, probability: rounded(rhymeProbability(own, soundEnd(lastWord(one.word), pronounce(lastWord(one.word)))), 2) }))
      .filter(({ word, probability }) => probability >= LIKELY || (probability >= LEAST_LIKELY && isSlant(word)));
  }

  /** The words that may be offered, the commonest first. */
  private allowed(words: readonly string[]): string[] {
    const { rank, profane } = this.tools;
    const place = (word: string) => rank.get(word) ?? Number.MAX_SAFE_INTEGER;
    return words
      .filter((word) => this.asked.rare || rank.has(word))
      .filter((word) => profane(word).every(({ kind }) => kind !== 'slur' && this.asked.explicit))
      .sort((a, b) => place(a) - place(b) || (a < b ? -1 : 1));
  }

  /** As many syllables and such stress as asked for; words of the theme stand for themselves and for its phrases. */
  private candidates(words: readonly string[]): Candidate[] {
    const { syllables, stress } = this.asked;
    return this.allowed(words)
      .flatMap((word, order) => {
        const phrases = this.themed.get(word) ?? [];
        return [...new Set([word, ...phrases])].map((text) => this.candidate(text, order, phrases.includes(text)));
      })
      .filter((one) => (syllables === undefined || one.syllables === syllables) && (stress === undefined || one.stress === stress));
  }

  private candidate(text: string, order: number, theme: boolean): Candidate {
    const stress = wordsOf(text)
      .map((word) => stressPattern(this.tools.pronounce(word).phones))
      .join('');
    return { word: text, stress, theme, probability: null, syllables: stress.length, order };
  }

  private grouped(candidates: readonly Candidate[]): RhymeGroup[] {
    const unlikely = ({ probability }: Candidate) => Number(probability !== null && probability < LIKELY);
    const ordered = [...candidates].sort((a, b) => Number(b.theme) - Number(a.theme) || unlikely(a) - unlikely(b) || a.order - b.order);
    const shown = new Set(ordered.slice(0, this.asked.limit ?? DEFAULT_LIMIT));
    const counts = [...new Set(ordered.map(({ syllables }) => syllables))].sort((a, b) => a - b);
    return counts.map((syllables) => {
      const all = ordered.filter((one) => one.syllables === syllables);
      const words = all.filter((one) => shown.has(one)).map(({ word, stress, theme, probability }) => ({ word, stress, theme, probability }));
      return { syllables, words, more: all.length - words.length };
    });
  }
}

function stressPattern(phones: readonly string[]): string {
  return phones
    .filter(isVowel)
    .map((vowel) => (stressOf(vowel) > 0 ? '1' : '0'))
    .join('');
}

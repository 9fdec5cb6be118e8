import type { Pronunciations } from '../domain/tables.js';
import { isVowel } from './arpabet.js';
import { fromBeginning, fromHalves, fromStem, type Lookup } from './words/affixes.js';
import { anglicized, filledElisions, folded, hasOldLetters, isInitials, modernSpellings, shortened, writtenForm } from './words/forms.js';
import { readLetterTable } from './words/letters.js';
import { numberWords } from './words/numbers.js';
import { type SungSyllables, sungSyllables } from './words/sung.js';

/** Where a word's sounds come from, the surest first. */
export type SoundSource = 'dictionary' | 'form' | 'spelling' | 'stem' | 'compound' | 'letters' | 'none';

/** A word's sounds as sung, and whether the dictionary (or the list of sung forms) knew it. */
export interface Spoken {
  /** ARPABET; as many vowels as syllables are commonly sung. */
  phones: readonly string[];
  known: boolean;
  /** All readings that the dictionary has, `phones` first. */
  readings: readonly (readonly string[])[];
  source: SoundSource;
  syllables: SungSyllables;
}

export type Pronounce = (word: string) => Spoken;

/** The most words a pronouncer keeps in mind. */
const REMEMBERED = 50_000;
/** Nobody sings a longer word; a machine's input may have one. */
const LONGEST = 60;

/**
 * A function that pronounces any word. Known words come from the dictionary (the commonest variant:
 * composing with "any variant" would rhyme the wind that blows with the wind of a clock); others from
 * a list of sung forms, their modern spelling, their stem, their halves, or at last their letters.
 */
export function pronouncer(table: Pronunciations): Pronounce {
  const cache = new Map<string, Spoken>();
  const words = new Words(table);
  return (word) => {
    const cached = cache.get(word);
    if (cached) return cached;
    const spoken = words.speak(word);
    if (cache.size < REMEMBERED) cache.set(word, spoken);
    return spoken;
  };
}

/** Letter tables are read once for each dictionary, whoever asks. */
const letterReaders = new WeakMap<Pronunciations, (word: string) => string[]>();

function letterReader(table: Pronunciations): (word: string) => string[] {
  const reader = letterReaders.get(table) ?? readLetterTable(table.letters());
  letterReaders.set(table, reader);
  return reader;
}

type Found = readonly [readonly string[], SoundSource] | undefined;

class Words {
  constructor(private readonly table: Pronunciations) {}

  speak(word: string): Spoken {
    const form = writtenForm(word);
    const readings = form ? [form] : this.table.lookup(word).map((reading) => reading.split(' '));
    if (readings[0])
      return { phones: readings[0], readings, known: true, source: form ? 'form' : 'dictionary', syllables: sungSyllables(readings[0], readings) };
    const [phones, source] = this.guess(word.slice(0, LONGEST));
    return { phones, readings: [phones], known: false, source, syllables: sungSyllables(phones) };
  }

  /** Sounds of a word in the dictionary or among the sung forms. */
  private readonly known: Lookup = (word) => writtenForm(word) ?? this.table.lookup(word)[0]?.split(' ');

  private guess(word: string): readonly [readonly string[], SoundSource] {
    const old = hasOldLetters(word) ? this.modern(word) : undefined;
    return this.exact(word) ?? old ?? this.built(word) ?? this.modern(word) ?? this.compound(word) ?? this.letters(anglicized(word));
  }

  /** Spellings that stand for one known word. */
  private exact(word: string): Found {
    const number = numberWords(word);
    if (number) return [number.flatMap((part) => this.known(part) ?? this.built(part)?.[0] ?? []), 'form'];
    // A written accent on -ed sounds it, so folding must wait for the endings.
    const plain = /[èéë]d$/.test(word) ? word : folded(word);
    const same = plain === word ? undefined : this.known(plain);
    // "touché" is not the "touche" that rhymes with douche.
    if (same && !(/[éè]$/.test(word) && !isVowel(same.at(-1) as string))) return [same, 'form'];
    for (const spelling of shortened(plain)) {
      const phones = this.known(spelling);
      if (phones) return [phones, 'form'];
    }
    return this.elided(plain) ?? (isInitials(plain) ? [[...plain].flatMap((letter) => this.letterName(letter)), 'form'] : undefined);
  }

  /** "w" is kept for "with", so its name is spelled out. */
  private letterName(letter: string): readonly string[] {
    return letter === 'w' ? 'D AH1 B AH0 L Y UW0'.split(' ') : (this.known(letter) ?? []);
  }

  /** "wand'ring" and "heav'nly" from "wandering" and "heavenly"; "whate'er" from "what". */
  private elided(word: string): Found {
    const [, what, so] = /^(\w{3,}?)(so)?e'er$/.exec(word) ?? [];
    const head = what && (this.known(what) ?? this.known(`${what}e`));
    if (head) return [[...unstressed(head), ...(so ? ['S', 'OW0'] : []), 'EH1', 'R'], 'form'];
    // Only quotation marks are left at the edges of a known word.
    const unquoted = /^'|(?<!in)'$/.test(word) ? this.known(word.replace(/^'|'$/g, '')) : undefined;
    if (unquoted) return [unquoted, 'form'];
    for (const spelling of filledElisions(word)) {
      const full = this.known(spelling) ?? this.built(spelling)?.[0];
      if (full) return [withoutSyllable(full, word), 'form'];
    }
    return undefined;
  }

  /** A known stem with ending or beginning or both: "unhallowed", "remembereth". */
  private built(word: string): Found {
    const inner: Lookup = (stem) => this.known(stem) ?? fromStem(stem, this.known) ?? fromBeginning(stem, this.known) ?? fromHalves(stem, this.known);
    const phones = fromStem(word, this.known) ?? fromBeginning(word, inner) ?? fromStem(word, inner);
    return phones && [phones, 'stem'];
  }

  /** The known word that an older or a British spelling stands for. */
  private modern(word: string): Found {
    for (const spelling of modernSpellings(word)) {
      const phones = this.known(spelling) ?? fromStem(spelling, this.known);
      if (phones) return [phones, 'spelling'];
    }
    return undefined;
  }

  private compound(word: string): Found {
    const halves = fromHalves(word, this.known);
    return halves && [halves, 'compound'];
  }

  private letters(word: string): readonly [readonly string[], SoundSource] {
    // Letters and digits together ("mp3", "4ever") are said one run after the other.
    const runs = word.match(/\d+|\D+/g) ?? [];
    if (runs.length > 1) return [runs.flatMap((run) => this.speak(run).phones), 'form'];
    const phones = /[a-z]/.test(word) ? letterReader(this.table)(word) : [];
    return [phones, phones.length > 0 ? 'letters' : 'none'];
  }
}

function unstressed(phones: readonly string[]): string[] {
  return phones.map((phone) => (isVowel(phone) ? phone.replace(/[12]$/, '0') : phone));
}

/**
 * Drops the light vowel that the apostrophe of `word` stands for: the one after as many vowels as are written before it.
 * Where the sung word has no more syllables than are written, it is gone already ("ev'ry").
 */
function withoutSyllable(phones: readonly string[], word: string): readonly string[] {
  const written = (letters: string) => (letters.match(/[aeiouy]+/g) ?? []).length;
  const vowels = phones.flatMap((phone, at) => (isVowel(phone) ? [at] : []));
  const at = vowels[written(word.slice(0, word.indexOf("'")))];
  if (vowels.length <= written(word.replace(/(?<=[^aeiouy])e$/, ''))) return phones;
  if (at === undefined || !/^(AH|IH|EH|ER|UH)0$/.test(phones[at] as string)) return phones;
  return phones[at] === 'ER0' ? phones.with(at, 'R') : phones.toSpliced(at, 1);
}

import { remembered } from '../domain/remembered.js';
import type { ProfanityTable } from '../domain/tables.js';
import { foldWord, squeeze } from './fold.js';

export interface ProfaneWord {
  /** The word as it stands in the text. */
  text: string;
  kind: 'profane' | 'slur';
}

/** Finds profane words and slurs in a line, also where they are written to be missed (leet, spaced letters, accents). */
export type ProfanityGuard = (line: string) => ProfaneWord[];

export function profanityGuard(table: ProfanityTable): ProfanityGuard {
  const guard = guards.get(table) ?? guardOf(table);
  guards.set(table, guard);
  return guard;
}

/** Folding a table takes longer than guarding a song with it. */
const guards = new WeakMap<ProfanityTable, ProfanityGuard>();

function guardOf(table: ProfanityTable): ProfanityGuard {
  const strong = new Set(table.strong.map(foldWord));
  const slurs = new Set(table.slurs.map(foldWord));
  const ambiguous = new Map(table.ambiguous.map(({ word, cleared_by }) => [foldWord(word), cleared_by.map((phrase) => phrase.toLowerCase())]));

  const judge = (token: string, line: string): ProfaneWord['kind'] | null => {
    for (const form of formsOf(token)) {
      if (slurs.has(form)) return 'slur';
      if (strong.has(form)) return 'profane';
      const clearing = ambiguous.get(form);
      if (clearing) return clearing.some((phrase) => line.includes(phrase)) ? null : 'profane';
    }
    return null;
  };

  return (text) => {
    const line = text
      .toLowerCase()
      .replace(/[\u2018\u2019]/g, "'")
      .replace(/\s+/g, ' ');
    return tokensOf(text).flatMap((token) => {
      const kind = judge(token, line);
      return kind ? [{ text: token, kind }] : [];
    });
  };
}

/** Words, and runs of single letters set apart ("f u c k", "f.u.c.k", "f-u-c-k") joined to one. */
function tokensOf(text: string): string[] {
  const words = text
    .split(/\s+/)
    .map((word) => word.replace(/^[^\p{L}\p{N}@$*]+|[^\p{L}\p{N}@$*]+$/gu, ''))
    .filter((word) => word !== '');
  const spaced = text.match(/(?<![\p{L}\p{N}])(?:[\p{L}\p{N}@$*][\s.\-_*]+){2,}[\p{L}\p{N}@$](?![\p{L}\p{N}])/gu) ?? [];
  return [...words, ...spaced.map((run) => run.replace(/[\s.\-_]+/g, ''))];
}

const formsOf = remembered(4_000, (token: string): readonly string[] => {
  const folded = foldWord(token);
  const whole = folded.replace(/[^a-z]/g, '');
  const parts = folded.split(/[^a-z*]+/).filter((part) => part !== '');
  const spelled = [whole, ...parts].flatMap((form) => [squeeze(form), squeeze(form, 2)]);
  const stems = spelled.flatMap((form) => [form, form.replace(/(?:s|ed|er|ers|ing|in)$/, ''), form.replace(/in$/, 'ing')]);
  return [...new Set(stems)].filter((form) => form.length >= 3);
});

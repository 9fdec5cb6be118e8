import { remembered } from '../../domain/remembered.js';
import type { ArtistTable } from '../../domain/tables.js';
import { type Finding, withoutOverlaps } from '../finding.js';
import { anyOf } from '../pii/found.js';
import { indexNames, type Name, type NameIndex } from './index-names.js';
import { type Known, namesAt, type Standing } from './likeness.js';
import { type Token, tokensOf } from './words.js';

/**
 * What a text is: "influence" is a list of influences, where every entry that is a name is one; "style" describes sound
 * (tags, vocal profile); "prose" is words, sung or said, where a name that is also a word needs a cue or capitals.
 */
export type Where = 'influence' | 'style' | 'prose';

/** Finds artists named in a text; the replacement is a description of their sound. */
export type ArtistGuard = (text: string, where: Where) => Finding[];

export function artistGuard(table: ArtistTable, known: Known): ArtistGuard {
  const guard = guards.get(table) ?? guardOf(table, known);
  guards.set(table, guard);
  return guard;
}

const MOST = 4_000;

/** Thousands of names are put in order once. */
const guards = new WeakMap<ArtistTable, ArtistGuard>();

function guardOf(table: ArtistTable, known: Known): ArtistGuard {
  const index = indexNames(table);
  const judge = judgeOf(table, known);
  const find = (where: Where) => (text: string) => {
    const tokens = tokensOf(text);
    const line = lineOf(text, tokens, where);
    const found = tokens.flatMap((token, at): Finding[] => {
      const standing = namesAt(text, tokens, at, index, known).find((one) => judge(one, line));
      if (standing) return [finding(line, standing)];
      const written = oneWord(token, index, table, known);
      return written ? [{ ...finding(line, { name: written, from: at, to: at + 1, wrong: 0 }) }] : [];
    });
    // The longest first: "The Jackson 5" before "Jackson".
    return withoutOverlaps(found.sort((a, b) => b.end - b.start - (a.end - a.start) || a.start - b.start));
  };
  // The same lines and tags are asked by one node after the other, and sung again in the next song.
  const finders = { influence: remembered(MOST, find('influence')), style: remembered(MOST, find('style')), prose: remembered(MOST, find('prose')) };
  return (text, where) => finders[where](text);
}

interface Line {
  text: string;
  tokens: readonly Token[];
  where: Where;
  /** Nearly every word has a capital, so that a capital says nothing. */
  titleCase: boolean;
  /** Starts of the entries of a list: "Prince, early Madonna & Sade". */
  entries: readonly { from: number; to: number }[];
}

const small = new Set(['a', 'an', 'the', 'of', 'in', 'on', 'to', 'and', 'or', 'for', 'at', 'by', 'with', 'from', 'like', 'is', 'my', 'n']);

function lineOf(text: string, tokens: readonly Token[], where: Where): Line {
  const telling = tokens.filter(({ key }) => !small.has(key));
  const capitals = telling.filter(({ capital }) => capital).length;
  const letters = text.replace(/\P{L}/gu, '');
  const titleCase = letters.length > 3 && (letters === letters.toUpperCase() || (telling.length > 2 && capitals >= telling.length * 0.8));
  return { text, tokens, where, titleCase, entries: where === 'prose' ? [] : entriesOf(text, tokens) };
}

/** Words that stand in an entry beside the name and are no part of it. */
const beside =
  /^(?:early|circa|period|days|late|mid|classic|vintage|young|modern|old|pure|very|some|a|bit|of|the|\d{2,4}s?|era|style|styled|esque|like|ish|vibes?|inspired|type|beat|sound|influences?|genre|other|artists?|bands?)$/;

function entriesOf(text: string, tokens: readonly Token[]): Line['entries'] {
  const found: { from: number; to: number }[] = [];
  let from = 0;
  for (let at = 1; at <= tokens.length; at += 1) {
    const gap = at === tokens.length ? ',' : text.slice((tokens[at - 1] as Token).end, (tokens[at] as Token).start);
    if (!/[,;/|+&:\n]|\bx\b/.test(gap) && !['and', 'meets', 'x', 'vs', 'or', 'plus', 'with'].includes(tokens[at]?.key ?? '')) continue;
    found.push({ from, to: at });
    from = /[,;/|+&:\n]/.test(gap) ? at : at + 1;
  }
  return found;
}

type Judge = (standing: Standing, line: Line) => boolean;

function judgeOf({ before, after, sure_before, sure_after, opening_after, weak_before, never_bare }: ArtistTable, known: Known): Judge {
  const behind = (words: readonly string[]) => new RegExp(`(?<![\\p{L}\\d])(?:${anyOf(words)})[\\s:"“'’(-]*(?:the\\s+)?$`, 'iu');
  const ahead = (words: readonly string[]) => new RegExp(`^(?:['’]s|s['’]|['’])?[\\s"”)-]*(?:${anyOf(words)})(?![\\p{L}\\d])`, 'iu');
  const cues = {
    before: behind(before),
    after: ahead(after),
    sureBefore: behind(sure_before),
    sureAfter: ahead(sure_after),
    opening: ahead(opening_after),
    weak: behind(weak_before),
  };
  const sounds = new Set(never_bare);
  return ({ name, from, to, wrong }, line) => {
    const [first, last] = [line.tokens[from] as Token, line.tokens[to - 1] as Token];
    const head = line.text.slice(0, first.start);
    const tail = line.text.slice(last.end);
    const capital = line.tokens.slice(from, to).every((one) => one.capital || small.has(one.key) || /^\d/.test(one.key));
    const bare = sounds.has(name.written);
    // A name of two capitals stands for itself, article or not.
    const several = name.words.length > 1 && capital && !bare;
    // A single word in verse that is merely near a name is not one, unless something says so.
    if (name.isWord && line.where === 'style' && name.words.length === 1 && wrong === 0 && first.key.length >= 3 && !known(first.bare) && !bare) return true;
    if (!name.isWord && (line.where !== 'prose' || wrong === 0 || name.words.length > 1)) return true;
    const entry = line.where !== 'prose' && isEntry(line, from, to);
    if (line.where === 'influence' && entry) return true;
    if (line.where === 'style' && !bare && name.words.length > 1 && (entry || several)) return true;
    if (line.where === 'style' && entry && capital && !bare && !/(?:^|,)\s*(?:mood|mix|energy|rhythm|era|instr)\s*:\s*$/i.test(head)) return true;
    const article =
      name.words.length === 1 &&
      /(?:^|[^\p{L}])(?:a|an|the|my|your|his|her|our|their|this|that|some|any|no|every)\s+$/iu.test(head) &&
      !(name.article && /the\s+$/i.test(head));
    if ((article && !(capital && cues.after.test(tail))) || /^['’]?s?\s+(?:of|in the|on the (?!radio|stereo|speakers|jukebox))/i.test(tail)) return false;
    if (!bare && cues.sureAfter.test(tail) && line.where !== 'prose') return true;
    if (!bare && cues.sureBefore.test(head) && (capital || /^\s*(?:$|[,;.!?)]|and\b|but\b|or\b|meets\b|with\b|on\b|in\b|over\b)/i.test(tail))) return true;
    if (!capital || line.titleCase) return capital && (cues.sureBefore.test(head) || /^[-\u2010-\u2013 ]?(?:style|esque|inspired)\b/i.test(tail));
    if (name.words.length > 1 && !bare && (line.where !== 'prose' || from > 0 || !line.tokens[to]?.capital)) return true;
    if (besideCapital(line, from, to)) return false;
    const opens = from === 0 || /[.!?]["”’]?\s*$/.test(head);
    if (cues.before.test(head) || (opens ? !bare && cues.opening.test(tail) : cues.after.test(tail))) return true;
    return cues.weak.test(head) && !bare && /^\s*(?:$|[,;.!?)]|and\b|on\b|in\b)/i.test(tail);
  };
}

/** Whether the entries of a list that a name covers hold nothing else that says what is meant. */
function isEntry({ tokens, entries }: Line, from: number, to: number): boolean {
  const covered = entries.filter((entry) => entry.from < to && entry.to > from);
  return covered.every((entry) =>
    tokens.slice(entry.from, entry.to).every(({ key }, at) => (entry.from + at >= from && entry.from + at < to) || beside.test(key)),
  );
}

/** A capital right beside makes it a part of another name: "Francis Drake", "Queen Elizabeth". */
function besideCapital({ text, tokens }: Line, from: number, to: number): boolean {
  const [before, after] = [tokens[from - 1], tokens[to]];
  const joins = (a: Token, b: Token) => /^\s$/.test(text.slice(a.end, b.start));
  const isName = ({ capital, key }: Token) => capital && !small.has(key) && key !== 'i';
  const early = before && from - 1 === 0;
  return (
    (before !== undefined && !early && isName(before) && joins(before, tokens[from] as Token)) ||
    (after !== undefined && isName(after) && joins(tokens[to - 1] as Token, after))
  );
}

/** "taylorswift", "Beatlesque": a name without its spaces, or with a suffix on it. */
function oneWord({ key }: Token, { together, lasts }: NameIndex, { not_esque }: ArtistTable, known: Known): Name | null {
  const whole = together.get(key);
  if (whole && !known(key)) return whole;
  const [, stem, suffix] = /^(.{3,})(esque|ian)$/.exec(key) ?? [];
  if (stem === undefined || known(key) || not_esque.some((one) => one.startsWith(stem))) return null;
  if (suffix === 'ian') return stem.length >= 5 ? (lasts.get(stem) ?? null) : null;
  return lasts.get(stem) ?? lasts.get(`${stem}s`) ?? lasts.get(`${stem}es`) ?? lasts.get(`${stem}e`) ?? lasts.get(`${stem}y`) ?? null;
}

function finding({ text, tokens }: Line, { name, from, to, wrong }: Standing): Finding {
  let start = (tokens[from] as Token).start;
  const { end } = tokens[to - 1] as Token;
  if (name.article) start -= /(?:^|[^\p{L}])(the\s+)$/iu.exec(text.slice(0, start))?.[1]?.length ?? 0;
  const reason =
    wrong > 0 ? `It reads like the name of an artist, ${name.artist}.` : `It names an artist${name.written === name.artist ? '' : `, ${name.artist}`}.`;
  return { guard: 'artist', kind: wrong > 0 ? 'misspelled' : 'named', start, end, text: text.slice(start, end), replacement: name.description, reason };
}

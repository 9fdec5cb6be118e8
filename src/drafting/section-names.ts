import type { SectionType } from '../domain/words.js';

/** What people call the sections of a song, folded to letters. */
const called: Record<SectionType, string> = {
  Intro: 'intro introduction opening prelude vorspiel',
  Verse: 'verse verses vers verso v strophe couplet estrofa strofa stanza rap',
  PreChorus: 'prechorus pre prehook prerefrain preestribillo lift climb build buildup ramp',
  Chorus: 'chorus choruses ch hook coro estribillo refrao',
  PostChorus: 'postchorus posthook post',
  Refrain: 'refrain',
  Bridge: 'bridge middle middleeight pont puente brucke bruecke',
  Breakdown: 'breakdown break',
  Drop: 'drop beatdrop',
  Solo: 'solo',
  Interlude: 'interlude instrumental riff skit zwischenspiel',
  Outro: 'outro coda ending end tag vamp finale fin fadeout',
};
const types = new Map(Object.entries(called).flatMap(([type, names]) => names.split(' ').map((name) => [name, type as SectionType] as const)));

/** Names that mean a section even where no bracket says so; "break" or "end" may well be sung. */
const plain = new Set(
  'verse verses vers strophe couplet prechorus prehook chorus hook postchorus refrain bridge intro outro interlude instrumental solo breakdown estribillo middleeight middle'.split(
    ' ',
  ),
);

/** What may stand beside a name without changing it. */
const beside = new Set(
  'first second third fourth fifth last final big half double repeat repeated reprise full short extended a the again guitar piano sax rap sung spoken whispered acoustic instrumental'.split(
    ' ',
  ),
);
const numberWords = new Map('one two three four five six seven eight'.split(' ').map((word, at) => [word, String(at + 1)]));
const romans = new Map('i ii iii iv v vi vii viii'.split(' ').map((word, at) => [word, String(at + 1)]));

export interface SectionName {
  /** Null where nobody knows the name. */
  type: SectionType | null;
  /** "2" of "Verse 2", "" where there is none. */
  number: string;
  /** How often it is to be sung, from "x2". */
  times: number;
  /** Nothing stands beside the name that is no part of it. */
  strict: boolean;
  /** It would be a section without brackets too. */
  plain: boolean;
}

const MOST_TIMES = 8;
const timesMark = /(?:^|[\s(,])(?:[x×*]\s?(\d{1,2})|(\d{1,2})\s?[x×])(?=$|[\s),])/i;

/** "x2", "(2x)", "×3" as a number; 1 where there is none. */
export function timesIn(text: string): number {
  const [, after, before] = timesMark.exec(text) ?? [];
  return Math.min(MOST_TIMES, Math.max(1, Number(after ?? before ?? (/\btwice\b/i.test(text) ? 2 : 1))));
}

/** Reads what stands in a tag: "Verse 2", "Final Chorus x2", "Pre-Chorus: softly", "Guitar Solo". */
export function readSectionName(told: string): SectionName {
  const folded = told.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();
  // After a colon or a bar stands who sings and how, and it is no part of the name.
  const head = (folded.split(/[:|,;(/]|\s[-–—]+\s/)[0] as string).replace(timesMark, ' ').replace(/\btwice\b/g, ' ');
  const words = head.match(/\p{L}+|\d+/gu) ?? [];
  const numbers = words.flatMap((word, at) => (/^\d+$/.test(word) ? [word] : (numberWords.get(word) ?? (at > 0 ? romans.get(word) : undefined) ?? [])));
  const named = words.filter((word, at) => !/^(?:\d+|st|nd|rd|th)$/.test(word) && !(at > 0 && (numberWords.has(word) || romans.has(word))));
  const bare = named.filter((word) => !beside.has(word));
  const key = [named, bare].map((list) => list.join('')).find((joined) => types.has(joined));
  const inside = key ?? named.findLast((word) => types.has(word) && word.length > 2);
  return {
    type: inside === undefined ? null : (types.get(inside) as SectionType),
    number: numbers[0] ?? '',
    times: timesIn(folded),
    strict: key !== undefined,
    plain: key !== undefined && plain.has(key),
  };
}

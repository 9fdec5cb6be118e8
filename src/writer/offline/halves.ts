import type { Brief, BriefLine, BriefSection, Draft } from '../../domain/draft.js';

/** Beyond so many syllables nobody says one thing in one breath: a longer line is sung as two. */
const LONGEST = 13;

/** Words that begin a line and need no capital within one. */
const SMALL = new Set(
  (
    'a an the and but or so for nor yet my your his her our their its this that these those there here it he she we they you who what when where why how ' +
    'if in on at by to from with of up down out over under through between before after behind beyond past since till until all every each some any no ' +
    'nothing nobody somebody something somewhere one two half still just only even never always now then once again not more less too'
  ).split(' '),
);

/** A brief whose long lines are two halves each, and the way back from what was written for it. */
export interface Halved {
  brief: Brief;
  whole(draft: Draft): Draft;
}

/** The second half rhymes and ends with the hook where the line is to; the first is free. A line that stands is left whole. */
export function inHalves(brief: Brief): Halved {
  const origins = new Map(brief.sections.map((section) => [section.id, originsOf(section, brief.syllable_tolerance)]));
  const open = [...origins.values()].flat().filter(({ line }) => line.text === null && line.repeats === undefined);
  if (open.every(({ half }) => half === null)) return { brief, whole: (draft) => draft };
  return {
    brief: {
      ...brief,
      syllable_tolerance: open.every(({ half }) => half !== null) ? Math.floor(brief.syllable_tolerance / 2) : brief.syllable_tolerance,
      sections: brief.sections.map((section) => ({ ...section, lines: (origins.get(section.id) as Origin[]).map(({ line }) => line) })),
    },
    whole: (draft) => ({
      sections: draft.sections.map(({ id, lines }) => ({ id, lines: joined(lines, origins.get(id) as Origin[]) })),
      issues: draft.issues.map((one) => {
        const origin = one.line === undefined ? undefined : origins.get(one.section ?? '')?.[one.line - 1];
        return origin ? { ...one, line: origin.at + 1 } : one;
      }),
    }),
  };
}

interface Origin {
  line: BriefLine;
  /** The line it is of, from 0, and which half. */
  at: number;
  half: 'first' | 'second' | null;
}

function originsOf({ lines }: BriefSection, tolerance: number): Origin[] {
  const long = (line: BriefLine) => line.text === null && line.repeats === undefined && line.syllables - tolerance > LONGEST;
  const origins = lines.flatMap((line, at): Origin[] => {
    if (!long(line)) return [{ line, at, half: null }];
    const { avoid: _whole, ...rest } = line;
    const first = Math.floor(line.syllables / 2);
    return [
      { line: { ...rest, syllables: first, rhyme: 'X', hook: false }, at, half: 'first' },
      { line: { ...rest, syllables: line.syllables - first }, at, half: 'second' },
    ];
  });
  // A line that says another again is told which by its number.
  const placeOf = (wanted: number) => origins.findLastIndex(({ at }) => at === wanted);
  return origins.map((origin) =>
    origin.line.repeats === undefined ? origin : { ...origin, line: { ...origin.line, repeats: placeOf(origin.line.repeats - 1) + 1 } },
  );
}

function joined(lines: readonly string[], origins: readonly Origin[]): string[] {
  const whole: string[] = [];
  for (const [at, text] of lines.entries()) {
    const { line, half } = origins[at] as Origin;
    if (half === 'second') whole.push(join(whole.pop() as string, text));
    else if (line.repeats !== undefined) whole.push(whole[(origins[line.repeats - 1] as Origin).at] ?? text);
    else whole.push(text);
  }
  return whole;
}

/** One line of two: a comma where the second goes on, a full stop where it begins with a name. */
function join(first: string, second: string): string {
  const word = /^[\p{L}'’]+/u.exec(second)?.[0] ?? '';
  if (/[.?!,;:…]$/.test(first)) return `${first} ${second}`;
  if (!SMALL.has(word.toLowerCase())) return `${first}${/^I\b/.test(word) ? ',' : '.'} ${second}`;
  return `${first}, ${second[0]?.toLowerCase()}${second.slice(1)}`;
}

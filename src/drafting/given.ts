import { AmcsError, type Problem } from '../domain/error.js';
import type { Given, GivenLine, GivenSection } from '../domain/given.js';
import { nearest } from '../domain/nearest.js';
import { pickSections, sectionHint } from '../domain/pick-sections.js';
import type { Sds } from '../domain/spec.js';
import { sectionTypes } from '../domain/words.js';
import { type ParsedSection, parseLyrics } from './parse-lyrics.js';
import { readSectionName } from './section-names.js';

/** What a plan has room for. */
const MOST_SECTIONS = 24;
const MOST_LINES = 32;
const LONGEST_LINE = 200;

type GivenField = NonNullable<NonNullable<Sds['lyrics']>['given']>;

const read = new WeakMap<object, Given>();

/** The person's own words in a spec, or null where there are none. @throws AmcsError SPEC_INVALID. */
export function givenOf({ lyrics }: Pick<Sds, 'lyrics'>): Given | null {
  if (lyrics?.given === undefined) return null;
  // A song asks several times, and reading is the same each time.
  const known = read.get(lyrics) ?? readGiven(lyrics.given);
  read.set(lyrics, known);
  return known;
}

function readGiven(field: GivenField): Given {
  const { text, locked = [] } = typeof field === 'string' ? { text: field } : field;
  const { tagged, title, sections } = parsed(text);
  const numbered = withTurns(sections);
  refuse([...nameProblems(sections), ...sizeProblems(numbered)]);
  const named = numbered.map(({ type, turn }) => ({ id: `${type.toLowerCase()}-${turn}`, type }));
  const { ids, strangers } = pickSections(locked, named);
  refuse(
    strangers.map((name) => ({ path: 'lyrics.given.locked', message: `names "${name}", which the given words do not have`, hint: sectionHint(name, named) })),
  );
  return { tagged, title, sections: numbered.map(({ type, turn, lines }, at) => given(type, turn, lines, ids.has(named[at]?.id as string))) };
}

function parsed(text: string) {
  try {
    return parseLyrics(text, { holes: true });
  } catch (thrown) {
    if (!(thrown instanceof AmcsError)) throw thrown;
    const message = `: ${thrown.message.replace(/\.$/, '')}`;
    throw new AmcsError('SPEC_INVALID', {
      message: `Song Design Spec: lyrics.given${message}.`,
      hint: thrown.code === 'INPUT_INVALID' ? 'Write lines under [Verse] or [Chorus], or leave lyrics.given out.' : thrown.hint,
      problems: [{ path: 'lyrics.given', message: message.slice(2) }],
    });
  }
}

interface Turned extends Pick<ParsedSection, 'type' | 'lines'> {
  turn: number;
}

/** "[Verse 2]" is the second verse also where the first is not given. A tag without words names a place, or what returns there. */
function withTurns(sections: readonly ParsedSection[]): Turned[] {
  const turns = new Map<string, number>();
  return sections.map(({ type, heading, lines, bare }) => {
    const before = turns.get(type) ?? 0;
    const told = Number(heading === null ? 0 : readSectionName(heading).number);
    const turn = told > before && told <= MOST_SECTIONS ? told : before + 1;
    turns.set(type, turn);
    return { type, turn, lines: bare ? [] : lines };
  });
}

function given(type: GivenSection['type'], turn: number, lines: ParsedSection['lines'], closed: boolean): GivenSection {
  const own = lines.map(({ exact, text, locked }): GivenLine => {
    if (exact === '') return null;
    return locked || closed ? { text: exact, locked: true } : { text, locked: false };
  });
  return { type, turn, lines: own, closed: closed && own.length > 0 };
}

function nameProblems(sections: readonly ParsedSection[]): Problem[] {
  return sections.flatMap(({ heading }) => {
    if (heading === null || readSectionName(heading).type !== null) return [];
    const [near] = nearest(heading, sectionTypes, 1);
    return [
      {
        path: 'lyrics.given',
        message: `has a section "${heading.slice(0, 60)}", which is none that songs are known to have`,
        hint: `${near === undefined ? '' : `Did you mean ${near}? `}Sections: ${sectionTypes.join(', ')}.`,
      },
    ];
  });
}

function sizeProblems(sections: readonly Turned[]): Problem[] {
  const problems: Problem[] = [];
  const tooLarge = (message: string, hint: string) => problems.push({ path: 'lyrics.given', message, hint });
  if (sections.length > MOST_SECTIONS) tooLarge(`has ${sections.length} sections; a song has at most ${MOST_SECTIONS}`, 'Give a part of them.');
  for (const { type, turn, lines } of sections) {
    if (lines.length > MOST_LINES) tooLarge(`has ${lines.length} lines in ${type} ${turn}; a section has at most ${MOST_LINES}`, 'Divide it by a tag.');
    const long = lines.find(({ exact }) => exact.length > LONGEST_LINE);
    if (long) tooLarge(`has ${long.exact.length} characters in line ${long.number}; a line has at most ${LONGEST_LINE}`, 'Break it where a singer breathes.');
  }
  return problems;
}

function refuse(problems: Problem[]): void {
  const [first, ...more] = problems;
  if (!first) return;
  throw new AmcsError('SPEC_INVALID', {
    message: `Song Design Spec: ${first.path} ${first.message}${more.length > 0 ? ` (and ${more.length} more)` : ''}.`,
    ...(first.hint ? { hint: first.hint } : {}),
    problems,
  });
}

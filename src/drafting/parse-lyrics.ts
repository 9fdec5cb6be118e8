import { AmcsError } from '../domain/error.js';
import { type Issue, issue } from '../domain/issue.js';
import type { SectionType } from '../domain/words.js';
import { wordsOf } from '../prosody/tokens.js';
import { type Heading, readLine } from './headings.js';
import { linesOfText, lyricsLimits, plainSpaces } from './lyrics-text.js';
import { timesIn } from './section-names.js';

/** Lyrics as a person wrote them down, taken apart. */
export interface ParsedLyrics {
  /** A line above everything else, or null. */
  title: string | null;
  /** Whether any section is named; otherwise blank lines divide them. */
  tagged: boolean;
  sections: ParsedSection[];
  issues: Issue[];
}

export interface ParsedSection {
  /** "verse-1"; of a name that nobody knows, its letters: "rapbattle-1". */
  id: string;
  /** What it is measured as: Interlude where the name is not known. */
  type: SectionType;
  /** The name as it is told, null where there was no tag. */
  heading: string | null;
  lines: ParsedLine[];
  /** The section whose words come again here, or null. */
  repeat_of: string | null;
  /** A bare tag: what words it has stand elsewhere. */
  bare: boolean;
}

export interface ParsedLine {
  text: string;
  /** Line of the text, from 1. */
  number: number;
  /** The same to the letter: spaces and signs as they were written. */
  exact: string;
  /** Marked by "= ": never to be changed. */
  locked: boolean;
}

interface Stretch {
  heading: Heading | null;
  lines: ParsedLine[];
  times: number;
}

/** What stands for a line that is still to be written, where a text may have such. */
const hole = /^(?:\.{3}|…|_+)$/;

/**
 * Reads lyrics with [Section] tags, or without: then blank lines divide stanzas, and one that returns is the chorus.
 * With `holes`, a line "..." or "_" is a line without words. @throws AmcsError INPUT_TOO_LARGE, or INPUT_INVALID where
 * there are no words at all.
 */
export function parseLyrics(text: string, { holes = false }: { holes?: boolean } = {}): ParsedLyrics {
  const blocks = stretchesOf(linesOfText(text), holes);
  const tagged = blocks.some(({ heading }) => heading !== null);
  const title = titleOf(blocks);
  const whole = joined(title === null ? blocks : blocks.slice(1), tagged);
  const sections = numbered(whole.filter(({ heading, lines }) => heading !== null || lines.length > 0));
  if (!sections.some(({ lines }) => lines.some(({ text: words, locked }) => locked || wordsOf(words).length > 0))) {
    throw new AmcsError('INPUT_INVALID', {
      message: 'There are no words in the lyrics.',
      hint: 'Write lines, with [Verse] and [Chorus] above each part if you like.',
    });
  }
  return { title, tagged, sections: sections.map(({ stretch: _, first: __, ...section }) => section), issues: sections.flatMap(issuesOf) };
}

/** Headings and blank lines cut the text into stretches. */
function stretchesOf(lines: readonly string[], holes: boolean): Stretch[] {
  const stretches: Stretch[] = [];
  let open: Stretch | null = null;
  let sung = 0;
  const begin = (heading: Heading | null): Stretch => {
    const stretch = { heading, lines: [], times: heading?.times ?? 1 };
    stretches.push(stretch);
    return stretch;
  };
  for (const [at, line] of lines.entries()) {
    const read = readSung(line, holes) ?? readLine(plainSpaces(line), at === 0 || lines[at - 1] === '');
    if (read.kind === 'aside') continue;
    if (read.kind === 'blank') open = null;
    else if (read.kind === 'again') (open ?? stretches.at(-1) ?? { times: 1 }).times = read.times;
    else {
      open = read.kind === 'heading' ? begin(read.heading) : (open ?? begin(null));
      const words = read.kind === 'heading' ? read.heading.rest : read.kind === 'words' ? read.text : '';
      if (read.kind === 'heading' && words === '') continue;
      const times = read.kind === 'sung' ? { line: read.line, times: 1 } : repeats(words, read.kind === 'words' && !line.startsWith('[') ? line : words);
      for (let time = 0; time < times.times; time += 1) open.lines.push({ ...times.line, number: at + 1 });
      sung += times.times;
    }
  }
  const all = sung + stretches.reduce((sum, { lines: own, times }) => sum + own.length * (times - 1), 0);
  if (all > lyricsLimits.lines)
    throw new AmcsError('INPUT_TOO_LARGE', { message: `The lyrics come to ${all} lines with their repeats; ${lyricsLimits.lines} may be measured at once.` });
  return stretches;
}

/** A locked line is taken to the letter, whatever else it might mean: "= Chorus:" and "= (x2)" are sung. */
function readSung(line: string, holes: boolean): { kind: 'sung'; line: Omit<ParsedLine, 'number'> } | null {
  const exact = /^=\s+(\S.*)$/.exec(line)?.[1];
  if (exact !== undefined) return { kind: 'sung', line: { text: plainSpaces(exact), exact, locked: true } };
  return holes && hole.test(line) ? { kind: 'sung', line: { text: '', exact: '', locked: false } } : null;
}

/** "We go on (x2)" is two lines. */
function repeats(words: string, exact: string): { line: Omit<ParsedLine, 'number'>; times: number } {
  const [, text, mark] = /^(.*\S)\s*[([]\s*((?:[x×]\s?\d|\d\s?[x×]))\s*[)\]]$/i.exec(words) ?? [];
  if (text === undefined || mark === undefined) return { line: { text: words, exact, locked: false }, times: 1 };
  return { line: { text, exact: text, locked: false }, times: timesIn(mark) };
}

/** One line above the first tag, or above stanzas: "My Song", with "by Somebody" under it or not. */
function titleOf([first, ...rest]: readonly Stretch[]): string | null {
  if (!first || first.heading !== null) return null;
  const [line, credit] = first.lines;
  const alone = first.lines.length === 1 || (first.lines.length === 2 && /^(?:by|words|lyrics|music|written)\b/i.test(credit?.text ?? ''));
  const follows = rest[0]?.heading || rest.filter(({ lines }) => lines.length > 1).length > 1;
  if (!line || line.locked || !alone || !follows) return null;
  return line.text.replace(/^(?:#+|title\s*:)\s*/i, '');
}

/** Puts stretches together that blank lines alone divide, where these divide no sections. */
function joined(stretches: readonly Stretch[], tagged: boolean): Stretch[] {
  // Whoever leaves the first stanza without a tag leaves others too. A text with blank lines everywhere has double spacing.
  const spaced = stretches.length > 3 && stretches.every(({ heading, lines }) => heading === null && lines.length === 1);
  const divides = (!tagged || stretches[0]?.heading === null) && !spaced;
  if (divides && !tagged) return [...stretches];
  const whole: Stretch[] = [];
  for (const stretch of stretches) {
    const before = whole.at(-1);
    const goesOn = stretch.heading === null && before !== undefined && (!divides || (before.heading !== null && before.lines.length === 0));
    if (!goesOn) whole.push({ ...stretch });
    else {
      before.lines = [...before.lines, ...stretch.lines];
      before.times = Math.max(before.times, stretch.times);
    }
  }
  return whole;
}

/** `first`: not one of the repeats that "x2" asks for. */
type Numbered = ParsedSection & { stretch: Stretch; first: boolean };

const wordsKey = (lines: readonly ParsedLine[]) => lines.map(({ text }) => wordsOf(text).join(' ')).join('\n');

/** Gives sections their types, ids and repeats, and writes out those that come several times. */
function numbered(stretches: readonly Stretch[]): Numbered[] {
  const keys = stretches.map(({ lines }) => wordsKey(lines));
  const sections: Numbered[] = [];
  const counts = new Map<string, number>();
  const idOf = (name: string) => {
    counts.set(name, (counts.get(name) ?? 0) + 1);
    return `${name}-${counts.get(name)}`;
  };
  for (const [at, stretch] of stretches.entries()) {
    const { heading, lines } = stretch;
    const twin = keys.findIndex((key, other) => other !== at && key !== '' && key === keys[at]);
    const type = heading ? (heading.type ?? 'Interlude') : twin < 0 ? 'Verse' : (stretches[twin]?.heading?.type ?? 'Chorus');
    const name =
      heading && heading.type === null
        ? heading.told
            .toLowerCase()
            .replace(/[^a-z]/g, '')
            .slice(0, 24) || 'section'
        : type.toLowerCase();
    for (let time = 0; time < stretch.times; time += 1) {
      const earlier = earlierOf(sections, type, stretch, keys[at] as string);
      sections.push({
        id: idOf(name),
        type,
        heading: heading?.told ?? null,
        lines: earlier?.lines ?? lines,
        repeat_of: earlier?.id ?? null,
        bare: lines.length === 0,
        stretch,
        first: time === 0,
      });
    }
  }
  return sections;
}

/** The section whose words come again: written out once more, or only named. */
function earlierOf(sections: readonly Numbered[], type: SectionType, { heading, lines }: Stretch, key: string): Numbered | undefined {
  const before = sections.filter((one) => one.repeat_of === null && one.lines.length > 0);
  if (lines.length > 0) return before.find((one) => one.type === type && wordsKey(one.lines) === key);
  if (heading?.type == null) return before.find((one) => one.heading?.toLowerCase() === heading?.told.toLowerCase());
  const same = before.filter((one) => one.type === type);
  const numberOf = (one: Numbered) => one.stretch.heading?.number ?? '';
  // "[Verse 2]" without words is still to be written; "[Chorus 2]" is the chorus again.
  return same.findLast((one) => numberOf(one) === heading.number) ?? (type === 'Verse' && heading.number !== '' ? undefined : same.at(-1));
}

/** Sections that need no words. */
const wordless = new Set<SectionType>(['Intro', 'Breakdown', 'Drop', 'Solo', 'Interlude', 'Outro']);

function issuesOf({ id, type, lines, repeat_of, first, stretch: { heading } }: Numbered): Issue[] {
  const found: Issue[] = [];
  if (heading && heading.type === null && lines.length > 0 && repeat_of === null) {
    const message = `"${heading.told}" is no section that songs are known to have; it is measured as an interlude.`;
    found.push(
      issue('SECTION_UNKNOWN', 'LYRICS', {
        section: id,
        message: message.slice(0, 600),
        hint: 'Name it Verse, PreChorus, Chorus, Bridge or Outro where it is one.',
      }),
    );
  }
  if (heading?.unbalanced && first)
    found.push(issue('TAG_UNBALANCED', 'LYRICS', { section: id, message: `The tag "${heading.told}" lacks a bracket.`, hint: `Write [${heading.told}].` }));
  if (heading && lines.length === 0 && !wordless.has(type))
    found.push(
      issue('SECTION_EMPTY', 'LYRICS', {
        section: id,
        message: `[${heading.told}] has no words, and none before it to repeat.`,
        hint: 'Write it, or take the tag out.',
      }),
    );
  if (repeat_of === null) lines.forEach((line, at) => void found.push(...lineIssues(id, at + 1, line)));
  return found;
}

/** Letters of another alphabet inside Latin words, and lines without a word. */
function lineIssues(section: string, line: number, { text, exact }: ParsedLine): Issue[] {
  if (exact === '') return [];
  if (wordsOf(text).length === 0)
    return [
      issue('LINE_WORDLESS', 'LYRICS', { section, line, message: 'The line has no word that can be sung.', hint: 'Take it out, or write what is sung there.' }),
    ];
  const stray = wordsOf(text).find((word) => /[\p{Script=Cyrillic}\p{Script=Greek}]/u.test(word));
  if (stray === undefined || !/\p{Script=Latin}/u.test(text)) return [];
  const message = `"${stray.slice(0, 60)}" has Cyrillic or Greek letters that look like Latin ones; nobody can tell how it sounds.`;
  return [issue('MIXED_ALPHABETS', 'LYRICS', { section, line, message, hint: 'Type the word again.' })];
}

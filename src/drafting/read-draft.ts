import type { Brief, BriefField, Draft, SentDraft } from '../domain/draft.js';
import { parseLyrics } from './parse-lyrics.js';
import { readSectionName } from './section-names.js';

interface Sent {
  heading: string | null;
  /** The type it was read as, in lower case. */
  type: string | null;
  lines: string[];
  /** Says the words of an earlier section again. */
  again: boolean;
  /** What its lines draw on, where the sender says so. */
  cites?: Draft['sections'][number]['cites'];
}

/**
 * Finds the sections of a brief in what was sent: by id, by name and number ("[Verse 2]"), or in their order where
 * nothing is named. A chorus written out again is none of its own. @throws AmcsError INPUT_INVALID where a text has no
 * words, INPUT_TOO_LARGE where it has too many.
 */
export function readDraft(sent: SentDraft, brief: Brief): Draft {
  if (brief.fields) return { sections: [], fields: fieldsOf(sent, brief.fields), issues: [] };
  const { parts, named } = typeof sent === 'string' ? fromText(sent) : { parts: fromSections(sent.sections ?? []), named: true };
  const wanted = brief.sections.filter(({ lines }) => lines.some(({ text }) => text === null)).map(({ id }) => id);
  const whole = parts.filter(({ lines, again }) => lines.length > 0 && !again);
  if (!named) return draft(unnamed(whole, wanted));
  const known = new Set(brief.sections.map(({ id }) => id));
  const turns = new Map<string, number>();
  const sections: Draft['sections'] = [];
  for (const part of parts) {
    const id = idOf(part, turns);
    const last = sections.at(-1);
    if (part.lines.length === 0 || (part.again && !known.has(id))) continue;
    // Sent twice: the later words count.
    if (last?.id === id) sections.pop();
    sections.push({ id, lines: part.lines, ...(part.cites ? { cites: part.cites } : {}) });
  }
  return draft(sections);
}

/** "groove: half-time shuffle" a line; several texts stand apart by semicolons. */
function fieldsOf(sent: SentDraft, asked: readonly BriefField[]): Record<string, string[]> {
  const told: [string, readonly string[]][] =
    typeof sent === 'string'
      ? sent.split('\n').flatMap((line): [string, string[]][] => {
          const [, name, values] = /^[-*\s]*([A-Za-z][A-Za-z0-9_ -]{0,58}?)\s*:\s*(.+)$/.exec(line) ?? [];
          return name === undefined || values === undefined ? [] : [[name, values.split(';')]];
        })
      : Object.entries(sent.fields ?? {});
  const nameOf = (name: string) => asked.find((field) => field.name.toLowerCase() === name.trim().toLowerCase())?.name ?? name;
  return Object.fromEntries(
    told.slice(0, 40).map(([name, values]) => [
      nameOf(name),
      values
        .slice(0, 40)
        .map((value) => value.trim().slice(0, 400))
        .filter(Boolean),
    ]),
  );
}

function draft(sections: Draft['sections']): Draft {
  return {
    sections: sections
      .map(({ id, lines, cites }) => ({ id: id.slice(0, 60), lines: lines.map((line) => line.slice(0, 400)).slice(0, 64), ...(cites ? { cites } : {}) }))
      .slice(0, 48),
    issues: [],
  };
}

/** Stanzas without tags are the open sections in their order; all of it is one where one is open. */
function unnamed(parts: readonly Sent[], wanted: readonly string[]): Draft['sections'] {
  if (wanted.length === 1) return [{ id: wanted[0] as string, lines: parts.flatMap(({ lines }) => lines) }];
  return parts.map(({ lines }, at) => ({ id: wanted[at] ?? `stanza-${at + 1}`, lines }));
}

function fromText(text: string): { parts: Sent[]; named: boolean } {
  const { sections, tagged } = parseLyrics(text.replace(/^\s*```.*$/gm, ''));
  const parts = sections.map(({ heading, type, lines, repeat_of, bare }) => ({
    heading,
    type: heading !== null && readSectionName(heading).type === null ? null : type.toLowerCase(),
    lines: bare ? [] : unnumbered(lines.map(({ text: line }) => line)),
    again: repeat_of !== null,
  }));
  return { parts, named: tagged };
}

function fromSections(sections: NonNullable<Exclude<SentDraft, string>['sections']>): Sent[] {
  return sections.map(({ id, lines, cites }) => ({
    heading: id,
    type: readSectionName(id).type?.toLowerCase() ?? null,
    lines: unnumbered([...lines]),
    again: false,
    ...(cites ? { cites } : {}),
  }));
}

/** "1. A line", where every line is numbered in order as briefs show them. */
function unnumbered(lines: string[]): string[] {
  const numbered = /^(\d{1,2})[.):]\s+(?=\S)/;
  const inOrder =
    lines.length > 1 && lines.every((line, at) => at === 0 || Number(numbered.exec(line)?.[1]) > Number(numbered.exec(lines[at - 1] as string)?.[1]));
  return inOrder ? lines.map((line) => line.replace(numbered, '')) : lines;
}

/** "[Verse 2]", "verse-2" and the second "[Verse]" are one. */
function idOf({ heading, type }: Sent, turns: Map<string, number>): string {
  if (type === null) return (heading ?? 'section').toLowerCase().replace(/[^a-z0-9-]+/g, '-') || 'section';
  const told = Number(heading === null ? 0 : readSectionName(heading).number);
  const turn = told > 0 && told <= 48 ? told : (turns.get(type) ?? 0) + 1;
  turns.set(type, turn);
  return `${type}-${turn}`;
}

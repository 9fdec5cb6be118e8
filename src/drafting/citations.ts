import type { Lyrics, Plan } from '../domain/artifacts.js';
import type { Brief, Draft } from '../domain/draft.js';
import { type Issue, issue } from '../domain/issue.js';
import type { NodeName } from '../domain/node-name.js';

type Citations = Lyrics['citations'];
type Line = Lyrics['sections'][number]['lines'][number];

/** What a brief says of sources: nothing where there are none. */
export function citationsFor(citations: Citations | undefined): Pick<Brief, 'citations'> {
  return citations && citations.length > 0 ? { citations } : {};
}

export interface Citing {
  plan: Plan;
  citations: Citations;
  draft: Draft;
  node: NodeName;
  /** Words that were cited before: a line that stayed keeps what it draws on. */
  before?: Lyrics;
}

/** Lyrics with the chunks they were given, and lines with those that their writer says they draw on. */
export function withCitations(lyrics: Lyrics, { plan, citations, draft, node, before }: Citing): Lyrics {
  if (citations.length === 0) return lyrics;
  const hashOf = (name: string): string | undefined => {
    const number = /^c(\d{1,3})$/.exec(name)?.[1];
    return number === undefined ? citations.find(({ chunk_hash }) => chunk_hash === name)?.chunk_hash : citations[Number(number) - 1]?.chunk_hash;
  };
  const sections = lyrics.sections.map((section) => {
    const home = plan.sections.find(({ id }) => id === section.id)?.repeat_of ?? section.id;
    const said = draft.sections.find(({ id }) => id === home);
    const kept = before?.sections.find(({ id }) => id === section.id)?.lines ?? [];
    return { ...section, lines: section.lines.map((line) => cited(line, said, kept, hashOf)) };
  });
  const strangers = draft.sections.flatMap(({ cites = [] }) => cites.flatMap(({ chunks }) => chunks)).filter((name) => hashOf(name) === undefined);
  return { ...lyrics, sections, citations, issues: [...lyrics.issues, ...unknownIssue(strangers.length, citations.length, node)] };
}

/** Lines are found by their words: a draft may give whole sections, or only their open lines. */
function cited(line: Line, said: Draft['sections'][number] | undefined, kept: readonly Line[], hashOf: (name: string) => string | undefined): Line {
  const words = (text: string | undefined) => text?.replace(/\s+/g, ' ').trim();
  const named = (said?.cites ?? []).filter(({ line: at }) => words(said?.lines[at - 1]) === line.text).flatMap(({ chunks }) => chunks);
  const hashes = named.map(hashOf).filter((hash) => hash !== undefined);
  const stayed = kept.find(({ text }) => text === line.text)?.cites ?? [];
  const cites = [...new Set(hashes.length > 0 ? hashes : stayed)].slice(0, 8);
  return cites.length === 0 ? line : { ...line, cites };
}

function unknownIssue(strangers: number, there: number, node: NodeName): Issue[] {
  if (strangers === 0) return [];
  const message = `The draft cites ${strangers} ${strangers === 1 ? 'chunk' : 'chunks'} that the brief does not have.`;
  return [issue('CITATION_UNKNOWN', node, { message, hint: `The brief has c1 to c${there}.` })];
}

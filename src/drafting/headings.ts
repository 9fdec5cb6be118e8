import { readSectionName, type SectionName, timesIn } from './section-names.js';

/** A line that names a section. */
export interface Heading extends SectionName {
  /** As it is told, without brackets. */
  told: string;
  /** Words on the same line, after the tag. */
  rest: string;
  /** A bracket is missing. */
  unbalanced: boolean;
}

/** What people put into brackets without meaning a section. */
const directions =
  /^(?:soft|softly|whisper\w*|quiet\w*|loud\w*|laugh\w*|applause|fade\w*(?: (?:in|out))?|pause|silence|clap\w*|ad-?libs?|harmon\w+|key change|tempo change|music|male|female|both|all|choir|crowd|echo|a ?cappella)\b/i;
/** Times and facts of karaoke files: "[00:12.34] words", "[ar:Somebody]". */
const karaoke = /^\[\d{1,3}:\d{2}(?:[.:]\d{1,3})?\]\s*/;
const karaokeFact = /^\[(?:ti|ar|al|au|by|la|re|ve|length|offset|#):[^\]]*\]$/i;

export type TextLine =
  | { kind: 'blank' }
  | { kind: 'aside' }
  | { kind: 'heading'; heading: Heading }
  | { kind: 'again'; times: number }
  | { kind: 'words'; text: string };

/** Tells tags, blank lines and words apart. `afterBreak`: nothing or a blank line stands before it. */
export function readLine(line: string, afterBreak: boolean): TextLine {
  let text = line;
  while (karaoke.test(text)) text = text.replace(karaoke, '');
  const plain = text.replace(/^[#>*_~ ]+|[*_~ ]+$/g, '');
  // Rulers divide like blank lines.
  if (plain === '' || /^[\p{P}\p{S}\s]+$/u.test(plain.replace(/\p{Extended_Pictographic}/gu, 'x'))) return { kind: 'blank' };
  if (karaokeFact.test(text)) return { kind: 'aside' };
  if (/^[[(]?\s*(?:[x×]\s?\d{1,2}|\d{1,2}\s?[x×])\s*[\])]?$/i.test(plain)) return { kind: 'again', times: timesIn(plain.replace(/[[\]()]/g, ' ')) };
  const heading = bracketed(plain) ?? unbalanced(plain) ?? named(plain, afterBreak || /^(?:#|\*\*|__)/.test(text));
  if (heading === 'direction') return { kind: 'aside' };
  return heading ? { kind: 'heading', heading } : { kind: 'words', text: withoutMarkdown(text) };
}

/** "*a line*" and "> a line", as chats write them. */
function withoutMarkdown(text: string): string {
  return text.replace(/^>\s+/, '').replace(/^([*_]{1,3})(?=\S)(.*\s.*\S)\1$/, '$2');
}

function bracketed(line: string): Heading | 'direction' | null {
  const [, open, told = '', , rest = ''] = /^([[({<])\s*([^\])}>]*?)\s*([\])}>])\s*:?\s*(.*)$/.exec(line) ?? [];
  if (open === undefined || told === '') return null;
  const name = readSectionName(told);
  if (open !== '[' && !(name.plain && rest === '')) return null;
  if (name.type === null && (directions.test(told) || !/\p{L}|\d/u.test(told))) return rest === '' ? 'direction' : null;
  const times = Math.max(name.times, rest.length < 6 ? timesIn(rest) : 1);
  return { ...name, told, times, rest: times > name.times ? '' : rest, unbalanced: false };
}

function unbalanced(line: string): Heading | null {
  const [, after, before] = /^\[\s*([^[\]]+)$|^([^[\]]+?)\s*\]$/.exec(line) ?? [];
  const told = after ?? before;
  const name = told === undefined ? undefined : readSectionName(told);
  return told !== undefined && name?.strict ? { ...name, told: told.trim(), rest: '', unbalanced: true } : null;
}

/** "Chorus:", "Verse 2" alone on a line, "Bridge: words". */
function named(line: string, afterBreak: boolean): Heading | null {
  const [, told, rest = ''] = /^([^:.]{1,30})[:.]\s*(.*)$/.exec(line) ?? [undefined, afterBreak && line.length <= 30 ? line : undefined];
  const name = told === undefined ? undefined : readSectionName(told);
  if (told === undefined || !name?.strict || !name.plain) return null;
  return { ...name, told: told.trim(), rest, unbalanced: false };
}

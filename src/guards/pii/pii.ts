import { remembered } from '../../domain/remembered.js';
import type { PiiTable } from '../../domain/tables.js';
import { type Finding, replaced, withoutOverlaps } from '../finding.js';
import type { Found } from './found.js';
import { names } from './names.js';
import { cards, cuedNumbers, ibans, machines, ssns } from './numbers.js';
import { phones } from './phones.js';
import { addresses, netPlaces } from './places.js';

/** Everything in a text that leads to a person: mail, phones, cards, accounts, numbers of offices and machines, addresses, handles, pages, names that are introduced. */
export function findPii(text: string, table: PiiTable): Finding[] {
  const find = finders.get(table) ?? remembered(MOST, (asked) => found(asked, table));
  finders.set(table, find);
  return find(text);
}

/** The same lines are asked by one node after the other. */
const finders = new WeakMap<PiiTable, (text: string) => Finding[]>();
const MOST = 4_000;

function found(text: string, table: PiiTable): Finding[] {
  // Where two finders want the same piece, the one that proves most comes first.
  const all: Found[] = [
    ...ibans(text),
    ...cards(text),
    ...netPlaces(text, table),
    ...machines(text),
    ...ssns(text),
    ...cuedNumbers(text, table.cues),
    ...phones(text, table.sung_numbers),
    ...addresses(text, table),
    ...names(text, table),
  ];
  return withoutOverlaps(all.map((one) => finding(text, one, table)));
}

/** The same in what is sung, without names: "My name is Luka" leads to nobody, and a title with capitals reads like one. */
export function findSungPii(text: string, table: PiiTable): Finding[] {
  return findPii(text, table).filter(({ kind }) => kind !== 'name');
}

function finding(text: string, { kind, start, end }: Found, { kinds }: PiiTable): Finding {
  const row = kinds[kind];
  if (!row) throw new Error(`the table of personal data has no kind "${kind}"`);
  return { guard: 'pii', kind, start, end, text: text.slice(start, end), replacement: row.mark, reason: row.reason };
}

export interface Redacted {
  text: string;
  /** What was redacted, with places in the text as it was. */
  findings: Finding[];
}

/**
 * A text with personal data taken out, and what was taken out. "mark" puts "[email]" there, for texts that are read;
 * "sung" puts words there that can stand in a lyric, where brackets would be read as a section tag.
 */
export function redactPii(text: string, table: PiiTable, as: 'mark' | 'sung' = 'mark'): Redacted {
  const findings = as === 'mark' ? findPii(text, table) : findSungPii(text, table);
  const shown = as === 'mark' ? findings : findings.map((one) => ({ ...one, replacement: table.kinds[one.kind]?.sung ?? one.replacement }));
  return { text: replaced(text, shown), findings: shown };
}

import type { Blueprint } from './blueprint.js';
import type { Problem } from './error.js';
import { sectionIds } from './form.js';
import type { SectionType } from './words.js';

/** A line of the person's own; null where one is to be written. */
export type GivenLine = { text: string; locked: boolean } | null;

export interface GivenSection {
  type: SectionType;
  /** Which section of its type it is, from 1. */
  turn: number;
  lines: GivenLine[];
  /** Named as a whole among what is locked: no line may be added either. */
  closed: boolean;
}

/** The person's own words, `lyrics.given`, taken apart. */
export interface Given {
  /** Whether the person named the sections. */
  tagged: boolean;
  /** A line above everything, read as the title, or null. */
  title: string | null;
  sections: GivenSection[];
}

/** What of a planned section is locked: its line at a place, or null where that is open or a draft. */
export function lockedAt({ given }: { given?: readonly GivenLine[] | undefined }, at: number): string | null {
  const line = given?.[at];
  return line?.locked ? line.text : null;
}

export interface PlacedGiven {
  /** By id of the form. */
  at: Map<string, GivenSection>;
  /** Sections with words that the form has no place for. */
  homeless: GivenSection[];
}

/** Given sections at their places in a form, by type and turn. */
export function placeGiven({ sections }: Given, order: readonly SectionType[]): PlacedGiven {
  const ids = new Set(sectionIds(order));
  const at = new Map<string, GivenSection>();
  const homeless: GivenSection[] = [];
  for (const section of sections.filter(({ lines }) => lines.length > 0)) {
    const id = `${section.type.toLowerCase()}-${section.turn}`;
    if (ids.has(id)) at.set(id, section);
    else homeless.push(section);
  }
  return { at, homeless };
}

/**
 * The form of a song around given words where nobody asks for one. Tags that name all the genre needs, and where
 * the chorus returns, are a form; two verses and a chorus are the beginning of one. Words that fit into the genre's usual form
 * are written around in that; others get what is missing between them.
 */
export function formAround(given: Given, { rules }: Blueprint): SectionType[] {
  const order = given.sections.map(({ type }) => type);
  const missing = rules.required_sections.filter((type) => !order.includes(type));
  const returning = order.filter((type) => type === 'Chorus' || rules.repeated_sections.includes(type));
  const again = returning.length > 0 ? returning : order;
  const returns = new Set(again).size < again.length;
  if (given.tagged && returns && missing.length === 0) return order;
  const usual = rules.section_order;
  if (fitsInto(given.sections, usual)) return usual;
  return missing.reduce((form, type) => filledUp(form, type, usual), order);
}

/** Whether each section has its place in a form, in the order they have there. */
function fitsInto(sections: readonly GivenSection[], order: readonly SectionType[]): boolean {
  const ids = sectionIds(order);
  const places = sections.map(({ type, turn }) => ids.indexOf(`${type.toLowerCase()}-${turn}`));
  return places.every((place, at) => place >= 0 && (at === 0 || place > (places[at - 1] as number)));
}

/** A chorus after every verse; anything else once, before the first section that usually follows it. */
function filledUp(form: readonly SectionType[], type: SectionType, usual: readonly SectionType[]): SectionType[] {
  if (type === 'Chorus' && form.includes('Verse')) return form.flatMap((one) => (one === 'Verse' ? [one, type] : [one]));
  const later = new Set(usual.slice(usual.indexOf(type) + 1));
  const before = form.findIndex((one) => later.has(one));
  return before < 0 ? [...form, type] : form.toSpliced(before, 0, type);
}

/** Locked words that cannot be sung as the song was asked for: a person has to choose. */
export function givenProblems(given: Given, order: readonly SectionType[], mostLines: number | undefined): Problem[] {
  const { at, homeless } = placeGiven(given, order);
  const lockedIn = ({ lines }: GivenSection) => lines.filter((line) => line?.locked).length;
  const locked = [...at.values()].reduce((sum, section) => sum + lockedIn(section), 0);
  const problems = homeless.filter(lockedIn).map(({ type, turn }) => ({
    path: 'lyrics.given',
    message: `has locked lines in ${type} ${turn}, and the form has no such section`,
    hint: `The form is ${order.join(', ')}. Add the section to lyrics.section_order, or unlock its lines.`,
  }));
  if (mostLines === undefined || locked <= mostLines) return problems;
  const message = `is ${mostLines}, and the locked lines of lyrics.given alone are ${locked}`;
  return [...problems, { path: 'lyrics.constraints.max_lines', message, hint: 'Raise it, or unlock lines.' }];
}

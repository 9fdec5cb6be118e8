import { suggestion } from './nearest.js';
import type { SectionType } from './words.js';

const fold = (name: string) => name.toLowerCase().replace(/[^a-z0-9]/g, '');

/** The ids of the sections that some names mean: ids ("verse-1", "Verse 1") or types ("chorus"); and the names that mean none. */
export function pickSections(names: readonly string[], sections: readonly { id: string; type: SectionType }[]): { ids: Set<string>; strangers: string[] } {
  const meant = (name: string) => sections.filter(({ id, type }) => fold(id) === fold(name) || fold(type) === fold(name));
  return {
    ids: new Set(names.flatMap((name) => meant(name).map(({ id }) => id))),
    strangers: names.filter((name) => meant(name).length === 0),
  };
}

/** What a stranger among section names may have been meant for. */
export function sectionHint(stranger: string, sections: readonly { id: string; type: SectionType }[]): string {
  const known = [...new Set(sections.flatMap(({ id, type }) => [id, type.toLowerCase()]))];
  const near = suggestion(stranger, known);
  return `${(near[0] as string).toUpperCase()}${near.slice(1)}${near.startsWith('did') ? ` There are ${known.join(', ')}.` : '.'}`;
}

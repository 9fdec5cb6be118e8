import type { ConflictTable, TagTaxonomy } from '../domain/tables.js';

/** A tag with its category; a bare word that no category knows stands under "Other". */
export interface Tag {
  category: string;
  value: string;
}

export interface Dropped {
  tag: string;
  rule: string;
}

export interface SettledTags {
  kept: Tag[];
  dropped: Dropped[];
}

/** "Mood:warm" or bare "warm", in any case, to a tag in the taxonomy's spelling. */
export function parseTag(written: string, taxonomy: TagTaxonomy): Tag {
  const [head, ...tail] = written.split(':');
  const named = tail.length > 0 ? taxonomy.categories.find(({ name }) => name.toLowerCase() === (head as string).trim().toLowerCase()) : undefined;
  const wanted = (named ? tail.join(':') : written).trim();
  const categories = named ? [named] : taxonomy.categories;
  for (const { name, values } of categories) {
    const value = values.find((one) => one.toLowerCase() === wanted.toLowerCase());
    if (value !== undefined) return { category: name, value };
  }
  return { category: named?.name ?? 'Other', value: wanted };
}

export function tagName({ category, value }: Tag): string {
  return `${category}:${value}`;
}

/** Why two tags cannot stand together, or null. Symmetric: the order of the two does not matter. */
export function conflictOf(a: Tag, b: Tag, table: ConflictTable): string | null {
  const [x, y] = [tagName(a).toLowerCase(), tagName(b).toLowerCase()];
  const pair = table.pairs.find((one) => (same(one.a, x) && same(one.b, y)) || (same(one.a, y) && same(one.b, x)));
  return pair?.reason ?? null;
}

const same = (written: string, lower: string) => written.toLowerCase() === lower;

/**
 * Settles a list of tags, strongest wish first: a tag that conflicts with one already kept, repeats it, or
 * exceeds its category's number is dropped, with the rule that dropped it.
 */
export function settleTags(tags: readonly Tag[], taxonomy: TagTaxonomy, conflicts: ConflictTable): SettledTags {
  const kept: Tag[] = [];
  const dropped: Dropped[] = [];
  for (const tag of tags) {
    const name = tagName(tag);
    if (kept.some((other) => tagName(other).toLowerCase() === name.toLowerCase())) continue;
    const clash = kept.map((other) => ({ other, reason: conflictOf(tag, other, conflicts) })).find(({ reason }) => reason !== null);
    const max = taxonomy.categories.find(({ name: category }) => category === tag.category)?.max ?? 4;
    if (clash) dropped.push({ tag: name, rule: `conflicts with ${tagName(clash.other)}: ${clash.reason}` });
    else if (kept.filter(({ category }) => category === tag.category).length >= max) dropped.push({ tag: name, rule: `at most ${max} of ${tag.category}` });
    else kept.push(tag);
  }
  return { kept, dropped };
}

/** What of the energies among some tags does not go with a tempo. */
export function energyAgainstTempo(tags: readonly Tag[], bpm: number | undefined, { energy_tempo }: ConflictTable): string[] {
  if (bpm === undefined) return [];
  return tags.flatMap(({ category, value }) => {
    const range = category === 'Energy' ? energy_tempo[value as keyof typeof energy_tempo] : undefined;
    return range && (bpm < range[0] || bpm > range[1]) ? [`Energy "${value}" lives between ${range[0]} and ${range[1]} BPM, not at ${bpm}`] : [];
  });
}

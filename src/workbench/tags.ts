import type { Tables } from '../domain/tables.js';
import type { TagsAsked, TagsChecked } from '../domain/tags-check.js';
import { replaced } from '../guards/finding.js';
import { artistsOf } from '../guards/names-and-data.js';
import { energyAgainstTempo, parseTag, settleTags, type Tag, tagName } from '../guards/tags.js';

/** What STYLE would make of some tags: which are kept, which dropped by which rule, which are names of artists. */
export function checkTags({ tags, tempo_bpm, energy }: TagsAsked, tables: Tables): TagsChecked {
  const artists = artistsOf(tables);
  const read = tags.map((written) => {
    const named = artists(written, 'style');
    const instead = named.length > 0 ? replaced(written, named) : null;
    return { written, instead, tag: parseTag(instead ?? written, tables.tags) };
  });
  const energyTag: Tag[] = energy === undefined ? [] : [{ category: 'Energy', value: energy }];
  const { kept, dropped } = settleTags([...energyTag, ...read.map(({ tag }) => tag)], tables.tags, tables.conflicts);
  const names = kept.map(tagName);
  const seen = new Set<string>();
  const stands = read.filter(({ tag }) => names.includes(tagName(tag)) && !seen.has(tagName(tag)) && seen.add(tagName(tag)));
  const left = read.filter((one) => !stands.includes(one));
  return {
    kept: stands.map(({ written, instead, tag }) => ({ written, tag: tagName(tag), instead })),
    dropped: left.map(({ written, tag }) => ({
      written,
      tag: tagName(tag),
      rule: dropped.find((one) => one.tag === tagName(tag))?.rule ?? 'stands there already',
    })),
    tempo: energyAgainstTempo(kept, tempo_bpm, tables.conflicts),
  };
}

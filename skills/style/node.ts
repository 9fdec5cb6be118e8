import type { Plan, Style } from '../../src/domain/artifacts.js';
import { defineSkill, type NodeContext } from '../../src/domain/contract.js';
import type { ResolvedSds } from '../../src/domain/spec.js';
import { parseTag, settleTags, type Tag, tagName } from '../../src/guards/tags.js';
import { styleContract } from './contract.js';

function run({ input: { sds, plan }, tables }: NodeContext<{ sds: ResolvedSds; plan: Plan }>): Style {
  const blueprint = tables.blueprint(plan.genre);
  const read = (written: readonly string[]) => written.map((one) => parseTag(one, tables.tags));
  const asGenre = (name: string) => read([name]).map((tag) => ({ ...tag, category: 'Genre' }));
  const detail = sds.style.genre_detail;
  const unwanted = read([...sds.style.negative_tags, ...(sds.prompt_controls?.negative_tags ?? [])]);
  // Strongest wish first: what the person wrote wins over what the genre usually has.
  const wished: Tag[] = [
    ...read(sds.prompt_controls?.positive_tags ?? []),
    ...(detail?.primary === undefined ? [] : asGenre(detail.primary)),
    ...read(sds.style.tags),
    ...plan.instruments.map((value) => ({ ...parseTag(`Instr:${value}`, tables.tags), category: 'Instr' })),
    ...asGenre(blueprint.genre),
    { category: 'Energy', value: plan.energy },
    ...plan.mood.map((value) => ({ category: 'Mood', value })),
    ...read(blueprint.rules.tags),
  ];
  const refused = new Set(unwanted.map(({ value }) => value.toLowerCase()));
  const allowed = wished.filter(({ value }) => !refused.has(value.toLowerCase()));
  const { kept, dropped } = settleTags(allowed, tables.tags, tables.conflicts);
  const barred = wished.filter(({ value }) => refused.has(value.toLowerCase())).map((tag) => ({ tag: tagName(tag), rule: 'named among the negative tags' }));
  return {
    genre: blueprint.genre,
    genre_detail: { primary: detail?.primary ?? blueprint.genre, subgenres: detail?.subgenres ?? [], fusions: detail?.fusions ?? [] },
    tempo_bpm: plan.tempo_bpm,
    key: plan.key,
    modulations: plan.modulations,
    time_signature: plan.time_signature,
    mood: plan.mood,
    energy: plan.energy,
    instruments: plan.instruments,
    groove: blueprint.rules.groove,
    vocal_profile: plan.vocal_profile,
    tags: byCategory(kept),
    negative_tags: [...new Set(unwanted.map(({ value }) => value))],
    dropped: [...barred, ...dropped],
    issues: [],
  };
}

function byCategory(tags: readonly Tag[]): Record<string, string[]> {
  const groups: Record<string, string[]> = {};
  for (const { category, value } of tags) {
    const group = groups[category] ?? [];
    group.push(value);
    groups[category] = group;
  }
  return groups;
}

export const style = defineSkill(styleContract, { kind: 'plain', run });

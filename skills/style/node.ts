import type { Plan, Style } from '../../src/domain/artifacts.js';
import { type Accepted, defineSkill, type NodeContext } from '../../src/domain/contract.js';
import type { Brief, Draft } from '../../src/domain/draft.js';
import type { ResolvedSds } from '../../src/domain/spec.js';
import { fieldBrief } from '../../src/drafting/brief.js';
import { checkFields } from '../../src/drafting/fields.js';
import { cleanedIssues } from '../../src/guards/issues.js';
import { cleaner, cleanStyle } from '../../src/guards/names-and-data.js';
import { parseTag, settleTags, type Tag, tagName } from '../../src/guards/tags.js';
import { styleContract } from './contract.js';

type Context = NodeContext<{ sds: ResolvedSds; plan: Plan }>;
/** What a writer would rather have than the genre's own words; a person's wishes stand above both. */
type Told = Partial<Record<'subgenres' | 'groove' | 'vocal_profile' | 'tags', string[]>>;

function resolved({ input: { sds, plan }, tables }: Context, told: Told): Style {
  const blueprint = tables.blueprint(plan.genre);
  const read = (written: readonly string[]) => written.map((one) => parseTag(one, tables.tags));
  const asGenre = (name: string) => read([name]).map((tag) => ({ ...tag, category: 'Genre' }));
  const detail = sds.style.genre_detail;
  const clean = cleaner(sds, tables);
  const influences = (sds.persona?.influences ?? []).map((one) => clean(one, 'persona.influences', 'influence'));
  const unwanted = read([...sds.style.negative_tags, ...(sds.prompt_controls?.negative_tags ?? [])]);
  // Strongest wish first: what the person wrote wins over what the genre usually has.
  const wished: Tag[] = [
    ...read(sds.prompt_controls?.positive_tags ?? []),
    ...(detail?.primary === undefined ? [] : asGenre(detail.primary)),
    ...read(sds.style.tags),
    ...plan.instruments.map((value) => ({ ...parseTag(`Instr:${value}`, tables.tags), category: 'Instr' })),
    ...influences.map((value) => ({ category: 'Other', value })),
    ...read(told.tags ?? []),
    ...asGenre(blueprint.genre),
    { category: 'Energy', value: plan.energy },
    ...plan.mood.map((value) => ({ category: 'Mood', value })),
    ...read(blueprint.rules.tags),
  ];
  const refused = new Set(unwanted.map(({ value }) => value.toLowerCase()));
  const allowed = wished.filter(({ value }) => !refused.has(value.toLowerCase()));
  const { kept, dropped } = settleTags(allowed, tables.tags, tables.conflicts);
  const barred = wished.filter(({ value }) => refused.has(value.toLowerCase())).map((tag) => ({ tag: tagName(tag), rule: 'named among the negative tags' }));
  const style: Style = {
    genre: blueprint.genre,
    genre_detail: { primary: detail?.primary ?? blueprint.genre, subgenres: detail?.subgenres ?? told.subgenres ?? [], fusions: detail?.fusions ?? [] },
    tempo_bpm: plan.tempo_bpm,
    key: plan.key,
    modulations: plan.modulations,
    time_signature: plan.time_signature,
    mood: plan.mood,
    energy: plan.energy,
    instruments: plan.instruments,
    groove: told.groove?.[0] ?? blueprint.rules.groove,
    vocal_profile: told.vocal_profile?.[0] ?? plan.vocal_profile,
    tags: byCategory(kept),
    negative_tags: [...new Set(unwanted.map(({ value }) => value))],
    dropped: [...barred, ...dropped],
    issues: [],
  };
  const cleaned = cleanStyle(style, clean);
  return { ...cleaned, issues: cleanedIssues(clean.told, 'STYLE') };
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

function brief(context: Context): Brief {
  const { sds, plan } = context.input;
  const blueprint = context.tables.blueprint(plan.genre);
  const now = resolved(context, {});
  // A voice that is not the genre's own was asked for.
  const usualVoice = sds.style.vocal_profile === blueprint.rules.vocal;
  const fields = [
    { name: 'tags', what: 'tags for a music engine, as Category:value or bare; conflicts with the rest are dropped', now: tagTexts(now), most: 8 },
    { name: 'groove', what: 'the groove in a few words', now: [now.groove], most: 1 },
    ...(sds.style.genre_detail?.subgenres?.length ? [] : [{ name: 'subgenres', what: 'subgenres', now: now.genre_detail.subgenres, most: 3 }]),
    ...(usualVoice ? [{ name: 'vocal_profile', what: 'the voice in a few words; no names of singers', now: [now.vocal_profile], most: 1 }] : []),
  ];
  return fieldBrief({ ...context.input, blueprint }, fields);
}

function tagTexts({ tags }: Style): string[] {
  return Object.entries(tags).flatMap(([category, values]) => values.map((value) => `${category}:${value}`));
}

function accept(context: Context, draft: Draft): Accepted<Style> {
  const { values, issues } = checkFields(brief(context), draft, 'STYLE');
  const output = resolved(context, values);
  return issues.length === 0 ? { accepted: true, output } : { accepted: false, issues, output };
}

export const style = defineSkill(styleContract, { kind: 'plain', run: (context) => resolved(context, {}), refine: { brief, accept } });

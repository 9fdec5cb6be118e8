import type { Blueprint } from './blueprint.js';
import { AmcsError, type Problem } from './error.js';
import { parseAs } from './explain.js';
import { CHANT_HOOKS, HOOK_HEAVY_CHORUS_LINES, lineRange, sectionIds } from './form.js';
import { formAround, type Given, givenProblems } from './given.js';
import { readMeter } from './meter.js';
import { suggestion } from './nearest.js';
import { nodeNames } from './node-name.js';
import { withPersona } from './persona.js';
import { type ResolvedSds, resolvedSdsSchema, type Sds } from './spec.js';
import { type SectionType, sectionTypes } from './words.js';

/**
 * Fills a spec's defaults in from its blueprint. The result is a valid spec itself, and resolving it
 * again changes nothing. `given` is what `lyrics.given` holds, read by whoever can read lyrics.
 * @throws AmcsError SPEC_INVALID with every wish that contradicts another.
 */
export function resolveSds(written: Sds, blueprint: Blueprint, seed: number, given: Given | null): ResolvedSds {
  const sds = withPersona(written);
  const meter = sds.lyrics?.meter === undefined ? null : readMeter(sds.lyrics.meter);
  const { rules } = blueprint;
  const { $schema: _editor, ...rest } = sds;
  const order = sds.lyrics?.section_order ?? (given === null ? rules.section_order : formAround(given, blueprint));
  const resolved: ResolvedSds = {
    ...rest,
    seed,
    blueprint_ref: { genre: blueprint.slug, version: blueprint.version },
    style: {
      ...sds.style,
      tempo_bpm: sds.style?.tempo_bpm ?? rules.tempo_bpm,
      time_signature: sds.style?.time_signature ?? (rules.time_signatures[0] as string),
      mood: sds.style?.mood ?? rules.mood,
      energy: sds.style?.energy ?? rules.energy,
      instrumentation: sds.style?.instrumentation ?? [],
      vocal_profile: sds.style?.vocal_profile ?? rules.vocal,
      tags: sds.style?.tags ?? [],
      negative_tags: sds.style?.negative_tags ?? [],
    },
    lyrics: {
      ...sds.lyrics,
      language: sds.lyrics?.language ?? 'en',
      pov: sds.lyrics?.pov ?? rules.pov,
      tense: sds.lyrics?.tense ?? rules.tense,
      themes: sds.lyrics?.themes ?? [],
      ...(meter && sds.lyrics?.syllables_per_line === undefined ? { syllables_per_line: meter.syllables } : {}),
      rhyme_scheme: schemeBySection(sds, blueprint, order),
      syllable_tolerance: sds.lyrics?.syllable_tolerance ?? rules.syllable_tolerance,
      hook_strategy: sds.lyrics?.hook_strategy ?? usualStrategy(sds, blueprint, order),
      repetition_policy: sds.lyrics?.repetition_policy ?? usualRepetition(sds, blueprint),
      section_order: order,
      constraints: { ...sds.lyrics?.constraints, explicit: sds.lyrics?.constraints?.explicit ?? false },
      ...(sds.lyrics?.source_citations ? { source_citations: normalised(sds.lyrics.source_citations) } : {}),
    },
  };
  const problems = [...contradictions(sds, resolved, blueprint), ...(given === null ? [] : givenProblems(given, order, resolved.lyrics.constraints.max_lines))];
  if (problems.length > 0) {
    const first = problems[0] as Problem;
    const more = problems.length > 1 ? ` (and ${problems.length - 1} more)` : '';
    throw new AmcsError('SPEC_INVALID', {
      message: `Song Design Spec: ${first.path} ${first.message}${more}.`,
      ...(first.hint ? { hint: first.hint } : {}),
      problems,
    });
  }
  return parseAs(resolvedSdsSchema, resolved, 'SPEC_INVALID', 'Song Design Spec');
}

const mostChorusLines = (sds: Sds) => sds.lyrics?.constraints?.section_requirements?.Chorus?.max_lines ?? Number.POSITIVE_INFINITY;

/** The genre's strategy, where the form asked for has room for it. */
function usualStrategy(sds: Sds, { rules }: Blueprint, order: readonly SectionType[]) {
  const { strategy } = rules.hook;
  const lacksChoruses = (strategy === 'chant' || strategy === 'lyrical') && count(order, 'Chorus') < 2;
  const lacksLines = strategy === 'chant' && mostChorusLines(sds) < CHANT_HOOKS;
  return lacksChoruses || lacksLines ? 'melodic' : strategy;
}

function usualRepetition(sds: Sds, { rules }: Blueprint) {
  const { repetition } = rules.hook;
  return repetition === 'hook-heavy' && mostChorusLines(sds) < HOOK_HEAVY_CHORUS_LINES ? 'moderate' : repetition;
}

function schemeBySection(sds: Sds, { rules }: Blueprint, order: readonly SectionType[]) {
  const asked = sds.lyrics?.rhyme_scheme;
  const entries = [...new Set(order)].flatMap((type) => {
    const scheme = typeof asked === 'string' ? asked : (asked?.[type] ?? rules.rhyme_scheme[type]);
    return scheme ? [[type, scheme] as const] : [];
  });
  return typeof asked === 'string' ? asked : Object.fromEntries(entries);
}

/** Weights of one list sum to 1, whatever scale they were written in. */
function normalised<Entry extends { weight: number }>(entries: readonly Entry[]): Entry[] {
  const sum = entries.reduce((total, { weight }) => total + weight, 0);
  return entries.map((entry) => ({ ...entry, weight: Math.round((entry.weight / sum) * 1e6) / 1e6 }));
}

function count(order: readonly SectionType[], type: SectionType): number {
  return order.filter((one) => one === type).length;
}

/** Wishes of which one cannot be met if the other is: a person has to choose, so they are errors. */
function contradictions(sds: Sds, resolved: ResolvedSds, blueprint: Blueprint): Problem[] {
  return [
    ...versionProblems(sds, blueprint),
    ...tempoProblems(sds),
    ...formProblems(sds, resolved, blueprint),
    ...lineProblems(resolved, blueprint),
    ...nameProblems(sds, resolved),
  ];
}

function versionProblems(sds: Sds, blueprint: Blueprint): Problem[] {
  const asked = sds.blueprint_ref.version;
  if (asked === undefined || asked === blueprint.version) return [];
  return [
    {
      path: 'blueprint_ref.version',
      message: `is ${asked}; ${blueprint.genre} is at hand as ${blueprint.version}`,
      hint: 'Leave version out for the one at hand.',
    },
  ];
}

function tempoProblems(sds: Sds): Problem[] {
  const tempo = sds.style?.tempo_bpm;
  if (!Array.isArray(tempo) || tempo[0] <= tempo[1]) return [];
  return [{ path: 'style.tempo_bpm', message: `has its minimum ${tempo[0]} above its maximum ${tempo[1]}`, hint: `Write [${tempo[1]}, ${tempo[0]}].` }];
}

function formProblems(sds: Sds, { lyrics }: ResolvedSds, blueprint: Blueprint): Problem[] {
  const problems: Problem[] = [];
  const choruses = count(lyrics.section_order, 'Chorus');
  const path = 'lyrics.section_order';
  if (choruses === 0 && blueprint.rules.required_sections.includes('Chorus')) {
    problems.push({
      path,
      message: `has no Chorus, and a ${blueprint.genre} song needs one`,
      hint: `Add Chorus, or leave section_order out for ${blueprint.rules.section_order.join(', ')}.`,
    });
  }
  const strategy = sds.lyrics?.hook_strategy;
  if ((strategy === 'chant' || strategy === 'lyrical') && choruses === 1) {
    problems.push({
      path,
      message: `has one Chorus, and hook_strategy "${strategy}" needs at least two`,
      hint: 'Add a second Chorus, or choose the strategy "melodic".',
    });
  }
  if (lyrics.section_order.every((type) => lineRange(type, { lyrics }, blueprint).max === 0)) {
    problems.push({ path, message: 'has no section that is sung', hint: 'Add a Verse or a Chorus.' });
  }
  return problems;
}

function lineProblems({ lyrics }: ResolvedSds, blueprint: Blueprint): Problem[] {
  const problems: Problem[] = [];
  const wishes = lyrics.constraints.section_requirements ?? {};
  for (const [type, wish] of Object.entries(wishes)) {
    if (wish?.min_lines !== undefined && wish.max_lines !== undefined && wish.min_lines > wish.max_lines) {
      problems.push({
        path: `lyrics.constraints.section_requirements.${type}`,
        message: `has min_lines ${wish.min_lines} above max_lines ${wish.max_lines}`,
        hint: 'Exchange them.',
      });
    }
  }
  const most = wishes.Chorus?.max_lines;
  const path = 'lyrics.constraints.section_requirements.Chorus.max_lines';
  if (most !== undefined && lyrics.repetition_policy === 'hook-heavy' && most < HOOK_HEAVY_CHORUS_LINES) {
    problems.push({
      path,
      message: `is ${most}, and repetition_policy "hook-heavy" needs a chorus of at least ${HOOK_HEAVY_CHORUS_LINES} lines`,
      hint: `Raise it to ${HOOK_HEAVY_CHORUS_LINES}, or choose "moderate".`,
    });
  } else if (most !== undefined && lyrics.hook_strategy === 'chant' && most < CHANT_HOOKS) {
    problems.push({
      path,
      message: `is ${most}, and hook_strategy "chant" says the hook ${CHANT_HOOKS} times in a chorus`,
      hint: `Raise it to ${CHANT_HOOKS}, or choose "melodic".`,
    });
  }
  const least = lyrics.section_order.reduce((sum, type) => sum + lineRange(type, { lyrics }, blueprint).min, 0);
  const allowed = lyrics.constraints.max_lines;
  if (allowed !== undefined && allowed < least) {
    problems.push({
      path: 'lyrics.constraints.max_lines',
      message: `is ${allowed}, and the sections asked for have at least ${least} lines`,
      hint: `Raise it to ${least}, or take sections out of section_order.`,
    });
  }
  return problems;
}

function nameProblems(sds: Sds, { lyrics }: ResolvedSds): Problem[] {
  const problems: Problem[] = [];
  const types = new Set<string>(lyrics.section_order);
  const ids = new Set([...types, ...sectionIds(lyrics.section_order)]);
  const strangers = (path: string, keys: string[], known: Set<string>) => {
    for (const key of keys.filter((one) => !known.has(one))) {
      problems.push({ path: `${path}.${key}`, message: 'names a section that the form does not have', hint: `The form has ${[...known].join(', ')}.` });
    }
  };
  if (typeof sds.lyrics?.rhyme_scheme === 'object') strangers('lyrics.rhyme_scheme', Object.keys(sds.lyrics.rhyme_scheme), types);
  strangers('lyrics.constraints.section_requirements', Object.keys(lyrics.constraints.section_requirements ?? {}), types);
  strangers('producer_notes.section_meta', Object.keys(sds.producer_notes?.section_meta ?? {}), ids);
  const sources = sds.sources ?? [];
  for (const field of ['id', 'name'] as const) {
    const twice = sources.find((source, at) => sources.findIndex((other) => other[field] === source[field]) !== at);
    if (twice) problems.push({ path: 'sources', message: `has two sources with the ${field} "${twice[field]}"`, hint: `Give each its own ${field}.` });
  }
  const scopes = new Set<string>([...nodeNames, ...sectionTypes, ...ids]);
  for (const { id, scopes: own = [] } of sources) {
    for (const scope of own.filter((one) => !scopes.has(one))) {
      problems.push({ path: `sources.${id}.scopes`, message: `has "${scope}", which is no node and no section`, hint: suggestion(scope, [...scopes]) });
    }
  }
  for (const { source_id } of lyrics.source_citations ?? []) {
    if (!sources.some(({ id }) => id === source_id))
      problems.push({
        path: 'lyrics.source_citations',
        message: `cites "${source_id}", which is not among the sources`,
        hint: 'Add the source, or remove the citation.',
      });
  }
  return problems;
}

import type { Plan, PlanSection } from '../../src/domain/artifacts.js';
import type { Blueprint } from '../../src/domain/blueprint.js';
import { defineSkill, type NodeContext } from '../../src/domain/contract.js';
import { AmcsError } from '../../src/domain/error.js';
import { CHANT_HOOKS } from '../../src/domain/form.js';
import { placeGiven } from '../../src/domain/given.js';
import { isAnswer } from '../../src/domain/line-form.js';
import { keyAbove } from '../../src/domain/music.js';
import type { Rng } from '../../src/domain/seed.js';
import type { ResolvedSds } from '../../src/domain/spec.js';
import type { Tables } from '../../src/domain/tables.js';
import { rounded } from '../../src/domain/text.js';
import { givenOf } from '../../src/drafting/given.js';
import { profanityGuard } from '../../src/guards/profanity.js';
import { pronouncer } from '../../src/prosody/pronounce.js';
import { wordsOf } from '../../src/prosody/tokens.js';
import { planContract } from './contract.js';
import { planSections } from './form.js';
import { chorusLine, givenIssues, lockedHooks, refuseLocked, roomForHooks } from './given.js';
import { hookPhrase } from './hook.js';
import { planIssues } from './issues.js';
import { chooseTempo } from './tempo.js';

/** A style highlights at most this many instruments; more blur in every engine we know. */
const HIGHLIGHTED = 3;

/** The plan for a resolved spec. */
export function planSong({ input: { sds }, rng, tables }: NodeContext<{ sds: ResolvedSds }>): Plan {
  refuseProfaneHook(sds, tables);
  const blueprint = tables.blueprint(sds.blueprint_ref.genre);
  const { rules, eval_rubric } = blueprint;
  const tempo_bpm = chooseTempo(sds.style.tempo_bpm, rules.tempo_bpm, rng('tempo'));
  const given = givenOf(sds);
  if (given) refuseLocked(given, sds, tables);
  const placed = given ? placeGiven(given, sds.lyrics.section_order) : { at: new Map(), homeless: [] };
  const sections = planSections(sds, blueprint, { bpm: tempo_bpm, timeSignature: sds.style.time_signature }, placed, {
    pronounce: pronouncer(tables.pronunciations),
    engines: tables.engines,
  });
  const phrase = chorusLine(sections, hookPhrase(sds.title), sds, tables) ?? hookPhrase(sds.title);
  const key = sds.style.key?.primary ?? rng('key').pick(rules.keys);
  const plan: Plan = {
    title: sds.title,
    genre: blueprint.slug,
    blueprint_version: blueprint.version,
    sections,
    duration_sec: rounded(
      sections.reduce((sum, { duration_sec }) => sum + duration_sec, 0),
      3,
    ),
    tempo_bpm,
    key,
    modulations: sds.style.key?.modulations ?? (rules.key_lift === undefined ? [] : [keyAbove(key, rules.key_lift)]),
    time_signature: sds.style.time_signature,
    mood: sds.style.mood,
    energy: sds.style.energy,
    instruments: chooseInstruments(sds, rules.instruments, rng('instruments')),
    vocal_profile: sds.style.vocal_profile,
    hook: chooseHook(phrase, sds, sections, blueprint),
    pov: sds.lyrics.pov,
    tense: sds.lyrics.tense,
    repetition_policy: sds.lyrics.repetition_policy,
    syllable_tolerance: sds.lyrics.syllable_tolerance,
    slant_rhyme: rules.slant_rhyme,
    targets: { ...eval_rubric, hook_band: hookBand(phrase, sds, sections, blueprint), required_sections: rules.required_sections },
    issues: [],
  };
  return { ...plan, issues: [...planIssues(sds, plan, blueprint, tables), ...(given ? givenIssues(given, placed, plan, sds) : [])] };
}

/** The first three asked for, else three of the genre's; never one that the spec refuses. */
function chooseInstruments(sds: ResolvedSds, usual: readonly string[], rng: Rng): string[] {
  const unwanted = new Set(
    [...sds.style.negative_tags, ...(sds.prompt_controls?.negative_tags ?? [])].map((tag) => (tag.split(':').at(-1) as string).trim().toLowerCase()),
  );
  const wanted = (list: readonly string[]) => [...new Set(list)].filter((one) => !unwanted.has(one.toLowerCase()));
  const asked = wanted(sds.style.instrumentation);
  return (asked.length > 0 ? asked : rng.shuffle(wanted(usual))).slice(0, HIGHLIGHTED);
}

/** The title is sung: no repair could take a word out of it. @throws AmcsError SPEC_INVALID. */
function refuseProfaneHook({ title, lyrics }: ResolvedSds, { profanity }: Tables): void {
  const found = profanityGuard(profanity)(hookPhrase(title));
  const slur = found.some(({ kind }) => kind === 'slur');
  if (found.length === 0 || (lyrics.constraints.explicit && !slur)) return;
  throw new AmcsError('SPEC_INVALID', {
    message: `Song Design Spec: title holds a ${slur ? 'slur' : 'profane word'}, and the title is the hook.`,
    hint: slur ? 'Choose another title.' : 'Choose another title, or set lyrics.constraints.explicit.',
    problems: [{ path: 'title', message: 'holds a word that may not be sung' }],
  });
}

function chooseHook(phrase: string, sds: ResolvedSds, sections: PlanSection[], { rules }: Blueprint): Plan['hook'] {
  const strategy = sds.lyrics.hook_strategy;
  const choruses = sections.filter(({ type, lines }) => (type === 'Chorus' || type === 'Refrain') && lines.target > 0);
  const asked = sds.producer_notes?.hooks;
  // A title of signs alone ("!!!") is sung by nobody.
  if (asked === 0 || wordsOf(phrase).length === 0 || (rules.hook.band[1] === 0 && asked === undefined)) return { phrase, count: 0, per_chorus: 0, strategy };
  const full = { chant: CHANT_HOOKS, 'call-response': 2, lyrical: 2, melodic: 1 }[strategy];
  const usual = sds.lyrics.repetition_policy === 'sparse' && strategy !== 'chant' ? 1 : full;
  const rooms = choruses.map((section) => roomForHooks(section, phrase)).filter((room) => room > 0);
  const shortest = rooms.length === 0 ? 0 : Math.min(...rooms);
  const per_chorus = choruses.length === 0 ? 0 : Math.min(usual, shortest);
  // A form without choruses brings the hook only where a section closes on it.
  const closing = sections.filter(({ type, lines, must_end_with_hook }) => lines.target > 0 && (must_end_with_hook || type === 'Outro'));
  const answers = sections.reduce(
    (sum, section) => sum + Array.from({ length: section.lines.target }, (_, at) => at).filter((at) => isAnswer(section, at)).length,
    0,
  );
  const homes = choruses.length > 0 ? per_chorus * choruses.length : closing.length;
  return { phrase, count: asked ?? homes + answers, per_chorus, strategy };
}

/** The genre's band, widened to hold what strategy and form already ask for. */
function hookBand(phrase: string, sds: ResolvedSds, sections: PlanSection[], blueprint: Blueprint): [number, number] {
  const [min, max] = blueprint.rules.hook.band;
  const lines = sections.reduce((sum, section) => sum + section.lines.target, 0);
  const { count } = chooseHook(phrase, sds, sections, blueprint);
  const share = lines === 0 ? 0 : Math.max(count, lockedHooks(sections, phrase)) / lines;
  return [rounded(Math.min(min, share)), rounded(Math.min(1, Math.max(max, share * 1.2)))];
}

export const plan = defineSkill(planContract, { kind: 'plain', run: planSong });

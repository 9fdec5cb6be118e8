import type { Plan } from '../../src/domain/artifacts.js';
import type { Blueprint } from '../../src/domain/blueprint.js';
import { type Issue, issue } from '../../src/domain/issue.js';
import { readMeter } from '../../src/domain/meter.js';
import { gradeOf } from '../../src/domain/reading-level.js';
import type { ResolvedSds } from '../../src/domain/spec.js';
import type { Tables } from '../../src/domain/tables.js';
import { specIssues } from '../../src/guards/issues.js';
import { hookPhrase } from './hook.js';
import { outsideRange } from './tempo.js';

/** What a person should know about the plan: wishes bent, doubted, or not served yet. */
export function planIssues(sds: ResolvedSds, plan: Plan, blueprint: Blueprint, tables: Tables): Issue[] {
  return [...tempoIssues(sds, plan, blueprint, tables), ...formIssues(sds, plan), ...languageIssues(sds), ...specIssues(sds, tables), ...notYet(sds)];
}

function tempoIssues(sds: ResolvedSds, plan: Plan, { genre, rules }: Blueprint, { conflicts }: Tables): Issue[] {
  const issues: Issue[] = [];
  const [low, high] = rules.tempo_bpm;
  if (outsideRange(sds.style.tempo_bpm, rules.tempo_bpm)) {
    issues.push(
      issue('TEMPO_OUTSIDE_BLUEPRINT', 'PLAN', {
        field: 'style.tempo_bpm',
        message: `${plan.tempo_bpm} BPM lies outside what ${genre} usually has, ${low} to ${high}.`,
        hint: 'It is kept as asked for; leave tempo_bpm out for the usual.',
      }),
    );
  }
  const [slow, fast] = conflicts.energy_tempo[plan.energy];
  if (plan.tempo_bpm < slow || plan.tempo_bpm > fast) {
    issues.push(
      issue('ENERGY_TEMPO', 'PLAN', {
        field: 'style.energy',
        message: `Energy "${plan.energy}" and ${plan.tempo_bpm} BPM pull apart: it lives between ${slow} and ${fast}.`,
        hint: 'Choose another energy, or another tempo.',
      }),
    );
  }
  return issues;
}

function formIssues(sds: ResolvedSds, plan: Plan): Issue[] {
  const issues: Issue[] = [];
  const left = [...new Set(sds.style.instrumentation)].filter((one) => !plan.instruments.includes(one));
  if (left.length > 0) {
    issues.push(
      issue('INSTRUMENTS_LEFT_OUT', 'PLAN', {
        field: 'style.instrumentation',
        message: `The style highlights ${plan.instruments.join(', ')}; left to the arrangement: ${left.join(', ')}.`.slice(0, 600),
        hint: 'Put the three that matter most first.',
      }),
    );
  }
  const wished = sds.lyrics.constraints.duration_sec;
  if (wished !== undefined && Math.abs(plan.duration_sec - wished) > 30) {
    issues.push(
      issue('DURATION_UNREACHABLE', 'PLAN', {
        field: 'lyrics.constraints.duration_sec',
        message: `The form comes to ${Math.round(plan.duration_sec)} s at ${plan.tempo_bpm} BPM; ${wished} s were asked for.`,
        hint: 'Add or take away sections, or allow more lines.',
      }),
    );
  }
  if (sds.producer_notes?.hooks === 0) {
    issues.push(
      issue('HOOKS_ZERO', 'PLAN', {
        field: 'producer_notes.hooks',
        message: 'No hook is asked for, so none is measured.',
        hint: "Leave hooks out to get the genre's usual number.",
      }),
    );
  }
  if (plan.hook.count > 0 && plan.hook.phrase !== sds.title.trim() && plan.hook.phrase === hookPhrase(sds.title)) {
    issues.push(
      issue('HOOK_SHORTENED', 'PLAN', {
        field: 'title',
        message: `The hook is "${plan.hook.phrase}", a part of the title.`,
        hint: 'A title of at most seven words is sung whole.',
      }),
    );
  }
  return issues;
}

function languageIssues(sds: ResolvedSds): Issue[] {
  if (sds.lyrics.language === 'en') return [];
  return [
    issue('LANGUAGE_NOT_MEASURED', 'PLAN', {
      field: 'lyrics.language',
      message: `Rhyme and stress are not measured for "${sds.lyrics.language}"; the built-in writer writes English.`,
      hint: 'The total is computed over what can be measured.',
    }),
  ];
}

/** Wishes that later work serves. A field leaves this list on the day something reads it. */
function notYet(sds: ResolvedSds): Issue[] {
  const { lyrics } = sds;
  const asked: [string, boolean][] = [
    ['render', sds.render !== undefined && sds.render.engine !== 'none'],
    // A name that says no length; of others, feet that fall are not imposed on the words.
    ['lyrics.meter', lyrics.meter !== undefined && !readMeter(lyrics.meter)?.rising],
    // A level in words that name no grade.
    ['lyrics.reading_level', lyrics.reading_level !== undefined && gradeOf(lyrics.reading_level) === null],
  ];
  return asked
    .filter(([, used]) => used)
    .map(([field]) =>
      issue('NOT_YET', 'PLAN', { field, message: `${field} is recorded, but nothing in this version reads it.`, hint: 'The song is made without it.' }),
    );
}

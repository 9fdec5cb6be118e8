import type { Plan, PlanSection } from '../../src/domain/artifacts.js';
import { AmcsError } from '../../src/domain/error.js';
import type { Given, PlacedGiven } from '../../src/domain/given.js';
import { type Issue, issue } from '../../src/domain/issue.js';
import type { ResolvedSds } from '../../src/domain/spec.js';
import type { Tables } from '../../src/domain/tables.js';
import { profanityGuard } from '../../src/guards/profanity.js';
import { hookCount } from '../../src/prosody/hook.js';
import { measureLineIn } from '../../src/prosody/line.js';
import { pronouncer } from '../../src/prosody/pronounce.js';
import { wordsOf } from '../../src/prosody/tokens.js';
import { HOOK_WORDS, hookPhrase } from './hook.js';

/** What the person's own words mean for the plan beside its form. */

/** Nobody sings more in a line. */
const MOST_SYLLABLES = 64;

/** Locked words stay whatever they are, so what may never be sung is refused before anything is made. @throws AmcsError SPEC_INVALID. */
export function refuseLocked({ sections }: Given, { lyrics: { language } }: ResolvedSds, { profanity, pronunciations }: Tables): void {
  const guard = profanityGuard(profanity);
  const pronounce = pronouncer(pronunciations);
  for (const { type, turn, lines } of sections) {
    for (const [at, line] of lines.entries()) {
      if (!line?.locked) continue;
      const place = `line ${at + 1} of ${type} ${turn}`;
      if (guard(line.text).some(({ kind }) => kind === 'slur')) refuse(`has a slur in ${place}, which is locked`, 'Slurs are never sung: change the line.');
      const { syllables } = measureLineIn(language, line.text, pronounce);
      if (syllables > MOST_SYLLABLES)
        refuse(`has ${syllables} syllables in ${place}; a line has at most ${MOST_SYLLABLES}`, 'Break it where a singer breathes.');
    }
  }
}

function refuse(message: string, hint: string): never {
  throw new AmcsError('SPEC_INVALID', { message: `Song Design Spec: lyrics.given ${message}.`, hint, problems: [{ path: 'lyrics.given', message, hint }] });
}

const isChorus = ({ type }: PlanSection) => type === 'Chorus' || type === 'Refrain';
const textsOf = ({ given = [], lines }: PlanSection) => given.slice(0, lines.target).flatMap((line) => line?.text ?? []);

/**
 * The hook of a chorus that the person wrote whole and that never says the title: the line that returns most, else what
 * most lines begin with, else the first line or the last. Null where the title will do.
 */
export function chorusLine(sections: readonly PlanSection[], title: string, { lyrics }: ResolvedSds, { profanity }: Tables): string | null {
  const chorus = sections.find((section) => isChorus(section) && section.given);
  if (!chorus) return null;
  const texts = textsOf(chorus);
  if (texts.length < chorus.lines.target || texts.some((text) => hookCount(text, title) > 0)) return null;
  const guard = profanityGuard(profanity);
  const sung = texts.filter((text) => wordsOf(text).length > 0 && (lyrics.constraints.explicit || guard(text).length === 0));
  const times = (text: string) => sung.filter((other) => wordsOf(other).join(' ') === wordsOf(text).join(' ')).length;
  const most = sung.reduce<string | null>((best, text) => (times(text) > (best === null ? 1 : times(best)) ? text : best), null);
  const short = [sung[0], sung.at(-1)].find((text) => text !== undefined && wordsOf(text).length <= HOOK_WORDS);
  const line = most ?? sharedOpening(sung) ?? short ?? sung[0];
  return line === undefined ? null : phraseOf(line);
}

/** "Come in" of a chorus where most lines begin so; the longest such words, two at the least. */
function sharedOpening(lines: readonly string[]): string | null {
  const opening = (line: string, count: number) => wordsOf(line).slice(0, count).join(' ');
  const shared = (line: string, count: number) => lines.filter((other) => opening(other, count) === opening(line, count)).length;
  for (let count = HOOK_WORDS; count >= 2; count -= 1) {
    const line = lines.find((one) => wordsOf(one).length >= count && shared(one, count) > lines.length / 2);
    if (line !== undefined) return line.split(/\s+/).slice(0, count).join(' ');
  }
  return null;
}

function phraseOf(line: string): string {
  const words = line
    .replace(/[()[\]]/g, ' ')
    .trim()
    .split(/\s+/);
  return words
    .slice(0, HOOK_WORDS)
    .join(' ')
    .replace(/[,;:.!?]+$/, '');
}

/** In how many lines of a chorus the hook may stand: those that hold it, and those that may still be changed. */
export function roomForHooks({ given = [], lines }: PlanSection, phrase: string): number {
  return lines.target - given.filter((line) => line?.locked && hookCount(line.text, phrase) === 0).length;
}

/** How many locked lines of the whole song hold the hook. */
export function lockedHooks(sections: readonly PlanSection[], phrase: string): number {
  const own = ({ given, repeat_of }: PlanSection) => given ?? sections.find(({ id }) => id === repeat_of)?.given ?? [];
  return sections.reduce((sum, section) => sum + own(section).filter((line) => line?.locked && hookCount(line.text, phrase) > 0).length, 0);
}

/** What became of the person's words. */
export function givenIssues(given: Given, { homeless }: PlacedGiven, plan: Plan, { lyrics: { constraints } }: ResolvedSds): Issue[] {
  const field = 'lyrics.given';
  const sections = plan.sections.filter((section) => section.given);
  const all = sections.flatMap((section) => section.given ?? []);
  const locked = all.filter((line) => line?.locked).length;
  const draft = all.filter((line) => line && !line.locked).length;
  const open = sections.reduce((sum, section) => sum + section.lines.target - textsOf(section).length, 0);
  const message = `Your words stand in ${sections.map(({ id }) => id).join(', ')}: ${locked} locked ${plural(locked)}, ${draft} of a draft, ${open} to be written beside them.`;
  const issues = [
    issue('GIVEN_FORM', 'PLAN', {
      field,
      message: `${message}${given.title === null ? '' : ` "${given.title.slice(0, 60)}" above them is read as the title.`}`.slice(0, 600),
      hint: `The form is ${plan.sections.map(({ type }) => type).join(', ')}; lyrics.section_order asks for another.`,
    }),
    ...homeless.map(({ type, turn }) =>
      issue('GIVEN_NO_PLACE', 'PLAN', {
        field,
        message: `The form has no place for ${type} ${turn} of your words: they are not sung.`,
        hint: `Add ${type} to lyrics.section_order, or name the section otherwise.`,
      }),
    ),
  ];
  issues.push(...tooLong(sections, plan, constraints));
  if (plan.hook.count === 0 || plan.hook.phrase === hookPhrase(plan.title)) return issues;
  const hook = {
    field,
    message: `Your chorus does not say the title; the hook is "${plan.hook.phrase}".`,
    hint: 'Sing the title in the chorus to make it the hook.',
  };
  return [...issues, issue('HOOK_FROM_GIVEN', 'PLAN', hook)];
}

/** Own words are sung whole: what limits the lines otherwise gives way, and says so. */
function tooLong(given: readonly PlanSection[], plan: Plan, { max_lines, section_requirements }: ResolvedSds['lyrics']['constraints']): Issue[] {
  const hint = 'Raise it, or give fewer lines.';
  const lines = plan.sections.reduce((sum, section) => sum + section.lines.target, 0);
  const whole = {
    field: 'lyrics.constraints.max_lines',
    message: `With your own words the song comes to ${lines} lines; at most ${max_lines} are asked for.`,
    hint,
  };
  const long = given.filter((section) => section.lines.target > (section_requirements?.[section.type]?.max_lines ?? section.lines.target));
  return [
    ...(max_lines !== undefined && lines > max_lines ? [issue('WISH_NOT_MET', 'PLAN', whole)] : []),
    ...long.map(({ id, type, lines: { target } }) =>
      issue('WISH_NOT_MET', 'PLAN', {
        section: id,
        field: `lyrics.constraints.section_requirements.${type}.max_lines`,
        message: `Your own words in ${id} are ${target} lines.`,
        hint,
      }),
    ),
  ];
}

const plural = (count: number) => (count === 1 ? 'line' : 'lines');

import pc from 'picocolors';
import type { Blueprint } from '../../domain/blueprint.js';
import { type SectionType, sectionTypes } from '../../domain/words.js';
import { printWidth, wrapped } from './columns.js';
import { scoreRows } from './print.js';

type Rules = Blueprint['rules'];

const signs: Partial<Record<SectionType, [sign: string, name: string]>> = {
  Verse: ['V', 'verse'],
  PreChorus: ['Pr', 'pre-chorus'],
  Chorus: ['C', 'chorus'],
  PostChorus: ['Po', 'post-chorus'],
  Refrain: ['R', 'refrain'],
  Bridge: ['B', 'bridge'],
  Breakdown: ['Bd', 'breakdown'],
  Drop: ['D', 'drop'],
  Solo: ['S', 'solo'],
  Interlude: ['I', 'interlude'],
};

export const formSigns = Object.values(signs)
  .map(([sign, name]) => `${sign} ${name}`)
  .join(', ');

/** The form in signs, without what every song begins and ends with: "V Pr C V Pr C B C". */
export function formOf({ section_order }: Rules): string {
  return section_order.flatMap((type) => signs[type]?.[0] ?? []).join(' ');
}

/** How lines of a section rhyme and how long they are: "ABAB 8", "XAXA 8,6". */
export function linesOf(type: SectionType, { rhyme_scheme, syllables_per_line }: Rules): string {
  const syllables = syllables_per_line.sections[type] ?? syllables_per_line.default;
  return `${rhyme_scheme[type] ?? 'X'} ${[syllables].flat().join(',')}`;
}

const LABEL = 14;

/** A genre as a musician reads it. */
export function printBlueprint({ genre, slug, aliases, version, basis, sources, rules, eval_rubric }: Blueprint): void {
  const { hook, mix } = rules;
  console.log(`${pc.bold(genre)}  ${pc.dim(`${slug}, ${version}, by ${basis}`)}`);
  tell('also', aliases.join(', '));
  if (sources.length > 0) tell('sources', sources.join('; '));
  head('Music');
  tell('tempo', `${rules.tempo_bpm.join(' to ')} BPM, ${rules.time_signatures.join(', ')}, energy ${rules.energy}`);
  tell('keys', `${rules.keys.join(', ')}${rules.key_lift ? `; the last chorus ${halfSteps(rules.key_lift)} up` : ''}`);
  tell('groove', rules.groove);
  tell('instruments', rules.instruments.join(', '));
  tell('voice', rules.vocal);
  tell('mix', `${mix.space}, ${mix.stereo_width}, ${mix.lufs} LUFS`);
  tell('tags', rules.tags.join(', '));
  head('Form');
  tell('order', rules.section_order.join(', '));
  for (const type of sectionTypes.filter((one) => rules.section_order.includes(one))) printSection(type, rules);
  head('Words');
  tell('hook', `${hook.strategy}, ${hook.repetition}, in ${percent(hook.band[0])} to ${percent(hook.band[1])} of the lines`);
  if (hook.ways) tell('', hook.ways.join(' · '));
  tell('rhyme', `a slant rhyme is worth ${rules.slant_rhyme} of a perfect one; syllables may be off by ${rules.syllable_tolerance}`);
  tell('spoken', `in the ${rules.pov} person, ${rules.tense}${rules.reading_level ? `, for ${rules.reading_level}` : ''}; ${rules.mood.join(', ')}`);
  tell('about', rules.themes.join(', '));
  tell('likes', rules.lexicon_positive.join(', '));
  tell('avoids', rules.lexicon_negative.join(', '));
  tell('bans', rules.banned_terms.join(', '));
  head('Rubric');
  tell('weights', scoreRows.map(([name, field]) => `${name} ${eval_rubric.weights[field]}`).join(', '));
  tell('passes', `from ${eval_rubric.thresholds.min_total} on, profanity at most ${eval_rubric.thresholds.max_profanity}`);
}

function printSection(type: SectionType, rules: Rules): void {
  const lines = rules.section_lines[type] ?? { min: 0, max: 0 };
  const chords = (rules.progressions[type] ?? []).map((progression) => progression.join(' ')).join('  |  ');
  const sung = lines.max === 0 ? 'not sung' : `${lines.min === lines.max ? lines.min : `${lines.min} to ${lines.max}`} lines, ${linesOf(type, rules)}`;
  tell(type, `${rules.section_bars[type]} bars, ${sung}`);
  tell('', chords);
  tell('', (rules.section_tags[type] ?? []).join(', '));
}

const percent = (share: number) => `${Math.round(share * 100)} %`;
const halfSteps = (count: number) => (count === 1 ? 'a half step' : count === 2 ? 'a whole step' : `${count} half steps`);

function head(name: string): void {
  console.log(`\n${pc.cyan(name)}`);
}

function tell(label: string, text: string): void {
  if (text === '') return;
  for (const [at, told] of wrapped(text, printWidth() - LABEL).entries()) console.log(`${pc.dim((at === 0 ? label : '').padEnd(LABEL))}${told}`);
}

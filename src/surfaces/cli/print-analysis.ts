import pc from 'picocolors';
import type { AnalyzedLine, AnalyzedSection, LyricsAnalysis } from '../../domain/analysis.js';
import type { Issue } from '../../domain/issue.js';
import { type Cell, printWidth, row, wrapped } from './columns.js';
import { bar, scoreRows } from './print.js';

/** Analysed lyrics as a table: a row a line, what is wrong under it, the scores at the end. */
export function printAnalysis(analysis: LyricsAnalysis): void {
  const { title, genre, targets, sections, scores } = analysis;
  const widths = widthsFor(sections);
  console.log(`\n${pc.bold(title ?? 'Lyrics')}  ${pc.dim(`${genre}, held to ${targets === 'spec' ? 'the spec' : 'their own targets'}`)}\n`);
  const measured = sections.some(({ lines }) => lines.some(({ rhyme }) => rhyme !== null));
  console.log(pc.dim(row(cells(widths, ['', 'line', 'syl', measured ? 'stress' : '', measured ? 'rhyme' : '']))));
  for (const section of sections) printSection(section, widths, analysis);
  console.log('');
  printScores(analysis);
  const told = new Set(sections.map(({ id }) => id));
  printIssues(
    scores.issues.filter(({ section }) => section === undefined || !told.has(section)),
    2,
  );
  if (targets === 'own')
    printNote('No spec was given: these lyrics are held to the schemes and syllables that they have themselves. --sds song.json holds them to a spec.');
}

interface Widths {
  text: number;
  syllables: number;
  stress: number;
}

const NUMBER = 3;
/** "B perfect 2", "B slant 2 61%". */
const RHYME = 14;
const MOST_STRESS = 16;
/** Where what belongs to a line begins. */
const INDENT = NUMBER + 2;

/** Columns as wide as these lyrics need them and the terminal allows. */
function widthsFor(sections: readonly AnalyzedSection[]): Widths {
  const lines = sections.flatMap((section) => section.lines);
  const syllables = Math.max(3, ...lines.map((line) => syllablesTold(line).length));
  const stress = Math.min(MOST_STRESS, Math.max(6, ...lines.map((line) => line.stress?.length ?? 0)));
  const room = printWidth() - NUMBER - syllables - stress - RHYME - 8;
  return { text: Math.min(room, Math.max(20, ...lines.map((line) => line.text.length))), syllables, stress };
}

const syllablesTold = ({ syllables, target }: AnalyzedLine) => (target === null ? String(syllables) : `${syllables}/${target}`);

type Five = readonly [number: string, text: string, syllables: string, stress: string, rhyme: string];

function cells({ text, syllables, stress }: Widths, [number, words, count, marks, rhyme]: Five): Cell[] {
  return [
    { text: number, width: NUMBER, right: true, paint: pc.dim },
    { text: words, width: text },
    { text: count, width: syllables, right: true },
    { text: marks, width: stress },
    { text: rhyme, width: 0 },
  ];
}

function printSection(section: AnalyzedSection, widths: Widths, { scores, targets }: LyricsAnalysis): void {
  const { id, heading, type, repeat_of, lines } = section;
  const facts = repeat_of !== null ? `the words of ${repeat_of}` : lines.length === 0 ? 'no words' : factsOf(section, targets);
  console.log(`\n${pc.cyan(`[${heading ?? type}]`)}  ${pc.dim([id, facts].filter(Boolean).join(' · '))}`);
  // What is wrong with words that come again is told where they stand first.
  const own = scores.issues.filter((issue) => issue.section === id && (repeat_of === null || /^(?:SECTION|TAG)_/.test(issue.code)));
  printIssues(
    own.filter(({ line }) => line === undefined),
    INDENT,
  );
  for (const [at, line] of lines.entries()) {
    printLine(line, widths);
    printIssues(
      own.filter((issue) => issue.line === at + 1),
      INDENT,
    );
    const echoes = echoesTold(line);
    if (echoes !== '') for (const told of wrapped(echoes, printWidth() - INDENT)) console.log(pc.dim(`${' '.repeat(INDENT)}${told}`));
  }
}

/** "ABAB asked, AABB heard · iambic tetrameter". */
function factsOf({ scheme: { heard, declared }, metre, metre_confidence, lines }: AnalyzedSection, targets: LyricsAnalysis['targets']): string {
  const brief = (scheme: string) => (scheme.length > 20 ? `${scheme.slice(0, 19)}…` : scheme);
  const schemes = [
    ...(declared !== null ? [`${brief(declared)} asked`] : targets === 'spec' ? ['not asked for'] : []),
    ...(heard === null ? [] : [`${brief(heard)} heard`]),
  ].join(', ');
  // One line alone has a rhythm, but no metre that anybody would hear.
  const surely = lines.length < 2 ? null : metre === null || (metre_confidence ?? 0) >= 0.5 ? metre : 'mixed metre';
  return [schemes, surely].filter(Boolean).join(' · ');
}

/** Words and stress that are too long for their columns go on in the next row. */
function printLine(line: AnalyzedLine, widths: Widths): void {
  const words = wrapped(line.text, widths.text);
  const marks = wrapped((line.stress ?? '').replaceAll('1', '/').replaceAll('0', '·'), widths.stress);
  for (let at = 0; at < Math.max(words.length, marks.length); at += 1) {
    const first = at === 0;
    const five: Five = [first ? String(line.number) : '', words[at] ?? '', first ? syllablesTold(line) : '', marks[at] ?? '', first ? rhymeTold(line) : ''];
    const [number, text, syllables, stress, rhyme] = cells(widths, five) as [Cell, Cell, Cell, Cell, Cell];
    console.log(row([number, text, { ...syllables, ...(line.issues.includes('SYLLABLES_OFF') ? { paint: pc.yellow } : {}) }, stress, rhyme]));
  }
}

const labelColours = [pc.cyan, pc.magenta, pc.blue, pc.green, pc.yellow];
const tierColours = { perfect: pc.green, slant: pc.yellow, eye: pc.red, same: pc.red, none: pc.red };

/** The letter, and for a line that answers another how well and which. */
function rhymeTold({ rhyme, issues }: AnalyzedLine): string {
  if (rhyme === null) return '';
  const { label, answers, tier, probability } = rhyme;
  const colour = label === 'X' ? pc.dim : (labelColours[label.charCodeAt(0) % labelColours.length] as (text: string) => string);
  if (tier === null) return colour(label);
  // A hook that comes back is no failed rhyme.
  if (tier === 'same' && !issues.includes('RHYME_REPEATED')) return `${colour(label)} ${pc.dim(`repeat ${answers}`)}`;
  const likely = tier === 'slant' && probability !== null ? pc.dim(` ${Math.round(probability * 100)}%`) : '';
  return `${colour(label)} ${tierColours[tier](tier)} ${answers}${likely}`;
}

function echoesTold({ internal_rhymes, alliteration }: AnalyzedLine): string {
  const inner = internal_rhymes.map(({ word, with: other }) => `${other}–${word}`);
  return [
    ...(inner.length > 0 ? [`inner rhyme ${inner.join(', ')}`] : []),
    ...(alliteration.length > 0 ? [`alliteration ${alliteration.map((words) => words.join(' ')).join(', ')}`] : []),
  ].join(' · ');
}

const severityColours = { error: pc.red, warning: pc.yellow, info: pc.dim };

function printIssues(issues: readonly Issue[], indent: number): void {
  for (const { severity, message, hint, section, line } of issues) {
    const place = indent < INDENT && section ? `${section}${line ? `:${line}` : ''}: ` : '';
    const [first, ...rest] = wrapped(`${place}${message} ${hint}`, printWidth() - indent - 2) as [string, ...string[]];
    console.log(`${' '.repeat(indent)}${severityColours[severity]('!')} ${severity === 'info' ? pc.dim(first) : first}`);
    for (const more of rest) console.log(`${' '.repeat(indent + 2)}${severity === 'info' ? pc.dim(more) : more}`);
  }
}

const LABEL = 22;
const BAR = 10;

function printScores({ scores, language, hook, genre, targets }: LyricsAnalysis): void {
  for (const [label, name] of scoreRows) {
    if (scores.not_measured.includes(name)) {
      console.log(`${label.padEnd(LABEL)}${pc.dim(`not measured for ${language}`)}`);
      continue;
    }
    const unmeasured = scores.not_measured.flatMap((one) => (one.startsWith(`${name}.`) ? [`${one.slice(name.length + 1)} not measured for ${language}`] : []));
    if (name === 'hook_density' && hook === null) {
      console.log(`${label.padEnd(LABEL)}${pc.dim('no hook: nothing returns')}`);
      continue;
    }
    const told = name === 'hook_density' && hook !== null ? [`"${hook.phrase}" ${hook.count === 1 ? 'once' : `${hook.count} times`}`] : [];
    const parts = [
      ...told,
      ...Object.entries(scores.parts[name] ?? {}).map(([part, value]) => `${part.replaceAll('_', ' ')} ${brief(value)}`),
      ...unmeasured,
    ].join(', ');
    const [first, ...rest] = wrapped(parts, printWidth() - LABEL - BAR - 9) as [string, ...string[]];
    console.log(`${label.padEnd(LABEL)}${scores[name].toFixed(3)}  ${bar(scores[name], BAR)}  ${pc.dim(first)}`.trimEnd());
    for (const more of rest) console.log(`${' '.repeat(LABEL + BAR + 9)}${pc.dim(more)}`);
  }
  const total = pc.bold(`${'total'.padEnd(LABEL)}${scores.total.toFixed(3)}`);
  const verdict = scores.passed ? pc.green('passed') : pc.red('not passed');
  // Whoever is held to his own targets passes nothing.
  console.log(
    targets === 'own'
      ? `${total}  ${pc.dim(`${genre} asks for ${scores.thresholds.min_total}`)}`
      : `${total}  ${verdict} (${scores.thresholds.min_total} is asked for)`,
  );
}

/** ".92", "1". */
function brief(value: number): string {
  return (
    value
      .toFixed(2)
      .replace(/^0(?=\.)/, '')
      .replace(/\.?0+$/, '') || '0'
  );
}

function printNote(text: string): void {
  console.log('');
  for (const told of wrapped(text, printWidth())) console.log(pc.dim(told));
}

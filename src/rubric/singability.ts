import { type Issue, issue } from '../domain/issue.js';
import { articulation } from '../prosody/articulation.js';
import { beatFit } from '../prosody/fit.js';
import { type MeasuredLine, measureLineIn, syllableName } from '../prosody/line.js';
import { type LyricSection, type Measured, type Metric, mean, missingSections, ownSections } from './parts.js';

/** Where the lines are off their length so far on the whole, it is not the song that was asked for, and each such line is an error. */
const OTHER_LENGTHS = 0.6;
/** Below this fit a line is told: one clash in four is what good verse has too. */
const OFF_THE_BEAT = 0.8;
/** Consonants in a row: up to EASY anybody sings, the hardest are worth nothing. */
const EASY_CLUSTER = 4;
const HARDEST_CLUSTER = 6;
/** Syllables to a breath at a common tempo; beyond that, how many more leave a singer without air. */
const BREATH = 16;
const GASP = 8;
/** Share of line ends that can be held on their vowel; in the songs we know it is .85 to .95. */
const HELD_ENDS = 0.6;

const weights = { length: 0.55, evenness: 0.15, stress: 0.2, articulation: 0.04, breath: 0.03, held_ends: 0.03 };

/**
 * singability = .55 length + .15 evenness + .2 stress + .04 articulation + .03 breath + .03 held_ends, over what is measured
 * (stress, articulation and held_ends only for English).
 * length: each line's syllables against its target, 1 within the tolerance, .4 less for each syllable beyond; a song below .6 does not pass.
 * evenness: matching lines of matching sections (verse 1 line 3, verse 2 line 3) within two syllables of each other.
 * stress: how well many-syllabled words sit on an even beat (prosody/fit.ts). articulation: consonants in a row, 1 up to
 * four, 0 from six on. breath: syllables between pauses, 1 up to sixteen, 0 from twenty-four on. held_ends: line ends whose
 * vowel can be held, 1 where six in ten can.
 */
export function singability(measured: Measured, english: boolean): Metric {
  const sections = ownSections(measured.lyrics).map((section) => sungSection(section, measured));
  const found = {
    length: lengthPart(sections, measured),
    evenness: { score: evenness(sections), issues: [] },
    breath: eachLine(sections, breathOf),
    ...(english ? { stress: eachLine(sections, stressOf), articulation: eachLine(sections, clusterOf), held_ends: heldEnds(sections) } : {}),
  };
  const parts = Object.entries(found) as [keyof typeof weights, Part][];
  const weight = parts.reduce((sum, [name]) => sum + weights[name], 0);
  return {
    score: parts.reduce((sum, [name, { score }]) => sum + weights[name] * score, 0) / weight,
    parts: Object.fromEntries(parts.map(([name, { score }]) => [name, score])),
    issues: parts.flatMap(([, { issues }]) => issues),
  };
}

interface Part {
  score: number;
  issues: Issue[];
}

interface SungSection extends Pick<LyricSection, 'id' | 'type'> {
  lines: { text: string; sound: MeasuredLine }[];
}

/** Measured from the words themselves: an artifact may come from anybody, and its own counts are only its word. */
function sungSection({ id, type, lines }: LyricSection, { pronounce, lyrics }: Measured): SungSection {
  return { id, type, lines: lines.map(({ text }) => ({ text, sound: measureLineIn(lyrics.language, text, pronounce) })) };
}

function lengthPart(sections: SungSection[], measured: Measured): Part {
  const { plan } = measured;
  const issues: Issue[] = [];
  const scores = sections.flatMap((section) => {
    const pattern = plan.sections.find(({ id }) => id === section.id)?.syllables;
    return section.lines.map(({ sound }, at) => {
      const target = pattern?.[at % pattern.length];
      if (target === undefined) return 1;
      const beyond = Math.abs(sound.syllables - target) - plan.syllable_tolerance;
      if (beyond <= 0) return 1;
      issues.push(offTarget(section.id, at + 1, sound.syllables, target, plan.syllable_tolerance));
      return Math.max(0, 1 - 0.4 * beyond);
    });
  });
  // Lines that were asked for and are not there cannot be sung.
  const missing = missingSections(measured).flatMap(({ lines }) => new Array<number>(lines.target).fill(0));
  const kept = mean(scores, 1) >= OTHER_LENGTHS;
  return { score: mean([...scores, ...missing], 0), issues: kept ? issues : issues.map((one) => ({ ...one, severity: 'error' })) };
}

function offTarget(section: string, line: number, have: number, target: number, tolerance: number): Issue {
  return issue('SYLLABLES_OFF', 'VALIDATE', {
    section,
    line,
    message: `Line ${line} has ${have} syllables; ${target} ± ${tolerance} are asked for.`,
    hint: have > target ? `Shorten it by ${have - target}.` : `Lengthen it by ${target - have}.`,
  });
}

function evenness(sections: SungSection[]): number {
  const scores = sections.flatMap((section, order) => {
    const twin = sections.find((other, at) => at < order && other.type === section.type);
    if (!twin) return [];
    return section.lines.flatMap(({ sound }, at) => {
      const other = twin.lines[at]?.sound;
      return other ? [Math.max(0, 1 - Math.max(0, Math.abs(sound.syllables - other.syllables) - 2) / 4)] : [];
    });
  });
  return mean(scores);
}

/** What one line is worth, 0 to 1, and what is wrong with it, if anything is. */
interface LineVerdict {
  score: number;
  fault?: { code: 'STRESS_OFF' | 'HARD_TO_SING'; message: string; hint: string };
}

function eachLine(sections: SungSection[], judge: (text: string, sound: MeasuredLine) => LineVerdict): Part {
  const issues: Issue[] = [];
  const scores = sections.flatMap((section) =>
    section.lines.map(({ text, sound }, at) => {
      const { score, fault } = judge(text, sound);
      if (fault) {
        const { code, message, hint } = fault;
        issues.push(issue(code, 'VALIDATE', { section: section.id, line: at + 1, message: `Line ${at + 1}: ${message}`, hint }));
      }
      return score;
    }),
  );
  return { score: mean(scores, 0), issues };
}

function stressOf(_: string, sound: MeasuredLine): LineVerdict {
  const { score, clash, kind } = beatFit(sound);
  if (score >= OFF_THE_BEAT || clash === null) return { score };
  const name = syllableName(sound, clash);
  const message = {
    'weak on the beat': `the beat falls on ${name}, which is weak.`,
    'stress beside the beat': `the stress of ${name} falls beside the beat.`,
    'beats too close': `the stress of ${name} follows another at once.`,
  }[kind ?? 'stress beside the beat'];
  return { score, fault: { code: 'STRESS_OFF', message, hint: 'Move the word by one syllable, or choose one that is stressed elsewhere.' } };
}

function clusterOf(_: string, { phones }: MeasuredLine): LineVerdict {
  const { cluster } = articulation(phones);
  if (cluster <= EASY_CLUSTER) return { score: 1 };
  const score = Math.max(0, (HARDEST_CLUSTER - cluster) / (HARDEST_CLUSTER - EASY_CLUSTER));
  return {
    score,
    fault: { code: 'HARD_TO_SING', message: `${cluster} consonants follow one another.`, hint: 'Put a word between that begins or ends in a vowel.' },
  };
}

function breathOf(text: string, { syllables, words }: MeasuredLine): LineVerdict {
  const phrases = text.split(/[,.;:!?()—–]|--/).map((phrase) => phrase.split(/\s+/).filter(Boolean).length);
  const longest = words.length === 0 ? 0 : Math.round((syllables * Math.max(...phrases)) / phrases.reduce((sum, count) => sum + count, 0));
  if (longest <= BREATH) return { score: 1 };
  const score = Math.max(0, 1 - (longest - BREATH) / GASP);
  return { score, fault: { code: 'HARD_TO_SING', message: `about ${longest} syllables come in one breath.`, hint: 'Divide it, or let it pause at a comma.' } };
}

function heldEnds(sections: SungSection[]): Part {
  const ends = sections.flatMap(({ lines }) => lines.map(({ sound }) => (articulation(sound.phones).held ? 1 : 0)));
  return { score: Math.min(1, mean(ends, 0) / HELD_ENDS), issues: [] };
}

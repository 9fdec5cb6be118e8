import { type Issue, issue } from '../domain/issue.js';
import { beatFit } from '../prosody/fit.js';
import { type MeasuredLine, measureLine } from '../prosody/line.js';
import { type LyricSection, type Measured, type Metric, mean, missingSections, ownSections } from './parts.js';

/** Below this share of stresses on the beat a line is told; one clash in four is what good verse has too. */
const OFF_THE_BEAT = 0.75;

/**
 * singability = .55 length + .2 evenness + .25 stress.
 * length: each line's syllables against its target, 1 within the tolerance, .25 less for each syllable beyond.
 * evenness: matching lines of matching sections (verse 1 line 3, verse 2 line 3) within two syllables of each other.
 * stress: share of many-syllabled words' stresses that fall on the beat.
 */
export function singability(measured: Measured, stressMeasured: boolean): Metric {
  const sections = ownSections(measured.lyrics).map((section) => sungSection(section, measured));
  const length = lengthPart(sections, measured);
  const stress = stressMeasured ? stressPart(sections) : { score: 1, issues: [] };
  const parts: Record<string, number> = { length: length.score, evenness: evenness(sections) };
  if (stressMeasured) parts.stress = stress.score;
  const score = stressMeasured
    ? 0.55 * length.score + 0.2 * (parts.evenness as number) + 0.25 * stress.score
    : (0.55 * length.score + 0.2 * (parts.evenness as number)) / 0.75;
  return { score, parts, issues: [...length.issues, ...stress.issues] };
}

interface SungSection extends Pick<LyricSection, 'id' | 'type'> {
  lines: MeasuredLine[];
}

/** Measured from the words themselves: an artifact may come from anybody, and its own counts are only its word. */
function sungSection({ id, type, lines }: LyricSection, { pronounce }: Measured): SungSection {
  return { id, type, lines: lines.map(({ text }) => measureLine(text, pronounce)) };
}

function lengthPart(sections: SungSection[], measured: Measured): { score: number; issues: Issue[] } {
  const { plan } = measured;
  const issues: Issue[] = [];
  const scores = sections.flatMap((section) => {
    const pattern = plan.sections.find(({ id }) => id === section.id)?.syllables;
    return section.lines.map((line, at) => {
      const target = pattern?.[at % pattern.length];
      if (target === undefined) return 1;
      const beyond = Math.abs(line.syllables - target) - plan.syllable_tolerance;
      if (beyond <= 0) return 1;
      const change = line.syllables > target ? `shorten it by ${line.syllables - target}` : `lengthen it by ${target - line.syllables}`;
      issues.push(
        issue('SYLLABLES_OFF', 'VALIDATE', {
          section: section.id,
          line: at + 1,
          message: `The line has ${line.syllables} syllables; ${target} ± ${plan.syllable_tolerance} are asked for.`,
          hint: `${change[0]?.toUpperCase()}${change.slice(1)}.`,
        }),
      );
      return Math.max(0, 1 - 0.25 * beyond);
    });
  });
  // Lines that were asked for and are not there cannot be sung.
  const missing = missingSections(measured).flatMap(({ lines }) => new Array<number>(lines.target).fill(0));
  return { score: mean([...scores, ...missing], 0), issues };
}

function evenness(sections: SungSection[]): number {
  const scores = sections.flatMap((section, order) => {
    const twin = sections.find((other, at) => at < order && other.type === section.type);
    if (!twin) return [];
    return section.lines.flatMap((line, at) => {
      const other = twin.lines[at];
      return other ? [Math.max(0, 1 - Math.max(0, Math.abs(line.syllables - other.syllables) - 2) / 4)] : [];
    });
  });
  return mean(scores);
}

function stressPart(sections: SungSection[]): { score: number; issues: Issue[] } {
  const issues: Issue[] = [];
  const scores = sections.flatMap((section) =>
    section.lines.map((line, at) => {
      const { score, clash } = beatFit(line);
      if (score < OFF_THE_BEAT && clash !== null) {
        issues.push(
          issue('STRESS_OFF', 'VALIDATE', {
            section: section.id,
            line: at + 1,
            message: `Stress and beat part at syllable ${clash + 1}.`,
            hint: 'Move the long word by one syllable, or choose one that is stressed elsewhere.',
          }),
        );
      }
      return score;
    }),
  );
  return { score: mean(scores, 0), issues };
}

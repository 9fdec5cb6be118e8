import { type Issue, issue } from '../domain/issue.js';
import { hookCount } from '../prosody/hook.js';
import { lineEnd, type RhymeTier } from '../prosody/rhyme.js';
import { checkScheme, rhymeLabels } from '../prosody/scheme.js';
import { isLocked } from './locked.js';
import { type LyricSection, type Measured, type Metric, mean, missingSections, ownSections, saysAgain } from './parts.js';

/** Where so few of so many answers rhyme, it is not the scheme that was asked for, and each broken one is an error. */
const OTHER_SCHEME = 0.4;
const FEW = 3;

/**
 * rhyme_tightness = mean over all pairs that the declared scheme asks for: perfect 1, slant what the genre gives it,
 * eye .2, nothing 0. A line that ends in its partner's very word is a repeat: 0, unless both are the hook, which
 * may return, or the genre says a line again: they are then left out. A chorus that comes back is counted once. Where no line is asked to rhyme there is nothing to
 * measure. Below .4, of three answers or more, the song does not pass.
 */
export function rhymeTightness(measured: Measured): Metric {
  const issues: Issue[] = [];
  const tiers: RhymeTier[] = [];
  const there = ownSections(measured.lyrics).flatMap((section) => sectionScores(section, measured, tiers, issues));
  // What was asked for and is not there rhymes with nothing.
  const scores = [...there, ...missingSections(measured).flatMap(({ rhyme_scheme, lines }) => pairsAsked(rhyme_scheme, lines.target).map(() => 0))];
  const share = (tier: RhymeTier) => (tiers.length === 0 ? 0 : tiers.filter((one) => one === tier).length / tiers.length);
  const kept = there.length < FEW || mean(there) >= OTHER_SCHEME;
  if (!kept) for (const one of issues) one.severity = 'error';
  const metric = { score: mean(scores), parts: { perfect: share('perfect'), slant: share('slant') }, issues };
  return scores.length === 0 ? { ...metric, nothing: true } : metric;
}

function sectionScores(section: LyricSection, { plan, pronounce }: Measured, tiers: RhymeTier[], issues: Issue[]): number[] {
  const planned = plan.sections.find(({ id }) => id === section.id);
  const scheme = planned?.rhyme_scheme;
  if (!scheme) return [];
  const comesAgain = (line: number) => saysAgain(planned, section, line);
  const labels = rhymeLabels(scheme, section.lines.length);
  const pairs = checkScheme(
    section.lines.map(({ text }) => lineEnd(text, pronounce)),
    labels,
  );
  const holdsHook = (line: number) => hookCount(section.lines[line]?.text ?? '', plan.hook.phrase) > 0;
  return pairs.flatMap(({ line, partner, label, tier }) => {
    if (tier === 'same' && ((holdsHook(line) && holdsHook(partner)) || comesAgain(line))) return [];
    tiers.push(tier);
    // A locked line stands: it is the open one that does not rhyme with it.
    const [at, other] = isLocked(plan, section.id, line) && !isLocked(plan, section.id, partner) ? [partner, line] : [line, partner];
    const found = { section: section.id, line: at + 1 };
    const answer = `"${lineEnd(section.lines[line]?.text ?? '', pronounce).word}" to "${lineEnd(section.lines[partner]?.text ?? '', pronounce).word}"`;
    if (tier === 'same') {
      issues.push(
        issue('RHYME_REPEATED', 'VALIDATE', {
          ...found,
          message: `Lines ${partner + 1} and ${line + 1} (${label}) end in the same word, ${answer}.`,
          hint: 'A repeat is no rhyme: end one of them in another word of that sound.',
        }),
      );
    } else if (tier === 'none' || tier === 'eye' || (tier === 'slant' && plan.slant_rhyme < 0.3)) {
      issues.push(
        issue('RHYME_BROKEN', 'VALIDATE', {
          ...found,
          message: `Line ${at + 1} does not rhyme with line ${other + 1} (${label}): ${answer}${tier === 'eye' ? ', alike to the eye only' : ''}.`,
          hint: 'End it in a word with the same sound from the stressed vowel on.',
        }),
      );
    }
    return [worth(tier, plan.slant_rhyme)];
  });
}

function pairsAsked(scheme: string | null, lines: number): string[] {
  const labels = rhymeLabels(scheme ?? 'X', lines);
  return labels.filter((label, at) => label !== 'X' && labels.indexOf(label) < at);
}

function worth(tier: RhymeTier, slant: number): number {
  return { perfect: 1, slant, eye: 0.2, same: 0, none: 0 }[tier];
}

import { type Issue, issue } from '../domain/issue.js';
import { hookCount } from '../prosody/hook.js';
import { wordsOf } from '../prosody/tokens.js';
import { type Measured, type Metric, mean, saysAgain } from './parts.js';

/**
 * section_completeness = .4 present + .2 order + .3 lines + .1 fresh.
 * present: planned sections that are there; order: in the planned order; lines: sections whose number of lines
 * lies in the planned range; fresh: verse lines that do not come twice, but for a refrain at the same place of each verse's end.
 */
export function sectionCompleteness(measured: Measured): Metric {
  const present = presence(measured);
  const order = inOrder(measured);
  const lines = lineCounts(measured);
  const fresh = freshness(measured);
  const parts = { present: present.score, order: order.score, lines: lines.score, fresh: fresh.score };
  return {
    score: 0.4 * parts.present + 0.2 * parts.order + 0.3 * parts.lines + 0.1 * parts.fresh,
    parts,
    issues: [...present.issues, ...order.issues, ...lines.issues, ...fresh.issues],
  };
}

interface Part {
  score: number;
  issues: Issue[];
}

const sung = ({ plan }: Measured) => plan.sections.filter(({ lines }) => lines.max > 0 && lines.target > 0);

function presence(measured: Measured): Part {
  const ids = new Set(measured.lyrics.sections.map(({ id }) => id));
  const planned = sung(measured);
  const missing = planned.filter(({ id }) => !ids.has(id));
  return {
    score: planned.length === 0 ? 1 : 1 - missing.length / planned.length,
    issues: missing.map(({ id, lines }) =>
      issue('SECTION_MISSING', 'VALIDATE', { section: id, message: `The section ${id} is missing.`, hint: `Write it, ${lines.min} to ${lines.max} lines.` }),
    ),
  };
}

function inOrder({ plan, lyrics }: Measured): Part {
  const place = new Map(plan.sections.map(({ id, index }) => [id, index]));
  const indexes = lyrics.sections.map(({ id }) => place.get(id));
  const wrong = indexes.findIndex((index, at) => index === undefined || (at > 0 && index <= (indexes[at - 1] ?? -1)));
  if (wrong < 0) return { score: 1, issues: [] };
  const id = lyrics.sections[wrong]?.id as string;
  return {
    score: 0,
    issues: [
      issue('SECTION_ORDER', 'VALIDATE', {
        section: id,
        message: `${id} stands where the plan has another section.`,
        hint: `The order is ${plan.sections.map((section) => section.id).join(', ')}.`,
      }),
    ],
  };
}

function lineCounts(measured: Measured): Part {
  const issues: Issue[] = [];
  const scores = measured.lyrics.sections.map((section) => {
    const planned = measured.plan.sections.find(({ id }) => id === section.id);
    if (!planned) return 0;
    const { min, max } = planned.lines;
    const have = section.lines.length;
    if (planned.must_end_with_hook && hookCount(section.lines.at(-1)?.text ?? '', measured.plan.hook.phrase) === 0) {
      issues.push(
        issue('HOOK_NOT_LAST', 'VALIDATE', {
          section: section.id,
          line: Math.max(1, have),
          message: `${section.id} does not end with the hook.`,
          hint: `Let its last line hold "${measured.plan.hook.phrase}".`,
        }),
      );
    }
    if (have >= min && have <= max) return 1;
    const few = have < min;
    issues.push(
      issue(few ? 'LINES_TOO_FEW' : 'LINES_TOO_MANY', 'VALIDATE', {
        section: section.id,
        message: `${section.id} has ${have} lines; ${min} to ${max} are asked for.`,
        hint: few ? `Add ${min - have}.` : `Take ${have - max} out.`,
      }),
    );
    return few ? have / min : max / have;
  });
  return { score: mean(scores, 0), issues };
}

/** A verse that says a line twice has run out of things to say; choruses and outros may repeat, and so may a refrain that closes verses. */
function freshness({ lyrics, plan }: Measured): Part {
  const seen = new Map<string, { place: string; fromEnd: number }>();
  const issues: Issue[] = [];
  let lines = 0;
  // A bridge that the genre brings back is sung again, not out of words.
  const returns = (id: string) => plan.sections.some((planned) => planned.id === id && planned.repeat_of !== null);
  for (const section of lyrics.sections.filter(({ id, type }) => (type === 'Verse' || type === 'Bridge') && !returns(id))) {
    for (const [at, { text }] of section.lines.entries()) {
      lines += 1;
      const words = wordsOf(text).join(' ');
      const fromEnd = section.lines.length - at;
      const before = seen.get(words);
      const refrain = before?.fromEnd === fromEnd && fromEnd <= section.lines.length / 2;
      const again = saysAgain(
        plan.sections.find(({ id }) => id === section.id),
        section,
        at,
      );
      if (before !== undefined && !refrain && !again && hookCount(text, plan.hook.phrase) === 0) {
        issues.push(
          issue('LINE_REPEATED', 'VALIDATE', {
            section: section.id,
            line: at + 1,
            message: `The line already stands at ${before.place}.`,
            hint: 'Say something new.',
          }),
        );
      }
      seen.set(words, { place: `${section.id}:${at + 1}`, fromEnd });
    }
  }
  return { score: lines === 0 ? 1 : 1 - issues.length / lines, issues };
}

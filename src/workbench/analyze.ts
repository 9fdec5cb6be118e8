import type { AnalyzedLine, AnalyzedSection, LyricsAnalysis, LyricsAsked } from '../domain/analysis.js';
import type { Scores } from '../domain/artifacts.js';
import { rounded } from '../domain/text.js';
import { type ParsedSection, parseLyrics } from '../drafting/parse-lyrics.js';
import { echoesOf } from '../prosody/echoes.js';
import { measureVerse } from '../prosody/line.js';
import type { Pronounce } from '../prosody/pronounce.js';
import { lineEnd } from '../prosody/rhyme.js';
import { rhymeProbability } from '../prosody/rhyme-model.js';
import { soundEnd } from '../prosody/rhyme-pair.js';
import { checkScheme } from '../prosody/scheme.js';
import { lastWord } from '../prosody/tokens.js';
import { score } from '../rubric/score.js';
import { type Held, holdToPlan, type Tools } from './held.js';

const LONGEST_MESSAGE = 600;

/**
 * Lyrics as they sound, line by line, held to a spec where one is given, else to a plan made from themselves.
 * @throws AmcsError INPUT_TOO_LARGE | INPUT_INVALID | SPEC_INVALID | GENRE_UNKNOWN.
 */
export function analyzeLyrics(asked: LyricsAsked, tools: Tools): LyricsAnalysis {
  const parsed = parseLyrics(asked.text);
  const held = holdToPlan(asked, parsed, tools);
  const { plan, lyrics, blueprint, explicit, language } = held;
  const measured = score({ plan, lyrics, blueprint, explicit, pronounce: tools.pronounce, profanity: tools.tables.profanity }, held.issues);
  // A line may be one word of a thousand letters, and messages repeat words.
  const scores = { ...measured, issues: measured.issues.map((issue) => ({ ...issue, message: issue.message.slice(0, LONGEST_MESSAGE) })) };
  return {
    title: plan.title === '' ? null : plan.title,
    language,
    genre: blueprint.slug,
    targets: asked.sds === undefined ? 'own' : 'spec',
    hook: plan.hook.count === 0 ? null : { phrase: plan.hook.phrase, count: lyrics.hook.count },
    sections: parsed.sections.map((section) => analyzed(section, held, scores, tools.pronounce)),
    scores,
  };
}

function analyzed({ id, type, heading, lines, repeat_of }: ParsedSection, held: Held, scores: Scores, pronounce: Pronounce): AnalyzedSection {
  const english = held.language === 'en';
  const told = repeat_of === null && lines.length > 0;
  const texts = lines.map(({ text }) => text);
  const verse = english && told ? measureVerse(texts, pronounce, { liberties: false }) : null;
  const declared = held.plan === held.own ? null : (held.plan.sections.find((section) => section.id === id)?.rhyme_scheme ?? null);
  const heard = held.own.sections.find((section) => section.id === id)?.rhyme_scheme ?? null;
  return {
    id,
    type,
    heading,
    repeat_of,
    scheme: { declared, heard: english ? heard : null },
    metre: verse?.metre ?? null,
    metre_confidence: verse?.metre ? rounded(verse.confidence, 2) : null,
    lines: told ? linesOf({ id, lines }, held, scores, verse?.lines.map(({ stress }) => stress) ?? null, pronounce) : [],
  };
}

function linesOf(
  { id, lines }: Pick<ParsedSection, 'id' | 'lines'>,
  held: Held,
  scores: Scores,
  stress: readonly string[] | null,
  pronounce: Pronounce,
): AnalyzedLine[] {
  const measured = held.lyrics.sections.find((section) => section.id === id)?.lines ?? [];
  const targets = held.plan === held.own ? undefined : held.plan.sections.find((section) => section.id === id)?.syllables;
  const texts = lines.map(({ text }) => text);
  const echoes = stress === null ? [] : echoesOf(texts, pronounce);
  const labels = measured.map(({ rhyme_label }) => rhyme_label || 'X');
  const rhymes = stress === null ? null : rhymesOf(texts, labels, pronounce);
  return lines.map(({ text, number }, at) => ({
    number,
    text,
    syllables: measured[at]?.syllables ?? 0,
    target: targets?.[at % targets.length] ?? null,
    stress: stress?.[at] ?? null,
    rhyme: rhymes?.[at] ?? null,
    internal_rhymes: (echoes[at]?.internal ?? []).map((one) => ({ ...one, line: one.line + 1 })),
    alliteration: echoes[at]?.alliteration ?? [],
    issues: scores.issues.flatMap(({ section, line, code }) => (section === id && line === at + 1 ? [code] : [])),
  }));
}

function rhymesOf(texts: readonly string[], labels: readonly string[], pronounce: Pronounce): AnalyzedLine['rhyme'][] {
  const pairs = checkScheme(
    texts.map((text) => lineEnd(text, pronounce)),
    labels,
  );
  const sound = (line: number) => soundEnd(lastWord(texts[line] as string), pronounce(lastWord(texts[line] as string)));
  return texts.map((_, line) => {
    const label = labels[line] as string;
    const pair = pairs.find((one) => one.line === line);
    if (!pair) return { label, answers: null, tier: null, probability: null };
    return { label, answers: pair.partner + 1, tier: pair.tier, probability: rounded(rhymeProbability(sound(pair.partner), sound(line)), 2) };
  });
}

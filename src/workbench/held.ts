import { planSong } from '../../skills/plan/node.js';
import type { LyricsAsked } from '../domain/analysis.js';
import type { Lyrics, Plan, PlanSection } from '../domain/artifacts.js';
import type { Blueprint } from '../domain/blueprint.js';
import { parseAs } from '../domain/explain.js';
import { type Issue, issue } from '../domain/issue.js';
import { resolveSds } from '../domain/resolve.js';
import { nodeSeed, streams } from '../domain/seed.js';
import { sdsSchema } from '../domain/spec.js';
import type { Tables } from '../domain/tables.js';
import { givenOf } from '../drafting/given.js';
import { measureLyrics } from '../drafting/measure.js';
import type { ParsedLyrics } from '../drafting/parse-lyrics.js';
import { planFromWords, type WordsOfSection } from '../drafting/plan-from-words.js';
import type { Pronounce } from '../prosody/pronounce.js';
import { wordsOf } from '../prosody/tokens.js';

export interface Tools {
  tables: Tables;
  pronounce: Pronounce;
  /** Whether a word is among the forty thousand commonest of English. */
  common(word: string): boolean;
}

/** Lyrics beside the plan that they are held to. */
export interface Held {
  plan: Plan;
  /** The plan of the lyrics themselves: what is heard in them. */
  own: Plan;
  lyrics: Lyrics;
  language: string;
  blueprint: Blueprint;
  explicit: boolean;
  issues: Issue[];
}

const DEFAULT_GENRE = 'pop';

/** Sections match the plan's by type and order: the second verse of the text is "verse-2". */
export function holdToPlan(asked: LyricsAsked, parsed: ParsedLyrics, tools: Tools): Held {
  const spec = asked.sds === undefined ? null : planned(asked.sds, tools.tables);
  const blueprint = tools.tables.blueprint(spec?.plan.genre ?? asked.genre ?? DEFAULT_GENRE);
  const language = asked.language ?? spec?.language ?? 'en';
  const title = asked.title ?? spec?.plan.title ?? parsed.title ?? '';
  const sung = parsed.sections.filter(({ lines }) => lines.length > 0);
  const words = sung.map(({ id, type, lines }) => ({ id, type, lines: lines.map(({ text }) => text) }));
  const own = planFromWords(title, words, { pronounce: tools.pronounce, blueprint });
  const plan = spec?.plan ?? own;
  const inOrder = own.sections.map((section): PlanSection => plan.sections.find(({ id }) => id === section.id) ?? section);
  return {
    plan,
    own,
    lyrics: measureLyrics({ ...plan, sections: inOrder }, language, words, tools.pronounce, []),
    language,
    blueprint,
    explicit: spec?.explicit ?? false,
    issues: [...parsed.issues, ...(spec?.issues ?? []), ...languageIssues(language, words, tools)],
  };
}

/** The spec resolved and planned for as the workflow does it. What of the plan is drawn by chance does not touch the words. */
function planned(written: Record<string, unknown>, tables: Tables) {
  const parsed = parseAs(sdsSchema, written, 'SPEC_INVALID', 'Song Design Spec');
  const sds = resolveSds(parsed, tables.blueprint(parsed.blueprint_ref.genre), parsed.seed ?? 0, givenOf(parsed));
  const plan = planSong({ input: { sds }, rng: streams(nodeSeed(sds.seed, 0), 'PLAN', 0), tables });
  const ofWords = ({ code, field }: Issue) => code !== 'LANGUAGE_NOT_MEASURED' && /^(?:lyrics|title)\b/.test(field ?? '');
  return { plan, language: sds.lyrics.language, explicit: sds.lyrics.constraints.explicit ?? false, issues: plan.issues.filter(ofWords) };
}

/** Fewer words than these tell nothing of a language. */
const TELLING = 8;

function languageIssues(language: string, sections: readonly WordsOfSection[], { pronounce, common }: Tools): Issue[] {
  if (language !== 'en') {
    const message = `Rhyme and stress are not measured for "${language}".`;
    return [issue('LANGUAGE_NOT_MEASURED', 'LYRICS', { message, hint: 'The total is computed over what can be measured.' })];
  }
  const words = sections.flatMap(({ lines }) => lines.flatMap(wordsOf));
  const known = words.filter(common).length;
  const unspoken = sections.flatMap((section) => unspokenLines(section, pronounce));
  if (words.length < TELLING || known >= words.length / 2) return unspoken;
  const message = `Of ${words.length} words ${known === 0 ? 'none is' : known === 1 ? 'one is' : `${known} are`} common in English: syllables, rhyme and stress may be guesses.`;
  const hint = 'Name the language where it is another one, for example fr: rhyme and stress are then left out.';
  return [issue('LANGUAGE_NOT_MEASURED', 'LYRICS', { message, hint }), ...unspoken];
}

/** Lines of words in letters that nobody can say in English. */
function unspokenLines({ id, lines }: WordsOfSection, pronounce: Pronounce): Issue[] {
  return lines.flatMap((line, at) => {
    const words = wordsOf(line);
    if (words.length === 0 || words.some((word) => pronounce(word).source !== 'none')) return [];
    const message = 'No word of the line can be said in English: it counts no syllable.';
    return [issue('LINE_WORDLESS', 'LYRICS', { section: id, line: at + 1, message, hint: 'Write it in Latin letters as it sounds.' })];
  });
}

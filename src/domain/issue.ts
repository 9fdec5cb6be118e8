import { z } from 'zod';
import { nodeNameSchema } from './node-name.js';

/**
 * Every issue there is. `severity` is the usual one; `component` the metric it weighs on; `mend` names
 * the FIX strategy that repairs it, or null where only a person can decide, and then `why` says so.
 */
export const issueCodes = {
  RHYME_BROKEN: { severity: 'warning', component: 'rhyme_tightness', mend: 'rewrite-line' },
  RHYME_REPEATED: { severity: 'warning', component: 'rhyme_tightness', mend: 'rewrite-line' },
  SYLLABLES_OFF: { severity: 'warning', component: 'singability', mend: 'rewrite-line' },
  STRESS_OFF: { severity: 'info', component: 'singability', mend: 'rewrite-line' },
  HARD_TO_SING: { severity: 'info', component: 'singability', mend: 'rewrite-line' },
  HOOK_MISSING: { severity: 'error', component: 'hook_density', mend: 'add-hook' },
  HOOK_SPARSE: { severity: 'warning', component: 'hook_density', mend: 'add-hook' },
  HOOK_OVERUSED: { severity: 'warning', component: 'hook_density', mend: 'trim-hook' },
  SECTION_MISSING: { severity: 'error', component: 'section_completeness', mend: 'fill-section' },
  SECTION_ORDER: { severity: 'error', component: 'section_completeness', mend: 'fill-section' },
  LINES_TOO_FEW: { severity: 'error', component: 'section_completeness', mend: 'fill-section' },
  LINES_TOO_MANY: { severity: 'error', component: 'section_completeness', mend: 'trim-section' },
  HOOK_NOT_LAST: { severity: 'warning', component: 'section_completeness', mend: 'add-hook' },
  LINE_REPEATED: { severity: 'warning', component: 'section_completeness', mend: 'rewrite-line' },
  PROFANITY: { severity: 'error', component: 'profanity_score', mend: 'rewrite-line' },
  SLUR: { severity: 'error', component: 'profanity_score', mend: 'rewrite-line' },
  BANNED_TERM: { severity: 'error', component: 'profanity_score', mend: 'rewrite-line' },
  PERSONAL_DATA: { severity: 'error', component: 'profanity_score', mend: 'rewrite-line' },
  PERSONAL_DATA_GIVEN: { severity: 'warning', component: null, mend: null, why: "the spec is the person's own; the prompt goes out without it" },
  PERSONAL_DATA_REDACTED: { severity: 'warning', component: null, mend: null, why: 'it is out of the prompt already' },
  ARTIST_NAMED: { severity: 'warning', component: null, mend: null, why: 'only a person knows whether the artist is meant' },
  ARTIST_REPLACED: { severity: 'warning', component: null, mend: null, why: 'a description stands there already' },
  TAG_CONFLICT: { severity: 'error', component: 'section_completeness', mend: 'drop-tag' },
  DURATION_OFF: { severity: 'error', component: 'section_completeness', mend: 'copy-plan' },
  STRUCTURE_MISMATCH: { severity: 'warning', component: 'section_completeness', mend: 'copy-plan' },
  PROMPT_OVER_LIMIT: { severity: 'error', component: 'section_completeness', mend: 'shorten' },
  PROMPT_TRIMMED: { severity: 'info', component: null, mend: null, why: 'the prompt already fits; what was left out is listed' },
  TEMPO_OUTSIDE_BLUEPRINT: { severity: 'warning', component: null, mend: null, why: 'the tempo was asked for by name' },
  ENERGY_TEMPO: { severity: 'warning', component: null, mend: null, why: 'energy and tempo were both asked for; a person must choose' },
  INSTRUMENTS_LEFT_OUT: { severity: 'info', component: null, mend: null, why: 'a style highlights at most three' },
  DURATION_UNREACHABLE: { severity: 'warning', component: null, mend: null, why: 'form, tempo and duration were all asked for' },
  HOOKS_ZERO: { severity: 'warning', component: null, mend: null, why: 'zero hooks were asked for' },
  HOOK_SHORTENED: { severity: 'info', component: null, mend: null, why: 'the title is too long to be sung as it stands' },
  THEME_UNKNOWN: { severity: 'info', component: null, mend: null, why: 'the offline writer has no words for this theme' },
  WISH_NOT_MET: { severity: 'warning', component: null, mend: null, why: 'the writer found no line that meets every wish' },
  DRAFT_REJECTED: { severity: 'warning', component: null, mend: null, why: 'the writer was asked again; its best draft was taken' },
  LANGUAGE_NOT_MEASURED: { severity: 'warning', component: null, mend: null, why: 'rhyme and stress are measured for English' },
  SECTION_UNKNOWN: { severity: 'warning', component: null, mend: null, why: 'only the writer knows what the section is' },
  SECTION_EMPTY: { severity: 'warning', component: null, mend: null, why: 'lyrics that a person sends are measured, not repaired' },
  TAG_UNBALANCED: { severity: 'info', component: null, mend: null, why: 'the tag was understood' },
  LINE_WORDLESS: { severity: 'warning', component: null, mend: null, why: 'only the writer knows what is sung there' },
  MIXED_ALPHABETS: { severity: 'warning', component: null, mend: null, why: 'only the writer knows which letters were meant' },
  GIVEN_FORM: { severity: 'info', component: null, mend: null, why: "the person's own words decide" },
  GIVEN_NO_PLACE: { severity: 'warning', component: null, mend: null, why: 'only the person can say where the words belong' },
  HOOK_FROM_GIVEN: { severity: 'info', component: null, mend: null, why: "the person's own chorus decides" },
  LINE_UNSUNG: { severity: 'error', component: null, mend: null, why: 'the line was left out; what is missing then is mended' },
  LINE_LOCKED: { severity: 'warning', component: null, mend: null, why: 'the locked line stands; the draft is answered' },
  SOURCE_UNREAD: { severity: 'warning', component: null, mend: null, why: 'the source was optional, and could not be read' },
  SOURCE_UNUSED: { severity: 'warning', component: null, mend: null, why: "scopes, allow and deny are the person's own" },
  PII_REDACTED: { severity: 'info', component: null, mend: null, why: 'personal data was taken out before anything else saw it' },
  SOURCE_CHANGED: { severity: 'info', component: null, mend: null, why: 'the song keeps the chunks that were recorded' },
  CITATION_UNKNOWN: { severity: 'info', component: null, mend: null, why: 'only the writer knows which chunk was meant' },
  NOT_YET: { severity: 'warning', component: null, mend: null, why: 'nothing serves this field yet' },
} as const satisfies Record<string, IssueRow>;

interface IssueRow {
  severity: 'error' | 'warning' | 'info';
  component: 'hook_density' | 'singability' | 'rhyme_tightness' | 'section_completeness' | 'profanity_score' | null;
  mend: 'rewrite-line' | 'add-hook' | 'trim-hook' | 'fill-section' | 'trim-section' | 'drop-tag' | 'copy-plan' | 'shorten' | null;
  why?: string;
}

export type IssueCode = keyof typeof issueCodes;
export type Mend = NonNullable<IssueRow['mend']>;

export const issueSchema = z
  .strictObject({
    code: z.enum(Object.keys(issueCodes) as [IssueCode, ...IssueCode[]]),
    severity: z.enum(['error', 'warning', 'info']),
    node: nodeNameSchema,
    section: z.string().max(60).optional().describe('Section id, e.g. "verse-1".'),
    line: z.int().min(1).max(1000).optional().describe('Line within the section, from 1.'),
    field: z.string().max(120).optional().describe('Dotted path into the spec, where the issue is about a wish.'),
    message: z.string().max(600),
    hint: z.string().max(600),
  })
  .describe('One thing that is not as it should be, where, and what to do about it.');

export type Issue = z.infer<typeof issueSchema>;

/** An issue with its code's usual severity. */
export function issue(code: IssueCode, node: Issue['node'], rest: Omit<Issue, 'code' | 'severity' | 'node'>): Issue {
  return { code, severity: issueCodes[code].severity, node, ...rest };
}

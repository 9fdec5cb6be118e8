/** What a guard found in a text, where, and why. Every guard answers in this form. */
export interface Finding {
  guard: 'profanity' | 'pii' | 'artist';
  /** What it is: "slur", "email", "named" … */
  kind: string;
  /** Place in the text, in UTF-16 units, `end` exclusive. */
  start: number;
  end: number;
  /** The words found, as they stand. */
  text: string;
  /** What may stand there instead, where the guard knows. */
  replacement: string | null;
  reason: string;
}

/** Findings in the order of the text; of two that overlap the earlier in the list stands. */
export function withoutOverlaps(findings: readonly Finding[]): Finding[] {
  const kept: Finding[] = [];
  for (const one of findings) if (kept.every(({ start, end }) => one.end <= start || one.start >= end)) kept.push(one);
  return kept.sort((a, b) => a.start - b.start);
}

/** A text with some findings replaced; a finding without a replacement stays. */
export function replaced(text: string, findings: readonly Finding[], by: (finding: Finding) => string | null = ({ replacement }) => replacement): string {
  let told = '';
  let at = 0;
  for (const finding of [...findings].sort((a, b) => a.start - b.start)) {
    const instead = by(finding);
    if (instead === null || finding.start < at) continue;
    told += text.slice(at, finding.start) + instead;
    at = finding.end;
  }
  return told + text.slice(at);
}

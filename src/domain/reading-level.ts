const named: [RegExp, number][] = [
  [/\b(?:simple|easy|plain|child|children|kids?|beginner)\b/, 3],
  [/\b(?:middle school)\b/, 7],
  [/\b(?:high school|teen)\b/, 10],
  [/\b(?:college|university|adult|advanced)\b/, 13],
];

/** The school grade that a reading level means, 1 to 16: "grade 6", "6th grade", "age 11" (five years less), "easy". Null where it names none. */
export function gradeOf(level: string): number | null {
  const text = level.toLowerCase();
  const age = /\bage[sd]?\s*(\d{1,2})\b/.exec(text);
  const grade = age ? Number(age[1]) - 5 : Number(/\d{1,2}/.exec(text)?.[0] ?? Number.NaN);
  if (!Number.isNaN(grade)) return Math.min(16, Math.max(1, grade));
  return named.find(([words]) => words.test(text))?.[1] ?? null;
}

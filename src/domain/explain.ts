import { z } from 'zod';
import { AmcsError, type ErrorCode, type Problem } from './error.js';
import { suggestion } from './nearest.js';
import { sentence } from './text.js';

/**
 * Parses a value against a schema and, where it does not fit, says precisely what is wrong where,
 * with the nearest known name for an unknown field or word.
 * @throws AmcsError with `code` and one problem a place.
 */
export function parseAs<Schema extends z.ZodType>(schema: Schema, value: unknown, code: ErrorCode, name: string): z.infer<Schema> {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const problems = explain(schema, result.error, value);
  const first = problems[0] as Problem;
  const more = problems.length > 1 ? ` (and ${problems.length - 1} more)` : '';
  throw new AmcsError(code, {
    message: `${name}: ${first.path === '' ? '' : `${first.path} `}${first.message}${more}.`,
    ...(first.hint ? { hint: sentence(first.hint) } : {}),
    problems,
  });
}

/** As many as a person reads. */
const MOST_PROBLEMS = 20;

function explain(schema: z.ZodType, error: z.ZodError, value: unknown): Problem[] {
  const issues = error.issues.filter((issue) => !error.issues.some((other) => tighter(other, issue)));
  return issues
    .slice(0, MOST_PROBLEMS)
    .flatMap((issue) => problemsOf(schema, issue, value))
    .slice(0, MOST_PROBLEMS);
}

/** A number may break its own bound and that of safe integers: the tighter one is what to tell. */
function tighter(a: z.core.$ZodIssue, b: z.core.$ZodIssue): boolean {
  if (a.code !== 'too_big' || b.code !== 'too_big') return false;
  return a.path.join('.') === b.path.join('.') && a.maximum < b.maximum;
}

/** A name from outside, fit to be printed: short, and without what steers a terminal. */
function printable(name: string): string {
  return name.slice(0, 60).replace(/[\p{Cc}\u2028\u2029\u202A-\u202E\u2066-\u2069]/gu, '\uFFFD');
}

function problemsOf(schema: z.ZodType, issue: z.core.$ZodIssue, value: unknown): Problem[] {
  const path = issue.path.map((key) => printable(String(key))).join('.');
  if (issue.code === 'unrecognized_keys') {
    const known = knownKeys(schemaAt(schema, issue.path));
    return issue.keys.slice(0, MOST_PROBLEMS).map((key) => ({
      path: path === '' ? printable(key) : `${path}.${printable(key)}`,
      message: 'is not a known field',
      hint: known.length > 0 ? suggestion(key, known) : 'remove it',
    }));
  }
  if (issue.code === 'invalid_value') {
    const options = issue.values.map(String);
    const got = valueAt(value, issue.path);
    if (got === undefined) return [{ path, message: 'is missing', hint: `one of ${options.join(', ')}` }];
    // A list or an object has no short text of its own, and one from outside may throw when it is asked for one.
    if (typeof got === 'object') return [{ path, message: `is ${kindOf(got)}, which is none of its values`, hint: `one of ${options.join(', ')}` }];
    return [{ path, message: `is "${printable(String(got))}", which is none of its values`, hint: suggestion(String(got), options) }];
  }
  if (issue.code === 'invalid_key') {
    const inner = issue.issues[0];
    if (inner?.code === 'invalid_value') {
      return [{ path, message: 'is not a known name', hint: suggestion(String(issue.path.at(-1)), inner.values.map(String)) }];
    }
    return [{ path, message: inner?.message ?? 'is not a known name' }];
  }
  if (issue.code === 'invalid_union') {
    const best = nearestBranch(issue.errors);
    if (best) return best.flatMap((inner) => problemsOf(schema, { ...inner, path: [...issue.path, ...inner.path] }, value));
  }
  return [{ path, message: plainMessage(issue, valueAt(value, issue.path)) }];
}

/** The branch of a union that the value was meant for: one whose complaint is not about the type as a whole. */
function nearestBranch(branches: z.core.$ZodIssue[][]): z.core.$ZodIssue[] | undefined {
  const meant = branches.filter((issues) => !issues.some(({ code, path }) => code === 'invalid_type' && path.length === 0));
  return meant.length > 0 ? meant[0] : undefined;
}

function plainMessage(issue: z.core.$ZodIssue, got: unknown): string {
  switch (issue.code) {
    case 'invalid_type':
      if (typeof got === 'number' && !Number.isFinite(got)) return 'is too high';
      return got === undefined ? `is missing (${issue.expected} expected)` : `is ${kindOf(got)}, ${issue.expected} expected`;
    case 'invalid_union':
      return got === undefined ? 'is missing' : `is ${kindOf(got)}, which is none of the forms it may have`;
    case 'too_big':
      return `is too ${sized(issue.origin) ? 'long' : 'high'}: at most ${issue.maximum}${unit(issue.origin)}`;
    case 'too_small':
      return issue.origin === 'string' && issue.minimum === 1
        ? 'is empty'
        : `is too ${sized(issue.origin) ? 'short' : 'low'}: at least ${issue.minimum}${unit(issue.origin)}`;
    default:
      return issue.message.startsWith('Invalid') ? `is not valid: ${issue.message}` : issue.message;
  }
}

const sized = (origin: string) => origin === 'string' || origin === 'array';
const unit = (origin: string) => (origin === 'string' ? ' characters' : origin === 'array' ? ' entries' : '');

function kindOf(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'number' && !Number.isInteger(value)) return 'a fraction';
  return { string: 'text', number: 'a number', boolean: 'true or false', object: 'an object' }[typeof value as string] ?? typeof value;
}

function valueAt(value: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>((inner, key) => (inner === null || inner === undefined ? undefined : (inner as Record<PropertyKey, unknown>)[key]), value);
}

function schemaAt(schema: z.ZodType, path: readonly PropertyKey[]): z.ZodType | undefined {
  let here: z.ZodType | undefined = unwrap(schema);
  for (const key of path) {
    if (here instanceof z.ZodObject) here = here.shape[String(key)] as z.ZodType | undefined;
    else if (here instanceof z.ZodArray) here = here.element as z.ZodType;
    else if (here instanceof z.ZodRecord) here = here.valueType as z.ZodType;
    else return undefined;
    here = here && unwrap(here);
  }
  return here;
}

function unwrap(schema: z.ZodType): z.ZodType {
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodNullable || schema instanceof z.ZodDefault) return unwrap(schema.unwrap() as z.ZodType);
  if (schema instanceof z.ZodUnion) {
    return (schema.options as z.ZodType[]).find((option) => option instanceof z.ZodObject || option instanceof z.ZodRecord) ?? schema;
  }
  return schema;
}

function knownKeys(schema: z.ZodType | undefined): string[] {
  if (schema instanceof z.ZodRecord && schema.keyType instanceof z.ZodEnum) return schema.keyType.options.map(String);
  return schema instanceof z.ZodObject ? Object.keys(schema.shape) : [];
}

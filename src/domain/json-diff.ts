import { z } from 'zod';

export const differenceSchema = z.strictObject({
  path: z.string().describe('Dotted path; "" for the whole.'),
  before: z.json().optional().describe('Missing: the value was not there.'),
  after: z.json().optional().describe('Missing: the value is there no more.'),
});
export type Difference = z.infer<typeof differenceSchema>;

/** Where two JSON values differ, leaf by leaf in the order of their keys, at most `limit` places. */
export function jsonDiff(before: unknown, after: unknown, limit = 20): Difference[] {
  const found: Difference[] = [];
  const walk = (a: unknown, b: unknown, path: string): void => {
    if (found.length >= limit || Object.is(a, b)) return;
    if (!isObject(a) || !isObject(b) || Array.isArray(a) !== Array.isArray(b)) {
      found.push({ path, before: a as Difference['before'], after: b as Difference['after'] });
      return;
    }
    for (const key of [...new Set([...Object.keys(a), ...Object.keys(b)])].sort(inOrder)) {
      walk((a as Record<string, unknown>)[key], (b as Record<string, unknown>)[key], path === '' ? key : `${path}.${key}`);
    }
  };
  walk(before, after, '');
  return found;
}

const isObject = (value: unknown): value is object => value !== null && typeof value === 'object';

/** List positions by number, names by code units. */
function inOrder(a: string, b: string): number {
  const numeric = /^\d+$/.test(a) && /^\d+$/.test(b);
  if (numeric) return Number(a) - Number(b);
  return a < b ? -1 : a > b ? 1 : 0;
}

import type { SourceSpec } from '../domain/source.js';

type Rules = Pick<SourceSpec, 'allow' | 'deny'>;

/** Whether a source's rules let a place (a path, an address, an id) be read. What is denied is denied, whatever is allowed. */
export function permitsPlace({ allow = [], deny = [] }: Rules, place: string): boolean {
  const places = allow.filter((one) => !isHeading(one));
  const meets = (pattern: string) => !isHeading(pattern) && meetsGlob(pattern, place);
  return !deny.some(meets) && (places.length === 0 || places.some(meets));
}

/** Whether what stands under these headings (joined as chunks have them) may be used: "# Recipes" means that heading and all below it. */
export function permitsHeading({ allow = [], deny = [] }: Rules, heading: string): boolean {
  const above = heading.split(' › ');
  const headings = allow.filter(isHeading);
  const meets = (pattern: string) => isHeading(pattern) && above.some((one) => meetsGlob(pattern.replace(/^#+\s*/, ''), one));
  return !deny.some(meets) && (headings.length === 0 || headings.some(meets));
}

const isHeading = (pattern: string) => pattern.startsWith('#');

/**
 * "*" is anything but a slash, "**" anything at all, "**" with a slash any folders or none; small and capital letters are the
 * same. A pattern without a slash means the last part of a path too. Walks through both once for each sign: no pattern is slow.
 */
function meetsGlob(pattern: string, text: string): boolean {
  const signs = [...text.toLowerCase()];
  const parts = `${pattern.includes('/') ? '' : '**/'}${pattern.toLowerCase()}`.match(/\*\*\/|\*\*|\*|[^*]/gu) ?? [];
  /** Places of the text that the pattern may have come to. */
  let reached: boolean[] = [true, ...signs.map(() => false)];
  for (const part of parts) reached = step(part, reached, signs);
  return reached.at(-1) === true;
}

function step(part: string, reached: readonly boolean[], signs: readonly string[]): boolean[] {
  const next: boolean[] = [];
  let before = false;
  for (const [at, here] of reached.entries()) {
    const sign = signs[at - 1];
    if (part === '**') next[at] = here || next[at - 1] === true;
    else if (part === '*') next[at] = here || (next[at - 1] === true && sign !== '/');
    else if (part === '**/') next[at] = here || (before && sign === '/');
    else next[at] = at > 0 && reached[at - 1] === true && sign === part;
    before ||= here;
  }
  return next;
}

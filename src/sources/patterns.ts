import type { SourceSpec } from '../domain/source.js';

type Rules = Pick<SourceSpec, 'allow' | 'deny'>;

/** Whether a source's rules let a place (a path, an address, an id) be read. What is denied is denied, whatever is allowed. */
export function permitsPlace({ allow = [], deny = [] }: Rules, place: string): boolean {
  const places = allow.filter((one) => !isHeading(one));
  const meets = (pattern: string) => !isHeading(pattern) && glob(pattern).test(place);
  return !deny.some(meets) && (places.length === 0 || places.some(meets));
}

/** Whether what stands under these headings (joined as chunks have them) may be used: "# Recipes" means that heading and all below it. */
export function permitsHeading({ allow = [], deny = [] }: Rules, heading: string): boolean {
  const above = heading.split(' › ');
  const headings = allow.filter(isHeading);
  const meets = (pattern: string) => isHeading(pattern) && above.some((one) => glob(pattern.replace(/^#+\s*/, '')).test(one));
  return !deny.some(meets) && (headings.length === 0 || headings.some(meets));
}

const isHeading = (pattern: string) => pattern.startsWith('#');

/** "*" is anything but a slash, "**" anything at all; small and capital letters are the same. A pattern without a slash means the last part of a path too. */
function glob(pattern: string): RegExp {
  // One star after another would only be tried in every way there is.
  const parts = pattern.replace(/\*{3,}/g, '**').split(/(\*\*\/?|\*)/);
  const body = parts.map((part) => (part === '**/' ? '(?:.*/)?' : part === '**' ? '.*' : part === '*' ? '[^/]*' : part.replace(/[.+?^${}()|[\]\\]/g, '\\$&')));
  const inner = body.join('');
  return new RegExp(pattern.includes('/') ? `^${inner}$` : `^(?:.*/)?${inner}$`, 'iu');
}

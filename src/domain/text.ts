/** A slug for ids and folder names: lower-case ASCII letters and digits with single hyphens, never empty. */
export function slugOf(text: string, fallback: string): string {
  const ascii = text
    .normalize('NFKD')
    .replace(/[\u0300-\u036f']/g, '')
    .toLowerCase();
  const slug = ascii
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 60)
    .replace(/-+$/, '');
  return slug === '' ? fallback : slug;
}

/** A number cut to a fixed number of decimals, so that scores do not carry noise of binary fractions. */
export function rounded(value: number, decimals = 4): number {
  const scale = 10 ** decimals;
  return Math.round(value * scale) / scale;
}

/** A phrase with a capital and a full stop. */
export function sentence(text: string): string {
  const upper = `${text[0]?.toUpperCase()}${text.slice(1)}`;
  return /[.?!]$/.test(upper) ? upper : `${upper}.`;
}

import { createRequire } from 'node:module';
import type { CountryCode, isPossiblePhoneNumber } from 'libphonenumber-js/min';
import { compiled, type Found, matches } from './found.js';

/** The number plan of the world takes a tenth of a second to load: it is asked only where a number looks like a foreign one. */
const load = createRequire(import.meta.url);
let plan: { isPossiblePhoneNumber: typeof isPossiblePhoneNumber } | undefined;
function possible(number: string, country?: CountryCode): boolean {
  plan ??= load('libphonenumber-js/min') as NonNullable<typeof plan>;
  return plan.isPossiblePhoneNumber(number, country);
}

/** Countries whose numbers are written with a leading 0 (Italy and Spain without one need a "+" here). */
const trunkZero: readonly CountryCode[] = ['GB', 'DE', 'FR', 'AU', 'NL', 'IE', 'NZ', 'ZA', 'CH', 'AT', 'SE', 'BE', 'IN', 'JP', 'BR', 'IL', 'TR'];

const CUE =
  /\b(?:call|calls|called|calling|phone|telephone|tel|text|texts|texting|number|numbers|no|cell|mobile|dial|ring|rang|whatsapp|signal|reach|fax|sms|line|message|voicemail|contact|hit me|digits|hotline|ph|dm)\b[^\n]{0,40}$/i;

export function phones(text: string, sung: readonly string[]): Found[] {
  return found(text).filter(({ start, end }) => !sung.includes(digitsOf(text.slice(start, end))));
}

/** The figures of a number, written or said. */
function digitsOf(text: string): string {
  return (text.toLowerCase().match(/[a-z]+|\d/g) ?? []).map((word) => spoken[word] ?? word).join('');
}

function found(text: string): Found[] {
  const cued = (match: RegExpMatchArray) => CUE.test(text.slice(0, match.index));
  const gap = '[ .\\-\\u2010-\\u2013/]';
  const area = '(?:\\([2-9]\\d{2}\\)\\s?|[2-9]\\d{2}GAP)'.replace('GAP', gap);
  const extension = '(?:,?\\s*(?:ext\\.?|extension|x)\\s*\\d{1,6})?';
  const before = '(?<![\\p{L}\\d.,$€£#/-])';
  const after = '(?![\\p{L}\\d])';
  const american = compiled(`(?<![\\p{L}\\d$€£#])(?<!\\d[ .-])(?:\\+?1${gap}?)?${area}\\d{3}${gap}?\\d{4}${extension}${after}(?![ .-]?\\d)`, 'gu');
  const bare = compiled(`${before}1?[2-9]\\d{2}[2-9]\\d{6}${after}`, 'gu');
  const local = compiled(`${before}[2-9]\\d{2}[-.\\u2010-\\u2013]\\d{4}${extension}(?![\\p{L}\\d-])`, 'gu');
  const spacedLocal = compiled(`${before}[2-9]\\d{2} ?\\d{4}${after}`, 'gu');
  const world = /(?<![\p{L}\d])(?:\+|00)[1-9](?:[ .\-–/()]{0,2}\d){6,14}(?![\p{L}\d])/gu;
  const national = /(?<![\p{L}\d.,$€£#])\(?0\d(?:[ .\-–/()]{0,2}\d){7,10}(?![\p{L}\d])/gu;
  const letters = compiled(`${before}(?:1-)?8(?:00|88|77|66|55|44|33)-[A-Z\\d]{3,4}-?[A-Z\\d]{3,5}${after}`, 'gu');
  const digits = (match: RegExpMatchArray) => match[0].replace(/\D/g, '');
  const groups = (match: RegExpMatchArray) => match[0].split(/[^\d]+/).filter((part) => part !== '');
  const even = (match: RegExpMatchArray) => isCounting(groups(match).map(Number));
  return [
    ...matches('phone', text, world, (match) => possible(`+${digits(match).replace(/^00/, '')}`) || cued(match)),
    ...matches('phone', text, american),
    ...matches('phone', text, letters),
    ...matches('phone', text, national, (match) => (groups(match).length > 1 || cued(match)) && !even(match) && isNational(digits(match))),
    ...matches('phone', text, bare, cued),
    ...matches('phone', text, local),
    ...matches('phone', text, spacedLocal, cued),
    ...matches('phone', text, /(?<![\p{L}\d.,$€£#])\d(?:[ .-]?\d){6,11}(?![\p{L}\d])/gu, (match) => cued(match) && !even(match)),
    ...spokenPhones(text),
  ];
}

const isNational = (number: string) => trunkZero.some((country) => possible(number, country));

const spoken: Readonly<Record<string, string>> = {
  zero: '0',
  oh: '0',
  o: '0',
  one: '1',
  two: '2',
  three: '3',
  four: '4',
  five: '5',
  six: '6',
  seven: '7',
  eight: '8',
  nine: '9',
  niner: '9',
};

/** Seven digits and more said one by one: "five five five, oh one two three". Counting is none. */
function spokenPhones(text: string): Found[] {
  const digit = '(?:zero|oh|one|two|three|four|five|six|seven|eight|niner?|[0-9])';
  const pattern = compiled(`(?<![\\p{L}\\d])(?:(?:double|triple)\\s+)?${digit}(?:[\\s,.\\-–]+(?:(?:double|triple)\\s+)?${digit}){6,14}(?![\\p{L}\\d])`, 'giu');
  return matches('phone', text, pattern, ([match]) => {
    const words = match.toLowerCase().match(/[a-z]+|\d/g) ?? [];
    const said = words.flatMap((word, at) => {
      const number = spoken[word] ?? (/^\d$/.test(word) ? word : '');
      const times = { double: 2, triple: 3 }[words[at - 1] ?? ''] ?? 1;
      return number === '' ? [] : Array<number>(times).fill(Number(number));
    });
    return said.length >= 7 && words.some((word) => word.length > 1) && !isCounting(said) && new Set(said).size > 2;
  });
}

/** Numbers that go up or down by one step are counted, not dialled. */
function isCounting(numbers: readonly number[]): boolean {
  const steps = numbers.slice(1).map((number, at) => number - (numbers[at] as number));
  const usual = steps.filter((step) => step === steps[0]).length;
  return numbers.length > 2 && (usual === steps.length || (numbers.length > 4 && Math.abs(steps[0] as number) <= 1 && usual >= steps.length - 1));
}

import { anyOf, compiled, type Found, matches } from './found.js';

/** Cards, accounts, and other numbers that carry their own proof, or a word before them that says what they are. */

const DIGITS = /[^0-9]/g;

/** Luhn's check, which every payment card passes and nine of ten other numbers do not. */
export function luhn(number: string): boolean {
  let sum = 0;
  for (const [at, digit] of [...number].reverse().entries()) {
    const doubled = at % 2 === 1 ? Number(digit) * 2 : Number(digit);
    sum += doubled > 9 ? doubled - 9 : doubled;
  }
  return sum % 10 === 0 && /[1-9]/.test(number);
}

/** ISO 7064 mod 97 of an IBAN without spaces. */
export function isIban(written: string): boolean {
  if (!/^[A-Z]{2}\d{2}[A-Z0-9]{11,30}$/.test(written)) return false;
  let rest = 0;
  for (const sign of written.slice(4) + written.slice(0, 4)) {
    const value = sign >= 'A' ? sign.charCodeAt(0) - 55 : Number(sign);
    rest = (rest * (value > 9 ? 100 : 10) + value) % 97;
  }
  return rest === 1;
}

export function cards(text: string): Found[] {
  return matches('card', text, /(?<![\p{L}\d+])(?:\d[ .\-–]{0,2}){12,18}\d(?![\p{L}\d])/gu, ([match]) => luhn(match.replace(DIGITS, '')));
}

export function ibans(text: string): Found[] {
  const found: Found[] = [];
  for (const match of text.matchAll(/(?<![\p{L}\d])[A-Za-z]{2}[ -]?\d{2}(?:[ -]?[A-Za-z0-9]){11,30}/gu)) {
    // What follows an account may look like a part of it: the longest piece that proves itself is it.
    for (let length = match[0].length; length >= 15; length -= 1) {
      const piece = match[0].slice(0, length);
      const next = text[(match.index as number) + length] ?? '';
      if (/[ -]$/.test(piece) || /[\p{L}\d]/u.test(next) || !isIban(piece.replace(/[ -]/g, '').toUpperCase())) continue;
      found.push({ kind: 'iban', start: match.index as number, end: (match.index as number) + length });
      break;
    }
  }
  return found;
}

export function ssns(text: string): Found[] {
  const shaped = /(?<![\d-])(?!000|666|9)\d{3}([-. \u2010-\u2013])(?!00)\d{2}\1(?!0000)\d{4}(?![\d-])/g;
  const cued = /\b(?:ssn|ss#|social(?: security)?(?: number| no\.?| #)?|tin|itin)\b[^\d\n]{0,15}(?<it>\d{3}[- .]?\d{2}[- .]?\d{4})(?!\d)/gi;
  // British: two letters, six digits, one letter.
  const insurance = /(?<![\p{L}\d])[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z] ?\d{2} ?\d{2} ?\d{2} ?[A-D](?![\p{L}\d])/gu;
  return [...matches('id', text, cued), ...matches('id', text, shaped), ...matches('id', text, insurance)];
}

/** Numbers that only the word before them makes personal: "passport no. X1234567", "born 03/14/1987", "my pin is 4821". */
export function cuedNumbers(text: string, cues: Readonly<Record<string, readonly string[]>>): Found[] {
  return Object.entries(cues).flatMap(([kind, words]) => {
    const value = kind === 'birth' ? birthDate : kind === 'secret' ? '(?=\\S*\\d)[^\\s,;]{4,40}' : '(?=[A-Z\\d-]*\\d{3})[A-Z\\d][A-Z\\d-]{4,19}';
    const pattern = compiled(
      `(?<![\\p{L}\\d])(?:${anyOf(words)})(?:\\s*(?:number|no\\.?|num|code|#|is|was|:|=|on|,))*\\s*(?<it>${value})(?![\\p{L}\\d])`,
      'giu',
    );
    return matches(kind, text, pattern);
  });
}

const months = '(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\\.?';
const birthDate = `(?:\\d{1,2}[/.-]\\d{1,2}[/.-](?:\\d{4}|\\d{2})|\\d{4}[/.-]\\d{1,2}[/.-]\\d{1,2}|${months} \\d{1,2}(?:st|nd|rd|th)?,? \\d{4}|\\d{1,2}(?:st|nd|rd|th)? (?:of )?${months},? \\d{4})`;

/** Addresses of machines. The loopback is everybody's, and "version 1.2.3.4" is none. */
export function machines(text: string): Found[] {
  const octet = '(?:25[0-5]|2[0-4]\\d|1?\\d?\\d)';
  const v4 = compiled(`(?<![\\d.\\p{L}])(?:${octet}\\.){3}${octet}(?:/\\d{1,2}|:\\d{1,5})?(?![\\d.]*\\d)`, 'gu');
  const named = /(?:\b(?:v|version|ver\.?|release|build|firmware|chapter|section|figure|part|psalm|patch|rev\.?)\s*|[§#])$/i;
  const isPlace = (match: RegExpMatchArray) => !/^(?:127\.|0\.0\.0\.0|(?:\d\.){3}\d(?!\d))/.test(match[0]) && !named.test(text.slice(0, match.index));
  const v6 = /(?<![\p{L}\d:.])(?:[0-9a-f]{0,4}:){2,7}[0-9a-f]{0,4}(?:%\w+|\/\d{1,3})?(?![\p{L}\d:])/giu;
  const mac = /(?<![\p{L}\d:-])(?:[0-9a-f]{2}([:-]))(?:[0-9a-f]{2}\1){4}[0-9a-f]{2}(?![\p{L}\d:-])/giu;
  return [...matches('machine', text, mac), ...matches('machine', text, v4, isPlace), ...matches('machine', text, v6, ([match]) => isV6(match))];
}

function isV6(written: string): boolean {
  const [address] = written.toLowerCase().split(/[%/]/) as [string];
  const groups = address.split(':');
  const filled = groups.filter((group) => group !== '').length;
  if (address === '::1' || address === '::' || !/\d/.test(address)) return false;
  const halves = address.split('::');
  if (halves.length > 2 || /(?:^:[^:])|(?:[^:]:$)/.test(address)) return false;
  return halves.length === 2 ? filled >= 2 && filled <= 7 : groups.length === 8 && filled === 8;
}

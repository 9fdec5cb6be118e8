import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';

/** The sets are measured against, never edited (sets/README.md). This holds them to their shape, it does not run a guard. */

const text = z.string().min(1).max(300);
const field = z.enum(['tag', 'influence', 'vocal_profile', 'title', 'mood', 'theme']);
const itemKind = z.enum(['email', 'phone', 'card', 'ssn', 'iban', 'ip', 'address', 'handle', 'url', 'name']);

const profane = z.strictObject({ text, kind: z.enum(['plain', 'obfuscated']), severity: z.enum(['mild', 'strong', 'slur']) });
const mild = z.strictObject({ text, severity: z.literal('mild') });
const clean = z.strictObject({ text });
const personal = z.strictObject({ text, items: z.array(z.strictObject({ kind: itemKind, value: z.string().min(2) })).min(1) });
const mention = z.strictObject({ text, field, name: z.string().min(2) });
const nearMiss = z.strictObject({ text, field });

function read<T>(name: string, line: z.ZodType<T>): T[] {
  const file = readFileSync(new URL(`./sets/${name}.jsonl`, import.meta.url), 'utf8');
  return file
    .trimEnd()
    .split('\n')
    .map((json) => line.parse(JSON.parse(json)));
}

const sets = {
  profanity: read('profanity', profane),
  'profanity-mild': read('profanity-mild', mild),
  clean: read('clean', clean),
  pii: read('pii', personal),
  'pii-clean': read('pii-clean', clean),
  artists: read('artists', mention),
  'artists-clean': read('artists-clean', nearMiss),
};

const items = sets.pii.flatMap((line) => line.items);
const valuesOf = (kind: z.infer<typeof itemKind>) => items.filter((item) => item.kind === kind).map((item) => item.value);

function luhn(number: string): boolean {
  const digits = [...number.replace(/\D/g, '')].reverse().map(Number);
  const sum = digits.reduce((total, digit, place) => total + (place % 2 === 0 ? digit : digit > 4 ? digit * 2 - 9 : digit * 2), 0);
  return sum % 10 === 0;
}

/** ISO 13616: the first four signs go to the end, letters count from 10, and the whole leaves 1 when divided by 97. */
function ibanHolds(iban: string): boolean {
  const signs = iban.replace(/\s/g, '').toUpperCase();
  const digits = [...`${signs.slice(4)}${signs.slice(0, 4)}`].map((sign) => Number.parseInt(sign, 36)).join('');
  return BigInt(digits) % 97n === 1n;
}

describe('the sets of the text guards', () => {
  it.each([
    ['profanity', 170],
    ['profanity-mild', 20],
    ['clean', 320],
    ['pii', 120],
    ['pii-clean', 170],
    ['artists', 120],
    ['artists-clean', 130],
  ] as const)('%s holds at least %i lines, none twice', (name, least) => {
    const seen = sets[name].map((line) => `${'field' in line ? line.field : ''} ${line.text.trim().toLowerCase()}`);
    expect(seen.length).toBeGreaterThanOrEqual(least);
    expect(seen.filter((line, at) => seen.indexOf(line) !== at)).toEqual([]);
  });

  it.each([
    ['profanity', 'clean'],
    ['profanity', 'profanity-mild'],
    ['profanity-mild', 'clean'],
    ['pii', 'pii-clean'],
  ] as const)('%s and %s share no line', (one, other) => {
    const texts = new Set(sets[one].map((line) => line.text));
    expect(sets[other].filter((line) => texts.has(line.text))).toEqual([]);
  });

  it('a performer is not named and missed by the same words in the same field', () => {
    const named = new Set(sets.artists.map((line) => `${line.field} ${line.text.toLowerCase()}`));
    expect(sets['artists-clean'].filter((line) => named.has(`${line.field} ${line.text.toLowerCase()}`))).toEqual([]);
  });

  it('half of the profane lines are obfuscated, and slurs come both ways', () => {
    const obfuscated = sets.profanity.filter((line) => line.kind === 'obfuscated');
    expect(obfuscated.length / sets.profanity.length).toBeGreaterThan(0.45);
    expect(obfuscated.length / sets.profanity.length).toBeLessThan(0.6);
    for (const kind of ['plain', 'obfuscated']) {
      expect(sets.profanity.filter((line) => line.kind === kind && line.severity === 'slur').length).toBeGreaterThanOrEqual(20);
    }
  });

  it('every item of personal data stands in its line once, and none inside another', () => {
    for (const line of sets.pii) {
      const places = line.items.map((item) => ({ from: line.text.indexOf(item.value), to: line.text.indexOf(item.value) + item.value.length, item }));
      for (const { from, item } of places) {
        expect(from, item.value).toBeGreaterThanOrEqual(0);
        expect(line.text.lastIndexOf(item.value), item.value).toBe(from);
      }
      const inOrder = [...places].sort((a, b) => a.from - b.from);
      inOrder.slice(1).forEach((place, at) => {
        expect(place.from, line.text).toBeGreaterThanOrEqual(inOrder[at]?.to ?? 0);
      });
    }
  });

  it('every kind of personal data is there often enough to be measured', () => {
    for (const kind of itemKind.options) expect(valuesOf(kind).length, kind).toBeGreaterThanOrEqual(6);
  });

  it.each(valuesOf('card'))('card %s passes Luhn', (value) => expect(luhn(value)).toBe(true));

  it.each(valuesOf('iban'))('IBAN %s passes its checksum', (value) => expect(ibanHolds(value)).toBe(true));

  it('no clean line holds a number that passes as a card', () => {
    const numbers = sets['pii-clean'].flatMap((line) => line.text.match(/\d(?:[ -]?\d){12,18}/g) ?? []);
    expect(numbers.length).toBeGreaterThan(0);
    expect(numbers.filter(luhn)).toEqual([]);
  });

  it('ninety performers and more are mentioned, in every field', () => {
    expect(new Set(sets.artists.map((line) => line.name)).size).toBeGreaterThanOrEqual(90);
    for (const where of field.options) {
      expect(sets.artists.filter((line) => line.field === where).length, where).toBeGreaterThanOrEqual(10);
      expect(sets['artists-clean'].filter((line) => line.field === where).length, where).toBeGreaterThanOrEqual(10);
    }
  });
});

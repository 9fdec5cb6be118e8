import type { Rng } from '../../src/domain/seed.js';

/** Values made from a JSON Schema, and what else could stand in their place. */

type Schema = Record<string, unknown>;

export const chance = (rng: Rng, percent: number): boolean => rng.int(1, 100) <= percent;

/** A value that fits a schema, as far as it can be made blindly: patterns are not looked at. */
export function sample(schema: Schema, rng: Rng, depth = 0): unknown {
  const branches = (schema.anyOf ?? schema.oneOf) as Schema[] | undefined;
  if (branches) return sample(rng.pick(branches), rng, depth);
  if (schema.const !== undefined) return schema.const;
  if (Array.isArray(schema.enum)) return rng.pick(schema.enum);
  const { minimum = 0, maximum = 100, minLength = 0, minItems = 0 } = schema as Record<string, number>;
  switch (schema.type) {
    case 'integer':
    case 'number':
      return rng.int(Math.ceil(minimum), Math.max(Math.ceil(minimum), Math.floor(Math.min(maximum, 1_000_000))));
    case 'boolean':
      return rng.int(0, 1) === 1;
    case 'string':
      return 'home'.repeat(1 + minLength / 4);
    case 'array':
      return Array.from({ length: depth > 4 ? minItems : rng.int(minItems, minItems + 2) }, () => sample((schema.items ?? {}) as Schema, rng, depth + 1));
    case 'object':
      return sampleObject(schema, rng, depth);
    default:
      return rng.pick([null, 'home', 7]);
  }
}

function sampleObject({ properties = {}, required = [] }: Schema, rng: Rng, depth: number): Record<string, unknown> {
  const chosen = Object.entries(properties as Record<string, Schema>).filter(
    ([name]) => (required as string[]).includes(name) || (depth < 5 && chance(rng, 25)),
  );
  return Object.fromEntries(chosen.map(([name, schema]) => [name, sample(schema, rng, depth + 1)]));
}

const nest = (depth: number): unknown => JSON.parse('['.repeat(depth) + ']'.repeat(depth));

/** What stands in the place of text in addresses, headers and documents. */
export const nastyTexts = [
  '',
  ' ',
  'NaN',
  'Infinity',
  'null',
  '-0',
  '0x10',
  '1e999',
  '٣',
  '\u0000',
  '\r\nX-Evil: 1',
  '\u001b[2J',
  '\u202e',
  '\ufeff',
  '\ud800',
  '\udfff\ud800',
  '😀'.repeat(40),
  'é\u0301\u0301\u0301',
  'ﬀ',
  '../../../../etc/passwd',
  '..\\..\\windows',
  '%2e%2e%2f',
  '%00',
  '%zz',
  "' OR '1'='1",
  '"; DROP TABLE runs;--',
  '{{7*7}}<script>alert(1)</script>',
  '__proto__',
  'constructor',
  'toString',
  'hasOwnProperty',
  'x'.repeat(65),
  'x'.repeat(6_000),
  '9'.repeat(30),
  '2026-02-30T25:61:61Z',
];

const nasties: unknown[] = [
  null,
  true,
  false,
  0,
  -0,
  -1,
  1.5,
  2 ** 53,
  -(2 ** 63),
  1e308,
  5e-324,
  [],
  {},
  [[]],
  [null],
  { length: -1 },
  { toString: 1, valueOf: 1 },
  { toJSON: 'x' },
  JSON.parse('{"__proto__":{"polluted":true}}'),
  JSON.parse('{"constructor":{"prototype":{"polluted":true}}}'),
  { $ref: '#' },
  { hash: 'f'.repeat(64) },
  nest(39),
  nest(60),
  nest(300),
  Array.from({ length: 500 }, (_, at) => at),
  Object.fromEntries(Array.from({ length: 300 }, (_, at) => [`k${at}`, at])),
];

export const nasty = (rng: Rng): unknown => (chance(rng, 50) ? rng.pick(nastyTexts) : structuredClone(rng.pick(nasties)));

/** A copy with something wrong in one or two places, at any depth. */
export function mutated(value: unknown, rng: Rng): unknown {
  const root = { value: structuredClone(value) };
  for (let times = rng.int(1, 2); times > 0; times -= 1) {
    const places = placesIn(root);
    const { holder, key } = rng.pick(places);
    const inner = (holder as Record<string, unknown>)[key];
    const change = rng.int(0, 9);
    if (change === 0 && holder !== root) delete (holder as Record<string, unknown>)[key];
    else if (change === 1 && inner !== null && typeof inner === 'object') define(inner, rng.pick([...nastyTexts, 'sds', 'seed', 'run_id']), nasty(rng));
    else if (change === 2) (holder as Record<string, unknown>)[key] = [inner, inner];
    else if (change === 3) (holder as Record<string, unknown>)[key] = JSON.stringify(inner);
    else if (change === 4 && typeof inner === 'number') (holder as Record<string, unknown>)[key] = inner * 1e6 + 0.5;
    else (holder as Record<string, unknown>)[key] = nasty(rng);
  }
  return root.value;
}

/** As JSON.parse does it: `__proto__` is a name like others. */
function define(target: object, name: string, value: unknown): void {
  Object.defineProperty(target, name, { value, enumerable: true, configurable: true, writable: true });
}

function placesIn(holder: object, found: { holder: object; key: string }[] = []): { holder: object; key: string }[] {
  for (const key of Object.keys(holder)) {
    // A deep nest is one place.
    if (found.length > 300) return found;
    found.push({ holder, key });
    const inner = (holder as Record<string, unknown>)[key];
    if (inner !== null && typeof inner === 'object') placesIn(inner, found);
  }
  return found;
}

/** JSON text, mostly whole; else hurt as text: cut, doubled, with bytes that are none of UTF-8, with what JSON does not know. */
export function hurt(text: string, rng: Rng): string | Buffer {
  const at = rng.int(0, Math.max(0, text.length - 1));
  switch (rng.int(0, 7)) {
    case 0:
      return text.slice(0, at);
    case 1:
      return `${text}${text}`;
    case 2:
      return text.replace(/\d+/, () => rng.pick(['NaN', '-Infinity', '1e999', '007', '0x1F', '1_000', '+1', '.5']));
    case 3:
      return text.replace(/"(\w+)":/, '"$1":1,"$1":');
    case 4:
      return `\ufeff${text}`;
    case 5:
      return chance(rng, 50) ? Buffer.from(text, 'utf16le') : '{"a":'.repeat(50_000);
    case 6:
      return Buffer.concat([Buffer.from(text.slice(0, at)), Buffer.from([rng.int(0, 255), rng.int(128, 255)]), Buffer.from(text.slice(at))]);
    default:
      return `${text.slice(0, at)}${rng.pick(['//c', ',', '{', ']', '\\u00', "'", '\u0007', '\\ud800'])}${text.slice(at)}`;
  }
}

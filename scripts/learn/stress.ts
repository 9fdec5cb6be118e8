import { COUNTS, footRules, gather, type Heard, hear, rhythms } from '../../src/prosody/feet.js';
import type { StressModel } from '../../src/prosody/metre.js';
import type { Pronounce } from '../../src/prosody/pronounce.js';
import { stressFeatures, verseWords, withLiberties } from '../../src/prosody/stress.js';
import type { GoldLine } from './gold-lines.js';

/** A line taken apart: the features of its syllables, counted as the person counted, and the stresses the person heard. */
export interface Lesson {
  metres: Float64Array;
  names: string[][];
  gold: Float64Array;
}

/** Null where no reading has as many syllables as the person heard: such a line teaches nothing. */
export function lessonOf({ line, stress, metre }: GoldLine, pronounce: Pronounce): Lesson | null {
  const words = verseWords(line, pronounce);
  const reading = withLiberties(words).find(({ syllables }) => syllables.length === stress.length);
  if (!reading) return null;
  const names = reading.syllables.map((_, at) => stressFeatures(words, reading.syllables, at));
  return { metres: namedMetre(metre), names, gold: Float64Array.from(stress, Number) };
}

/** The named rhythm, mostly with as many feet as named: people count them differently. */
function namedMetre(name: string): Float64Array {
  const [adjective = '', length = ''] = name.replace('anapest', 'anapaest').split(' ');
  const rhythm = (rhythms as readonly string[]).indexOf(adjective);
  const feet = ['', 'mono', 'di', 'tri', 'tetra', 'penta', 'hexa', 'hepta', 'octa', 'nona'].findIndex((prefix) => prefix !== '' && length.startsWith(prefix));
  const metres = new Float64Array(rhythms.length * COUNTS);
  for (let at = 1; at < COUNTS; at += 1) metres[rhythm * COUNTS + at] = at === feet ? 0.9 : 0.1 / (COUNTS - 1);
  return metres;
}

/** How close weights are held to 0 (half the square times this counts against them), by the features' first letter; the rest by REST. */
const HOLD: Record<string, number> = { k: 0.1, m: 1, w: 3, V: 1, g: 0.5, u: 0.5 };
const REST = 8;
/** How close the logarithms of the feet's chances are held to where they start. */
const HOLD_FEET = 40;
const ROUNDS = 60;
const RATE = 0.25;
/** Features seen less often, or that weigh less, are left out. */
const RARE = 2;
const LIGHT = 0.06;

/**
 * Weights and feet that make the persons' stresses likeliest (a conditional random field over feet), by Adam over all lines
 * at once: nothing is drawn by lot, so the same lines give the same numbers.
 */
export function trainStress(lessons: readonly Lesson[]): StressModel {
  const names = frequentNames(lessons);
  const index = new Map(names.map((name, at) => [name, at]));
  const start = Float64Array.from([...names.map(() => 0), ...footRules.map(({ chance }) => Math.log(chance))]);
  const hold = Float64Array.from([...names.map((name) => HOLD[name[0] as string] ?? REST), ...footRules.map(() => HOLD_FEET)]);
  const data = lessons.map(({ metres, names: syllables, gold }) => ({
    metres,
    gold,
    heardGold: hear(gold),
    features: syllables.map((own) => Int32Array.from(own.flatMap((name) => index.get(name) ?? []))),
  }));
  const values = climb(start, (point, slope) => {
    for (let at = 0; at < slope.length; at += 1) slope[at] = -(hold[at] as number) * ((point[at] as number) - (start[at] as number));
    const feet = point.subarray(names.length).map(Math.exp);
    for (const line of data) addSlope(line, point, feet, slope);
  });
  const weights = new Map(names.map((name, at) => [name, rounded(values[at] as number, 100)]));
  for (const [name, weight] of weights) if (Math.abs(weight) < LIGHT) weights.delete(name);
  return { weights, feet: values.subarray(names.length).map((log) => rounded(Math.exp(log), 1e5)) };
}

function rounded(value: number, parts: number): number {
  return Math.round(value * parts) / parts;
}

function frequentNames(lessons: readonly Lesson[]): string[] {
  const seen = new Map<string, number>();
  for (const name of lessons.flatMap(({ names }) => names.flat())) seen.set(name, (seen.get(name) ?? 0) + 1);
  return [...seen].flatMap(([name, count]) => (count >= RARE ? [name] : []));
}

/** Adam: steps by the slope's running mean over its running size, smaller towards the end. */
function climb(start: Float64Array, slopeAt: (point: Float64Array, slope: Float64Array) => void): Float64Array {
  const point = start.slice();
  const [slope, mean, size] = [start.map(() => 0), start.map(() => 0), start.map(() => 0)];
  for (let round = 1; round <= ROUNDS; round += 1) {
    slopeAt(point, slope);
    const rate = RATE * Math.min(1, (2 * (ROUNDS - round + 1)) / ROUNDS);
    for (let at = 0; at < point.length; at += 1) {
      const here = slope[at] as number;
      mean[at] = 0.9 * (mean[at] as number) + 0.1 * here;
      size[at] = 0.99 * (size[at] as number) + 0.01 * here * here;
      const unit = Math.sqrt((size[at] as number) / (1 - 0.99 ** round)) + 1e-8;
      point[at] = (point[at] as number) + (rate * (mean[at] as number)) / (1 - 0.9 ** round) / unit;
    }
  }
  return point;
}

interface Data {
  metres: Float64Array;
  gold: Float64Array;
  heardGold: Heard;
  features: Int32Array[];
}

/** What was heard less what is expected, for every weight and every foot. */
function addSlope({ metres, gold, heardGold, features }: Data, point: Float64Array, feet: Float64Array, slope: Float64Array): void {
  const natural = Float64Array.from(features, (names) => 1 / (1 + Math.exp(-names.reduce((sum, name) => sum + (point[name] as number), 0))));
  const told = expected(heardGold, metres, feet);
  const guessed = expected(hear(natural), metres, feet);
  if (told.chance === 0 || guessed.chance === 0) return;
  features.forEach((names, at) => {
    const missing = (gold[at] as number) - (guessed.strong[at] as number) / guessed.chance;
    for (const name of names) slope[name] = (slope[name] as number) + missing;
  });
  const offset = slope.length - feet.length;
  for (let rule = 0; rule < feet.length; rule += 1) {
    const missing = (told.counts[rule] as number) / told.chance - (guessed.counts[rule] as number) / guessed.chance;
    slope[offset + rule] = (slope[offset + rule] as number) + missing;
  }
}

function expected(heard: Heard, metres: Float64Array, feet: Float64Array) {
  const strong = new Float64Array(heard.syllables);
  const counts = new Float64Array(feet.length);
  let chance = 0;
  for (let rhythm = 0; rhythm < rhythms.length; rhythm += 1) {
    const byFeet = metres.subarray(rhythm * COUNTS, (rhythm + 1) * COUNTS);
    if (byFeet.some((weight) => weight > 0)) chance += gather(heard, rhythm, feet, byFeet, strong, counts);
  }
  return { strong, counts, chance };
}

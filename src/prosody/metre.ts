import { COUNTS, gather, type Heard, hear, type Rhythm, rhythms, TOO_LONG, totals } from './feet.js';
import { type Liberty, naturalStress, type Syllable, type VerseWord, withLiberties } from './stress.js';

/**
 * Chooses the metre of a verse from all of its lines together, and then the stress of each line from what its words say
 * and what the metre expects. A syllable's chances by word and by metre are multiplied over whole feet (feet.ts).
 */

/** What scripts/train-stress.ts learns. */
export interface StressModel {
  /** Weights of stress features, in log-odds. */
  weights: ReadonlyMap<string, number>;
  /** Chances of feet and endings, in the order of `footRules`. */
  feet: Float64Array;
}

/** How common a line's rhythm and number of feet (0 to 9) are before anything is read; by hand, since gold data are no sample. */
const rhythmChance: Record<Rhythm, number> = { iambic: 0.4, trochaic: 0.19, anapaestic: 0.18, dactylic: 0.13, 'loose iambic': 0.1 };
const feetChance = [0, 0.02, 0.08, 0.25, 0.33, 0.15, 0.09, 0.03, 0.04, 0.01];

/** A weight for every metre: [rhythm × COUNTS + feet]. */
export type Metres = Float64Array;

export const commonMetres: Metres = Float64Array.from(rhythms.flatMap((rhythm) => feetChance.map((chance) => rhythmChance[rhythm] * chance)));

/** Logarithm of the chance that a line takes a liberty with its syllables where it could: tuned on the gold lines, roughly. */
const libertyCost: Record<Liberty, number> = { runs: -1.5, opens: -3 };

/** One way to count and stress a line's syllables. */
interface Reading {
  syllables: Syllable[];
  natural: Float64Array;
  heard: Heard;
  /** Chance of the line under every metre, with the liberties it takes. */
  chances: Metres;
}

function readingsOf(words: readonly VerseWord[], { weights, feet }: StressModel): Reading[] {
  const ways = withLiberties(words);
  const naturals = naturalStress(words, ways, weights);
  return ways.map(({ syllables, taken }, way) => {
    const natural = naturals[way] as Float64Array;
    const heard = hear(natural);
    const chance = Math.exp(taken.reduce((sum, liberty) => sum + libertyCost[liberty], 0));
    const chances = new Float64Array(commonMetres.length);
    if (syllables.length < TOO_LONG) {
      for (let rhythm = 0; rhythm < rhythms.length; rhythm += 1)
        chances.set(
          totals(heard, rhythm, feet).map((own) => own * chance),
          rhythm * COUNTS,
        );
    }
    return { syllables, natural, heard, chances };
  });
}

const ROUNDS = 8;
/** What the common metres weigh beside the verse's own, in lines: among rhythms, and among numbers of feet of one rhythm. */
const RHYTHM_TRUST = 1;
const FEET_TRUST = 4;

/**
 * The metres that make a verse's lines likeliest, as weights: a mixture, since verses mix long and short lines, fitted by
 * expectation maximization. `lines` holds the chances of each line, all its readings together.
 */
function metresOf(lines: readonly Metres[]): Metres {
  let metres = commonMetres;
  for (let round = 0; round < ROUNDS; round += 1) {
    const counts = new Float64Array(metres.length);
    let told = 0;
    for (const chances of lines) {
      let sum = 0;
      for (let at = 0; at < counts.length; at += 1) sum += (chances[at] as number) * (metres[at] as number);
      if (sum === 0) continue;
      told += 1;
      for (let at = 0; at < counts.length; at += 1) counts[at] = (counts[at] as number) + ((chances[at] as number) * (metres[at] as number)) / sum;
    }
    metres = blended(counts, told);
  }
  return metres;
}

function together(readings: readonly Reading[]): Metres {
  const sums = new Float64Array(commonMetres.length);
  for (const { chances } of readings) for (let at = 0; at < sums.length; at += 1) sums[at] = (sums[at] as number) + (chances[at] as number);
  return sums;
}

/** Lines of one verse mostly share a rhythm, so rhythms are weighed first, and numbers of feet within each. */
function blended(counts: Float64Array, lines: number): Metres {
  return Float64Array.from(
    rhythms.flatMap((name, rhythm) => {
      const own = counts.subarray(rhythm * COUNTS, (rhythm + 1) * COUNTS);
      const sum = own.reduce((a, b) => a + b, 0);
      const chance = sparse(sum + RHYTHM_TRUST * rhythmChance[name], lines + RHYTHM_TRUST);
      return feetChance.map((common, feet) => (chance * ((own[feet] as number) + FEET_TRUST * common)) / (sum + FEET_TRUST));
    }),
  );
}

/** A share that falls faster than in proportion (variational Bayes: e to the expected logarithm), so that a verse settles on few rhythms. */
function sparse(part: number, whole: number): number {
  return Math.exp(digamma(part) - digamma(whole));
}

/** The derivative of the logarithm of the gamma function, for positive numbers, by its asymptotic series. */
function digamma(value: number): number {
  let x = value;
  let sum = 0;
  for (; x < 6; x += 1) sum -= 1 / x;
  const inverse = 1 / (x * x);
  return sum + Math.log(x) - 0.5 / x - inverse * (1 / 12 - inverse * (1 / 120 - inverse / 252));
}

/** A line as it is stressed in its verse. */
export interface Scanned {
  syllables: Syllable[];
  /** Chance of each syllable to be strong by the words alone, 0 to 1. */
  natural: Float64Array;
  /** The same in the verse's metre. */
  strong: Float64Array;
  /** Null where no metre fits: no words, or too many. */
  rhythm: Rhythm | null;
  feet: number;
  /** Share of that metre among all that the line could have here, 0 to 1. */
  confidence: number;
}

function product(chances: Metres, metres: Metres, from: number, to: number): number {
  let sum = 0;
  for (let at = from; at < to; at += 1) sum += (chances[at] as number) * (metres[at] as number);
  return sum;
}

/** Rhythms with a smaller share of a line are left out. */
const HARDLY = 1e-3;

function scanLine(readings: readonly Reading[], metres: Metres, feet: Float64Array): Scanned {
  const sums = readings.map(({ chances }) => product(chances, metres, 0, metres.length));
  const best = sums.indexOf(Math.max(...sums));
  const { syllables, natural, heard, chances } = readings[best] as Reading;
  const sum = sums[best] as number;
  if (sum === 0) return { syllables, natural, strong: natural, rhythm: null, feet: 0, confidence: 0 };
  let metre = 0;
  const share = (at: number) => ((chances[at] as number) * (metres[at] as number)) / sum;
  for (let at = 1; at < metres.length; at += 1) if (share(at) > share(metre)) metre = at;
  const strong = new Float64Array(syllables.length);
  let whole = 0;
  for (let rhythm = 0; rhythm < rhythms.length; rhythm += 1) {
    const [from, to] = [rhythm * COUNTS, (rhythm + 1) * COUNTS];
    if (product(chances, metres, from, to) < HARDLY * sum) continue;
    whole += gather(heard, rhythm, feet, metres.subarray(from, to), strong);
  }
  return {
    syllables,
    natural,
    strong: strong.map((joint) => joint / whole),
    rhythm: rhythms[Math.floor(metre / COUNTS)] as Rhythm,
    feet: metre % COUNTS,
    confidence: share(metre),
  };
}

/** Stresses lines that share a metre or a few: a stanza, a section, a poem; one line alone where there is no more. */
export function scanVerse(lines: readonly (readonly VerseWord[])[], model: StressModel): Scanned[] {
  const readings = lines.map((words) => readingsOf(words, model));
  const metres = metresOf(readings.map(together));
  return readings.map((own) => scanLine(own, metres, model.feet));
}

const counted = ['', 'monometer', 'dimeter', 'trimeter', 'tetrameter', 'pentameter', 'hexameter', 'heptameter', 'octameter', 'nonameter'];

/** "iambic tetrameter" for each line; null where it has no metre. */
export function metreNames(lines: readonly Scanned[]): (string | null)[] {
  // A foot short at the start and a syllable over at the end make anapaests amphibrachs, where most lines do so.
  const rising = lines.filter(({ rhythm }) => rhythm === 'anapaestic');
  const amphibrachic = rising.filter(({ strong }) => (strong[1] as number) >= 0.5 && (strong.at(-1) as number) < 0.5).length > rising.length / 2;
  return lines.map(({ rhythm, feet }) => rhythm && `${rhythm === 'anapaestic' && amphibrachic ? 'amphibrachic' : rhythm} ${counted[feet]}`);
}

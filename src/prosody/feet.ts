/**
 * Metres as what they are made of: feet, the liberties they take, and how a line may end. A line of k feet is one foot
 * after another and an ending; its weight is the product of theirs. "1" is a strong syllable, "0" a weak one.
 */
export const rhythms = ['iambic', 'trochaic', 'anapaestic', 'dactylic', 'loose iambic'] as const;
export type Rhythm = (typeof rhythms)[number];

/** The most feet of a line: with longer ones nobody counts. */
export const MOST_FEET = 9;

/** Every pattern that a foot or an ending may have; elsewhere a pattern is its place in this list. */
export const patterns = ['', '0', '1', '00', '01', '10', '11', '001', '010', '011', '100', '101', '110', '0010', '0100'] as const;
type Pattern = (typeof patterns)[number];

const KINDS = patterns.length;
const lengths = Int32Array.from(patterns, (pattern) => pattern.length);
/** The pattern without its last syllable, and that syllable. */
const shorter = Int32Array.from(patterns, (pattern) => patterns.indexOf(pattern.slice(0, -1) as Pattern));
const ends = Int32Array.from(patterns, (pattern) => Number(pattern.at(-1) ?? 0));

/** How likely a foot is at the start of a line, and after it; how likely an ending is, and how many feet it counts as. */
interface Liberties {
  feet: Partial<Record<Pattern, readonly [first: number, later: number]>>;
  endings: Partial<Record<Pattern, readonly [chance: number, feet: number]>>;
}

/** Where learning starts from: what handbooks of verse call the rule, the common liberties and the rare ones. */
export const liberties: Record<Rhythm, Liberties> = {
  iambic: {
    feet: { '01': [0.79, 0.91], '10': [0.11, 0.02], '001': [0.05, 0.04], '1': [0.02, 0.002], '00': [0.01, 0.015], '11': [0.02, 0.013] },
    endings: { '': [0.87, 0], '0': [0.12, 0], '00': [0.01, 0] },
  },
  trochaic: {
    feet: {
      '10': [0.87, 0.94],
      '100': [0.02, 0.02],
      '01': [0.02, 0.01],
      '00': [0.01, 0.005],
      '11': [0.01, 0.01],
      '1': [0.01, 0.005],
      '010': [0.05, 0.005],
      '0010': [0.01, 0.005],
    },
    endings: { '': [0.5, 0], '1': [0.49, 1], '0': [0.01, 0] },
  },
  anapaestic: {
    feet: { '001': [0.63, 0.86], '01': [0.3, 0.1], '101': [0.03, 0.01], '011': [0.01, 0.01], '1': [0.02, 0.005], '10': [0.01, 0.005] },
    endings: { '': [0.78, 0], '0': [0.2, 0], '00': [0.02, 0] },
  },
  dactylic: {
    feet: {
      '100': [0.66, 0.64],
      '10': [0.26, 0.33],
      '11': [0.02, 0.01],
      '1': [0.01, 0.005],
      '010': [0.01, 0.005],
      '0100': [0.03, 0.005],
      '101': [0.005, 0.005],
      '110': [0.005, 0.005],
    },
    endings: { '': [0.34, 0], '10': [0.5, 1], '1': [0.16, 1] },
  },
  // Ballads and songs: one or two weak syllables before each beat, as it comes.
  'loose iambic': {
    feet: { '01': [0.4, 0.57], '001': [0.35, 0.38], '1': [0.13, 0.02], '10': [0.08, 0.01], '11': [0.02, 0.01], '101': [0.02, 0.01] },
    endings: { '': [0.77, 0], '0': [0.22, 0], '00': [0.01, 0] },
  },
};

/** One weight of the feet: of which rhythm, which pattern, and where it may stand. */
export interface FootRule {
  rhythm: number;
  /** Index into `patterns`. */
  pattern: number;
  place: 'first' | 'later' | 'ending';
  /** Feet that an ending counts as. */
  adds: number;
  /** Chance before learning, 0 to 1. */
  chance: number;
}

export const footRules: readonly FootRule[] = rhythms.flatMap((name, rhythm) => {
  const { feet, endings } = liberties[name];
  const index = (pattern: string) => patterns.indexOf(pattern as Pattern);
  return [
    ...Object.entries(feet).flatMap(([pattern, [first, later]]): FootRule[] => [
      { rhythm, pattern: index(pattern), place: 'first', adds: 1, chance: first },
      { rhythm, pattern: index(pattern), place: 'later', adds: 1, chance: later },
    ]),
    ...Object.entries(endings).map(([pattern, [chance, adds]]): FootRule => ({ rhythm, pattern: index(pattern), place: 'ending', adds, chance })),
  ];
});

/** A rule's name in the learned table: "iambic-first-10". */
export function ruleName({ rhythm, pattern, place }: FootRule): string {
  return `${rhythms[rhythm]}-${place}-${patterns[pattern] || 'plain'}`.replace(' ', '-');
}

interface RhythmRules {
  first: number[];
  later: number[];
  endings: number[];
}

const rulesOf: readonly RhythmRules[] = rhythms.map((_, rhythm) => {
  const at = (place: FootRule['place']) => footRules.flatMap((rule, index) => (rule.rhythm === rhythm && rule.place === place ? [index] : []));
  return { first: at('first'), later: at('later'), endings: at('ending') };
});

const rulePattern = Int32Array.from(footRules, ({ pattern }) => pattern);
const ruleLength = Int32Array.from(footRules, ({ pattern }) => lengths[pattern] as number);
const ruleAdds = Int32Array.from(footRules, ({ adds }) => adds);

/** Numbers of feet that are told apart: 0 to MOST_FEET. */
export const COUNTS = MOST_FEET + 1;

/** A line as metre sees it. */
export interface Heard {
  syllables: number;
  /** [place × patterns + pattern]: the chance, 0 to 1, that the syllables from there on sound so, by the words alone. */
  chances: Float64Array;
}

/** More syllables than the longest line that has a metre. */
export const TOO_LONG = MOST_FEET * 3 + 4;

/** From the chance of each syllable to be strong by itself, 0 to 1. */
export function hear(strong: ArrayLike<number>): Heard {
  const syllables = strong.length;
  const chances = new Float64Array((syllables + 1) * KINDS);
  for (let at = 0; at <= syllables; at += 1) {
    chances[at * KINDS] = 1;
    for (let kind = 1; kind < KINDS; kind += 1) {
      const length = lengths[kind] as number;
      if (at + length > syllables) continue;
      // A pattern is a shorter one and one syllable more.
      const last = strong[at + length - 1] as number;
      chances[at * KINDS + kind] = (chances[at * KINDS + (shorter[kind] as number)] as number) * (ends[kind] === 1 ? last : 1 - last);
    }
  }
  return { syllables, chances };
}

/** The fewest and most feet that the syllables up to a place can make: a foot has one to four. */
const fewest = (at: number) => (at + 3) >> 2;
const most = (at: number) => Math.min(at, MOST_FEET - 1);

/** Chance that a foot or an ending stands at a place: by its own commonness and by the words there. */
function chanceAt({ chances }: Heard, rule: number, at: number, weights: Float64Array): number {
  return (chances[at * KINDS + (rulePattern[rule] as number)] as number) * (weights[rule] as number);
}

/** Chances that the syllables up to a place make so many whole feet: [place × COUNTS + feet]. */
function forward(heard: Heard, rhythm: number, weights: Float64Array): Float64Array {
  const { syllables } = heard;
  const alpha = new Float64Array((syllables + 1) * COUNTS);
  const { first, later } = rulesOf[rhythm] as RhythmRules;
  alpha[0] = 1;
  for (let at = 0; at < syllables; at += 1) {
    const here = at * COUNTS;
    const [low, high] = [fewest(at), most(at)];
    for (const rule of at === 0 ? first : later) {
      const chance = chanceAt(heard, rule, at, weights);
      if (chance === 0) continue;
      const target = (at + (ruleLength[rule] as number)) * COUNTS + 1;
      for (let feet = low; feet <= high; feet += 1) alpha[target + feet] = (alpha[target + feet] as number) + (alpha[here + feet] as number) * chance;
    }
  }
  return alpha;
}

/** Chance of the whole line with each number of feet, by the rhythm's feet. `weights` are chances by rule, in the order of `footRules`. */
export function totals(heard: Heard, rhythm: number, weights: Float64Array): Float64Array {
  const alpha = forward(heard, rhythm, weights);
  const sums = new Float64Array(COUNTS);
  for (const rule of (rulesOf[rhythm] as RhythmRules).endings) {
    const from = heard.syllables - (ruleLength[rule] as number);
    if (from < 0) continue;
    const chance = chanceAt(heard, rule, from, weights);
    const adds = ruleAdds[rule] as number;
    for (let feet = adds; feet < COUNTS; feet += 1) sums[feet] = (sums[feet] as number) + chance * (alpha[from * COUNTS + feet - adds] as number);
  }
  return sums;
}

/** What remains of the line from a place on with so many feet done, each whole line weighted by its number of feet. */
function backward(heard: Heard, rhythm: number, weights: Float64Array, byFeet: Float64Array): Float64Array {
  const { syllables } = heard;
  const beta = new Float64Array((syllables + 1) * COUNTS);
  const { first, later, endings } = rulesOf[rhythm] as RhythmRules;
  for (const rule of endings) {
    const from = syllables - (ruleLength[rule] as number);
    if (from < 0) continue;
    const chance = chanceAt(heard, rule, from, weights);
    const start = from * COUNTS - (ruleAdds[rule] as number);
    for (let feet = ruleAdds[rule] as number; feet < COUNTS; feet += 1) beta[start + feet] = (beta[start + feet] as number) + chance * (byFeet[feet] as number);
  }
  for (let at = syllables - 1; at >= 0; at -= 1) {
    const here = at * COUNTS;
    const [low, high] = [fewest(at), most(at)];
    for (const rule of at === 0 ? first : later) {
      const end = (at + (ruleLength[rule] as number)) * COUNTS + 1;
      const chance = chanceAt(heard, rule, at, weights);
      if (chance === 0) continue;
      for (let feet = low; feet <= high; feet += 1) beta[here + feet] = (beta[here + feet] as number) + (beta[end + feet] as number) * chance;
    }
  }
  return beta;
}

/**
 * Adds to `strong` how likely each syllable is strong in lines of this rhythm, jointly with the line (divide by the line's
 * chance), and to `counts`, where given, how often each rule is used. `byFeet` weighs the numbers of feet. Returns the
 * line's chance. This is the forward-backward algorithm over feet.
 */
export function gather(heard: Heard, rhythm: number, weights: Float64Array, byFeet: Float64Array, strong: Float64Array, counts?: Float64Array): number {
  const { syllables } = heard;
  const alpha = forward(heard, rhythm, weights);
  const beta = backward(heard, rhythm, weights, byFeet);
  const { first, later, endings } = rulesOf[rhythm] as RhythmRules;
  const add = (rule: number, at: number, share: number) => {
    if (counts) counts[rule] = (counts[rule] as number) + share;
    const pattern = patterns[rulePattern[rule] as number] as string;
    for (let offset = 0; offset < pattern.length; offset += 1)
      if (pattern.charCodeAt(offset) === 49) strong[at + offset] = (strong[at + offset] as number) + share;
  };
  for (let at = 0; at < syllables; at += 1) {
    const here = at * COUNTS;
    const [low, high] = [fewest(at), most(at)];
    for (const rule of at === 0 ? first : later) {
      const chance = chanceAt(heard, rule, at, weights);
      if (chance === 0) continue;
      const end = (at + (ruleLength[rule] as number)) * COUNTS + 1;
      let share = 0;
      for (let feet = low; feet <= high; feet += 1) share += (alpha[here + feet] as number) * (beta[end + feet] as number);
      add(rule, at, share * chance);
    }
  }
  for (const rule of endings) {
    const from = syllables - (ruleLength[rule] as number);
    if (from < 0) continue;
    const adds = ruleAdds[rule] as number;
    let share = 0;
    for (let feet = adds; feet < COUNTS; feet += 1) share += (alpha[from * COUNTS + feet - adds] as number) * (byFeet[feet] as number);
    add(rule, from, share * chanceAt(heard, rule, from, weights));
  }
  return beta[0] as number;
}

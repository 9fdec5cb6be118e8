import { Command } from 'commander';
import pc from 'picocolors';
import { AmcsError } from '../../domain/error.js';
import { parseAs } from '../../domain/explain.js';
import type { RhymeGroup, Rhymes } from '../../domain/rhymes.js';
import { findRhymes } from '../operations/find-rhymes.js';
import { flowed, printWidth } from './columns.js';
import { type MakeCommand, plainCall, withApp } from './command.js';

const help = `
Rhymes go by sound, from the last stressed vowel on. A word that is said in several ways
("wind", "live") gets a list for each. Slant rhymes are near ones, with how likely people
who wrote verse meant such a pair as a rhyme. A star marks words of the theme.

Examples:
  amcs-mcp rhymes night
  amcs-mcp rhymes "over the moon" --theme summer   the last word counts; June comes first
  amcs-mcp rhymes orange --slant
  amcs-mcp rhymes morning --stress 10 --limit 20   words that go strong, weak
  amcs-mcp rhymes heart --syllables 2 --json`;

export const rhymesCommand: MakeCommand = (open) =>
  new Command('rhymes')
    .description('Find words that rhyme by sound, grouped by syllables, the commonest first.')
    .argument('<word...>', 'a word, or a phrase of which the last word counts')
    .option('--slant', 'slant rhymes too (by default where there are few perfect ones)')
    .option('--syllables <n>', 'only words of so many syllables', wholeNumber)
    .option('--stress <pattern>', 'only words stressed so: 10 is "morning", 01 is "tonight"')
    .option('--theme <theme>', 'words of this theme first, e.g. love, summer, road')
    .option('--limit <n>', 'words of each kind (default: 60)', wholeNumber)
    .option('--rare', 'rare words and names too')
    .option('--explicit', 'profane words too')
    .option('--json', 'print JSON')
    .addHelpText('after', help)
    .action(async (words: string[], { json, ...options }: { json?: boolean }) => {
      const input = parseAs(findRhymes.input, { word: words.join(' '), ...options }, 'INPUT_INVALID', 'Arguments of rhymes');
      const rhymes = (await withApp(open, (app) => findRhymes.run(app, input, plainCall))) as Rhymes;
      if (json) console.log(JSON.stringify(rhymes, null, 2));
      else print(rhymes);
    });

function wholeNumber(text: string): number {
  if (!/^\d{1,6}$/.test(text)) throw new AmcsError('USAGE', { message: `"${text.slice(0, 20)}" is not a whole number.` });
  return Number(text);
}

const guesses: Partial<Record<Rhymes['source'], string>> = {
  form: 'said as it is written',
  spelling: 'said like its modern spelling',
  stem: 'built from a word that it has',
  compound: 'built from words that it has',
  letters: 'said by its letters, so listen for yourself',
};

function print({ word, known, source, readings }: Rhymes): void {
  if (!known) console.log(`${pc.yellow('!')} "${word}" is not in the dictionary: it is ${guesses[source] ?? 'a guess'}.`);
  for (const [at, { sounds, syllables, stress, perfect, slant, same_sound }] of readings.entries()) {
    const marks = stress.replaceAll('1', '/').replaceAll('0', '·');
    console.log(
      `${at > 0 || !known ? '\n' : ''}${pc.bold(word)}  ${pc.dim(`${sounds} · ${syllables === 1 ? '1 syllable' : `${syllables} syllables`} ${marks}`)}`,
    );
    printGroups('perfect', perfect);
    if (slant !== null) printGroups('slant', slant);
    if (same_sound.length > 0) printRow('same sound', '', same_sound, pc.dim);
  }
}

const KIND = 12;
const COUNT = 4;

/** One paragraph for each number of syllables. */
function printGroups(kind: string, groups: readonly RhymeGroup[]): void {
  if (groups.length === 0) printRow(kind, '', ['none'], pc.dim);
  let head = kind;
  for (const { syllables, words } of groups.filter((group) => group.words.length > 0)) {
    const told = words.map(({ theme, word, probability }) => `${theme ? '*' : ''}${word}${probability === null ? '' : ` ${Math.round(probability * 100)}%`}`);
    printRow(head, String(syllables), told);
    head = '';
  }
  const more = groups.reduce((sum, group) => sum + group.more, 0);
  if (more > 0) printRow('', '', [`and ${more} more: --limit, --syllables`], pc.dim);
}

function printRow(kind: string, syllables: string, items: readonly string[], paint: (text: string) => string = (plain) => plain): void {
  for (const [at, told] of flowed(items, printWidth() - KIND - COUNT, '  ').entries())
    console.log(`${pc.cyan((at === 0 ? kind : '').padEnd(KIND))}${(at === 0 ? syllables : '').padEnd(COUNT)}${paint(told)}`);
}

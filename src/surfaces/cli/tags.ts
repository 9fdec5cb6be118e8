import { Command } from 'commander';
import pc from 'picocolors';
import { parseAs } from '../../domain/explain.js';
import type { TagsChecked } from '../../domain/tags-check.js';
import { checkTags } from '../operations/check-tags.js';
import { type MakeCommand, plainCall, withApp } from './command.js';

const help = `
Tags are settled as STYLE settles them: the first of two that conflict stays, and a category
takes only so many. Names of artists give way to a description of their sound.

Examples:
  amcs-mcp tags 'fast, ballad, lo-fi, hi-fi'
  amcs-mcp tags 'Vocal:whispered, Vocal:screamed, brushed drums'
  amcs-mcp tags 'anthemic, choir' --bpm 60       energy against tempo
  amcs-mcp tags 'lo-fi, piano' --json`;

export const tagsCommand: MakeCommand = (open) =>
  new Command('tags')
    .description('Show which style tags would be kept, which dropped, and why.')
    .argument('<tags...>', 'tags with commas between them, the strongest wish first')
    .option('--bpm <n>', 'a tempo to hold them against', Number)
    .option('--energy <energy>', 'low, medium, high or anthemic, for the whole song')
    .option('--json', 'print JSON')
    .addHelpText('after', help)
    .action(async (words: string[], { json, bpm, energy }: { json?: boolean; bpm?: number; energy?: string }) => {
      const tags = words
        .join(' ')
        .split(',')
        .map((tag) => tag.trim())
        .filter((tag) => tag !== '');
      const asked = { tags, ...(bpm === undefined ? {} : { tempo_bpm: bpm }), ...(energy === undefined ? {} : { energy }) };
      const input = parseAs(checkTags.input, asked, 'INPUT_INVALID', 'Arguments of tags');
      const checked = (await withApp(open, (app) => checkTags.run(app, input, plainCall))) as TagsChecked;
      if (json) console.log(JSON.stringify(checked, null, 2));
      else print(checked);
    });

function print({ kept, dropped, tempo }: TagsChecked): void {
  for (const { written, tag, instead } of kept)
    console.log(`${pc.green('kept')}     ${tag}${instead === null ? '' : pc.dim(`  (in place of the name in "${written}")`)}`);
  for (const { tag, rule } of dropped) console.log(`${pc.yellow('dropped')}  ${tag}  ${pc.dim(rule)}`);
  for (const told of tempo) console.log(`${pc.yellow('!')}        ${told}`);
}

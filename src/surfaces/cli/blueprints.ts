import { Command } from 'commander';
import pc from 'picocolors';
import type { Blueprint } from '../../domain/blueprint.js';
import { getBlueprint, listBlueprints } from '../operations/blueprints.js';
import { row } from './columns.js';
import { type MakeCommand, plainCall, withApp } from './command.js';
import { formOf, formSigns, linesOf, printBlueprint } from './print-blueprint.js';

const help = `
A genre is found by slug, name or alias. Your own go into blueprints/ of the data folder;
docs/genres.md tells how one is written.

Examples:
  amcs-mcp blueprints                    all genres, a line each
  amcs-mcp blueprints bluegrass          one of them whole
  amcs-mcp blueprints "rap" --json       the document, e.g. to write one's own by it`;

export const blueprintsCommand: MakeCommand = (open, exit) =>
  new Command('blueprints')
    .description('Show the genres there are, or one of them whole.')
    .argument('[genre]', 'slug, name or alias')
    .option('--json', 'print JSON')
    .addHelpText('after', help)
    .action((genre: string | undefined, { json }: { json?: boolean }) =>
      withApp(open, async (app) => {
        if (genre !== undefined) {
          const blueprint = (await getBlueprint.run(app, { slug: genre }, plainCall)) as Blueprint;
          if (json) console.log(JSON.stringify(blueprint, null, 2));
          else printBlueprint(blueprint);
          return;
        }
        const { slugs, broken } = app.catalog.ownBlueprints();
        if (json) console.log(JSON.stringify(await listBlueprints.run(app, {}, plainCall), null, 2));
        else {
          printTable(app.catalog.blueprints(), slugs);
          for (const { error } of broken) console.log(`${pc.red('✗')} ${error.message} ${pc.dim(error.hint)}`);
        }
        if (broken.length > 0) exit(1);
      }),
    );

const TEMPO = 7;
const LINES = 15;

/** A line a genre: tempo, how a verse is made, the form between intro and outro. */
function printTable(blueprints: readonly Blueprint[], own: readonly string[]): void {
  const width = Math.max(...blueprints.map(({ slug }) => slug.length)) + 1;
  console.log(
    pc.dim(
      row([
        { text: 'genre', width },
        { text: 'BPM', width: TEMPO },
        { text: 'verse', width: LINES },
        { text: 'form', width: 0 },
      ]),
    ),
  );
  for (const { slug, rules } of blueprints) {
    console.log(
      row([
        { text: `${slug}${own.includes(slug) ? '*' : ''}`, width, paint: pc.bold },
        { text: rules.tempo_bpm.join('–'), width: TEMPO },
        { text: linesOf('Verse', rules), width: LINES },
        { text: formOf(rules), width: 0 },
      ]),
    );
  }
  console.log(pc.dim(`\nverse: its rhyme scheme and syllables a line. form: ${formSigns}.${own.length > 0 ? ' * your own.' : ''}`));
}

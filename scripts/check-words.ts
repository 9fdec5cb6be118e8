/**
 * Looks story files over as a songwriter's editor would: `node dist/scripts/check-words.js [file …]`, by default all of the
 * package. Ends with 1 where there are errors. `--say 3rd past` prints every line of the files in a person and tense instead.
 */
import { openCatalog } from '../src/catalog/catalog.js';
import { packageRoot } from '../src/catalog/package-root.js';
import { jsonFiles, readData } from '../src/catalog/read.js';
import { storyFileSchema } from '../src/domain/story-data.js';
import { profanityGuard } from '../src/guards/profanity.js';
import { termGuard } from '../src/guards/terms.js';
import { pronouncer } from '../src/prosody/pronounce.js';
import { checkStories } from '../src/writer/offline/check-stories.js';
import { say, type Voice } from '../src/writer/offline/inflect.js';

const catalog = openCatalog(packageRoot(), '');
const guard = profanityGuard(catalog.tables.profanity);
const banned = termGuard(catalog.blueprints().flatMap(({ rules }) => rules.banned_terms));
const unclean = (line: string) => (guard(line).length > 0 ? 'a profane word' : banned(line) === null ? null : `the banned term "${banned(line)}"`);
const pronounce = pronouncer(catalog.tables.pronunciations);

const said = process.argv.indexOf('--say');
const named = process.argv.slice(2, said < 0 ? undefined : said);
const paths = named.length > 0 ? named : jsonFiles(`${packageRoot()}/taxonomies/stories`, '');
for (const path of paths) {
  const file = readData(path, storyFileSchema);
  if (said >= 0) {
    const voice: Voice = { pov: process.argv[said + 1] as Voice['pov'], tense: process.argv[said + 2] as Voice['tense'], hero: 'she' };
    const parts = [...file.stories.flatMap((story) => [story.verse_1, story.verse_2, story.bridge]), file.chorus, file.lift];
    for (const { text, ends } of parts.flat()) console.log(ends.map((end) => say(text.replace('{}', end), voice)).join('\n'));
    continue;
  }
  const faults = checkStories(file, { pronounce, unclean });
  for (const { severity, place, message } of faults) console.log(`${severity === 'error' ? 'ERROR  ' : 'warning'} ${place}: ${message}`);
  const errors = faults.filter(({ severity }) => severity === 'error').length;
  const lines = [...file.stories.flatMap(({ verse_1, verse_2, bridge }) => [...verse_1, ...verse_2, ...bridge]), ...file.chorus, ...file.lift];
  const ends = lines.reduce((sum, line) => sum + line.ends.length, 0);
  console.log(`${path}: ${file.stories.length} stories, ${lines.length} templates, ${ends} lines; ${errors} errors, ${faults.length - errors} warnings`);
  if (errors > 0) process.exitCode = 1;
}

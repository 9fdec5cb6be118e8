/**
 * Looks words over as `amcs-mcp words` does: `node dist/scripts/check-words.js [story file …]`, by default all words of the
 * package. Ends with 1 where there are errors. `--say 3rd past` prints every line of story files in a person and tense instead.
 */
import { packageRoot } from '../src/catalog/package-root.js';
import { readData } from '../src/catalog/read.js';
import { storyFileSchema } from '../src/domain/story-data.js';
import { openWordCheck } from '../src/editor/words.js';
import { templatesOf } from '../src/writer/offline/check-words.js';
import { say, type Voice } from '../src/writer/offline/inflect.js';

const said = process.argv.indexOf('--say');
const paths = process.argv.slice(2, said < 0 ? undefined : said);
if (said >= 0) {
  const voice: Voice = { pov: process.argv[said + 1] as Voice['pov'], tense: process.argv[said + 2] as Voice['tense'], hero: 'she' };
  for (const path of paths)
    for (const { text, ends } of templatesOf(readData(path, storyFileSchema))) console.log(ends.map((end) => say(text.replace('{}', end), voice)).join('\n'));
} else {
  const check = openWordCheck(packageRoot());
  const { files, faults } = paths.length > 0 ? check.stories(paths) : check.folder('');
  for (const { file, severity, place, message } of faults) console.log(`${severity === 'error' ? 'ERROR  ' : 'warning'} ${file} ${place}: ${message}`);
  const errors = faults.filter(({ severity }) => severity === 'error').length;
  const sum = (of: 'templates' | 'lines') => files.reduce((all, file) => all + file[of], 0);
  console.log(`${files.length} files, ${sum('templates')} templates, ${sum('lines')} lines; ${errors} errors, ${faults.length - errors} warnings`);
  if (errors > 0) process.exitCode = 1;
}

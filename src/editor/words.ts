import { openCatalog } from '../catalog/catalog.js';
import { closerGroups, wordFile, wordFiles } from '../catalog/own-words.js';
import type { WordFile, WordReport } from '../domain/word-files.js';
import { profanityGuard } from '../guards/profanity.js';
import { termGuard } from '../guards/terms.js';
import { pronouncer } from '../prosody/pronounce.js';
import { wordsOf } from '../prosody/tokens.js';
import { checkClosers, checkWords, templatesOf } from '../writer/offline/check-words.js';

export interface WordCheck {
  /** Looks over the stories, lines and themes of a folder; "" for the package's own. */
  folder(path: string): WordReport;
  /** Looks over story files by their paths. */
  stories(paths: readonly string[]): WordReport;
}

/** The editor of words for the built-in writer: measures them by the ear, the guards and the data that songs are made with. */
export function openWordCheck(packageFolder: string): WordCheck {
  const catalog = openCatalog(packageFolder, '');
  const look = (files: readonly WordFile[], own: boolean): WordReport => {
    const { frames, themes, stories = [], familyWords = [] } = catalog.lines();
    const guard = profanityGuard(catalog.tables.profanity);
    const banned = termGuard(catalog.blueprints().flatMap(({ rules }) => rules.banned_terms));
    const unclean = (line: string) => (guard(line).length > 0 ? 'a profane word' : banned(line) === null ? null : `the banned term "${banned(line)}"`);
    const templates = own ? [...frames, ...stories.flatMap(templatesOf)] : [];
    const beside = {
      themes: new Set([...themes.map(({ slug }) => slug), ...files.flatMap((file) => (file.kind === 'themes' && file.data !== null ? [file.data.slug] : []))]),
      lines: new Set(templates.flatMap(({ text, ends }) => ends.map((end) => wordsOf(text.replace('{}', end)).join(' ')))),
    };
    const tools = { pronounce: pronouncer(catalog.tables.pronunciations), unclean, familyWords };
    const report = checkWords(files, beside, tools);
    if (!own) report.faults.push(...checkClosers(closerGroups(packageFolder), tools).map((fault) => ({ ...fault, file: 'closers.json' })));
    return report;
  };
  return {
    folder: (path) => (path === '' ? look(wordFiles(`${packageFolder}/taxonomies`), false) : look(wordFiles(path), true)),
    stories: (paths) =>
      look(
        paths.map((path) => wordFile('stories', path)),
        false,
      ),
  };
}

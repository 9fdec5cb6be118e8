import { basename, join } from 'node:path';
import { AmcsError } from '../domain/error.js';
import { type CloserGroup, closerFileSchema, lineFileSchema, themePackSchema } from '../domain/line-data.js';
import { storyFileSchema } from '../domain/story-data.js';
import type { WordFile } from '../domain/word-files.js';
import { jsonFiles, readData } from './read.js';

const schemas = { stories: storyFileSchema, lines: lineFileSchema, themes: themePackSchema };

/** The writer's words in a folder with `stories`, `lines` and `themes`; a file that cannot be read comes with what is wrong. */
export function wordFiles(folder: string): WordFile[] {
  return (['stories', 'lines', 'themes'] as const).flatMap((kind) => jsonFiles(join(folder, kind), '').map((path) => wordFile(kind, path)));
}

/** One file of words, by its path. */
export function wordFile(kind: WordFile['kind'], path: string): WordFile {
  const file = `${kind}/${basename(path)}`;
  try {
    return { file, kind, data: readData(path, schemas[kind]) } as WordFile;
  } catch (thrown) {
    if (!(thrown instanceof AmcsError)) throw thrown;
    const problems = thrown.problems.map(({ path: place, message }) => ({ place, message }));
    return { file, kind, data: null, problems: problems.length > 0 ? problems : [{ place: '', message: thrown.message }] };
  }
}

/** The package's closers, group by group. */
export function closerGroups(packageFolder: string): CloserGroup[] {
  return readData(join(packageFolder, 'taxonomies', 'closers.json'), closerFileSchema).groups;
}

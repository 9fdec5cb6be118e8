import { z } from 'zod';
import { blueprintSchema } from '../domain/blueprint.js';
import { parseAs } from '../domain/explain.js';
import { closerSchema, familyWordFileSchema, hookFrameFileSchema, lineFileSchema, themePackSchema } from '../domain/line-data.js';
import { storyFileSchema } from '../domain/story-data.js';
import { taxonomySchemas } from '../domain/tables.js';
import { hashSchema } from '../domain/words.js';

const indexSchema = z.strictObject({ blueprint: hashSchema, taxonomies: hashSchema, words: hashSchema, pronunciations: hashSchema });

/** Runs of earlier versions had fewer of them. */
const taxonomiesSchema = z.strictObject(taxonomySchemas).partial();

const wordsSchema = z
  .strictObject({
    frames: lineFileSchema.shape.lines,
    themes: z.array(themePackSchema),
    ...hookFrameFileSchema.shape,
    familyWords: familyWordFileSchema.shape.groups,
    closers: z.array(closerSchema),
    stories: z.array(storyFileSchema),
  })
  .partial({ tails: true, familyWords: true, closers: true, stories: true });

/** Looks whether documents that came from elsewhere are a snapshot as we take one. @throws AmcsError INPUT_INVALID. */
export async function verifySnapshot(tablesHash: string, read: (hash: string) => Promise<unknown>): Promise<void> {
  const index = parseAs(indexSchema, await read(tablesHash), 'INPUT_INVALID', 'Tables of the cassette');
  parseAs(blueprintSchema, await read(index.blueprint), 'INPUT_INVALID', 'Blueprint of the cassette');
  parseAs(taxonomiesSchema, await read(index.taxonomies), 'INPUT_INVALID', 'Taxonomies of the cassette');
  parseAs(wordsSchema, await read(index.words), 'INPUT_INVALID', 'Words of the cassette');
}

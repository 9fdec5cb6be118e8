import { z } from 'zod';
import { blueprintSchema } from '../../domain/blueprint.js';
import { AmcsError } from '../../domain/error.js';
import { defineOperation, READ_ONLY } from './define.js';

export const listBlueprints = defineOperation({
  name: 'list_blueprints',
  title: 'List blueprints',
  description:
    "Lists the genres there are, with the names they go by. Use it to choose blueprint_ref.genre. Returns slug, genre, aliases, tempo range and form of each, and the user's own files that are broken.",
  input: z.strictObject({}),
  output: z.strictObject({
    blueprints: z.array(
      z.strictObject({
        slug: z.string(),
        genre: z.string(),
        aliases: z.array(z.string()),
        tempo_bpm: z.array(z.number()),
        section_order: z.array(z.string()),
        own: z.boolean().describe("Whether it comes from the user's data folder."),
      }),
    ),
    broken: z
      .array(z.strictObject({ file: z.string(), message: z.string(), hint: z.string() }))
      .describe("Files in the user's blueprints folder that are none; the other genres do not suffer from them."),
  }),
  annotations: READ_ONLY,
  async run(app) {
    const { slugs, broken } = app.catalog.ownBlueprints();
    return {
      blueprints: app.catalog.blueprints().map(({ slug, genre, aliases, rules: { tempo_bpm, section_order } }) => {
        return { slug, genre, aliases, tempo_bpm, section_order, own: slugs.includes(slug) };
      }),
      broken: broken.map(({ file, error: { message, hint } }) => ({ file, message, hint })),
    };
  },
});

export const getBlueprint = defineOperation({
  name: 'get_blueprint',
  title: 'Read a blueprint',
  description:
    'Reads one genre whole: tempo, form, rhyme, hook, words, keys, instruments, thresholds. Use it to see what a spec leaves open. Returns the blueprint.',
  input: z.strictObject({ slug: z.string().min(1).max(80).describe('Slug, name or alias.') }),
  output: blueprintSchema,
  annotations: READ_ONLY,
  async run(app, { slug }) {
    try {
      return app.catalog.findBlueprint(slug);
    } catch (thrown) {
      if (!(thrown instanceof AmcsError) || thrown.code !== 'GENRE_UNKNOWN') throw thrown;
      throw new AmcsError('NOT_FOUND', { message: 'There is no such blueprint.', hint: thrown.hint });
    }
  },
});

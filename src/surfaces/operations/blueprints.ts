import { z } from 'zod';
import { blueprintSchema } from '../../domain/blueprint.js';
import { AmcsError } from '../../domain/error.js';
import { suggestion } from '../../domain/nearest.js';
import { sentence } from '../../domain/text.js';
import { defineOperation, READ_ONLY } from './define.js';

export const listBlueprints = defineOperation({
  name: 'list_blueprints',
  title: 'List blueprints',
  description:
    'Lists the genres there are, with the names they go by. Use it to choose blueprint_ref.genre. Returns slug, genre, aliases, tempo range and form of each.',
  input: z.strictObject({}),
  output: z.strictObject({
    blueprints: z.array(
      z.strictObject({ slug: z.string(), genre: z.string(), aliases: z.array(z.string()), tempo_bpm: z.array(z.number()), section_order: z.array(z.string()) }),
    ),
  }),
  annotations: READ_ONLY,
  async run(app) {
    const told = app.catalog.blueprints().map(({ slug, genre, aliases, rules }) => {
      const { tempo_bpm, section_order } = rules;
      return { slug, genre, aliases, tempo_bpm, section_order };
    });
    return { blueprints: told };
  },
});

export const getBlueprint = defineOperation({
  name: 'get_blueprint',
  title: 'Read a blueprint',
  description:
    'Reads one genre whole: tempo, form, rhyme, hook, words, keys, instruments, thresholds. Use it to see what a spec leaves open. Returns the blueprint.',
  input: z.strictObject({ slug: z.string().min(1).max(80) }),
  output: blueprintSchema,
  annotations: READ_ONLY,
  async run(app, { slug }) {
    const all = app.catalog.blueprints();
    const found = all.find((blueprint) => blueprint.slug === slug);
    if (found) return found;
    throw new AmcsError('NOT_FOUND', {
      message: 'There is no such blueprint.',
      hint: sentence(
        suggestion(
          slug,
          all.map((blueprint) => blueprint.slug),
        ),
      ),
    });
  },
});

import { z } from 'zod';
import type { Brief, Draft } from '../../domain/draft.js';

/** What a writer is handed for asking and reading. */
export interface Telling {
  /** What a model is told before every brief of a kind, the same each time. */
  prompt(kind: 'lyrics' | 'fields'): { name: string; version: string; text: string };
  /** The brief as text, with everything from outside in a fence. */
  show(brief: Brief): string;
  /** Words that came as plain text. @throws AmcsError where there are none. */
  readText(text: string, brief: Brief): Draft;
  /** Tells whether a line repeats a stretch of a text. */
  repeatsOf(text: () => string): (line: string) => boolean;
}

/** One kind of words that a service is asked for, and what its answer looks like. */
export interface Kind {
  /** Of its prompt. */
  name: 'lyrics' | 'fields';
  /** For services that keep to a schema; constant, so that they compile it once. */
  schema: Record<string, unknown>;
  /** The same as an example, for those that do not. */
  example: string;
  /** JSON of the schema as a draft, or null. */
  parse(text: string): Draft | null;
}

// Without bounds: services do not enforce them, and the draft is parsed again.
const section = z.strictObject({
  id: z.string().describe('As the brief names the section, e.g. "verse-1".'),
  lines: z.array(z.string()).describe('One line for each line to write, in order.'),
});
const lyrics = kind(
  'lyrics',
  z.strictObject({ sections: z.array(section) }),
  '{"sections":[{"id":"verse-1","lines":["first line","second line"]}]}',
  ({ sections }) => ({ sections, issues: [] }),
);

/** With pieces of sources at hand. Everything is required, because some services want it so. */
const cited = kind(
  'lyrics',
  z.strictObject({
    sections: z.array(
      section.extend({
        cites: z
          .array(
            z.strictObject({
              line: z.int().describe('Counted in the lines sent, from 1.'),
              chunks: z.array(z.string()).describe('Names of the pieces it draws on, e.g. "c2".'),
            }),
          )
          .describe('Lines that draw on a piece of a source; empty where none does.'),
      }),
    ),
  }),
  '{"sections":[{"id":"verse-1","lines":["first line","second line"],"cites":[{"line":2,"chunks":["c1"]}]}]}',
  ({ sections }) => ({ sections, issues: [] }),
);

const fields = kind(
  'fields',
  z.strictObject({
    fields: z.array(z.strictObject({ name: z.string().describe('As the brief names the field.'), texts: z.array(z.string()) })),
  }),
  '{"fields":[{"name":"groove","texts":["half-time shuffle"]}]}',
  (told) => ({ sections: [], fields: Object.fromEntries(told.fields.map(({ name, texts }) => [name, texts])), issues: [] }),
);

export function kindOf(brief: Brief): Kind {
  if (brief.fields) return fields;
  if ((brief.citations ?? []).length === 0) return lyrics;
  // Words without a word of their sources are words all the same.
  return { ...cited, parse: (text) => cited.parse(text) ?? lyrics.parse(text) };
}

function kind<Schema extends z.ZodType>(name: Kind['name'], schema: Schema, example: string, draftOf: (told: z.infer<Schema>) => Draft): Kind {
  const { $schema: _dialect, ...asJson } = z.toJSONSchema(schema);
  return {
    name,
    schema: asJson,
    example,
    parse(text) {
      try {
        const { data } = schema.safeParse(JSON.parse(text));
        return data === undefined ? null : draftOf(data);
      } catch {
        return null;
      }
    },
  };
}

import { z } from 'zod';
import type { Brief, Draft } from '../../domain/draft.js';

/** One kind of words that a service is asked for: how it is told, and how its answer is read. */
export interface Kind {
  /** What it is told before every brief, the same each time. */
  prompt(): { name: string; version: string; text: string };
  /** The brief as text, with everything from outside in a fence. */
  show(brief: Brief): string;
  /** Words that came as plain text. @throws where there are none. */
  readText(text: string, brief: Brief): Draft;
}

/** What an answer looks like. Without bounds: services do not enforce them, and the draft is parsed again. */
const wordsSchema = z.strictObject({
  sections: z.array(
    z.strictObject({
      id: z.string().describe('As the brief names the section, e.g. "verse-1".'),
      lines: z.array(z.string()).describe('One line for each line to write, in order.'),
    }),
  ),
});

/** The same as JSON Schema for services that keep to one; constant, so that they compile it once. */
export function answerSchema(): Record<string, unknown> {
  const { $schema: _dialect, ...schema } = z.toJSONSchema(wordsSchema);
  return schema;
}

/** JSON of the schema, or null. */
export function parseWords(text: string): z.infer<typeof wordsSchema> | null {
  try {
    return wordsSchema.safeParse(JSON.parse(text)).data ?? null;
  } catch {
    return null;
  }
}

import { z } from 'zod';
import { citationSchema } from './artifacts.js';
import { issueSchema } from './issue.js';
import { type Sds, sourceKinds } from './spec.js';
import { hashSchema } from './words.js';

/** A source as a spec names it. */
export type SourceSpec = NonNullable<Sds['sources']>[number];

const count = z.int().min(0).max(1_000_000);

/** What became of one source. */
export const sourceReadSchema = z.strictObject({
  source_id: z.string().max(80),
  kind: z.enum(sourceKinds),
  state: z.enum(['read', 'unread', 'unused']).describe('unread: it was optional and could not be read; unused: nothing of it may be used.'),
  documents: count,
  chunks: count.describe('Pieces that may be used.'),
  redacted: count.describe('Pieces of personal data that were taken out.'),
  content_hash: hashSchema.nullable().describe('Over the hashes of all its pieces; another one means that the source has changed.'),
});
export type SourceRead = z.infer<typeof sourceReadSchema>;

/** What the sources of a run said: recorded once, and read from the record ever after. */
export const retrievedSchema = z.strictObject({
  query: z.string().max(8_000).describe('What was looked for.'),
  chunks: z.array(citationSchema).max(200).describe('The best pieces, the weightiest first.'),
  sources: z.array(sourceReadSchema).max(12),
  issues: z.array(issueSchema).max(100),
});
export type Retrieved = z.infer<typeof retrievedSchema>;

/** What a source holds: a file, a page, an answer. */
export interface SourceDocument {
  /** Where it lies, for allow and deny: a path below its root, an address, an id. */
  place: string;
  format: 'text' | 'markdown' | 'json';
  text: string;
}

import { z } from 'zod';
import { skills } from '../../../skills/index.js';
import { lyricsAnalysisSchema } from '../../domain/analysis.js';
import { blueprintSchema } from '../../domain/blueprint.js';
import { briefSchema, draftSchema } from '../../domain/draft.js';
import { AmcsError } from '../../domain/error.js';
import { eventSchema } from '../../domain/event.js';
import { issueSchema } from '../../domain/issue.js';
import { lineFileSchema, themePackSchema } from '../../domain/line-data.js';
import { manifestSchema } from '../../domain/manifest.js';
import { suggestion } from '../../domain/nearest.js';
import { rhymesSchema } from '../../domain/rhymes.js';
import { errorSchema, nodeExecutionSchema, runSchema } from '../../domain/run.js';
import { resolvedSdsSchema, sdsSchema } from '../../domain/spec.js';
import { sentence } from '../../domain/text.js';
import { defineOperation, READ_ONLY } from './define.js';

/** Every document's schema under its name, as JSON Schema 2020-12 for editors and other programs. */
const schemas: Record<string, z.ZodType> = {
  sds: sdsSchema,
  resolved_sds: resolvedSdsSchema,
  blueprint: blueprintSchema,
  manifest: manifestSchema,
  ...Object.fromEntries(skills.map(({ contract }) => [contract.artifact, contract.output])),
  lyrics_analysis: lyricsAnalysisSchema,
  rhymes: rhymesSchema,
  issue: issueSchema,
  brief: briefSchema,
  draft: draftSchema,
  run: runSchema,
  node_execution: nodeExecutionSchema,
  event: eventSchema,
  error: errorSchema,
  lines: lineFileSchema,
  theme: themePackSchema,
};

export const schemaNames: readonly string[] = Object.keys(schemas);

/** @throws AmcsError NOT_FOUND naming the nearest. */
export function jsonSchema(name: string): Record<string, unknown> {
  const schema = Object.hasOwn(schemas, name) ? schemas[name] : undefined;
  if (!schema)
    throw new AmcsError('NOT_FOUND', {
      message: `There is no schema "${name}".`,
      hint: `${sentence(suggestion(name, schemaNames))} All: ${schemaNames.join(', ')}.`,
    });
  return { title: name, ...z.toJSONSchema(schema, { io: 'input' }) };
}

export const listSchemas = defineOperation({
  name: 'list_schemas',
  title: 'List schemas',
  description: 'Lists the documents that have a schema. Use it to find the name to ask for. Returns their names.',
  input: z.strictObject({}),
  output: z.strictObject({ schemas: z.array(z.string()) }),
  annotations: READ_ONLY,
  run: async () => ({ schemas: [...schemaNames] }),
});

export const getSchema = defineOperation({
  name: 'get_schema',
  title: 'Read a schema',
  description: 'Reads the JSON Schema of one kind of document. Use it to write or check such a document. Returns JSON Schema 2020-12.',
  input: z.strictObject({ name: z.string().min(1).max(40) }),
  output: z.looseObject({}),
  annotations: READ_ONLY,
  run: async (_app, { name }) => jsonSchema(name),
});

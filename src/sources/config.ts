import { z } from 'zod';
import { AmcsError } from '../domain/error.js';
import type { SourceSpec } from '../domain/source.js';
import { textLine } from '../domain/words.js';

/** What `config` of each kind of source holds. */

const query = textLine(400).optional();
const address = z.url({ protocol: /^https?$/ }).max(2_000);

const one = <Names extends string>(names: readonly [Names, Names]) => ({
  message: `has to have ${names[0]} or ${names[1]}, and not both`,
  check: (value: Partial<Record<Names, unknown>>) => (value[names[0]] === undefined) !== (value[names[1]] === undefined),
});

const path = one(['path', 'paths']);
const url = one(['url', 'urls']);
const server = one(['server', 'url']);

export const configs = {
  text: z.strictObject({ text: z.string().min(1).max(100_000), format: z.enum(['text', 'markdown']).optional(), query }),
  file: z.strictObject({ path: textLine(400).optional(), paths: z.array(textLine(400)).min(1).max(20).optional(), query }).refine(path.check, path.message),
  web: z.strictObject({ url: address.optional(), urls: z.array(address).min(1).max(8).optional(), query }).refine(url.check, url.message),
  mcp: z
    .strictObject({
      server: z
        .string()
        .regex(/^[\w.-]{1,60}$/, 'is not the name of a server')
        .optional(),
      url: address.optional(),
      limit: z.int().min(1).max(20).optional(),
      query,
    })
    .refine(server.check, server.message),
} as const;

/** A source's config in the form of its kind. @throws AmcsError SPEC_INVALID. */
export function configOf<Kind extends SourceSpec['kind']>(kind: Kind, { id, config }: SourceSpec): z.infer<(typeof configs)[Kind]> {
  const read = configs[kind].safeParse(config ?? {});
  if (read.success) return read.data as z.infer<(typeof configs)[Kind]>;
  const problems = read.error.issues.slice(0, 5).map(({ path: at, message }) => ({ path: ['sources', id, 'config', ...at].join('.'), message }));
  const first = problems[0];
  throw new AmcsError('SPEC_INVALID', {
    message: `The source "${id}" is of kind ${kind}, and its ${['config', ...(first?.path.split('.').slice(3) ?? [])].join('.')} does not fit: ${first?.message}.`,
    hint: 'docs/sources.md shows what each kind takes.',
    problems,
  });
}

import { existsSync, readFileSync } from 'node:fs';
import { z } from 'zod';
import { AmcsError } from '../domain/error.js';
import { parseAs } from '../domain/explain.js';
import { parseJson } from '../domain/json.js';
import { textLine } from '../domain/words.js';

const texts = z.record(z.string().max(100), z.string().max(4_000));

const serverSchema = z.union([
  z.strictObject({ command: textLine(400), args: z.array(z.string().max(1_000)).max(50).optional(), env: texts.optional(), cwd: textLine(400).optional() }),
  z.strictObject({ url: z.url({ protocol: /^https?$/ }), headers: texts.optional() }),
]);

/** A server that the owner of this machine allows: started by a command, or already there at an address. */
export type McpServer = z.infer<typeof serverSchema>;

const fileSchema = z.strictObject({ mcpServers: z.record(z.string(), serverSchema) });

/** Servers by name, from a file in the form that MCP clients use; none where there is no such file. @throws AmcsError. */
export function readMcpServers(path: string): Record<string, McpServer> {
  if (!existsSync(path)) return {};
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (cause) {
    throw new AmcsError('FILE_UNREADABLE', { message: `${path} cannot be read.` }, { cause });
  }
  return parseAs(fileSchema, parseJson(text, path), 'DATA_BROKEN', path).mcpServers;
}

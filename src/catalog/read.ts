import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { z } from 'zod';
import { AmcsError } from '../domain/error.js';
import { parseAs } from '../domain/explain.js';
import { parseJson } from '../domain/json.js';

/** Reads one data file against its schema. @throws AmcsError DATA_BROKEN naming the file. */
export function readData<Schema extends z.ZodType>(path: string, schema: Schema): z.infer<Schema> {
  const name = basename(path);
  try {
    return parseAs(schema, parseJson(readFileSync(path, 'utf8'), name), 'DATA_BROKEN', name);
  } catch (thrown) {
    if (thrown instanceof AmcsError) throw new AmcsError('DATA_BROKEN', { message: thrown.message, hint: thrown.hint, problems: thrown.problems });
    throw new AmcsError('DATA_BROKEN', { message: `${name} cannot be read.` }, { cause: thrown });
  }
}

/** The words of a file that has one a line, remarks after "#" left out. @throws AmcsError DATA_BROKEN naming the file. */
export function readWords(path: string): string[] {
  try {
    return readFileSync(path, 'utf8')
      .split('\n')
      .filter((line) => line !== '' && !line.startsWith('#'));
  } catch (cause) {
    throw new AmcsError('DATA_BROKEN', { message: `${basename(path)} cannot be read.` }, { cause });
  }
}

/** The JSON files of some folders in the order of their names; a file of a later folder replaces its namesake. */
export function jsonFiles(...folders: string[]): string[] {
  const byName = new Map<string, string>();
  for (const folder of folders.filter((one) => existsSync(one))) {
    for (const name of readdirSync(folder).filter((one) => one.endsWith('.json'))) byName.set(name, join(folder, name));
  }
  return [...byName.entries()].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, path]) => path);
}

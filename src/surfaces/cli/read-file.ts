import { readFileSync, statSync } from 'node:fs';
import { basename } from 'node:path';
import { AmcsError } from '../../domain/error.js';
import { decodeUtf8, MAX_DOCUMENT_BYTES, parseJson } from '../../domain/json.js';

/** Reads a JSON file that a person names; "-" is standard input. @throws AmcsError FILE_UNREADABLE | INPUT_TOO_LARGE | JSON_INVALID. */
export function readJsonFile(path: string): unknown {
  const name = path === '-' ? 'standard input' : basename(path);
  try {
    const size = path === '-' ? 0 : statSync(path).size;
    if (size > MAX_DOCUMENT_BYTES) {
      throw new AmcsError('INPUT_TOO_LARGE', { message: `${name} has ${(size / 1e6).toFixed(1)} MB; a document may have ${MAX_DOCUMENT_BYTES / 1e6} MB.` });
    }
    return parseJson(decodeUtf8(readFileSync(path === '-' ? 0 : path), name), name);
  } catch (thrown) {
    if (thrown instanceof AmcsError) throw thrown;
    const code = (thrown as NodeJS.ErrnoException).code;
    const why = code === 'ENOENT' ? 'does not exist' : code === 'EISDIR' ? 'is a folder' : 'cannot be read';
    throw new AmcsError(
      'FILE_UNREADABLE',
      { message: `${path} ${why}.`, ...(code === 'ENOENT' ? { hint: '`amcs-mcp init song.json` makes a spec to start from.' } : {}) },
      { cause: thrown },
    );
  }
}

import { readFileSync, statSync } from 'node:fs';
import { basename } from 'node:path';
import { AmcsError } from '../../domain/error.js';
import { decodeUtf8, MAX_DOCUMENT_BYTES, parseJson } from '../../domain/json.js';

/** Reads a JSON file that a person names; "-" is standard input. @throws AmcsError FILE_UNREADABLE | INPUT_TOO_LARGE | JSON_INVALID. */
export function readJsonFile(path: string): unknown {
  return parseJson(decodeUtf8(readBytes(path, '`amcs-mcp init song.json` makes a spec to start from.'), nameOf(path)), nameOf(path));
}

/** Reads a JSON file that a program wrote, of up to `most` bytes. @throws AmcsError as `readJsonFile`. */
export function readLargeJsonFile(path: string, most: number): unknown {
  const bytes = readBytes(path, undefined, most);
  if (bytes.length > most) throw new AmcsError('INPUT_TOO_LARGE', { message: `${nameOf(path)} has more than ${most / 1e6} MB.` });
  try {
    return JSON.parse(decodeUtf8(bytes, nameOf(path)));
  } catch (thrown) {
    if (thrown instanceof AmcsError) throw thrown;
    throw new AmcsError('JSON_INVALID', { message: `${nameOf(path)} is not JSON.`, hint: 'Copy the file once more, whole.' }, { cause: thrown });
  }
}

/** What code page 1252 has where Latin-1 has control characters; Node 20 decodes the one as the other. */
const WINDOWS = [...'€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008dŽ\u008f\u0090‘’“”•–—˜™š›œ\u009džŸ'];

/**
 * Reads a text file that a person names, as editors save them: UTF-8, UTF-16 with its mark, or else the code page of
 * Western Windows. @throws AmcsError FILE_UNREADABLE | INPUT_TOO_LARGE.
 */
export function readTextFile(path: string): string {
  const bytes = readBytes(path);
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return new TextDecoder('utf-16le').decode(bytes);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return bytes.toString('latin1').replace(/[\u0080-\u009f]/g, (sign) => WINDOWS[sign.charCodeAt(0) - 0x80] as string);
  }
}

function readBytes(path: string, hintWhereMissing?: string, most = MAX_DOCUMENT_BYTES): Buffer {
  const name = nameOf(path);
  try {
    const size = path === '-' ? 0 : statSync(path).size;
    if (size > most) {
      throw new AmcsError('INPUT_TOO_LARGE', { message: `${name} has ${(size / 1e6).toFixed(1)} MB; it may have ${most / 1e6} MB.` });
    }
    return readFileSync(path === '-' ? 0 : path);
  } catch (thrown) {
    if (thrown instanceof AmcsError) throw thrown;
    const code = (thrown as NodeJS.ErrnoException).code;
    const why = code === 'ENOENT' ? 'does not exist' : code === 'EISDIR' ? 'is a folder' : 'cannot be read';
    const hint = code === 'ENOENT' && hintWhereMissing !== undefined ? { hint: hintWhereMissing } : {};
    throw new AmcsError('FILE_UNREADABLE', { message: `${path} ${why}.`, ...hint }, { cause: thrown });
  }
}

const nameOf = (path: string) => (path === '-' ? 'standard input' : basename(path));

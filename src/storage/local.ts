import { mkdir, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { AmcsError } from '../domain/error.js';
import type { Storage } from '../domain/ports.js';

/** Files in a local folder. A file appears whole: it is written beside its place and moved there. */
export const localStorage: Storage = {
  async write(folder, name, bytes) {
    try {
      await mkdir(folder, { recursive: true });
      const part = join(folder, `.${name}.${process.pid}.part`);
      await writeFile(part, bytes);
      await rename(part, join(folder, name));
    } catch (cause) {
      throw new AmcsError('STORAGE_FAILED', { message: `${name} could not be written to the output folder.` }, { cause });
    }
  },
};

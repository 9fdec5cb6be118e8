import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { AmcsError } from '../domain/error.js';

/** What a model is told before every brief. Its version stands in the record of each answer. */
export interface Prompt {
  name: string;
  version: string;
  text: string;
}

/** @throws AmcsError DATA_BROKEN where the file or its head is not right. */
export function readPrompt(path: string): Prompt {
  const broken = (cause?: unknown) => new AmcsError('DATA_BROKEN', { message: `The prompt ${basename(path)} cannot be read.` }, { cause });
  let file: string;
  try {
    file = readFileSync(path, 'utf8');
  } catch (cause) {
    throw broken(cause);
  }
  const [, name, version, text] = /^---\nname: ([a-z-]+)\nversion: (\d+\.\d+\.\d+)\n---\n(.+)$/s.exec(file.replaceAll('\r\n', '\n')) ?? [];
  if (name === undefined || version === undefined || text === undefined) throw broken();
  return { name, version, text: text.trim() };
}

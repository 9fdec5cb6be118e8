import { constants } from 'node:fs';
import { open, readdir, realpath, stat } from 'node:fs/promises';
import { extname, isAbsolute, join, relative, resolve, sep } from 'node:path';
import { checkShape } from '../domain/json.js';
import type { Source, SourceAsked } from '../domain/ports.js';
import type { SourceDocument, SourceSpec } from '../domain/source.js';
import { configOf } from './config.js';
import { permitsPlace } from './patterns.js';
import { failed, refused } from './trouble.js';

const FORMATS: Record<string, SourceDocument['format']> = { '.md': 'markdown', '.markdown': 'markdown', '.txt': 'text', '.json': 'json' };
const KINDS = 'md, txt and json';

export interface FileLimits {
  bytes: number;
  files: number;
  total: number;
  depth: number;
}
const USUAL: FileLimits = { bytes: 1_000_000, files: 200, total: 2_000_000, depth: 8 };

const HINT = 'Put its folder into AMCS_SOURCE_ROOTS, or the file beside the spec that `amcs-mcp run` is given.';

/** Files of folders that are allowed, and of no others, wherever links lead. */
export function fileSource(limits: FileLimits = USUAL): Source {
  return {
    kind: 'file',
    check(spec, roots) {
      const paths = pathsOf(spec);
      if (roots.length === 0) throw refused(spec.id, 'is a file, and no folder is open to sources here', HINT);
      for (const path of paths) {
        if (roots.every((root) => !isInside(root, resolve(root, path)))) throw refused(spec.id, 'lies outside the folders that are open to sources', HINT);
      }
    },
    async read(spec, asked) {
      const found: Found[] = [];
      for (const path of pathsOf(spec)) found.push(...(await filesAt(path, spec, asked, limits)));
      const documents: SourceDocument[] = [];
      let total = 0;
      for (const file of found) {
        asked.signal.throwIfAborted();
        const bytes = await bytesOf(file, spec, limits);
        total += bytes.length;
        if (total > limits.total) throw failed(spec.id, `has more than ${limits.total / 1e6} MB of text`);
        documents.push({ place: file.place, format: file.format, text: textOf(bytes, file, spec) });
      }
      return documents;
    },
  };
}

function pathsOf(spec: SourceSpec): string[] {
  const { path, paths } = configOf('file', spec);
  return path === undefined ? (paths as string[]) : [path];
}

interface Found {
  /** Where it really lies. */
  real: string;
  root: string;
  /** Its path below the root, with slashes. */
  place: string;
  format: SourceDocument['format'];
}

/** A file, or the files of a folder in the order of their paths. */
async function filesAt(path: string, spec: SourceSpec, { roots, signal }: SourceAsked, limits: FileLimits): Promise<Found[]> {
  const { real, root } = await realPlace(path, spec, roots);
  const info = await stat(real);
  if (!info.isDirectory()) {
    const one = found(real, root);
    if (one === null || !info.isFile()) throw refused(spec.id, `is no file of a kind that is read: ${KINDS}`);
    if (!permitsPlace(spec, one.place)) return [];
    return [one];
  }
  const files: Found[] = [];
  const visit = async (folder: string, depth: number): Promise<void> => {
    if (depth > limits.depth) return;
    const entries = await readdir(folder, { withFileTypes: true });
    for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
      signal.throwIfAborted();
      if (entry.name.startsWith('.')) continue;
      const place = join(folder, entry.name);
      // Links in a folder are not followed: one never knows where they lead tomorrow.
      if (entry.isDirectory()) await visit(place, depth + 1);
      else if (entry.isFile()) {
        const one = found(place, root);
        if (one && permitsPlace(spec, one.place)) files.push(one);
        if (files.length > limits.files) throw failed(spec.id, `has more than ${limits.files} files`);
      }
    }
  };
  await visit(real, 0);
  return files;
}

function found(real: string, root: string): Found | null {
  const format = FORMATS[extname(real).toLowerCase()];
  return format === undefined ? null : { real, root, place: relative(root, real).split(sep).join('/'), format };
}

/** Where a path really leads, below one of the folders. A path that leads out of them all is refused, whether or not anything lies there. */
async function realPlace(path: string, spec: SourceSpec, roots: readonly string[]): Promise<{ real: string; root: string }> {
  let outside = false;
  for (const given of roots) {
    const root = await realpath(given).catch(() => null);
    const wanted = isAbsolute(path) ? path : resolve(given, path);
    if (root === null || !(isInside(given, wanted) || isInside(root, wanted))) {
      outside = true;
      continue;
    }
    const real = await realpath(wanted).catch(() => null);
    if (real === null) continue;
    if (isInside(root, real)) return { real, root };
    outside = true;
  }
  if (outside) throw refused(spec.id, 'lies outside the folders that are open to sources', HINT);
  throw failed(spec.id, 'is a file that is not there');
}

function isInside(root: string, path: string): boolean {
  const way = relative(root, path);
  return way === '' || !(way === '..' || way.startsWith(`..${sep}`) || isAbsolute(way));
}

/** Opened without following a link that came in the meantime, looked at again once it is open, and read through that. */
async function bytesOf({ real, root }: Found, { id }: SourceSpec, { bytes: most }: FileLimits): Promise<Buffer> {
  const file = await open(real, constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0)).catch((cause) => {
    throw failed(id, 'cannot be read', cause);
  });
  try {
    const info = await file.stat();
    if (!info.isFile()) throw refused(id, `is no file of a kind that is read: ${KINDS}`);
    const now = await realpath(real).catch(() => null);
    if (now === null || !isInside(root, now)) throw refused(id, 'lies outside the folders that are open to sources', HINT);
    if (info.size > most) throw failed(id, `has a file of more than ${most / 1e6} MB`);
    const room = Buffer.alloc(most + 1);
    let size = 0;
    for (let more = -1; more !== 0 && size <= most; size += more) more = (await file.read(room, size, room.length - size, size)).bytesRead;
    if (size > most) throw failed(id, `has a file of more than ${most / 1e6} MB`);
    return room.subarray(0, size);
  } finally {
    await file.close();
  }
}

function textOf(bytes: Buffer, { format }: Found, { id }: SourceSpec): string {
  if (bytes.includes(0)) throw refused(id, 'has a file that is no text');
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw refused(id, 'has a file that is not UTF-8 text');
  }
  if (format === 'json') mustBeJson(text, id);
  return text;
}

/** @throws AmcsError SOURCE_FAILED, naming no word of it. */
export function mustBeJson(text: string, id: string): void {
  try {
    checkShape(JSON.parse(text), 'JSON');
  } catch {
    throw failed(id, 'has JSON that is broken, or nested too deep');
  }
}

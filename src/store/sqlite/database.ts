import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import Database from 'better-sqlite3';
import { AmcsError } from '../../domain/error.js';
import { migrations } from './migrations.js';

export type Db = Database.Database;

/** How long the opening waits for another process's transaction. */
const OPENING_MS = 10_000;
/** How long a call may hold the process up while another one writes; whoever waits longer comes again a little later. */
const BUSY_MS = 50;

/** 32 MB of log: with SQLite's 4 MB a busy writer spends a good part of its time moving the same pages again and again. */
const CHECKPOINT_PAGES = 8_000;

/**
 * Opens (and, where needed, makes and migrates) the database. WAL: readers never wait for a writer; synchronous
 * NORMAL survives a killed process, which is what happens to stdio servers.
 * @throws AmcsError STORE_UNAVAILABLE | STORE_TOO_NEW.
 */
export function openDatabase(path: string): Db {
  try {
    mkdirSync(dirname(path), { recursive: true });
    const db = new Database(path, { timeout: OPENING_MS });
    db.pragma('journal_mode = WAL');
    db.pragma('synchronous = NORMAL');
    db.pragma(`wal_autocheckpoint = ${CHECKPOINT_PAGES}`);
    db.pragma('foreign_keys = ON');
    migrate(db);
    db.pragma(`busy_timeout = ${BUSY_MS}`);
    return db;
  } catch (thrown) {
    throw storeError(thrown);
  }
}

function migrate(db: Db): void {
  const version = () => db.pragma('user_version', { simple: true }) as number;
  if (version() === migrations.length) return;
  db.transaction(() => {
    // Read again inside the lock: another process may have been first.
    const at = version();
    if (at > migrations.length) {
      throw new AmcsError('STORE_TOO_NEW', { message: `The database has schema ${at}; this version knows ${migrations.length}.` });
    }
    for (const sql of migrations.slice(at)) db.exec(sql);
    db.pragma(`user_version = ${migrations.length}`);
  }).immediate();
}

const reasons: Record<string, string> = {
  SQLITE_CANTOPEN: 'The database cannot be opened',
  SQLITE_READONLY: 'The database cannot be written',
  SQLITE_FULL: 'The disk is full',
  SQLITE_BUSY: 'The database is locked by another process',
  SQLITE_NOTADB: 'The database file is not a database',
  SQLITE_CORRUPT: 'The database file is damaged',
  SQLITE_IOERR: 'The disk failed',
  EACCES: 'The data folder cannot be written',
  EROFS: 'The data folder cannot be written',
  ENOSPC: 'The disk is full',
  ENOTDIR: 'The data folder is not a folder',
  EEXIST: 'The data folder is not a folder',
};

/** A database fault as the user's error; anything else stays what it is. */
export function storeError(thrown: unknown): unknown {
  const code = (thrown as { code?: unknown } | null)?.code;
  const unbuilt = code === 'ERR_DLOPEN_FAILED' || (thrown instanceof Error && thrown.message.startsWith('Could not locate the bindings file'));
  if (unbuilt) {
    return new AmcsError(
      'STORE_UNAVAILABLE',
      {
        message: `The database library is not built for Node ${process.versions.node}.`,
        hint: 'Use Node 22 or newer, where it comes built, or run `npm rebuild better-sqlite3` with this Node (and without --ignore-scripts).',
      },
      { cause: thrown },
    );
  }
  if (thrown instanceof AmcsError || typeof code !== 'string') return thrown;
  const reason = Object.entries(reasons).find(([prefix]) => code.startsWith(prefix))?.[1];
  return reason ? new AmcsError('STORE_UNAVAILABLE', { message: `${reason}.` }, { cause: thrown }) : thrown;
}

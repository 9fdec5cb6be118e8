import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import { migrations } from '../../src/store/sqlite/migrations.js';
import { sqliteStore } from '../../src/store/sqlite/store.js';
import { storeConformance } from '../conformance/store.js';

const clock = { now: () => Date.now() };
const folder = () => mkdtempSync(join(tmpdir(), 'amcs-store-'));

storeConformance('SQLite', () => {
  const home = folder();
  const path = join(home, 'amcs.db');
  const stores = [sqliteStore(path, clock)];
  return {
    store: stores[0] as (typeof stores)[number],
    again: () => {
      const store = sqliteStore(path, clock);
      stores.push(store);
      return store;
    },
    close() {
      for (const store of stores) store.close();
      rmSync(home, { recursive: true });
    },
  };
});

describe('a SQLite file', () => {
  it('of a newer version is refused by name', async () => {
    const path = join(folder(), 'amcs.db');
    const db = new Database(path);
    db.pragma('user_version = 99');
    db.close();
    await expect(sqliteStore(path, clock).lastSeq()).rejects.toMatchObject({ code: 'STORE_TOO_NEW' });
  });

  it('that is no database is an error that says so and no crash', async () => {
    const path = join(folder(), 'amcs.db');
    writeFileSync(path, 'this is no database, only a text that is long enough to be read as a header');
    await expect(sqliteStore(path, clock).lastSeq()).rejects.toMatchObject({ code: 'STORE_UNAVAILABLE', message: 'The database file is not a database.' });
  });

  it('in a place that is a file is an error that says so', async () => {
    const home = folder();
    writeFileSync(join(home, 'taken'), '');
    chmodSync(join(home, 'taken'), 0o400);
    await expect(sqliteStore(join(home, 'taken', 'amcs.db'), clock).lastSeq()).rejects.toMatchObject({ code: 'STORE_UNAVAILABLE' });
  });

  it('is not made before it is used', () => {
    const home = folder();
    sqliteStore(join(home, 'deep', 'amcs.db'), clock).close();
    expect(() => new Database(join(home, 'deep', 'amcs.db'), { fileMustExist: true })).toThrow();
  });
});

describe('migrations', () => {
  it('bring a database of every earlier version to the newest, and keep what is in it', async () => {
    for (let version = 1; version < migrations.length; version += 1) {
      const path = join(folder(), 'amcs.db');
      const db = new Database(path);
      for (const sql of migrations.slice(0, version)) db.exec(sql);
      db.pragma(`user_version = ${version}`);
      db.exec("INSERT INTO settings VALUES ('data_id', 'd-old')");
      db.exec(`INSERT INTO runs (run_id, created, kind, song_id, title, genre, seed, status, sds_hash, manifest_hash, tables_hash, workflow_version, created_at, updated_at)
        VALUES ('r-old', 1, 'song', 'old', 'Old', 'pop', 1, 'succeeded', 'h', 'h', 'h', 1, 1, 1)`);
      db.exec("INSERT INTO documents VALUES ('h', '{}'); INSERT INTO artifacts VALUES ('r-old', 0, 'PLAN', 0, 'plan', 'h')");
      db.close();
      const store = sqliteStore(path, clock);
      expect(await store.getSetting('data_id')).toBe('d-old');
      expect(await store.listArtifacts('r-old')).toEqual([{ name: 'plan', take: 0, node: 'PLAN', iteration: 0, hash: 'h' }]);
      expect(await store.deleteRuns(['r-old'])).toEqual(['r-old']);
      expect(await store.listArtifacts('r-old')).toEqual([]);
      expect(await store.getDocument('h')).toBeNull();
      store.close();
    }
  });
});

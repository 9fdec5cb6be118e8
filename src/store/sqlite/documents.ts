import type { Db } from './database.js';

export type Documents = ReturnType<typeof documentTable>;

/** Documents by their hash: what is there under a hash is what is meant. */
export function documentTable(db: Db) {
  const get = db.prepare<[string], string>('SELECT json FROM documents WHERE hash = ?').pluck();
  const isThere = db.prepare<[string], number>('SELECT 1 FROM documents WHERE hash = ?').pluck();
  const insert = db.prepare('INSERT INTO documents (hash, json) VALUES (?, ?) ON CONFLICT DO NOTHING');
  return {
    get: (hash: string): string | null => get.get(hash) ?? null,
    /** Keeps a document that is most likely new. */
    put: (hash: string, json: string): void => void insert.run(hash, json),
    /** Keeps one that is most likely there: 200 KB of tables, asked for by every run, need not be handed over again. */
    ensure: (hash: string, json: string): void => {
      if (isThere.get(hash) === undefined) insert.run(hash, json);
    },
  };
}

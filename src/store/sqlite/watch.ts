import Database from 'better-sqlite3';

/** How often the database is asked whether it changed; the question takes a few microseconds. */
const POLL_MS = 5;

/**
 * Tells when any process has changed the database. It asks on a connection of its own, because data_version does not
 * show a connection its own writes. Watching keeps no process alive.
 */
export function watchDatabase(path: string, changed: () => void): () => void {
  const db = new Database(path, { readonly: true });
  const question = db.prepare<[], number>('PRAGMA data_version').pluck();
  const version = () => {
    try {
      return question.get();
    } catch {
      // A moment in which it cannot be asked: what changed meanwhile is seen afterwards.
      return seen;
    }
  };
  let seen: number | undefined;
  seen = version();
  const timer = setInterval(() => {
    const now = version();
    if (now === seen) return;
    seen = now;
    changed();
  }, POLL_MS);
  timer.unref();
  return () => {
    clearInterval(timer);
    db.close();
  };
}

import { AmcsError, errorCodes } from '../../domain/error.js';
import type { NodeName } from '../../domain/node-name.js';
import type { Clock, OutsideKey, PartKey, Store } from '../../domain/ports.js';
import type { RecordedError } from '../../domain/run.js';
import { type Db, openDatabase, storeError } from './database.js';
import { executionTable } from './executions.js';
import { eventLog } from './log.js';
import { runTable } from './runs.js';
import { watchDatabase } from './watch.js';

export interface OpenStore extends Store {
  close(): void;
}

/** The record in one SQLite file, opened when it is first needed. */
export function sqliteStore(path: string, clock: Clock): OpenStore {
  let open: { db: Db; tables: ReturnType<typeof tablesOf> } | undefined;
  let closed = false;
  const tables = () => {
    if (closed) throw new AmcsError('STORE_UNAVAILABLE', { message: 'The database is closed.' });
    if (!open) {
      const db = openDatabase(path);
      open = { db, tables: tablesOf(db, clock) };
    }
    return open.tables;
  };
  const call = async <Result>(work: (table: ReturnType<typeof tablesOf>) => Result): Promise<Result> => {
    try {
      return work(tables());
    } catch (thrown) {
      throw storeError(thrown);
    }
  };
  return {
    // Writing transactions begin IMMEDIATE: one that begins as a reader and then writes fails at once where another writes.
    createRun: (run) => call(({ runs }) => runs.create.immediate(run)),
    getRun: (runId) => call(({ runs }) => runs.get(runId)),
    listRuns: (filter) => call(({ runs }) => runs.list(filter)),
    deleteRun: (runId) => call(({ runs }) => runs.forget.immediate(runId)),
    changeRun: (runId, change, events) => call(({ runs }) => runs.change.immediate(runId, change, events)),
    addTake: (runId, take) => call(({ runs }) => runs.addTake.immediate(runId, take)),
    claimRun: (runId, owner, leaseMs) => call(({ runs }) => runs.claim(runId, owner, leaseMs)),
    checkLease: (runId, owner) => call(({ runs }) => runs.checkLease(runId, owner)),
    askCancel: (runId) => call(({ runs }) => runs.askCancel.immediate(runId, CANCELLED)),
    abandonedRuns: (version) => call(({ runs }) => runs.abandoned(version)),
    releaseRun: (runId, owner) => call(({ runs }) => runs.release(runId, owner)),
    startExecution: (key, seed, inputHash) => call(({ executions }) => executions.start.immediate(key, seed, inputHash)),
    finishExecution: (key, outcome) => call(({ executions }) => executions.finish.immediate(key, outcome)),
    skipExecution: (key, seed, events) => call(({ executions }) => executions.skip.immediate(key, seed, events)),
    getExecution: (key) => call(({ executions }) => executions.get(key)),
    listExecutions: (runId) => call(({ executions }) => executions.list(runId)),
    getPart: (key) => call(({ executions }) => executions.part(key)),
    putPart: (key, json, events) => call(({ executions }) => executions.putPart.immediate(key, json, events)),
    getAnswer: (question) => call(({ executions }) => executions.part(answerKey(question))),
    listArtifacts: (runId) => call(({ executions }) => executions.artifacts(runId)),
    getDocument: (hash) => call(({ documents }) => documents.get(hash)),
    putDocument: (hash, json) => call(({ documents }) => documents.put(hash, json)),
    intendOutside: (key) => call(({ outside }) => outside.intend(key)),
    answerOutside: (key, json) => call(({ outside }) => outside.answer(key, json)),
    getOutside: (key) => call(({ outside }) => outside.get(key)),
    addEvents: (runId, events) => call(({ addEvents }) => addEvents.immediate(runId, events)),
    readEvents: (filter) => call(({ log }) => log.read(filter)),
    lastSeq: () => call(({ log }) => log.last()),
    getSetting: (name) => call(({ settings }) => settings.get(name)),
    putSetting: (name, value) => call(({ settings }) => settings.put(name, value)),
    backup: async (path) => {
      const { backup } = await call(({ file }) => file);
      await backup(path).catch((thrown: unknown) => {
        throw storeError(thrown);
      });
    },
    check: () => call(({ file }) => file.check()),
    watch(changed) {
      tables();
      return watchDatabase(path, changed);
    },
    close() {
      closed = true;
      open?.db.close();
      open = undefined;
    },
  };
}

const CANCELLED: RecordedError = {
  code: 'CANCELLED',
  message: 'The run was cancelled.',
  retriable: errorCodes.CANCELLED.retriable,
  hint: errorCodes.CANCELLED.hint,
};

function answerKey(question: string): PartKey {
  const [run_id, take, node, iteration, round] = question.split('/') as [string, string, NodeName, string, string];
  return { run_id, take: Number(take), node, iteration: Number(iteration), round: Number(round), part: 'answer' };
}

function tablesOf(db: Db, clock: Clock) {
  const log = eventLog(db, clock);
  return {
    log,
    runs: runTable(db, log, clock),
    executions: executionTable(db, log, clock),
    documents: documentTable(db),
    outside: outsideTable(db),
    settings: settingTable(db),
    addEvents: db.transaction(log.append),
    file: {
      backup: async (path: string) => void (await db.backup(path)),
      check: () => (db.pragma('quick_check') as { quick_check: string }[]).map((row) => row.quick_check).filter((line) => line !== 'ok'),
    },
  };
}

function documentTable(db: Db) {
  const get = db.prepare<[string], { json: string }>('SELECT json FROM documents WHERE hash = ?');
  const put = db.prepare('INSERT INTO documents (hash, json) VALUES (?, ?) ON CONFLICT DO NOTHING');
  return {
    get: (hash: string) => get.get(hash)?.json ?? null,
    put: (hash: string, json: string) => void put.run(hash, json),
  };
}

function outsideTable(db: Db) {
  const key =
    'run_id = @run_id AND request_hash = @request_hash AND take = @take AND node = @node AND iteration = @iteration AND round = @round AND occurrence = @occurrence';
  const get = db.prepare<[OutsideKey], { json: string | null }>(`SELECT json FROM outside_answers WHERE ${key}`);
  const intend = db.prepare(
    'INSERT INTO outside_answers (run_id, request_hash, take, node, iteration, round, occurrence) VALUES (@run_id, @request_hash, @take, @node, @iteration, @round, @occurrence) ON CONFLICT DO NOTHING',
  );
  const answer = db.prepare(`UPDATE outside_answers SET json = @json WHERE ${key} AND json IS NULL`);
  const find = (at: OutsideKey) => {
    const row = get.get(at);
    return row ? { answered: row.json !== null, json: row.json } : null;
  };
  return {
    get: find,
    /** Synced to disk before the call goes out: what may cost money must not be forgotten, even by a power cut. */
    intend: (at: OutsideKey) => {
      db.pragma('synchronous = FULL');
      try {
        return intend.run(at).changes > 0;
      } finally {
        db.pragma('synchronous = NORMAL');
      }
    },
    answer: (at: OutsideKey, json: string) => {
      answer.run({ ...at, json });
      return find(at)?.json as string;
    },
  };
}

function settingTable(db: Db) {
  const get = db.prepare<[string], { value: string }>('SELECT value FROM settings WHERE name = ?');
  const put = db.prepare('INSERT INTO settings (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value');
  return {
    get: (name: string) => get.get(name)?.value ?? null,
    put: (name: string, value: string) => void put.run(name, value),
  };
}

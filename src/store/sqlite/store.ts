import { AmcsError, errorCodes } from '../../domain/error.js';
import type { NodeName } from '../../domain/node-name.js';
import type { Clock, ExecutionKey, Outcome, OutsideKey, PartKey, RecordedOutside, Standing, Store } from '../../domain/ports.js';
import type { RecordedError } from '../../domain/run.js';
import { type Db, openDatabase, storeError } from './database.js';
import { documentTable } from './documents.js';
import { executionTable } from './executions.js';
import { readPatiently, type WriteGroup, writeGroup } from './group.js';
import { importing } from './import.js';
import { eventLog } from './log.js';
import { runTable } from './runs.js';
import { type Held, heldStarts } from './starts.js';
import { watchDatabase } from './watch.js';

export interface OpenStore extends Store {
  close(): void;
}

/** The record in one SQLite file, opened when it is first needed. */
export function sqliteStore(path: string, clock: Clock): OpenStore {
  let open: { db: Db; tables: ReturnType<typeof tablesOf>; group: WriteGroup } | undefined;
  let closed = false;
  const opened = () => {
    if (closed) throw new AmcsError('STORE_UNAVAILABLE', { message: 'The database is closed.' });
    if (!open) {
      const db = openDatabase(path);
      open = { db, tables: tablesOf(db, clock), group: writeGroup(db) };
    }
    return open;
  };
  const read = async <Result>(work: (table: ReturnType<typeof tablesOf>) => Result): Promise<Result> => {
    try {
      const { tables } = opened();
      return await readPatiently(() => work(tables));
    } catch (thrown) {
      throw storeError(thrown);
    }
  };
  const write = async <Result>(work: (table: ReturnType<typeof tablesOf>) => Result, synced?: boolean): Promise<Result> => {
    try {
      const { tables, group } = opened();
      return await group.write(() => work(tables), synced);
    } catch (thrown) {
      throw storeError(thrown);
    }
  };
  const recordStarts = (held: Held): void => void write(({ executions }) => executions.start(held.openings)).then(held.recorded, held.failed);
  const starts = heldStarts(recordStarts);
  /** Writes something of a run, after the starts that are not recorded yet. */
  const writeOf = <Result>(runId: string, work: (table: ReturnType<typeof tablesOf>) => Result, synced?: boolean): Promise<Result> => {
    const held = starts.take(runId);
    if (held) recordStarts(held);
    return write(work, synced);
  };
  const finish = async (key: ExecutionKey, outcome: Outcome): Promise<Standing> => {
    const held = starts.take(key.run_id);
    try {
      const standing = await write(({ executions }) => executions.finish(key, outcome, held?.openings ?? []));
      held?.recorded();
      return standing;
    } catch (thrown) {
      // Nothing of it stands; that the nodes were started is to be known all the same.
      if (held) recordStarts(held);
      throw thrown;
    }
  };
  return {
    createRun: (run) => write(({ runs }) => runs.create(run)),
    getRun: (runId) => read(({ runs }) => runs.get(runId)),
    listRuns: (filter) => read(({ runs }) => runs.list(filter)),
    deleteRuns: (runIds) => write(({ runs }) => runs.forget(runIds)),
    changeRun: (runId, change, events) => writeOf(runId, ({ runs }) => runs.change(runId, change, events)),
    addTake: (runId, take) => writeOf(runId, ({ runs }) => runs.addTake(runId, take)),
    claimRun: (runId, owner, leaseMs) => write(({ runs }) => runs.claim(runId, owner, leaseMs)),
    takeUp: (runId, owner, leaseMs) => writeOf(runId, ({ runs }) => runs.takeUp(runId, owner, leaseMs)),
    checkLease: (runId, owner) => read(({ runs }) => runs.checkLease(runId, owner)),
    askCancel: (runId) => writeOf(runId, ({ runs }) => runs.askCancel(runId, CANCELLED)),
    abandonedRuns: (version, leaseMs) => read(({ runs }) => runs.abandoned(version, leaseMs)),
    releaseRun: (runId, owner) => write(({ runs }) => runs.release(runId, owner)),
    startExecution: (at, seed, input_hash) => starts.hold({ at, seed, input_hash, started_at: clock.now() }),
    finishExecution: finish,
    skipExecution: (key, seed, events) => writeOf(key.run_id, ({ executions }) => executions.skip(key, seed, events)),
    getExecution: (key) => read(({ executions }) => executions.get(key)),
    listExecutions: (runId) => read(({ executions }) => executions.list(runId)),
    getPart: (key) => read(({ executions }) => executions.part(key)),
    putPart: (key, json, events) => writeOf(key.run_id, ({ executions }) => executions.putPart(key, json, events)),
    getAnswer: (question) => read(({ executions }) => executions.part(answerKey(question))),
    unansweredBriefs: (runId) => read(({ executions }) => executions.unanswered(runId)),
    listArtifacts: (runId) => read(({ executions }) => executions.artifacts(runId)),
    getDocument: (hash) => read(({ documents }) => documents.get(hash)),
    putDocument: (hash, json) => write(({ documents }) => documents.put(hash, json)),
    // Synced to disk before the call goes out: what may cost money must not be forgotten, even by a power cut.
    intendOutside: (key) => writeOf(key.run_id, ({ outside }) => outside.intend(key), true),
    answerOutside: (key, json) => writeOf(key.run_id, ({ outside }) => outside.answer(key, json)),
    getOutside: (key) => read(({ outside }) => outside.get(key)),
    listParts: (runId) => read(({ executions }) => executions.parts(runId)),
    importRun: (record) => write(({ take }) => take(record)),
    listOutside: (runId) => read(({ outside }) => outside.list(runId)),
    addEvents: (runId, events) => writeOf(runId, ({ addEvents }) => addEvents(runId, events)),
    readEvents: (filter) => read(({ log }) => log.read(filter)),
    lastSeq: () => read(({ log }) => log.last()),
    getSetting: (name) => read(({ settings }) => settings.get(name)),
    putSetting: (name, value) => write(({ settings }) => settings.put(name, value)),
    backup: async (path) => {
      const { backup } = await read(({ file }) => file);
      await backup(path).catch((thrown: unknown) => {
        throw storeError(thrown);
      });
    },
    check: () => read(({ file }) => file.check()),
    watch(changed) {
      opened();
      return watchDatabase(path, changed);
    },
    close() {
      starts.release();
      closed = true;
      open?.group.end();
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
  const documents = documentTable(db);
  return {
    log,
    runs: runTable(db, log, documents, clock),
    executions: executionTable(db, log, documents, clock),
    documents,
    outside: outsideTable(db),
    take: importing(db, log),
    settings: settingTable(db),
    addEvents: log.append,
    file: {
      backup: async (path: string) => void (await db.backup(path)),
      check: () => (db.pragma('quick_check') as { quick_check: string }[]).map((row) => row.quick_check).filter((line) => line !== 'ok'),
    },
  };
}

function outsideTable(db: Db) {
  const key =
    'run_id = @run_id AND request_hash = @request_hash AND take = @take AND node = @node AND iteration = @iteration AND round = @round AND occurrence = @occurrence';
  const get = db.prepare<[OutsideKey], { json: string | null }>(`SELECT json FROM outside_answers WHERE ${key}`);
  const intend = db.prepare(
    'INSERT INTO outside_answers (run_id, request_hash, take, node, iteration, round, occurrence) VALUES (@run_id, @request_hash, @take, @node, @iteration, @round, @occurrence) ON CONFLICT DO NOTHING',
  );
  const list = db.prepare<[string], RecordedOutside>(
    'SELECT run_id, request_hash, take, node, iteration, round, occurrence, json FROM outside_answers WHERE run_id = ? ORDER BY take, iteration, node, round, occurrence, request_hash',
  );
  const answer = db.prepare(`UPDATE outside_answers SET json = @json WHERE ${key} AND json IS NULL`);
  const find = (at: OutsideKey) => {
    const row = get.get(at);
    return row ? { answered: row.json !== null, json: row.json } : null;
  };
  return {
    get: find,
    list: (runId: string) => list.all(runId),
    intend: (at: OutsideKey) => intend.run(at).changes > 0,
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

import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Command } from 'commander';
import pc from 'picocolors';
import { glob } from 'tinyglobby';
import { hashOf } from '../../domain/canonical.js';
import { AmcsError, asAmcsError } from '../../domain/error.js';
import type { Run } from '../../domain/run.js';
import { batchProgress } from './batch-progress.js';
import { type MakeCommand, type OwnApp, withApp } from './command.js';
import { readJsonFile } from './read-file.js';
import { besides } from './run.js';
import { manifestWith, type WriterFlags, withWriterFlags } from './writer-options.js';

const MOST_AT_ONCE = 64;

interface Options extends WriterFlags {
  concurrency: number;
  out?: string;
  json?: boolean;
}

/** What became of one file. */
interface Outcome {
  file: string;
  run_id: string | null;
  status: Run['status'] | 'refused' | 'left';
  score: number | null;
  error: { code: string; message: string } | null;
}

export const batchCommand: MakeCommand = (open, exit) =>
  withWriterFlags(
    new Command('batch')
      .description('Make a song of every spec; begun again, it goes on where it was. Exit 1 if any failed.')
      .argument('<specs...>', "files or patterns, e.g. 'songs/*.json'")
      .option('--concurrency <n>', 'songs at the same time', wholeNumber, 8)
      .option('--out <dir>', 'folder for the files, and for report.json')
      .option('--json', 'print the report as JSON and nothing else'),
  ).action((patterns: string[], options: Options) =>
    withApp(
      () => open({ concurrency: options.concurrency }),
      async (app) => {
        const files = await specFiles(patterns);
        const outcomes = await runAll(app, files, options);
        const report = { songs: outcomes.length, succeeded: count(outcomes, 'succeeded'), outcomes };
        if (options.out !== undefined) writeReport(options.out, report);
        if (options.json) console.log(JSON.stringify(report, null, 2));
        else printTable(outcomes);
        exit(report.succeeded === report.songs ? 0 : outcomes.some(({ status }) => status === 'left') ? 130 : 1);
      },
    ),
  );

async function specFiles(patterns: string[]): Promise<string[]> {
  const files = (await glob(patterns, { onlyFiles: true, absolute: false })).sort();
  if (files.length === 0)
    throw new AmcsError('FILE_UNREADABLE', {
      message: `No file matches ${patterns.join(' ')}.`,
      hint: 'Quote the pattern, and look where it is counted from.',
    });
  return files;
}

/** Keeps `concurrency` songs under way until none is left; the first Ctrl-C lets those under way finish, the second ends at once. */
async function runAll(app: OwnApp, files: string[], options: Options): Promise<Outcome[]> {
  const progress = options.json ? null : batchProgress(files.length);
  const outcomes: Outcome[] = [];
  let stopping = false;
  const stop = () => {
    if (stopping) process.exit(130);
    stopping = true;
  };
  process.on('SIGINT', stop);
  const next = files.entries();
  const worker = async (): Promise<void> => {
    for (const [at, file] of next) {
      outcomes[at] = stopping ? { file, run_id: null, status: 'left', score: null, error: null } : await runOne(app, file, options);
      progress?.done((outcomes[at] as Outcome).status === 'succeeded');
    }
  };
  try {
    await Promise.all(Array.from({ length: options.concurrency }, worker));
    return outcomes;
  } finally {
    process.off('SIGINT', stop);
    progress?.end();
  }
}

async function runOne(app: OwnApp, file: string, options: Options): Promise<Outcome> {
  try {
    const sds = readJsonFile(file);
    // The same file with the same words in it is the same song: beginning the batch again finds its run.
    const { out } = options;
    const manifest = manifestWith(undefined, options);
    const clientKey = `batch:${hashOf({ file, sds, out: out ?? null, ...(manifest === undefined ? {} : { manifest }) })}`;
    const { ended } = await app.orchestrator.startSong({ sds, manifest, outDir: out, clientKey, sourceRoots: besides(file) });
    const { run_id, status, score, error } = await ended;
    return { file, run_id, status, score, error: error && { code: error.code, message: error.message } };
  } catch (thrown) {
    const { code, message } = asAmcsError(thrown);
    return { file, run_id: null, status: 'refused', score: null, error: { code, message } };
  }
}

const count = (outcomes: Outcome[], status: Outcome['status']) => outcomes.filter((one) => one.status === status).length;

function writeReport(out: string, report: object): void {
  try {
    mkdirSync(out, { recursive: true });
    writeFileSync(join(out, 'report.json'), `${JSON.stringify(report, null, 2)}\n`);
  } catch (cause) {
    throw new AmcsError('STORAGE_FAILED', { message: 'report.json could not be written to the output folder.' }, { cause });
  }
}

function printTable(outcomes: Outcome[]): void {
  const width = Math.max(...outcomes.map(({ file }) => file.length));
  for (const { file, status, score, run_id, error } of outcomes) {
    const colour = status === 'succeeded' ? pc.green : status === 'left' ? pc.yellow : pc.red;
    console.log(
      `${file.padEnd(width)}  ${colour(status.padEnd(9))}  ${score === null ? '  –  ' : score.toFixed(3)}  ${run_id ?? ''}${error ? `  ${error.code} ${error.message}` : ''}`,
    );
  }
  const left = count(outcomes, 'left');
  console.log(`${count(outcomes, 'succeeded')} of ${outcomes.length} songs${left === 0 ? '' : `; the same command goes on with the ${left} that are left`}`);
}

function wholeNumber(text: string): number {
  const value = Number(text);
  if (Number.isInteger(value) && value >= 1 && value <= MOST_AT_ONCE) return value;
  throw new AmcsError('USAGE', { message: `"${text.slice(0, 20)}" is no number of songs.`, hint: `Give a whole number from 1 to ${MOST_AT_ONCE}.` });
}

import { dirname, resolve } from 'node:path';
import { Command } from 'commander';
import { AmcsError, type ErrorCode, errorCodes } from '../../domain/error.js';
import type { Run } from '../../domain/run.js';
import { MAX_SEED } from '../../domain/seed.js';
import { answerFor, type RunAnswer } from '../operations/answer.js';
import { type MakeCommand, type OwnApp, withApp } from './command.js';
import { printSong } from './print.js';
import { runProgress } from './progress.js';
import { readJsonFile } from './read-file.js';
import { manifestWith, type WriterFlags, withWriterFlags } from './writer-options.js';

interface Options extends WriterFlags {
  seed?: number;
  out?: string;
  manifest?: string;
  json?: boolean;
}

export const runCommand: MakeCommand = (open, exit) =>
  withWriterFlags(
    new Command('run')
      .description('Make a song from a spec file ("-" for standard input): lyrics, scores, files.')
      .argument('<spec>', 'Song Design Spec, JSON')
      .option('--seed <n>', 'seed; wins over the spec and the manifest', seedNumber)
      .option('--out <dir>', 'folder for the files (default: songs in the data folder)')
      .option('--manifest <file>', 'run manifest, JSON')
      .option('--json', 'print one JSON object and nothing else'),
  ).action(async (spec: string, options: Options) => {
    const sds = readJsonFile(spec);
    const manifest = manifestWith(options.manifest === undefined ? undefined : readJsonFile(options.manifest), options);
    const answer = await withApp(open, (app) => makeSong(app, sds, manifest, { ...options, sourceRoots: besides(spec) }));
    if (options.json) console.log(JSON.stringify(answer, null, 2));
    else printSong(answer);
    exit(exitCodeOf(answer.run));
  });

async function makeSong(app: OwnApp, sds: unknown, manifest: unknown, asked: Options & { sourceRoots: string[] }): Promise<RunAnswer> {
  const { seed, out, json, sourceRoots } = asked;
  const { run, ended } = await app.orchestrator.startSong({ sds, manifest, seed, outDir: out, sourceRoots });
  return answerFor(app, await follow(app, run.run_id, ended, json), null);
}

/** The folder of a spec file, whose files its sources may be: whoever names the one has the other before them. */
export function besides(spec: string): string[] {
  return spec === '-' ? [] : [dirname(resolve(spec))];
}

/** Waits for a run's end and shows its progress, unless it is to be quiet. */
export async function follow(app: OwnApp, runId: string, ended: Promise<Run>, quiet = false): Promise<Run> {
  const progress = quiet ? null : runProgress();
  const stop = app.follow({ since: 0, run_id: runId }, (events) => {
    for (const event of events) progress?.event(event);
  });
  // Ctrl-C cancels the run, so that nobody finds it "running" afterwards.
  const interrupt = () => void app.orchestrator.cancel(runId).catch(() => process.exit(130));
  process.once('SIGINT', interrupt);
  try {
    return await ended;
  } finally {
    process.off('SIGINT', interrupt);
    await stop();
    progress?.done();
  }
}

export function exitCodeOf({ status, error }: Run): number {
  if (status === 'succeeded' || status === 'waiting') return 0;
  return errorCodes[(error?.code ?? 'INTERNAL') as ErrorCode].exit;
}

export function seedNumber(text: string): number {
  const value = Number(text);
  if (!/^\d+$/.test(text) || value > MAX_SEED)
    throw new AmcsError('USAGE', { message: `"${text}" is not a seed.`, hint: `A seed is a whole number from 0 to ${MAX_SEED}.` });
  return value;
}

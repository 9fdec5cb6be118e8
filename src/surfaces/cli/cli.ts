import { Command, CommanderError } from 'commander';
import { AmcsError, asAmcsError, errorCodes } from '../../domain/error.js';
import { nearest } from '../../domain/nearest.js';
import { backupCommand } from './backup.js';
import { batchCommand } from './batch.js';
import { blueprintsCommand } from './blueprints.js';
import { cassetteCommand } from './cassette.js';
import type { OwnApp } from './command.js';
import { diffCommand } from './diff.js';
import { doctorCommand } from './doctor.js';
import { deleteCommand, pruneCommand } from './forget.js';
import { initCommand } from './init.js';
import { lintCommand } from './lint.js';
import { mcpCommand } from './mcp.js';
import { portNumber } from './port.js';
import { printError, printErrorAsJson } from './print.js';
import { replayCommand } from './replay.js';
import { reviseCommand } from './revise.js';
import { rhymesCommand } from './rhymes.js';
import { runCommand } from './run.js';
import { runsCommand } from './runs.js';
import { schemaCommand } from './schema.js';
import { serveCommand } from './serve.js';
import { showCommand } from './show.js';
import { cancelCommand, resumeCommand, retryCommand } from './steer.js';
import { submitCommand } from './submit.js';
import { synthCommand } from './synth.js';
import { tagsCommand } from './tags.js';
import { tailCommand } from './tail.js';
import { wordsCommand } from './words.js';

export interface AppOptions {
  eventsPort?: number;
  concurrency?: number;
}

export type OpenApp = (options?: AppOptions) => OwnApp;

const examples = `
Examples:
  amcs-mcp init song.json                a short spec to edit
  amcs-mcp run song.json --seed 7        a song: lyrics, scores, files
  amcs-mcp run song.json --json          the same for a program
  amcs-mcp batch 'songs/*.json'          many songs, resumable
  amcs-mcp synth --count 50 --out specs  varied specs to try it all out with
  amcs-mcp words my-words                look over your own stories and lines for the built-in writer
  amcs-mcp lint lyrics.txt               your own lyrics, measured line by line
  amcs-mcp blueprints bluegrass          a genre: tempo, form, chords, words
  amcs-mcp rhymes night --slant          words that rhyme, by sound
  amcs-mcp tags 'fast, ballad, lo-fi'    which tags go together, and why not
  amcs-mcp runs --status failed          what did not pass
  amcs-mcp show <run>                    one run with its nodes
  amcs-mcp retry <run> --from LYRICS --reroll
                                         other words for the same plan
  amcs-mcp revise <run> --keep chorus    new verses, the chorus to the letter
  amcs-mcp cassette export <run> run.json
                                         a run as a file, for replaying it elsewhere
  amcs-mcp tail                          events as they come
  amcs-mcp serve                         HTTP API, MCP over HTTP, events
  amcs-mcp                               the MCP server on stdin and stdout

Exit codes:
  0 done   1 the song did not pass its rubric (lint --strict: an error was found)   2 bad input
  3 the machine (database, disk, port)   64 wrong usage   70 a defect   130 cancelled`;

/** Runs the command line and gives the exit code. */
export async function runCli(argv: string[], open: OpenApp, version: string): Promise<number> {
  let code = 0;
  const setCode = (value: number) => {
    code = value;
  };
  const program = new Command('amcs-mcp')
    .description('Turns a Song Design Spec into a finished, measured song. Without a command: the MCP server on stdin and stdout.')
    .version(version)
    .option('--debug', 'show where errors come from')
    .option('--events-port <port>', 'port of the event socket (default 8717)', portNumber)
    .addHelpText('after', examples)
    .helpCommand(true)
    .exitOverride()
    .configureOutput({ writeErr: () => {} });
  const app = (options?: AppOptions) => open({ ...program.opts<AppOptions>(), ...options });
  for (const command of [
    runCommand,
    batchCommand,
    lintCommand,
    rhymesCommand,
    tagsCommand,
    runsCommand,
    showCommand,
    cancelCommand,
    resumeCommand,
    retryCommand,
    submitCommand,
    reviseCommand,
    replayCommand,
    cassetteCommand,
    diffCommand,
    tailCommand,
    doctorCommand,
    backupCommand,
    deleteCommand,
    pruneCommand,
    serveCommand,
    schemaCommand,
    blueprintsCommand,
    initCommand,
    synthCommand,
    wordsCommand,
  ]) {
    const made = command(app, setCode);
    for (const one of [made, ...made.commands]) one.exitOverride().configureOutput({ writeErr: () => {} });
    program.addCommand(made);
  }
  program.allowExcessArguments().action(() => {
    const [unknown] = program.args;
    if (unknown === undefined) return mcpCommand(app);
    const names = program.commands.map((command) => command.name());
    throw new AmcsError('USAGE', { message: `There is an unknown command: ${unknown.slice(0, 60)}.`, hint: usageHint(nearest(unknown, names, 1)) });
  });
  try {
    await program.parseAsync(argv, { from: 'user' });
    return code;
  } catch (thrown) {
    if (thrown instanceof CommanderError && thrown.exitCode === 0) return 0;
    const error = thrown instanceof CommanderError ? new AmcsError('USAGE', { message: sentence(thrown.message) }) : asAmcsError(thrown);
    if (argv.includes('--json')) printErrorAsJson(error);
    else printError(error);
    if (argv.includes('--debug')) console.error(error.cause ?? thrown);
    return errorCodes[error.code].exit;
  }
}

/** Commander's "error: unknown option '--x'" as a sentence of ours. */
function sentence(message: string): string {
  const text = message
    .replace(/^error: /, '')
    .replace(/\s+/g, ' ')
    .trim();
  return `${text[0]?.toUpperCase()}${text.slice(1)}${/[.?]$/.test(text) ? '' : '.'}`;
}

function usageHint([near]: string[]): string {
  return `${near === undefined ? '' : `Did you mean ${near}? `}\`amcs-mcp --help\` shows the commands.`;
}

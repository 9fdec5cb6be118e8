import { accessSync, constants, existsSync } from 'node:fs';
import { createServer } from 'node:net';
import { dirname, join } from 'node:path';
import { Command } from 'commander';
import pc from 'picocolors';
import { type AmcsError, asAmcsError } from '../../domain/error.js';
import { type MakeCommand, type OwnApp, withApp } from './command.js';
import { DEFAULT_PORT } from './port.js';

/** The oldest Node that every dependency runs on. */
const OLDEST_NODE = [20, 19] as const;

/** One thing looked at: what was found, or what is wrong and what to do. */
interface Finding {
  name: string;
  ok: boolean;
  text: string;
}

export const doctorCommand: MakeCommand = (open, exit) =>
  new Command('doctor')
    .description('Look whether everything is in place, and say what to do where it is not; exit 1 then.')
    .option('--json', 'print JSON')
    .action(({ json }: { json?: boolean }) =>
      withApp(open, async (app) => {
        const findings: Finding[] = [];
        for (const [name, look] of Object.entries(checks)) findings.push(await finding(name, () => look(app)));
        if (json) console.log(JSON.stringify(findings, null, 2));
        else for (const { name, ok, text } of findings) console.log(`${ok ? pc.green('✓') : pc.red('✗')} ${name.padEnd(14)} ${text}`);
        exit(findings.every(({ ok }) => ok) ? 0 : 1);
      }),
    );

/** Each gives what it found, or throws what is wrong. */
const checks: Record<string, (app: OwnApp) => string | Promise<string>> = {
  node: () => {
    const [major, minor] = process.versions.node.split('.').map(Number) as [number, number];
    const old = major < OLDEST_NODE[0] || (major === OLDEST_NODE[0] && minor < OLDEST_NODE[1]);
    if (old) throw new Error(`Node ${process.versions.node} is too old: install ${OLDEST_NODE.join('.')} or newer.`);
    return process.versions.node;
  },
  'data folder': ({ folders }) => writable(folders.home),
  'song folder': ({ folders }) => writable(folders.songs),
  database: async ({ store }) => {
    const faults = await store.check();
    if (faults.length > 0) throw new Error(`The database is damaged (${faults[0]}): go back to a backup.`);
    return `${await store.lastSeq()} events`;
  },
  dictionary: ({ catalog }) => {
    catalog.tables.pronunciations.lookup('song');
    return 'there';
  },
  blueprints: ({ catalog }) =>
    catalog
      .blueprints()
      .map(({ slug }) => slug)
      .join(', '),
  'your genres': ({ catalog, folders }) => {
    const { slugs, broken } = catalog.ownBlueprints();
    if (broken.length === 0) return slugs.length === 0 ? `none in ${join(folders.home, 'blueprints')}` : slugs.join(', ');
    throw new Error(broken.map(({ error }) => told(error)).join(' '));
  },
  words: ({ catalog }) => {
    const { frames, themes } = catalog.lines();
    return `${frames.length} line templates, ${themes.length} themes`;
  },
  'event socket': async ({ events }) => (await events.known()) ?? 'none is up; the first run_workflow or tail makes one',
  'http port': async () =>
    (await isFree(DEFAULT_PORT)) ? `${DEFAULT_PORT} is free` : `${DEFAULT_PORT} is in use: a server is up, or \`serve --port\` takes another`,
  writers: ({ writers }) =>
    writers()
      .map(({ name, lacks }) => (lacks === null ? name : `${name} (not set up: ${lacks})`))
      .join('; '),
  keys: ({ token }) =>
    `none is needed for the writers offline and agent; AMCS_TOKEN is ${token === null ? 'not set: `serve` hears this machine only' : 'set: `serve` asks for it'}`,
  engines: () => 'none in this version: paste prompt.txt by hand',
};

/** Every place that is wrong, or the message where there is one alone. */
function told({ message, hint, problems }: AmcsError): string {
  if (problems.length < 2) return `${message} ${hint}`;
  return `${message} ${problems
    .slice(1)
    .map(({ path, message: wrong }) => `${path} ${wrong}.`)
    .join(' ')}`;
}

async function finding(name: string, look: () => string | Promise<string>): Promise<Finding> {
  try {
    return { name, ok: true, text: await look() };
  } catch (thrown) {
    const { code, message, hint } = asAmcsError(thrown);
    return { name, ok: false, text: code === 'INTERNAL' ? (thrown as Error).message : `${message} ${hint}` };
  }
}

function isFree(port: number): Promise<boolean> {
  const server = createServer();
  return new Promise((told) => {
    server.once('error', () => told(false));
    server.listen(port, '127.0.0.1', () => server.close(() => told(true)));
  });
}

/** The folder, or the nearest one above it that is there, can be written. */
function writable(folder: string): string {
  let there = folder;
  while (!existsSync(there) && dirname(there) !== there) there = dirname(there);
  try {
    accessSync(there, constants.W_OK);
  } catch {
    throw new Error(`${folder} cannot be written: change its rights, or set AMCS_HOME to another folder.`);
  }
  return folder;
}

import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { packageRoot } from '../src/catalog/package-root.js';
import { report } from './measure.js';
import { peersFolder } from './peers.js';

const TIMES = 15;

const client = { name: 'bench', version: '0' };
const envelope = {
  'io.modelcontextprotocol/protocolVersion': '2026-07-28',
  'io.modelcontextprotocol/clientInfo': client,
  'io.modelcontextprotocol/clientCapabilities': {},
};
const request = (id: number, method: string, params: object): string => `${JSON.stringify({ jsonrpc: '2.0', id, method, params })}\n`;
const initialize = request(1, 'initialize', { protocolVersion: '2025-11-25', capabilities: {}, clientInfo: client });
const initialized = `${JSON.stringify({ jsonrpc: '2.0', method: 'notifications/initialized' })}\n`;
const discover = request(1, 'server/discover', { _meta: envelope });

interface Server {
  name: string;
  args: string[];
}

const ours: Server = { name: 'amcs-mcp', args: [join(packageRoot(), 'bin', 'amcs-mcp.mjs')] };
const others: { package: string; entry: string }[] = [
  { package: '@modelcontextprotocol/server-everything', entry: 'dist/index.js' },
  { package: '@playwright/mcp', entry: 'cli.js' },
];

/** From process start to the answers that a client waits for, beside a Node that does nothing and beside other servers where they are installed. */
export async function benchStart(home: string): Promise<void> {
  const there = others.filter((one) => existsSync(join(peersFolder, 'node_modules', one.package, one.entry)));
  if (there.length < others.length) console.log(`for other servers beside it: \`npm i --prefix ${peersFolder} ${others.map((one) => one.package).join(' ')}\``);
  const servers = [ours, ...there.map((one) => ({ name: one.package, args: [join(peersFolder, 'node_modules', one.package, one.entry)] }))];
  const empty: number[] = [];
  const discovered: number[] = [];
  const answers = servers.map(() => ({ first: [] as number[], tools: [] as number[] }));
  // In turn, so that whatever else the machine does falls on all alike.
  for (let time = 0; time < TIMES; time += 1) {
    empty.push(await untilExit(['-e', '0']));
    for (const [at, server] of servers.entries()) {
      const [first, tools] = await untilTools(server, home, `${initialize}${initialized}`, {});
      answers[at]?.first.push(first);
      answers[at]?.tools.push(tools);
    }
    discovered.push((await untilTools(ours, home, discover, { _meta: envelope }))[0]);
  }
  report('node starts and ends, for comparison', empty);
  for (const [at, { name }] of servers.entries()) {
    report(`${name}: to the answer to initialize`, answers[at]?.first ?? []);
    report(`${name}: to the answer to tools/list`, answers[at]?.tools ?? []);
  }
  report(`${ours.name}: to the answer to server/discover`, discovered);
}

function untilExit(args: string[]): Promise<number> {
  const begin = performance.now();
  return new Promise((done) => spawn(process.execPath, args).on('exit', () => done(performance.now() - begin)));
}

/** To the answer to `hello`, and to that to tools/list, which is asked for when the first has come. */
function untilTools({ args }: Server, home: string, hello: string, params: object): Promise<[first: number, tools: number]> {
  const begin = performance.now();
  return new Promise((done, fail) => {
    const child = spawn(process.execPath, args, { env: { ...process.env, AMCS_HOME: home }, stdio: ['pipe', 'pipe', 'ignore'] });
    const took: number[] = [];
    createInterface({ input: child.stdout }).on('line', (line) => {
      const { id } = JSON.parse(line) as { id?: number };
      if (id !== 1 && id !== 2) return;
      took.push(performance.now() - begin);
      if (id === 1) child.stdin.write(request(2, 'tools/list', params));
      else child.kill();
    });
    child.on('error', fail);
    child.on('close', () => (took.length === 2 ? done(took as [number, number]) : fail(new Error(`${args[0]} ended without its answers`))));
    child.stdin.on('error', () => {});
    child.stdin.write(hello);
  });
}

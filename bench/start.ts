import { spawn } from 'node:child_process';
import { packageRoot } from '../src/catalog/package-root.js';
import { report } from './measure.js';

const TIMES = 15;

const initialize = `${JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'initialize', params: { protocolVersion: '2025-11-25', capabilities: {}, clientInfo: { name: 'bench', version: '0' } } })}\n`;

/** From process start to the answer to `initialize`, beside a Node that does nothing. */
export async function benchStart(home: string): Promise<void> {
  const own: number[] = [];
  const empty: number[] = [];
  for (let time = 0; time < TIMES; time += 1) {
    empty.push(await untilExit(['-e', '0']));
    own.push(await untilAnswer(home));
  }
  report('node starts and ends, for comparison', empty);
  report('process start to the answer to initialize', own);
}

function untilExit(args: string[]): Promise<number> {
  const begin = performance.now();
  return new Promise((done) => spawn(process.execPath, args).on('exit', () => done(performance.now() - begin)));
}

function untilAnswer(home: string): Promise<number> {
  const begin = performance.now();
  return new Promise((done) => {
    const child = spawn(process.execPath, ['bin/amcs-mcp.mjs'], {
      cwd: packageRoot(),
      env: { ...process.env, AMCS_HOME: home },
      stdio: ['pipe', 'pipe', 'ignore'],
    });
    child.stdout.once('data', () => {
      const took = performance.now() - begin;
      child.on('exit', () => done(took));
      child.stdin.end();
    });
    child.stdin.write(initialize);
  });
}

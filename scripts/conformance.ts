/**
 * `npm run conformance`: runs the MCP conformance suite over Streamable HTTP, for both sets of requirements, against
 * the baselines tests/conformance/mcp-*.yml. The suite needs a newer Node than we do: both are installed outside the project.
 */
import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { packageRoot } from '../src/catalog/package-root.js';
import { conformanceSuite, newerNode } from './outside/installed.js';

const REQUIREMENTS = ['2025-11-25', '2026-07-28'];
const READY_MS = 20_000;

const [suite, newer] = [await conformanceSuite(), await newerNode(24)];
if (suite.folder === null || newer.folder === null) {
  console.error(`The conformance suite cannot be run: ${suite.why || newer.why}.`);
  process.exit(75);
}
const home = mkdtempSync(join(tmpdir(), 'amcs-conformance-'));
const port = await freePort();
const server = spawn(process.execPath, [join(packageRoot(), 'bin', 'amcs-mcp.mjs'), 'serve', '--port', String(port)], {
  env: { ...process.env, AMCS_HOME: home },
  stdio: ['ignore', 'ignore', 'inherit'],
});
try {
  await untilReady(server, port);
  for (const revision of REQUIREMENTS) {
    const baseline = join(packageRoot(), 'tests', 'conformance', `mcp-${revision}.yml`);
    const told = await run(newer.node, [
      suite.binary,
      'server',
      '--url',
      `http://127.0.0.1:${port}/mcp`,
      '--requirements',
      revision,
      '--expected-failures',
      baseline,
    ]);
    console.log(`Requirements ${revision}\n${told.text.slice(told.text.indexOf('=== SUMMARY'))}`);
    if (told.code !== 0) process.exitCode = 1;
  }
} finally {
  server.kill('SIGTERM');
  await new Promise((ended) => server.once('exit', ended));
  rmSync(home, { recursive: true, force: true });
}

function run(file: string, args: string[]): Promise<{ code: number; text: string }> {
  return new Promise((done) => {
    execFile(file, args, { maxBuffer: 64 * 1024 * 1024 }, (error, out, err) => done({ code: error === null ? 0 : 1, text: out + err }));
  });
}

async function untilReady(child: ChildProcess, at: number): Promise<void> {
  const until = performance.now() + READY_MS;
  while (performance.now() < until && child.exitCode === null) {
    const ready = await fetch(`http://127.0.0.1:${at}/readyz`).catch(() => null);
    if (ready?.ok) return;
    await new Promise((later) => setTimeout(later, 100));
  }
  throw new Error('The server does not get ready.');
}

function freePort(): Promise<number> {
  const probe = createServer();
  return new Promise((found) => {
    probe.listen(0, '127.0.0.1', () => {
      const { port: free } = probe.address() as { port: number };
      probe.close(() => found(free));
    });
  });
}

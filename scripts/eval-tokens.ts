/** `npm run eval:tokens`: what the tools and instructions of the MCP server cost an agent before its first call, as a client lists them. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from '@modelcontextprotocol/client';
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio';
import { packageRoot } from '../src/catalog/package-root.js';
import { LIMITS, tokenCost } from './eval/tokens.js';

const home = mkdtempSync(join(tmpdir(), 'amcs-tokens-'));
const client = new Client({ name: 'eval-tokens', version: '0' });
try {
  const args = [join(packageRoot(), 'bin', 'amcs-mcp.mjs')];
  await client.connect(new StdioClientTransport({ command: process.execPath, args, env: { PATH: process.env.PATH ?? '', AMCS_HOME: home } }));
  const cost = tokenCost((await client.listTools()).tools, client.getInstructions() ?? '');
  for (const { name, tokens, always } of cost.tools) console.log(`${name.padEnd(18)} ${String(tokens).padStart(6)}${always ? '  always loaded' : ''}`);
  console.log(`${'instructions'.padEnd(18)} ${String(cost.instructions).padStart(6)}`);
  console.log(`${'always loaded'.padEnd(18)} ${String(cost.always).padStart(6)}  at most ${LIMITS.always}`);
  console.log(`${'all together'.padEnd(18)} ${String(cost.all).padStart(6)}  at most ${LIMITS.all}`);
  if (cost.always > LIMITS.always || cost.all > LIMITS.all) process.exitCode = 1;
} finally {
  await client.close();
  rmSync(home, { recursive: true, force: true });
}

import { McpServer } from '@modelcontextprotocol/server';
import { serveStdio } from '@modelcontextprotocol/server/stdio';
import type { App } from '../operations/app.js';
import type { Operation } from '../operations/define.js';
import { operations } from '../operations/index.js';
import { icons } from './icon.js';
import { instructions } from './instructions.js';
import { registerPrompts } from './prompts.js';
import { registerResources } from './resources.js';
import { registerTool } from './tool.js';

export interface Offer {
  operations?: readonly Operation[];
  /** Told when there is a run more or less to read; without it the client is told itself. */
  changed?(): void;
}

/** One server instance; the SDK asks for one for each connection, in either protocol era. */
export function mcpServer(app: App, offer: Offer = {}): McpServer {
  // Tools and prompts are what they are; runs come and go.
  const capabilities = { tools: { listChanged: false }, prompts: { listChanged: false }, resources: { listChanged: true } };
  const server = new McpServer({ name: 'amcs', title: 'AMCS', version: app.version, icons }, { instructions, capabilities });
  const changed = offer.changed ?? (() => void server.server.sendResourceListChanged().catch(() => {}));
  for (const operation of offer.operations ?? operations) registerTool(server, app, operation, changed);
  registerPrompts(server, app);
  registerResources(server, app);
  return server;
}

/** Serves MCP on stdin and stdout until stdin ends. Nothing but protocol goes to stdout. */
export function serveMcpOverStdio(app: App): { close(): Promise<void> } {
  return serveStdio(() => mcpServer(app), { onerror: (error) => console.error(`amcs-mcp: ${error.message}`) });
}

import { McpServer } from '@modelcontextprotocol/server';
import { serveStdio } from '@modelcontextprotocol/server/stdio';
import type { App } from '../operations/app.js';
import type { Operation } from '../operations/define.js';
import { operations } from '../operations/index.js';
import { icons } from './icon.js';
import { instructions } from './instructions.js';
import { registerPrompts } from './prompts.js';
import { registerResources } from './resources.js';
import { addressesOf, registerSubscriptions } from './subscriptions.js';
import { type Changed, registerTool } from './tool.js';

export interface Offer {
  operations?: readonly Operation[];
  /** Told when there is a run more or less to read, or one reads otherwise; without it the client is told itself. */
  changed?: Changed;
}

/** One server instance; the SDK asks for one for each connection, in either protocol era. */
export function mcpServer(app: App, offer: Offer = {}): McpServer {
  // Tools and prompts are what they are; runs come and go.
  const capabilities = { tools: { listChanged: false }, prompts: { listChanged: false }, resources: { listChanged: true, subscribe: true }, logging: {} };
  const server = new McpServer({ name: 'amcs', title: 'AMCS', version: app.version, icons }, { instructions, capabilities });
  const changed = offer.changed ?? tellClient(server);
  for (const operation of offer.operations ?? operations) registerTool(server, app, operation, changed);
  registerPrompts(server, app);
  registerResources(server, app);
  // A server that lives for one request has nobody to tell later.
  registerSubscriptions(server, app, offer.changed === undefined);
  return server;
}

/** Unasked, a client of before is told only that the list has changed; in the newer era the SDK sends on what was subscribed to. */
function tellClient({ server }: McpServer): Changed {
  return (runId, modern) => {
    const told = [server.sendResourceListChanged(), ...(modern ? addressesOf(runId) : []).map((uri) => server.sendResourceUpdated({ uri }))];
    for (const sent of told) void sent.catch(() => {});
  };
}

/** Serves MCP on stdin and stdout until stdin ends. Nothing but protocol goes to stdout. */
export function serveMcpOverStdio(app: App): { close(): Promise<void> } {
  return serveStdio(() => mcpServer(app), { onerror: (error) => console.error(`amcs-mcp: ${error.message}`) });
}

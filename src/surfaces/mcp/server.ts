import { McpServer } from '@modelcontextprotocol/server';
import { serveStdio } from '@modelcontextprotocol/server/stdio';
import type { App } from '../operations/app.js';
import type { Operation } from '../operations/define.js';
import { operations } from '../operations/index.js';
import { instructions } from './instructions.js';
import { registerTool } from './tool.js';

/** One server instance; the SDK asks for one for each connection, in either protocol era. */
export function mcpServer(app: App, offered: readonly Operation[] = operations): McpServer {
  const server = new McpServer({ name: 'amcs', title: 'AMCS', version: app.version }, { instructions, capabilities: { tools: {} } });
  for (const operation of offered) registerTool(server, app, operation);
  return server;
}

/** Serves MCP on stdin and stdout until stdin ends. Nothing but protocol goes to stdout. */
export function serveMcpOverStdio(app: App): { close(): Promise<void> } {
  return serveStdio(() => mcpServer(app), { onerror: (error) => console.error(`amcs-mcp: ${error.message}`) });
}

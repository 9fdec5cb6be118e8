import type { Retriever } from '../domain/ports.js';
import { fileSource } from './file.js';
import { mcpSource } from './mcp.js';
import { type McpServer, readMcpServers } from './mcp-servers.js';
import { createRetriever } from './retriever.js';
import { textSource } from './text.js';
import { type WebAllowed, webSource } from './web.js';

export interface SourceSettings {
  web: WebAllowed;
  /** File that names the MCP servers that sources may ask. */
  mcpConfig: string;
  version: string;
}

/** The kinds of sources there are: adding one is a file and a line. */
export function openSources({ web, mcpConfig, version }: SourceSettings): Retriever {
  let known: Record<string, McpServer> | undefined;
  const servers = () => {
    known ??= readMcpServers(mcpConfig);
    return known;
  };
  return createRetriever([textSource, fileSource(), webSource({ allowed: web }), mcpSource({ servers, allowed: web, version })]);
}

import { serveMcpOverStdio } from '../mcp/server.js';
import type { OwnApp } from './command.js';

/** The MCP server on stdin and stdout, until stdin ends or the client says stop. */
export async function mcpCommand(open: () => OwnApp): Promise<void> {
  if (process.stdin.isTTY) {
    console.error('amcs-mcp: this is the MCP server, waiting for a client on standard input. For the command line: amcs-mcp --help. Ctrl-C ends it.');
  }
  const app = open();
  const server = serveMcpOverStdio(app);
  app.orchestrator.watch();
  await new Promise<void>((ended) => {
    process.stdin.once('end', ended);
    process.stdin.once('close', ended);
    process.once('SIGINT', ended);
    process.once('SIGTERM', ended);
  });
  await server.close();
  await app.close();
  process.exit(0);
}

import { createApp } from './app.js';
import { readConfig } from './config.js';
import { runCli } from './surfaces/cli/cli.js';

// A pipe that closes early (`amcs-mcp runs | head -1`) is no error.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(0);
});

process.exitCode = await runCli(process.argv.slice(2), (options) => createApp({ ...readConfig(), ...options }), readConfig().version);

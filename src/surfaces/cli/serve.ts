import { Command } from 'commander';
import { AmcsError } from '../../domain/error.js';
import { hostName, isLoopbackHost } from '../../domain/loopback.js';
import { Gate } from '../http/gate.js';
import { type MakeCommand, withApp } from './command.js';
import { DEFAULT_PORT, portNumber } from './port.js';

const SHORTEST_TOKEN = 16;

interface Options {
  host: string;
  port: number;
  allowHost: string[];
  allowOrigin: string[];
}

const several = (value: string, before: string[]) => [...before, value];

export const serveCommand: MakeCommand = (open) =>
  new Command('serve')
    .description('Serve the HTTP API, MCP at /mcp and the event socket at /events, until Ctrl-C.')
    .option('--port <port>', 'port to listen on', portNumber, DEFAULT_PORT)
    .option('--host <address>', 'address to listen on; anything but this machine asks for AMCS_TOKEN', '127.0.0.1')
    .option('--allow-host <name>', 'another name the server is called by; may be given several times', several, [])
    .option('--allow-origin <origin>', 'pages that may call, e.g. https://songs.example; may be given several times', several, [])
    .action((options: Options) =>
      withApp(open, async (app) => {
        // Loaded here: a stdio server should start without it.
        const { startHttpServer } = await import('../http/server.js');
        const asked = new Promise<void>((stop) => {
          process.once('SIGINT', () => stop());
          process.once('SIGTERM', () => stop());
        });
        const server = await startHttpServer(app, gateFor(app.token, options), options);
        const place = options.host.includes(':') ? `[${options.host}]` : options.host;
        console.log(`http://${place}:${server.port}/api/v1   MCP: http://${place}:${server.port}/mcp   events: ws://${place}:${server.port}/events`);
        app.orchestrator.watch();
        await asked;
        await server.close();
      }),
    );

function gateFor(token: string | null, { host, allowHost, allowOrigin }: Options): Gate {
  const local = isLoopbackHost(host.includes(':') ? `[${host}]` : host);
  if (token === null && !local) {
    throw new AmcsError('USAGE', {
      message: `Whoever can reach ${host.slice(0, 60)} could use the server.`,
      hint: 'Set AMCS_TOKEN to a long secret (`openssl rand -hex 24` makes one), or leave --host out.',
    });
  }
  if (token !== null && !new RegExp(`^[!-~]{${SHORTEST_TOKEN},200}$`).test(token)) {
    throw new AmcsError('USAGE', {
      message: 'AMCS_TOKEN is no good secret.',
      hint: `Use ${SHORTEST_TOKEN} to 200 letters, digits and signs of ASCII, without spaces: a header carries no others.`,
    });
  }
  const bad = allowOrigin.find((origin) => !URL.canParse(origin) || new URL(origin).origin !== origin);
  if (bad !== undefined) {
    throw new AmcsError('USAGE', { message: `"${bad.slice(0, 60)}" is no origin.`, hint: 'An origin is scheme, name and port, e.g. https://songs.example.' });
  }
  return new Gate({ token, hosts: allowHost.map(hostName), origins: allowOrigin });
}

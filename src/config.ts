import { readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { delimiter, join, resolve } from 'node:path';
import { packageRoot } from './catalog/package-root.js';

/** The only reader of the environment. */
export interface Config {
  version: string;
  packageFolder: string;
  /** One data folder for all surfaces: what the plugin ran, the terminal sees. */
  home: string;
  database: string;
  /** Where songs go unless a call names another folder. */
  songs: string;
  eventsPort: number;
  /** The secret that `serve` asks of its callers; null where none is set. */
  token: string | null;
  /** Models that can write words; a key that is not set is null. */
  models: {
    anthropic: { key: string | null; baseUrl: string | null };
    openai: { key: string | null; baseUrl: string | null };
    /** The model where a manifest names none. */
    model: string | null;
  };
  /** What sources may be read from, besides the spec itself. */
  sources: {
    /** Folders whose files may be read. */
    roots: string[];
    /** Hosts of the web that may be asked. */
    web: 'none' | 'all' | string[];
    /** File that names the MCP servers that may be asked. */
    mcpConfig: string;
  };
  /** Songs that one process works on at the same time. */
  concurrency: number;
}

export const DEFAULT_EVENTS_PORT = 8717;
const DEFAULT_CONCURRENCY = 8;

export function readConfig(env: NodeJS.ProcessEnv = process.env): Config {
  const packageFolder = packageRoot();
  const { version } = JSON.parse(readFileSync(join(packageFolder, 'package.json'), 'utf8')) as { version: string };
  const home = resolve(env.AMCS_HOME || join(env.XDG_DATA_HOME || join(homedir(), '.local', 'share'), 'amcs'));
  return {
    version,
    packageFolder,
    home,
    database: join(home, 'amcs.db'),
    songs: join(home, 'songs'),
    eventsPort: DEFAULT_EVENTS_PORT,
    token: env.AMCS_TOKEN || null,
    models: {
      anthropic: { key: told(env.ANTHROPIC_API_KEY), baseUrl: told(env.ANTHROPIC_BASE_URL) },
      openai: { key: told(env.AMCS_OPENAI_API_KEY), baseUrl: told(env.AMCS_OPENAI_BASE_URL) },
      model: told(env.AMCS_MODEL),
    },
    sources: {
      roots: listed(env.AMCS_SOURCE_ROOTS, delimiter).map((folder) => resolve(folder)),
      web: webAllowed(env.AMCS_ALLOW_WEB),
      mcpConfig: resolve(env.AMCS_MCP_CONFIG || join(home, 'mcp.json')),
    },
    concurrency: DEFAULT_CONCURRENCY,
  };
}

/** A value without the white space that a shell or a file leaves around it; null where nothing is set. */
function told(text: string | undefined): string | null {
  return text?.trim() || null;
}

function listed(text: string | undefined, between: string): string[] {
  return (text ?? '')
    .split(between)
    .map((one) => one.trim())
    .filter((one) => one !== '');
}

/** Off unless it is set: "1" for all of the open internet, or the hosts that may be asked. */
function webAllowed(text: string | undefined): Config['sources']['web'] {
  const hosts = listed(text, ',').map((one) => one.toLowerCase());
  if (hosts.length === 0 || hosts.every((one) => ['0', 'no', 'off', 'false', 'none'].includes(one))) return 'none';
  return hosts.some((one) => ['1', 'yes', 'on', 'true', 'all', '*'].includes(one)) ? 'all' : hosts;
}

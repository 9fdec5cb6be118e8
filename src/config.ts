import { readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
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
      anthropic: { key: env.ANTHROPIC_API_KEY || null, baseUrl: env.ANTHROPIC_BASE_URL || null },
      openai: { key: env.AMCS_OPENAI_API_KEY || null, baseUrl: env.AMCS_OPENAI_BASE_URL || null },
      model: env.AMCS_MODEL || null,
    },
    concurrency: DEFAULT_CONCURRENCY,
  };
}

import type { Command } from 'commander';
import type { App } from '../operations/app.js';

export type OwnApp = App & { close(): Promise<void>; token: string | null };

/** Makes one command. `open` gives the app when the command needs it; `exit` sets the exit code. */
export type MakeCommand = (open: (options?: { concurrency?: number }) => OwnApp, exit: (code: number) => void) => Command;

/** Opens the app for as long as some work takes. */
export async function withApp<Result>(open: () => OwnApp, work: (app: OwnApp) => Promise<Result>): Promise<Result> {
  const app = open();
  try {
    return await work(app);
  } finally {
    await app.close();
  }
}

/** A call from the terminal: nothing interrupts it, and nobody hears its progress unless the command listens itself. */
export const plainCall = { signal: new AbortController().signal, progress: () => {} };

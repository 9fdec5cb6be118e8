import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { packageRoot } from '../src/catalog/package-root.js';

export interface ChildOptions {
  /** Another Node than this one. */
  node?: string;
  /** Options for Node itself. */
  flags?: string[];
}

/** Runs one of a module's exported `tasks` in a process of its own; what it prints to stderr is shown. */
export function child<Tasks>(
  module: string,
  task: keyof Tasks & string,
  args: unknown[],
  { node = process.execPath, flags = [] }: ChildOptions = {},
): ChildProcessWithoutNullStreams {
  const script = `import { tasks } from ${JSON.stringify(module)}; await tasks.${task}(...${JSON.stringify(args)});`;
  const started = spawn(node, [...flags, '--input-type=module', '-e', script], { cwd: packageRoot() });
  started.stderr.pipe(process.stderr);
  return started;
}

export function firstLine({ stdout }: ChildProcessWithoutNullStreams): Promise<string> {
  return new Promise((found) => createInterface({ input: stdout }).once('line', found));
}

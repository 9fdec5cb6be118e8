import type { z } from 'zod';
import type { AmcsEvent } from '../../domain/event.js';
import type { App } from './app.js';

/** What a caller gives along with a call. */
export interface Call {
  signal: AbortSignal;
  /** Told of the run's events while the call waits for it. */
  progress(event: AmcsEvent): void;
}

/** One thing that can be asked of the system; every surface offers the same ones. */
export interface Operation<Input extends z.ZodObject = z.ZodObject, Output extends z.ZodObject = z.ZodObject> {
  /** snake_case, the tool's name. */
  name: string;
  title: string;
  /** What it does, when to use it, what comes back. */
  description: string;
  input: Input;
  output: Output;
  annotations: { readOnlyHint: boolean; destructiveHint: boolean; idempotentHint: boolean; openWorldHint: boolean };
  run(app: App, input: z.infer<Input>, call: Call): Promise<z.infer<Output>>;
}

export function defineOperation<Input extends z.ZodObject, Output extends z.ZodObject>(operation: Operation<Input, Output>): Operation {
  return operation as unknown as Operation;
}

export const READ_ONLY = { readOnlyHint: true, destructiveHint: false, idempotentHint: true, openWorldHint: false };
/** Records a new run each time, changes nothing that is there. */
export const ADDS_A_RUN = { readOnlyHint: false, destructiveHint: false, idempotentHint: false, openWorldHint: false };

import { AmcsError } from '../domain/error.js';

/** A source that could not be read now, and may be later. `what` is ours: nothing that came from outside is repeated. */
export function failed(source: string, what: string, cause?: unknown): AmcsError {
  return new AmcsError('SOURCE_FAILED', { message: `The source "${source}" ${what}.` }, cause === undefined ? undefined : { cause });
}

/** A source that may not be read as things are set here. */
export function refused(source: string, what: string, hint?: string): AmcsError {
  return new AmcsError('SOURCE_REFUSED', { message: `The source "${source}" ${what}.`, ...(hint === undefined ? {} : { hint }) });
}

/** Lets work take so long, and not longer. The caller's own signal is passed on as it is. */
export async function within<Result>(source: string, ms: number, signal: AbortSignal, work: (signal: AbortSignal) => Promise<Result>): Promise<Result> {
  const deadline = AbortSignal.timeout(ms);
  const either = AbortSignal.any([signal, deadline]);
  try {
    return await work(either);
  } catch (thrown) {
    signal.throwIfAborted();
    if (deadline.aborted) throw failed(source, `did not answer within ${Math.round(ms / 1000)} seconds`, thrown);
    throw thrown;
  }
}

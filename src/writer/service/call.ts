import { AmcsError } from '../../domain/error.js';

/** Requests of one call: how many went out, and of how many nobody knows whether they count. */
export interface Tally {
  sent: number;
  uncertain: number;
}

/** Reasons for which a request never reached its server. */
const neverSent = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'ENETUNREACH', 'EHOSTUNREACH', 'UND_ERR_CONNECT_TIMEOUT', 'ERR_INVALID_URL']);

/** `fetch` that counts. It follows no redirect: a key would go along to wherever it points. */
export function countingFetch(tally: Tally): typeof fetch {
  return async (input, init) => {
    tally.sent += 1;
    try {
      return await fetch(input, { ...init, redirect: 'manual' });
    } catch (thrown) {
      if (!neverSent.has(String((thrown as { cause?: { code?: unknown } }).cause?.code))) tally.uncertain += 1;
      throw thrown;
    }
  };
}

/** The errors of a client library, which both of ours name alike. */
export interface ClientErrors {
  APIError: new (...args: never[]) => Error & { status?: unknown; type?: unknown };
  APIConnectionError: new (...args: never[]) => Error;
}

export interface CallOptions {
  /** As people call it, e.g. "the Claude API". */
  service: string;
  /** What to set where the key or the model is refused. */
  hint: string;
  signal: AbortSignal;
  deadlineMs: number;
  tally: Tally;
  errors: ClientErrors;
}

/** An answer that breaks off is asked for once more. */
const MOST_BREAKS = 1;

/**
 * One call inside its deadline. The client library sends again what the service refused for the moment (429, 5xx) and what
 * was cut off before an answer began; what breaks off later is sent again here, once. What was cut off may have been
 * charged: the tally says so. @throws the signal's reason, or AmcsError: MODEL_UNCERTAIN where a request may count.
 */
export async function callService<Reply>(ask: (signal: AbortSignal) => Promise<Reply>, options: CallOptions): Promise<Reply> {
  const { signal, deadlineMs, tally, errors, service } = options;
  const deadline = AbortSignal.timeout(deadlineMs);
  const either = AbortSignal.any([signal, deadline]);
  for (let broken = 0; ; broken += 1) {
    try {
      return await ask(either);
    } catch (thrown) {
      signal.throwIfAborted();
      if (deadline.aborted) {
        const message = `The model did not answer within ${Math.round(deadlineMs / 1000)} seconds.`;
        throw new AmcsError('MODEL_UNCERTAIN', { message: `${service}: ${message}` }, { cause: thrown });
      }
      if (thrown instanceof AmcsError) throw thrown;
      const said = saidBy(thrown, errors);
      if (said === null && !(thrown instanceof errors.APIConnectionError)) tally.uncertain += 1;
      const again = broken < MOST_BREAKS && (said === null ? !(thrown instanceof errors.APIConnectionError) : said.status === null);
      if (!again) throw failure(said, thrown, options);
    }
  }
}

/** What the service said; null where nothing came. Inside a stream it says it without a status. */
function saidBy(thrown: unknown, { APIError, APIConnectionError }: ClientErrors): { status: number | null; type: string } | null {
  if (!(thrown instanceof APIError) || thrown instanceof APIConnectionError) return null;
  const { status, type } = thrown;
  // Only words of its own list are passed on: a message may be anybody's text.
  const plain = typeof type === 'string' && /^[a-z_]{1,40}$/.test(type) ? type : '';
  if (typeof status !== 'number') return plain === '' ? null : { status: null, type: plain };
  return { status, type: plain };
}

function failure(said: ReturnType<typeof saidBy>, cause: unknown, { service, hint, tally }: CallOptions): AmcsError {
  const told = said === null ? '' : [said.status ?? 'in its answer', said.type].filter((part) => part !== '').join(' ');
  const options = { cause };
  if (said?.status === 401 || said?.status === 403)
    return new AmcsError('WRITER_UNAVAILABLE', { message: `${service} refused the key (${told}).`, hint }, options);
  if (said?.status === 404) return new AmcsError('WRITER_UNAVAILABLE', { message: `${service} knows no such model or address (${told}).`, hint }, options);
  const code = tally.uncertain > 0 ? 'MODEL_UNCERTAIN' : 'MODEL_FAILED';
  if (said === null) {
    const message = tally.uncertain > 0 ? `The connection to ${service} broke off, ${tally.sent} times.` : `${service} cannot be reached.`;
    return new AmcsError(code, { message: capital(message), ...(tally.uncertain > 0 ? {} : { hint }) }, options);
  }
  const asked = tally.sent > 1 ? `, asked ${tally.sent} times` : '';
  return new AmcsError(code, { message: capital(`${service} gave no words (${told}${asked}).`), ...(isOurs(said.status) ? { hint } : {}) }, options);
}

/** Refused for what was asked, not for the moment. */
function isOurs(status: number | null): boolean {
  return status !== null && status >= 300 && status < 500 && status !== 408 && status !== 409 && status !== 429;
}

function capital(text: string): string {
  return `${text[0]?.toUpperCase()}${text.slice(1)}`;
}

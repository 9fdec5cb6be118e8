import { isLoopbackOrigin } from '../domain/loopback.js';

export { isLoopbackHost } from '../domain/loopback.js';

/** Programs send no Origin; a page must come from this machine. */
export function isAllowedOrigin(origin: string | undefined): boolean {
  return origin === undefined || isLoopbackOrigin(origin);
}

/** Names under which this machine's own clients reach a loopback server; any other Host is a rebound name. */
const LOOPBACK = new Set(['localhost', '127.0.0.1', '[::1]']);

export function isLoopbackHost(host: string | undefined): boolean {
  return host !== undefined && LOOPBACK.has(host.toLowerCase().replace(/:\d+$/, ''));
}

/** Programs send no Origin; a page must come from this machine. */
export function isAllowedOrigin(origin: string | undefined): boolean {
  if (origin === undefined) return true;
  try {
    return LOOPBACK.has(new URL(origin).hostname);
  } catch {
    return false;
  }
}

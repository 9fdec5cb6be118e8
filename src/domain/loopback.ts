/** Names under which this machine's own clients reach a loopback server; any other Host is a rebound name. */
const LOOPBACK = new Set(['localhost', '127.0.0.1', '[::1]']);

/** The name in a Host header, without its port, in lower case. */
export function hostName(host: string): string {
  return host.toLowerCase().replace(/:\d+$/, '');
}

export function isLoopbackHost(host: string | undefined): boolean {
  return host !== undefined && LOOPBACK.has(hostName(host));
}

/** Whether an Origin is a page of this machine. */
export function isLoopbackOrigin(origin: string): boolean {
  return URL.canParse(origin) && LOOPBACK.has(new URL(origin).hostname);
}

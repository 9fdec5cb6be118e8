import type { McpServer } from '@modelcontextprotocol/server';
import type { App } from '../operations/app.js';

/** The run that an address is about, where it is about one; everything else stays as it is for as long as a server lives. */
const runOf = (uri: string): string | undefined => /^amcs:\/\/(?:runs|events)\/([A-Za-z0-9_-]{1,64})(?:\/|$)/.exec(uri)?.[1];

/** The addresses at which a run can be read, artifacts left out: they are new ones, not changed ones. */
export const addressesOf = (runId: string | undefined): string[] => (runId === undefined ? [] : [`amcs://runs/${runId}`, `amcs://events/${runId}`]);

/**
 * Subscriptions of the handshake of before: the log is followed for each, so it does not matter which process works on the run.
 * (Since 2026-07-28 the SDK keeps subscriptions, and is told of changes by the calls that make them.)
 */
export function registerSubscriptions(server: McpServer, app: App, follows: boolean): void {
  const stops = new Map<string, () => Promise<void>>();
  const stop = async (uri: string) => {
    const ending = stops.get(uri);
    stops.delete(uri);
    await ending?.();
  };
  server.server.setRequestHandler('resources/subscribe', async ({ params: { uri } }) => {
    const run_id = runOf(uri);
    if (!follows || run_id === undefined || stops.has(uri)) return {};
    const since = await app.store.lastSeq();
    if (!stops.has(uri))
      stops.set(
        uri,
        app.follow({ since, run_id }, () => void server.server.sendResourceUpdated({ uri }).catch(() => void stop(uri))),
      );
    return {};
  });
  server.server.setRequestHandler('resources/unsubscribe', async ({ params: { uri } }) => {
    await stop(uri);
    return {};
  });
  server.server.onclose = () => {
    for (const uri of stops.keys()) void stop(uri).catch(() => {});
  };
}

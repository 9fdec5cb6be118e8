import { type ClientRequest, get } from 'node:http';

/** A busy neighbour may take a moment; a stranger that never answers must not hold anybody up for long. */
const PROBE_MS = 1_000;
const MAX_ANSWER = 1_000;

/** Whether our data folder's server answers at a port; one that is silent is asked again, since it may be at work on a song. */
export async function isOurs(port: number, identity: string | null, times: number): Promise<boolean> {
  if (identity === null || !(port > 0)) return false;
  for (let time = 0; time < times; time += 1) {
    const answer = await ask(port);
    if (answer !== 'silent') return answer.includes(`"data_id":"${identity}"`);
  }
  return false;
}

/** What a port says of itself: "" where nobody listens. */
function ask(port: number): Promise<string> {
  return new Promise((resolve) => {
    let body = '';
    const request = call(port, '/');
    request.on('response', (response) => {
      response.setEncoding('utf8');
      response.on('data', (text: string) => {
        body += text;
        if (body.length > MAX_ANSWER) request.destroy();
      });
      response.on('end', () => resolve(body));
      response.on('error', () => {});
    });
    const giveUp = setTimeout(() => {
      resolve('silent');
      request.destroy();
    }, PROBE_MS);
    request.on('close', () => {
      clearTimeout(giveUp);
      resolve(body);
    });
    request.on('error', () => resolve(''));
  });
}

/** Resolves when the server at a port is gone, or at once where none is. Keeps no process alive. */
export function untilGone(port: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const request = call(port, '/alive', signal);
    request.on('socket', (socket) => socket.unref());
    request.on('response', (response) => {
      response.on('error', () => {});
      response.resume();
    });
    request.on('error', () => {});
    request.on('close', () => resolve());
  });
}

/** On a connection of its own: a kept one may lead to a server that is no more. */
function call(port: number, path: string, signal?: AbortSignal): ClientRequest {
  return get({ host: '127.0.0.1', port, path, agent: false, signal });
}

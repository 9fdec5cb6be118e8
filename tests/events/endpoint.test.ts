import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { type EventEndpoint, eventEndpoint } from '../../src/events/endpoint.js';
import { atEnd, freePort } from '../e2e/harness.js';
import { type TestLog, testLog } from './log.js';

function endpoint(log: TestLog, port: number): EventEndpoint {
  const one = eventEndpoint(log.again(), { port, newId: () => randomUUID() });
  atEnd(() => one.close());
  return one;
}

const answers = (port: number) =>
  fetch(`http://127.0.0.1:${port}/`).then(
    ({ ok }) => ok,
    () => false,
  );

describe('the event server of a data folder', () => {
  it('is taken over at the same port by one of those who stand by, each time it goes', async () => {
    const [log, port] = [testLog(), await freePort()];
    const all = [1, 2, 3, 4].map(() => endpoint(log, port));
    const address = await all[0]?.address();
    expect(await Promise.all(all.map((one) => one.address()))).toEqual(all.map(() => address));
    while (all.length > 1) {
      await all.shift()?.close();
      await expect.poll(() => answers(port)).toBe(true);
      expect(await Promise.all(all.map((one) => one.address()))).toEqual(all.map(() => address));
    }
    await all[0]?.close();
    expect(await answers(port)).toBe(false);
  });

  it('is not taken over by one that closes or never asked', async () => {
    const [log, port] = [testLog(), await freePort()];
    const [server, standsBy, asksNothing] = [endpoint(log, port), endpoint(log, port), endpoint(log, port)];
    await server.address();
    await standsBy.address();
    expect(await asksNothing.known()).toBe(await server.address());
    await standsBy.close();
    await server.close();
    await new Promise((go) => setTimeout(go, 300));
    expect(await answers(port)).toBe(false);
    expect(await asksNothing.known()).toBe(null);
    await expect(standsBy.address()).rejects.toMatchObject({ code: 'PORT_UNAVAILABLE' });
  });

  it('that went long ago leaves its port to nobody: the next begins at the port it wishes for', async () => {
    const [log, first, second] = [testLog(), await freePort(), await freePort()];
    const gone = endpoint(log, first);
    await gone.address();
    await gone.close();
    expect(await endpoint(log, second).address()).toBe(`ws://127.0.0.1:${second}/events`);
  });

  it('is one in the end, where several began at once and wished for different ports', async () => {
    const log = testLog();
    const ports = [await freePort(), await freePort(), await freePort()];
    const all = ports.map((port) => endpoint(log, port));
    await Promise.all(all.map((one) => one.address()));
    await expect.poll(async () => new Set(await Promise.all(all.map((one) => one.address()))).size, { timeout: 8000 }).toBe(1);
    await expect.poll(async () => (await Promise.all(ports.map(answers))).filter(Boolean).length, { timeout: 8000 }).toBe(1);
  });
});

import { afterEach, describe, expect, it, vi } from 'vitest';
import WebSocket from 'ws';
import { type AmcsEvent, type FollowDetail, type Follower, type FollowOptions, type FollowState, followEvents } from '../../src/events/client.js';
import { atEnd } from '../e2e/harness.js';
import { testLog, testServer } from './log.js';
import { writeRun } from './write-run.js';

interface Followed {
  follower: Follower;
  seqs: number[];
  states: [FollowState, FollowDetail][];
}

function follow(options: Omit<FollowOptions, 'onEvent'> & { onEvent?: (event: AmcsEvent) => void }): Followed {
  const seqs: number[] = [];
  const states: [FollowState, FollowDetail][] = [];
  const onEvent = (event: AmcsEvent) => {
    seqs.push(event.seq);
    options.onEvent?.(event);
  };
  const follower = followEvents({ ...options, onEvent, onState: (state, detail) => states.push([state, detail]) });
  atEnd(() => follower.close());
  return { follower, seqs, states };
}

const names = ({ states }: Followed) => states.map(([state]) => state);
const countUp = (to: number) => Array.from({ length: to }, (_, at) => at + 1);

describe('followEvents', () => {
  it('comes back after the server went and delivers every event once, in order', async () => {
    const { store } = testLog();
    await writeRun(store, 'a', 5);
    const first = await testServer(store);
    const followed = follow({ url: first.url, since: 0 });
    const late = follow({ url: first.url });
    await expect.poll(() => followed.seqs).toEqual(countUp(5));
    await expect.poll(() => names(late)).toEqual(['connecting', 'live']);
    await first.close();
    await writeRun(store, 'b', 5);
    await expect.poll(() => names(followed)).toContain('waiting');
    expect(followed.states.find(([state]) => state === 'waiting')?.[1]).toMatchObject({ code: 1001, retryMs: 250 });
    await testServer(store, { port: first.port });
    await expect.poll(() => followed.seqs, { timeout: 5000 }).toEqual(countUp(10));
    // It had heard nothing yet, and misses nothing all the same.
    await expect.poll(() => late.seqs, { timeout: 5000 }).toEqual([6, 7, 8, 9, 10]);
    expect(followed.follower.position).toBe(10);
    followed.follower.close();
    await followed.follower.closed;
    expect(names(followed).at(-1)).toBe('closed');
  });

  it('takes one run, some types, and an address that brings its own since', async () => {
    const { store } = testLog();
    await writeRun(store, 'a', 4);
    await writeRun(store, 'b', 4);
    const { url } = await testServer(store);
    const one = follow({ url: async () => `${url}?run_id=b&since=0`.replace('ws:', 'http:') });
    const some = follow({ url, runId: 'b', since: 5, types: ['run.queued', 'run.succeeded'] });
    await expect.poll(() => one.seqs).toEqual([5, 6, 7, 8]);
    await expect.poll(() => some.seqs).toEqual([8]);
  });

  it('follows a log that was replaced from where the new one is', async () => {
    const { store } = testLog();
    await writeRun(store, 'a', 3);
    const { url } = await testServer(store);
    const followed = follow({ url, since: 500 });
    await expect.poll(() => names(followed)).toContain('live');
    expect(followed.follower.position).toBe(3);
    await writeRun(store, 'b', 2);
    await expect.poll(() => followed.seqs).toEqual([4, 5]);
  });

  it('gives up where it is refused, and goes on where no address is to be had yet', async () => {
    const { store } = testLog();
    const { url } = await testServer(store);
    const refused = follow({ url, runId: '../x' });
    await refused.follower.closed;
    expect(refused.states.at(-1)).toMatchObject(['refused', { code: 1008 }]);
    let asked = 0;
    const patient = follow({
      url: () => {
        asked += 1;
        if (asked === 1) throw new Error('not yet');
        return url;
      },
    });
    await expect.poll(() => names(patient), { timeout: 3000 }).toEqual(['connecting', 'waiting', 'connecting', 'live']);
    expect(patient.states[1]?.[1].error).toMatchObject({ message: 'not yet' });
  });

  it('lets errors of its owner surface and goes on', async () => {
    const { store } = testLog();
    await writeRun(store, 'a', 3);
    const { url } = await testServer(store);
    const thrown: unknown[] = [];
    const queue = vi.spyOn(globalThis, 'queueMicrotask').mockImplementation((task) => {
      try {
        task();
      } catch (error) {
        thrown.push(error);
      }
    });
    const followed = follow({
      url,
      since: 0,
      onEvent: ({ seq }) => {
        if (seq === 2) throw new Error('mine');
      },
    });
    await expect.poll(() => followed.seqs).toEqual([1, 2, 3]);
    queue.mockRestore();
    expect(thrown).toMatchObject([{ message: 'mine' }]);
  });

  it('ends with its signal, before or after it began', async () => {
    const { store } = testLog();
    const { url, hub } = await testServer(store);
    const abort = new AbortController();
    const followed = follow({ url, signal: abort.signal });
    await expect.poll(() => hub.count).toBe(1);
    abort.abort();
    await followed.follower.closed;
    await expect.poll(() => hub.count).toBe(0);
    const never = follow({ url, signal: abort.signal });
    await never.follower.closed;
    expect(names(never)).toEqual(['closed']);
  });

  it('sends a token as a subprotocol and never in the address', async () => {
    const offered: [string, string[]][] = [];
    class Spy extends WebSocket {
      constructor(url: string, protocols: string[]) {
        offered.push([url, protocols]);
        super(url, protocols);
      }
    }
    const { store } = testLog();
    const { url } = await testServer(store);
    const followed = follow({ url, token: 'sésame?>', WebSocket: Spy });
    await expect.poll(() => names(followed)).toContain('live');
    const coded = Buffer.from('sésame?>').toString('base64url');
    expect(offered).toEqual([[url, ['amcs.v1', `amcs.token.${coded}`]]]);
  });
});

describe('followEvents and time', () => {
  afterEach(() => void vi.useRealTimers());

  class Silent {
    static made: Silent[] = [];
    onmessage: ((event: { data: string }) => void) | null = null;
    onclose: ((event: { code: number; reason: string }) => void) | null = null;
    onerror: (() => void) | null = null;
    closed = false;
    constructor() {
      Silent.made.push(this);
    }
    close() {
      this.closed = true;
    }
    say(message: object) {
      this.onmessage?.({ data: JSON.stringify(message) });
    }
  }

  it('goes on after an error that no close follows', async () => {
    vi.useFakeTimers();
    Silent.made = [];
    const followed = follow({ url: 'ws://x/events', WebSocket: Silent });
    await vi.advanceTimersByTimeAsync(0);
    Silent.made[0]?.onerror?.();
    await vi.advanceTimersByTimeAsync(100 + 250);
    expect(names(followed)).toEqual(['connecting', 'waiting', 'connecting']);
    Silent.made[1]?.onerror?.();
    Silent.made[1]?.onclose?.({ code: 4401, reason: 'token' });
    await followed.follower.closed;
    expect(followed.states.at(-1)).toMatchObject(['refused', { code: 4401, reason: 'token' }]);
  });

  it('takes a minute of silence for the end, and waits longer after each failure', async () => {
    vi.useFakeTimers();
    Silent.made = [];
    const followed = follow({ url: 'ws://x/events', WebSocket: Silent });
    await vi.advanceTimersByTimeAsync(0);
    const [first] = Silent.made as [Silent];
    first.say({ type: 'subscribed', since: 7 });
    await vi.advanceTimersByTimeAsync(50_000);
    first.say({ type: 'heartbeat', seq: 9 });
    await vi.advanceTimersByTimeAsync(59_000);
    expect(first.closed).toBe(false);
    await vi.advanceTimersByTimeAsync(1_000);
    expect(first.closed).toBe(true);
    // What still comes of a connection given up is not delivered twice.
    first.say({ type: 'run.started', seq: 10, run_seq: 1 });
    expect(followed.seqs).toEqual([]);
    expect(followed.follower.position).toBe(9);
    for (const wait of [250, 500, 1000, 2000, 4000, 5000, 5000]) {
      expect(followed.states.at(-1)).toMatchObject(['waiting', { retryMs: wait }]);
      await vi.advanceTimersByTimeAsync(wait);
      Silent.made.at(-1)?.onclose?.({ code: 1006, reason: '' });
      await vi.advanceTimersByTimeAsync(0);
    }
    expect(Silent.made).toHaveLength(8);
    followed.follower.close();
  });
});

import { describe, expect, it } from 'vitest';
import WebSocket from 'ws';
import type { AmcsEvent } from '../../src/domain/event.js';
import { type Listener, listen } from '../e2e/harness.js';
import { testLog, testServer } from './log.js';
import { writeRun } from './write-run.js';

const seqs = (events: readonly AmcsEvent[]) => eventsOf(events).map(({ seq }) => seq);
/** Heartbeats have a seq too. */
const eventsOf = (messages: readonly AmcsEvent[]) => messages.filter(({ run_seq }) => run_seq !== undefined);
const countUp = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, at) => from + at);
const upTo = (listener: Listener, seq: number) => listener.until((events) => (events.at(-1)?.seq ?? 0) >= seq);
const told = (listener: Listener, type: string) => listener.messages.filter((message) => message.type === type);
const ask = (listener: Listener, message: object) => listener.socket.send(JSON.stringify(message));

describe('the protocol of the event socket', () => {
  it('says from where it goes on, and in heartbeats how far it is', async () => {
    const { store } = testLog();
    await writeRun(store, 'a', 5);
    const { url } = await testServer(store, { heartbeatMs: 40 });
    const listener = await listen(url);
    await expect.poll(() => listener.messages[0]).toEqual({ type: 'subscribed', since: 5 });
    await expect.poll(() => told(listener, 'heartbeat').at(-1)).toEqual({ type: 'heartbeat', seq: 5 });
    await writeRun(store, 'b', 3);
    expect(seqs(await upTo(listener, 8))).toEqual([6, 7, 8]);
    await expect.poll(() => told(listener, 'heartbeat').at(-1)).toEqual({ type: 'heartbeat', seq: 8 });
    ask(listener, { type: 'subscribe', run_id: 'a', since: 2 });
    await expect.poll(() => told(listener, 'subscribed').at(-1)).toEqual({ type: 'subscribed', run_id: 'a', since: 2 });
    await listener.until((events) => eventsOf(events).length === 6);
    expect(seqs(listener.events())).toEqual([6, 7, 8, 3, 4, 5]);
  });

  it('sets a since beyond the end of the log back to its end', async () => {
    const { store } = testLog();
    await writeRun(store, 'a', 5);
    const { url } = await testServer(store);
    const listener = await listen(`${url}?since=900`);
    await expect.poll(() => listener.messages[0]).toEqual({ type: 'subscribed', since: 5 });
    await writeRun(store, 'b', 2);
    expect(seqs(await upTo(listener, 7))).toEqual([6, 7]);
  });

  it('takes types in the address, and closes with 1008 where one is none', async () => {
    const { store } = testLog();
    await writeRun(store, 'a', 5);
    const { url } = await testServer(store);
    const listener = await listen(`${url}?since=0&types=run.queued,run.succeeded`);
    expect((await upTo(listener, 5)).map(({ type }) => type)).toEqual(['run.queued', 'run.succeeded']);
    for (const query of ['types=run.queued,nothing', 'types=', 'since=', 'since=1e3', 'since=-1', 'runid=a']) {
      expect(await (await listen(`${url}?${query}`)).closed).toBe(1008);
    }
  });

  it('brings a socket with overlapping subscriptions every event once, also while others write', async () => {
    const { store, again } = testLog();
    const writers = [again(), again(), again()];
    await writeRun(store, 'early', 700);
    const { url } = await testServer(store);
    const listener = await listen(`${url}?since=650`);
    const work = Promise.all(writers.map((writer, at) => writeRun(writer, `run-${at}`, 150)));
    for (const run_id of ['run-0', 'run-1', 'run-2', 'nobody']) {
      ask(listener, { type: 'subscribe', run_id, since: 0 });
      await new Promise((go) => setTimeout(go, 20));
    }
    await work;
    expect(seqs(await upTo(listener, 1150))).toEqual(countUp(651, 1150));
    // What the first subscription had passed over is still owed to one that asks for it, and nothing else.
    ask(listener, { type: 'subscribe', run_id: 'early', since: 0 });
    await listener.until((events) => events.length === 1150);
    await writeRun(store, 'late', 1);
    await upTo(listener, 1151);
    expect(seqs(listener.events().slice(500))).toEqual([...countUp(1, 650), 1151]);
  });

  it('holds live events back until an older subscription of the socket has been caught up with', async () => {
    const { store } = testLog();
    await writeRun(store, 'a', 2000);
    const { url } = await testServer(store);
    const listener = await listen(`${url}?run_id=b`);
    ask(listener, { type: 'subscribe', run_id: 'a', since: 0 });
    await listener.until(() => told(listener, 'subscribed').length === 2);
    await writeRun(store, 'b', 50);
    await store.addEvents('a', [{ type: 'node.progress' }]);
    expect(seqs(await upTo(listener, 2051))).toEqual(countUp(1, 2051));
  });

  it('has bounds: 50 subscriptions a socket, some sockets in all, short messages, few that are none', async () => {
    const { store } = testLog();
    await writeRun(store, 'a', 2);
    const { hub, url } = await testServer(store, { maxSockets: 2 });
    const listener = await listen(url);
    for (let at = 1; at <= 50; at += 1) ask(listener, { type: 'subscribe', run_id: `r-${at}` });
    await expect.poll(() => told(listener, 'error')).toHaveLength(1);
    expect(told(listener, 'error')[0]?.message).toMatch(/^At most 50/);
    ask(listener, { type: 'unsubscribe', run_id: 'r-1' });
    ask(listener, { type: 'subscribe', run_id: 'r-51' });
    await expect.poll(() => told(listener, 'subscribed')).toHaveLength(51);
    const second = await listen(url);
    expect(hub.count).toBe(2);
    expect(await (await listen(url)).closed).toBe(1013);
    expect(hub.count).toBe(2);
    second.socket.send('x'.repeat(9000));
    expect(await second.closed).toBe(1009);
    await expect.poll(() => hub.count).toBe(1);
    for (let at = 0; at < 100; at += 1) listener.socket.send(at % 2 ? '{"type":"subscribe","since":"x"}' : 'nothing');
    expect(await listener.closed).toBe(1008);
    await expect.poll(() => hub.count).toBe(0);
  });

  it('chooses our subprotocol among those offered, and says goodbye with 1001', async () => {
    const { store } = testLog();
    const { hub, url, close } = await testServer(store);
    const listener = new WebSocket(url, ['amcs.v1', 'amcs.token.eA']);
    const closed = new Promise((done) => listener.on('close', done));
    await new Promise((open) => listener.on('open', open));
    expect(listener.protocol).toBe('amcs.v1');
    const plain = await listen(url);
    expect(plain.socket.protocol).toBe('');
    await close();
    expect(await Promise.all([closed, plain.closed])).toEqual([1001, 1001]);
    expect(hub.count).toBe(0);
  });
});

describe('a client that does not keep up', () => {
  const BIG = 8_000;

  it('is closed with 1013 when live events pile up, and catches up with since', async () => {
    const { store } = testLog();
    const { url } = await testServer(store);
    const slow = await listen(url);
    slow.socket.pause();
    await writeRun(store, 'a', 3000, BIG);
    slow.socket.resume();
    expect(await slow.closed).toBe(1013);
    const first = seqs(slow.events());
    expect(first.length).toBeLessThan(3000);
    const rest = seqs(await upTo(await listen(`${url}?since=${first.at(-1) ?? 0}`), 3000));
    expect([...first, ...rest]).toEqual(countUp(1, 3000));
  });

  it('is waited for while it replays', async () => {
    const { store } = testLog();
    await writeRun(store, 'a', 3000, BIG);
    const { url } = await testServer(store);
    const slow = await listen(`${url}?since=0`);
    slow.socket.pause();
    await new Promise((go) => setTimeout(go, 300));
    slow.socket.resume();
    expect(seqs(await upTo(slow, 3000))).toEqual(countUp(1, 3000));
  });

  it('is not waited for without end', async () => {
    const { store } = testLog();
    await writeRun(store, 'a', 3000, BIG);
    const { url } = await testServer(store, { patienceMs: 200 });
    const slow = await listen(`${url}?since=0`);
    slow.socket.pause();
    await new Promise((go) => setTimeout(go, 800));
    slow.socket.resume();
    expect(await slow.closed).toBe(1013);
    const got = seqs(slow.events());
    expect(got).toEqual(countUp(1, got.length));
    expect(got.length).toBeLessThan(3000);
  });

  it('and answers no ping is forgotten, whatever TCP believes', async () => {
    const { store } = testLog();
    const { hub, url } = await testServer(store, { heartbeatMs: 50 });
    const [halfOpen, well] = [await listen(url), await listen(url)];
    halfOpen.socket.pause();
    await expect.poll(() => hub.count).toBe(1);
    await new Promise((go) => setTimeout(go, 200));
    expect(hub.count).toBe(1);
    expect(well.socket.readyState).toBe(well.socket.OPEN);
  });
});

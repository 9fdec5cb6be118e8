import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import type { Client } from '@modelcontextprotocol/client';
import type { StdioClientTransport } from '@modelcontextprotocol/client/stdio';
import { describe, expect, it } from 'vitest';
import WebSocket from 'ws';
import { type AmcsEvent, followEvents } from '../../src/events/client.js';
import type { RunAnswer } from '../../src/surfaces/operations/answer.js';
import { amcs, atEnd, call, connect, example, freePort, root, temporaryFolder } from '../e2e/harness.js';

const sds = { title: 'Night Bus', blueprint_ref: { genre: 'pop' }, seed: 5 };
const song = (client: Client, seed: number) => call<RunAnswer>(client, 'run_workflow', { sds, seed });
const signal = (client: Client, name: NodeJS.Signals) => process.kill((client.transport as StdioClientTransport).pid as number, name);
const hostOf = ({ events_url }: RunAnswer) => new URL(events_url as string).host;
const countUp = (to: number) => Array.from({ length: to }, (_, at) => at + 1);

/** The last number of the log, as a stranger learns it: a subscription from its end says where that is. */
function lastSeq(url: string): Promise<number> {
  return new Promise((done, fail) => {
    const socket = new WebSocket(url);
    socket.on('error', fail);
    socket.on('message', (data) => {
      done((JSON.parse(String(data)) as { since: number }).since);
      socket.close();
    });
  });
}

describe('fifty clients', () => {
  it('see every event once and in order, though the server is killed with -9 while another process makes songs', async () => {
    const home = temporaryFolder();
    const args = ['--events-port', String(await freePort())];
    const [server, other] = [await connect({ home }, args), await connect({ home }, args)];
    const host = hostOf(await song(server, 1));
    expect(hostOf(await song(other, 2))).toBe(host);
    const url = `ws://${host}/events`;
    const followers = Array.from({ length: 50 }, () => {
      const seqs: number[] = [];
      const follower = followEvents({ url, since: 0, onEvent: ({ seq }: AmcsEvent) => seqs.push(seq) });
      atEnd(() => follower.close());
      return { follower, seqs };
    });
    const songs = (async () => {
      for (let seed = 10; seed < 40; seed += 1) await song(other, seed);
    })();
    await expect.poll(() => followers.every(({ seqs }) => seqs.length > 150), { timeout: 60_000 }).toBe(true);
    signal(server, 'SIGKILL');
    await Promise.all([songs, amcs(['run', example('elf-on-overtime')], { home })]);
    const last = await lastSeq(url);
    await expect.poll(() => followers.every(({ follower }) => follower.position >= last), { timeout: 60_000 }).toBe(true);
    for (const { seqs } of followers) expect(seqs).toEqual(countUp(last));
  });

  it('are served by another process while the server hangs, and there is one server again when it wakes', async () => {
    const home = temporaryFolder();
    const port = await freePort();
    const [server, other] = [await connect({ home }, ['--events-port', String(port)]), await connect({ home }, ['--events-port', String(port)])];
    const host = hostOf(await song(server, 1));
    expect(hostOf(await song(other, 2))).toBe(host);
    signal(server, 'SIGSTOP');
    const second = hostOf(await song(other, 3));
    expect(second).not.toBe(host);
    signal(server, 'SIGCONT');
    await expect.poll(async () => hostOf(await song(server, 4)), { timeout: 20_000, interval: 500 }).toBe(second);
    await expect
      .poll(
        () =>
          fetch(`http://${host}/`).then(
            ({ ok }) => ok,
            () => false,
          ),
        { timeout: 20_000 },
      )
      .toBe(false);
  });
});

const SOCKETS = 1_000;

describe('a thousand clients', () => {
  it('lose and double none of the events of a hundred runs that another process writes', async () => {
    const home = temporaryFolder();
    const server = await connect({ home }, ['--events-port', String(await freePort())]);
    const url = `ws://${hostOf(await song(server, 1))}/events`;
    const first = await lastSeq(url);
    const heard = await Promise.all(Array.from({ length: SOCKETS }, () => counter(url, first)));
    const last = await writeElsewhere(join(home, 'amcs', 'amcs.db'));
    expect(last - first).toBe(3_000);
    await expect.poll(() => heard.filter(({ position }) => position < last).length, { timeout: 300_000, interval: 500 }).toBe(0);
    expect(heard.filter(({ wrong }) => wrong > 0)).toEqual([]);
  });
});

/** Counts along: anything but the next number is wrong. */
async function counter(url: string, since: number): Promise<{ position: number; wrong: number }> {
  const state = { position: since, wrong: 0 };
  const socket = new WebSocket(`${url}?since=${since}`);
  atEnd(() => socket.terminate());
  socket.on('message', (data: Buffer) => {
    const seq = Number(/^\{"seq":(\d+)/.exec(data.toString('latin1', 0, 40))?.[1] ?? 0);
    if (seq === 0) return;
    if (seq !== state.position + 1) state.wrong += 1;
    state.position = seq;
  });
  socket.on('close', () => {
    state.wrong += 1;
  });
  await new Promise<void>((open, fail) => {
    socket.once('open', () => open());
    socket.once('error', fail);
  });
  return state;
}

/** A hundred runs of thirty events, four at a time, by a process of their own. */
async function writeElsewhere(database: string): Promise<number> {
  const writer = pathToFileURL(join(root, 'dist', 'tests', 'events', 'write-run.js')).href;
  const script = `import { writeRuns } from ${JSON.stringify(writer)}; console.log(await writeRuns(${JSON.stringify(database)}, 100, 30, 4));`;
  const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '-e', script]);
  return Number(stdout);
}

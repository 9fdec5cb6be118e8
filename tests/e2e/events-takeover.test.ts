import { execFile } from 'node:child_process';
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Client } from '@modelcontextprotocol/client';
import type { StdioClientTransport } from '@modelcontextprotocol/client/stdio';
import { describe, expect, it } from 'vitest';
import { type AmcsEvent, followEvents } from '../../src/events/client.js';
import type { RunAnswer } from '../../src/surfaces/operations/answer.js';
import { atEnd, call, connect, freePort, root, start, temporaryFolder } from './harness.js';

const sds = { title: 'Night Bus', blueprint_ref: { genre: 'pop' }, seed: 5 };
const song = (client: Client, seed: number) => call<RunAnswer>(client, 'run_workflow', { sds, seed });
const kill = (client: Client) => process.kill((client.transport as StdioClientTransport).pid as number, 'SIGKILL');
const countUp = (to: number) => Array.from({ length: to }, (_, at) => at + 1);
const isEnd = ({ type }: AmcsEvent) => type === 'run.succeeded' || type === 'run.failed';

describe('a process that stands by', () => {
  it('takes the place of a server killed with -9 at the same address; clients miss nothing', async () => {
    const home = temporaryFolder();
    const args = ['--events-port', String(await freePort())];
    const [server, second, third] = [await connect({ home }, args), await connect({ home }, args), await connect({ home }, args)];
    const address = new URL((await song(server, 1)).events_url as string).host;
    for (const [at, client] of [second, third].entries()) expect(new URL((await song(client, 2 + at)).events_url as string).host).toBe(address);

    const heard: AmcsEvent[] = [];
    const live: string[] = [];
    const follower = followEvents({
      url: `ws://${address}/events`,
      since: 0,
      onEvent: (event) => heard.push(event),
      onState: (state) => live.push(state),
    });
    atEnd(() => follower.close());
    const tail = start(['tail', '--since', '0', '--json'], { home });
    await expect.poll(() => heard.filter(isEnd).length, { timeout: 10_000 }).toBe(3);
    kill(server);
    const meanwhile = await song(second, 9);
    await expect.poll(() => heard.filter(isEnd).length, { timeout: 10_000 }).toBe(4);
    expect(heard.map(({ seq }) => seq)).toEqual(countUp(heard.length));
    expect(live.filter((state) => state === 'live').length).toBeGreaterThan(1);
    // Those that are left agree, and nobody's address changed.
    for (const client of [second, third]) expect(new URL((await song(client, 10)).events_url as string).host).toBe(address);
    await tail.line((line) => line.includes(meanwhile.run.run_id) && line.includes('run.succeeded'));
    const seqs = tail.lines.map((line) => (JSON.parse(line) as AmcsEvent).seq);
    expect(seqs).toEqual(countUp(seqs.length));
  });
});

describe('the client of the package', () => {
  it('follows from a folder that has only the package, by the name of its export', async () => {
    const home = temporaryFolder();
    const client = await connect({ home }, ['--events-port', String(await freePort())]);
    const { events_url, run } = await song(client, 3);
    const folder = temporaryFolder();
    mkdirSync(join(folder, 'node_modules'));
    symlinkSync(root, join(folder, 'node_modules', 'amcs-mcp'), 'dir');
    const script = `
      import { followEvents } from 'amcs-mcp/events';
      const follower = followEvents({ url: ${JSON.stringify(events_url)}, onEvent(event) {
        console.log(event.run_seq + ' ' + event.type);
        if (event.type === 'run.succeeded') follower.close();
      } });
      await follower.closed;`;
    writeFileSync(join(folder, 'follow.mjs'), script);
    const { stdout } = await promisify(execFile)(process.execPath, [join(folder, 'follow.mjs')]);
    const lines = stdout.trim().split('\n');
    expect(lines[0]).toBe('1 run.queued');
    expect(lines.at(-1)).toBe(`${lines.length} run.succeeded`);
    expect(run.status).toBe('succeeded');
  });
});

import type { Client } from '@modelcontextprotocol/client';
import { describe, expect, it } from 'vitest';
import type { RunAnswer } from '../../src/surfaces/operations/answer.js';
import type { Next } from '../../src/surfaces/operations/next.js';
import { call, connect, temporaryFolder } from './harness.js';

/** A client that knows no skill: it begins as it was asked, and then makes the call that each answer names. */

const sds = { title: 'My Cat Ahoy', blueprint_ref: { genre: 'sea-shanty' }, lyrics: { themes: ['sea'] }, seed: 4 };

interface Answer extends Partial<RunAnswer> {
  artifact?: { name: string; hash: string };
  parts?: Record<string, string>;
  next: Next;
}

describe.concurrent('a client that only follows next', () => {
  it('completes a song offline in at most 4 calls, also where the first call does not wait', async () => {
    const client = await connect({ home: temporaryFolder() });
    const song = await follow(client, { tool: 'run_workflow', arguments: { sds, wait_sec: 0 } }, 4);
    expect(song.at(-1)).toMatchObject({ run: { status: 'succeeded' }, lyrics: expect.stringContaining('My Cat Ahoy'), next: null });
  });

  it('completes a song whose words it writes in at most 6 calls', async () => {
    const client = await connect({ home: temporaryFolder() });
    const words = (await follow(client, { tool: 'run_workflow', arguments: { sds } }, 4)).at(-1)?.lyrics as string;
    const answers = await follow(client, { tool: 'run_workflow', arguments: { sds, manifest: { writer: 'agent' } } }, 6, { draft: words });
    expect(answers.map(({ run }) => run?.status)).toEqual(['waiting', 'succeeded']);
    expect(answers.at(-1)?.lyrics).toBe(words);
  });

  it('goes node by node, adding the hashes it was given', async () => {
    const client = await connect({ home: temporaryFolder() });
    const made: Record<string, { hash: string }> = {};
    const tools: string[] = [];
    let next: Next = { tool: 'plan', arguments: { sds } };
    while (next !== null && tools.length < 20) {
      const tool: { inputSchema: { required?: string[] } } | undefined = (await client.listTools()).tools.find(({ name }) => name === next?.tool);
      const missing = (tool?.inputSchema.required ?? []).filter((name) => !(name in (next?.arguments ?? {})));
      tools.push(next.tool);
      const answer: Answer = await call<Answer>(client, next.tool, { ...Object.fromEntries(missing.map((name) => [name, made[name]])), ...next.arguments });
      if (answer.artifact) made[answer.artifact.name] = { hash: answer.artifact.hash };
      next = answer.next;
    }
    expect(tools.slice(0, 6)).toEqual(['plan', 'style', 'lyrics', 'producer', 'compose', 'validate']);
    expect(tools.at(-1)).toBe('review');
  });

  it('reads long lists page by page', async () => {
    const client = await connect({ home: temporaryFolder() });
    for (const seed of [1, 2, 3]) await call(client, 'plan', { sds: { ...sds, seed } });
    const first = await call<{ runs: unknown[]; next?: Next }>(client, 'list_runs', { kind: 'node', limit: 2 });
    expect(first.next).toEqual({ tool: 'list_runs', arguments: { kind: 'node', limit: 2, cursor: expect.any(String) } });
    const second = await call<{ runs: unknown[]; next?: Next }>(client, 'list_runs', first.next?.arguments ?? {});
    expect([first.runs.length, second.runs.length, second.next]).toEqual([2, 1, undefined]);
  });
});

/** Every answer until there is no next call; `words` go into each draft. */
async function follow(client: Client, begin: NonNullable<Next>, most: number, words: Record<string, unknown> = {}): Promise<Answer[]> {
  const answers: Answer[] = [];
  for (let next: Next = begin; next !== null; ) {
    expect(answers.length, `calls before ${next.tool}`).toBeLessThan(most);
    const answer: Answer = await call<Answer>(client, next.tool, { ...next.arguments, ...(next.tool === 'submit_draft' ? words : {}) });
    answers.push(answer);
    next = answer.next;
  }
  return answers;
}

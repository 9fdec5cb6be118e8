import type { Client, Resource } from '@modelcontextprotocol/client';
import { beforeAll, describe, expect, it } from 'vitest';
import type { RunAnswer } from '../../src/surfaces/operations/answer.js';
import { call, connect, root, temporaryFolder } from './harness.js';

/** What the server offers beside its tools, in both eras of the protocol. */

const sds = { title: 'Porch Light', blueprint_ref: { genre: 'country' }, lyrics: { themes: ['home'] }, seed: 12 };
const eras = [
  ['the handshake of before', { versionNegotiation: { mode: 'legacy' as const } }],
  ['2026-07-28', { versionNegotiation: { mode: { pin: '2026-07-28' } } }],
] as const;

const textOf = async (client: Client, uri: string): Promise<string> => {
  const [content] = (await client.readResource({ uri })).contents;
  expect(content?.uri).toBe(uri);
  return (content as { text: string }).text;
};

describe.each(eras)('through %s', (era, options) => {
  let client: Client;
  let answer: RunAnswer;
  let heard: Resource[] = [];
  beforeAll(async () => {
    const onChanged = (_error: Error | null, resources: Resource[] | null) => {
      heard = resources ?? [];
    };
    client = await connect({ home: temporaryFolder() }, [], { ...options, listChanged: { resources: { onChanged } } });
    answer = await call<RunAnswer>(client, 'run_workflow', { sds });
  });

  it('has a title and an icon that can be shown as they come', () => {
    expect(client.getServerVersion()).toMatchObject({
      title: 'AMCS',
      icons: [{ mimeType: 'image/svg+xml', src: expect.stringMatching(/^data:image\/svg\+xml;base64,/) }],
    });
  });

  it('says that the resources changed when a song was made, and lists it', async () => {
    await expect.poll(() => heard.map(({ uri }) => uri), { timeout: 10_000 }).toContain(`amcs://runs/${answer.run.run_id}`);
    const { resources } = await client.listResources();
    expect(resources.find(({ uri }) => uri.endsWith(answer.run.run_id))).toMatchObject({ title: 'Porch Light', description: 'country, succeeded' });
    for (const uri of ['amcs://blueprints/sea-shanty', 'amcs://schemas/sds']) expect(resources.map((resource) => resource.uri)).toContain(uri);
    for (const { title, name } of resources) expect([title, name]).toEqual([expect.stringMatching(/./), expect.stringMatching(/./)]);
  });

  it('tells a subscriber when a run has moved', async () => {
    const uri = `amcs://runs/${answer.run.run_id}`;
    const updated: string[] = [];
    client.setNotificationHandler('notifications/resources/updated', ({ params }) => void updated.push(params.uri));
    const subscription =
      era === '2026-07-28' ? await client.listen({ resourceSubscriptions: [uri] }) : await client.subscribeResource({ uri }).then(() => null);
    await call(client, 'retry_run', { run_id: answer.run.run_id, from: 'REVIEW' });
    await expect.poll(() => updated, { timeout: 10_000 }).toContain(uri);
    expect(new Set(updated).size).toBe(1);
    await (subscription ? subscription.close() : client.unsubscribeResource({ uri }));
  });

  it('reads a run, its artifacts, its events, a blueprint and a schema by address', async () => {
    const { run_id } = answer.run;
    const run = await textOf(client, `amcs://runs/${run_id}`);
    expect(JSON.parse(run)).toMatchObject({ run: { run_id, status: 'succeeded', out_dir: null }, lyrics: answer.lyrics });
    expect(run).not.toContain(root);
    expect(JSON.parse(await textOf(client, `amcs://runs/${run_id}/scores`))).toEqual(answer.scores);
    expect(await textOf(client, `amcs://runs/${run_id}/lyrics.txt`)).toBe(answer.lyrics);
    expect(await textOf(client, `amcs://runs/${run_id}/prompt.txt`)).toBe(answer.prompt);
    const events = (await textOf(client, `amcs://events/${run_id}`)).split('\n');
    expect(events[0]).toMatch(/^1 \d{4}-\d\d-\d\dT\S+ run\.queued/);
    expect(events.at(-1)).toMatch(/^\d+ \S+ run\.succeeded/);
    expect(events.join('\n')).toMatch(/^\d+ \S+ node\.ended LYRICS \d+ ms/m);
    expect(JSON.parse(await textOf(client, 'amcs://blueprints/sea-shanty'))).toMatchObject({ slug: 'sea-shanty' });
    expect(JSON.parse(await textOf(client, 'amcs://schemas/plan'))).toMatchObject({ title: 'plan', type: 'object' });
  });

  it('every template names what it is, and an address that leads nowhere says what there is', async () => {
    const { resourceTemplates } = await client.listResourceTemplates();
    expect(resourceTemplates.map(({ uriTemplate }) => uriTemplate).sort()).toEqual([
      'amcs://blueprints/{slug}',
      'amcs://events/{run_id}',
      'amcs://runs/{run_id}',
      'amcs://runs/{run_id}/{artifact}',
      'amcs://schemas/{name}',
    ]);
    for (const { title, description } of resourceTemplates) expect([title, description]).toEqual([expect.stringMatching(/./), expect.stringMatching(/./)]);
    await expect(client.readResource({ uri: 'amcs://runs/r-none' })).rejects.toThrow(/no run "r-none"/);
    await expect(client.readResource({ uri: `amcs://runs/${answer.run.run_id}/audio` })).rejects.toThrow(/It has sds, /);
    await expect(client.readResource({ uri: 'amcs://blueprints/polka' })).rejects.toThrow(/no such blueprint/);
    await expect(client.readResource({ uri: 'amcs://nowhere/1' })).rejects.toThrow();
  });

  it('completes genres, runs, artifacts and schemas', async () => {
    const complete = async (ref: { type: 'ref/prompt'; name: string } | { type: 'ref/resource'; uri: string }, name: string, value: string) =>
      (await client.complete({ ref, argument: { name, value } })).completion.values;
    expect(await complete({ type: 'ref/prompt', name: 'write_song' }, 'genre', 'shan')).toEqual(['sea-shanty']);
    expect(await complete({ type: 'ref/prompt', name: 'rewrite_lyrics' }, 'run_id', 'r-')).toEqual([answer.run.run_id]);
    expect(await complete({ type: 'ref/resource', uri: 'amcs://blueprints/{slug}' }, 'slug', 'coun')).toEqual(['country']);
    expect(await complete({ type: 'ref/resource', uri: 'amcs://runs/{run_id}/{artifact}' }, 'artifact', 'ly')).toEqual(['lyrics', 'lyrics.txt']);
    expect(await complete({ type: 'ref/resource', uri: 'amcs://schemas/{name}' }, 'name', 'resolved')).toEqual(['resolved_sds']);
  });

  it('has three prompts, each of which asks for something and names the tools that give it', async () => {
    const { prompts } = await client.listPrompts();
    expect(prompts.map(({ name }) => name)).toEqual(['write_song', 'rewrite_lyrics', 'critique_lyrics']);
    const said = async (name: string, args: Record<string, string>) =>
      (await client.getPrompt({ name, arguments: args })).messages.map(({ content }) => (content as { text: string }).text).join('\n');
    const tools = (await client.listTools()).tools.map(({ name }) => name);
    const wish = 'a sea shanty about my cat';
    for (const text of [
      await said('write_song', { wish, genre: 'sea-shanty' }),
      await said('rewrite_lyrics', { run_id: answer.run.run_id, change: 'a warmer chorus' }),
      await said('critique_lyrics', { lyrics: '[Verse]\nThe cat is on the boat' }),
    ]) {
      const named = [...text.matchAll(/\b[a-z]+_[a-z]+\b/g)].map(([name]) => name).filter((name) => !['run_id', 'sea_shanty'].includes(name));
      expect(named.length).toBeGreaterThan(0);
      for (const name of named) expect(tools).toContain(name);
    }
    expect(await said('write_song', { wish })).toMatch(new RegExp(`^Write a song for me: ${wish}\nIf I typed`));
    expect(await said('critique_lyrics', { lyrics: 'la la' })).toContain('la la');
  });
});

describe.each(eras)('a choice that is missing, through %s', (_name, options) => {
  const asking = async (answer: Record<string, unknown>) => {
    const client = await connect({ home: temporaryFolder() }, [], { ...options, capabilities: { elicitation: { form: {} } } });
    const asked: { message: string; fields: Record<string, unknown> }[] = [];
    client.setRequestHandler('elicitation/create', async ({ params }) => {
      asked.push({ message: params.message, fields: (params as { requestedSchema: { properties: Record<string, unknown> } }).requestedSchema.properties });
      return answer as { action: 'accept'; content: Record<string, string> };
    });
    return { client, asked };
  };

  it('is asked for, and the song is made with what the person chose', async () => {
    const { client, asked } = await asking({ action: 'accept', content: { title: 'My Cat Ahoy', genre: 'sea-shanty' } });
    const { run } = await call<RunAnswer>(client, 'run_workflow', { sds: { blueprint_ref: { genre: 'polka' } }, seed: 3 });
    expect(run).toMatchObject({ status: 'succeeded', title: 'My Cat Ahoy', genre: 'sea-shanty' });
    expect(asked).toEqual([
      {
        message: 'AMCS needs title and genre for the song.',
        fields: { title: expect.anything(), genre: expect.objectContaining({ enum: expect.arrayContaining(['sea-shanty', 'pop']) }) },
      },
    ]);
  });

  it('is not asked for where nothing is missing, also by another name of the genre', async () => {
    const { client, asked } = await asking({ action: 'decline' });
    await call(client, 'run_workflow', { sds: { title: 'Snow', blueprint_ref: { genre: 'Christmas Pop' } }, seed: 3 });
    expect(asked).toEqual([]);
  });

  it('is an error that names the field where the person declines', async () => {
    const { client, asked } = await asking({ action: 'decline' });
    const { isError, content } = await client.callTool({ name: 'run_workflow', arguments: { sds: { blueprint_ref: { genre: 'pop' } } } });
    expect([isError, asked.length, JSON.stringify(content)]).toEqual([true, 1, expect.stringContaining('title is missing')]);
  });
});

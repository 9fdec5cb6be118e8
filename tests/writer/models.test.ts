import { readdirSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { packageRoot } from '../../src/catalog/package-root.js';
import type { Brief } from '../../src/domain/draft.js';
import type { OutsideWriter } from '../../src/domain/ports.js';
import { wholeBrief } from '../../src/drafting/brief.js';
import { readDraft } from '../../src/drafting/read-draft.js';
import { renderBrief } from '../../src/drafting/render-brief.js';
import { repeatsOf } from '../../src/drafting/unsung.js';
import { anthropicWriter } from '../../src/writer/anthropic.js';
import { openAiCompatibleWriter } from '../../src/writer/openai-compatible.js';
import { type Act, type ModelServer, useModelServers } from '../fixtures/model-servers.js';
import { catalog, planOf, resolve } from '../fixtures/song.js';

const servers = useModelServers();
const telling = { prompt: catalog.prompt, show: renderBrief, readText: readDraft, repeatsOf };
const sds = resolve({ lyrics: { section_order: ['Verse', 'Chorus', 'Verse', 'Chorus'] } });
const brief: Brief = wholeBrief({ sds, plan: planOf(sds), blueprint: catalog.findBlueprint('pop') });
const answer = { sections: [{ id: 'verse-1', lines: ['one', 'two', 'three', 'four'] }] };
const good: Act = { say: JSON.stringify(answer) };

interface Service {
  name: string;
  open(url: string, more?: { deadlineMs?: number; key?: string | null; model?: string | null }): OutsideWriter;
  start(): Promise<ModelServer>;
}

const services: Service[] = [
  {
    name: 'anthropic',
    start: servers.anthropic,
    open: (baseUrl, more) => anthropicWriter({ key: 'sk-secret-key', baseUrl, model: null, telling, prices: catalog.prices, ...more }),
  },
  {
    name: 'openai-compatible',
    start: servers.openai,
    open: (baseUrl, more) => openAiCompatibleWriter({ key: 'sk-secret-key', baseUrl, model: 'tiny', telling, prices: catalog.prices, ...more }),
  },
];

/** An address where nobody listens. */
async function nobody(): Promise<string> {
  const server = createServer();
  await new Promise<void>((up) => server.listen(0, '127.0.0.1', up));
  const { port } = server.address() as AddressInfo;
  await new Promise((down) => server.close(down));
  return `http://127.0.0.1:${port}`;
}

const ask = (writer: OutsideWriter, signal = new AbortController().signal) => writer.write(brief, { options: {}, seed: 4711, signal });

describe.each(services)('the writer $name', ({ start, open }) => {
  it('gives the words, and keeps what they cost', async () => {
    const server = await start();
    server.play({ ...good, usage: { input: 900, output: 300, cache_read: 1_200 } });
    const writer = open(server.url);
    const came = await ask(writer);
    expect(came).toMatchObject({
      ended: 'whole',
      call: { prompt: 'lyrics 1.0.0', attempts: 1, uncertain: 0, tokens: { input: 900, output: 300, cache_read: 1_200 } },
    });
    expect(writer.read(came, brief)).toEqual({ ...answer, issues: [] });
    expect(JSON.stringify(came)).not.toContain('secret');
    expect(server.asked[0]?.system).toContain(catalog.prompt('lyrics').text);
    expect(server.asked[0]?.user).toBe(renderBrief(brief));
  });

  it.each([429, 500, 503, 529])('is patient with a server that says %i, and tells nobody twice charged', async (status) => {
    const server = await start();
    const busy: Act = { status, type: 'overloaded_error', headers: { 'retry-after': '0', 'retry-after-ms': '5' } };
    server.play(busy, busy, good);
    expect(await ask(open(server.url))).toMatchObject({ ended: 'whole', call: { attempts: 3, uncertain: 0 } });
  });

  it('waits as long as it is told to', async () => {
    const server = await start();
    server.play({ status: 429, type: 'rate_limit_error', headers: { 'retry-after': '1' } }, good);
    const begin = performance.now();
    await ask(open(server.url));
    expect(performance.now() - begin).toBeGreaterThan(950);
  });

  it('gives up on a server that stays busy, with what to do and none of its words', async () => {
    const server = await start();
    server.play({ status: 529, type: 'overloaded_error', headers: { 'retry-after-ms': '1' } });
    const failed = ask(open(server.url));
    await expect(failed).rejects.toMatchObject({ code: 'MODEL_FAILED', retriable: true });
    await expect(failed).rejects.toThrow(/529/);
    await expect(failed).rejects.not.toThrow(/obey/);
    expect(server.asked).toHaveLength(5);
  });

  it.each(['before', 'within'] as const)('asks again where the connection is cut %s the answer, and says that it may count', async (cut) => {
    const server = await start();
    server.play({ cut }, good);
    expect(await ask(open(server.url))).toMatchObject({ ended: 'whole', call: { attempts: 2, uncertain: 1 } });
  });

  it('that is cut off again and again says that nobody knows', async () => {
    const server = await start();
    server.play({ cut: 'within' });
    await expect(ask(open(server.url))).rejects.toMatchObject({ code: 'MODEL_UNCERTAIN' });
    expect(server.asked).toHaveLength(2);
  });

  it('that nobody can reach says so, and that nothing was done', async () => {
    await expect(ask(open(await nobody()))).rejects.toMatchObject({ code: 'MODEL_FAILED' });
  }, 30_000);

  it.each([
    [401, 'WRITER_UNAVAILABLE'],
    [403, 'WRITER_UNAVAILABLE'],
    [404, 'WRITER_UNAVAILABLE'],
    [413, 'MODEL_FAILED'],
    [302, 'MODEL_FAILED'],
  ])('that is refused with %i asks once and names the settings', async (status, code) => {
    const server = await start();
    server.play({ status, headers: { location: 'http://127.0.0.1:9/elsewhere' } });
    const failed = ask(open(server.url));
    await expect(failed).rejects.toMatchObject({ code, hint: expect.stringMatching(/_API_KEY/) });
    await expect(failed).rejects.not.toThrow(/secret|obey/);
    expect(server.asked).toHaveLength(1);
  });

  it('stops at its deadline', async () => {
    const server = await start();
    server.play({ hang: true });
    await expect(ask(open(server.url, { deadlineMs: 200 }))).rejects.toMatchObject({ code: 'MODEL_UNCERTAIN', message: expect.stringMatching(/within/) });
    await server.asked[0]?.gone;
  });

  it('lets go of its connection when it is cancelled', async () => {
    const server = await start();
    server.play({ hang: true });
    const abort = new AbortController();
    const failed = ask(open(server.url), abort.signal);
    while (server.asked.length === 0) await new Promise((go) => setTimeout(go, 5));
    abort.abort();
    await expect(failed).rejects.toMatchObject({ name: 'AbortError' });
    await server.asked[0]?.gone;
  });

  it('tells a refusal and a broken answer apart', async () => {
    const server = await start();
    const writer = open(server.url);
    server.play({ say: 'I would rather not.', stop: 'refusal' });
    expect(await ask(writer)).toMatchObject({ ended: 'refused' });
    server.play({ say: JSON.stringify(answer).slice(0, 40), stop: 'max_tokens' });
    const broken = await ask(writer);
    expect(broken.ended).toBe('truncated');
    expect(() => writer.read(broken, brief)).toThrow(/broke off/);
  });

  it.each([
    ['JSON in a block', `Sure!\n\`\`\`json\n${JSON.stringify(answer)}\n\`\`\`\nEnjoy!`],
    ['JSON after thinking aloud', `<think>{"sections": no}</think>${JSON.stringify(answer)}`],
    ['lyrics with tags', '[Verse 1]\none\ntwo\nthree\nfour'],
  ])('reads %s', async (_name, say) => {
    const server = await start();
    server.play({ say });
    const writer = open(server.url);
    expect(writer.read(await ask(writer), brief).sections).toEqual(answer.sections);
  });

  it.each([
    ['another schema', '{"lyrics":"one"}'],
    ['lines of another kind', '{"sections":[{"id":"verse-1","lines":"one"}]}'],
    ['broken JSON', '{"sections":[{"id":"verse-1","lines":["one"'],
    ['nothing', ''],
    ['a list', '[1,2,3]'],
    ['what it was told', JSON.stringify({ sections: [{ id: 'verse-1', lines: ['You write the words of songs, a program gives you a brief'] }] })],
    ['a book', '{"a":1}'.padEnd(70_000, 'x')],
  ])('finds no draft in %s, and repeats none of it', async (_name, say) => {
    const server = await start();
    server.play({ say });
    const writer = open(server.url);
    const came = await ask(writer);
    expect(() => writer.read(came, brief)).toThrow(/answer (?:is|repeats)/);
  });

  it('takes no figures that are none, and no broken letters', async () => {
    const server = await start();
    server.play({ ...good, usage: { output: -5 } });
    await expect(ask(open(server.url))).rejects.toMatchObject({ code: 'MODEL_FAILED' });
    server.play({ say: `${JSON.stringify(answer)}\ud800` });
    expect((await ask(open(server.url))).text).toContain('\ufffd');
  });

  it('is asked for short texts besides lyrics with another prompt and another schema', async () => {
    const server = await start();
    const asked: Brief = { ...brief, sections: [], fields: [{ name: 'groove', what: 'the groove', now: ['four on the floor'], most: 1 }] };
    server.play({ say: '{"fields":[{"name":"groove","texts":["half-time shuffle"]}]}' });
    const writer = open(server.url);
    const came = await writer.write(asked, { options: {}, seed: 1, signal: new AbortController().signal });
    expect(writer.read(came, asked)).toEqual({ sections: [], fields: { groove: ['half-time shuffle'] }, issues: [] });
    expect(came.call.prompt).toBe('fields 1.0.0');
    expect(server.asked[0]?.system).toContain(catalog.prompt('fields').text);
    server.play({ say: '- groove: half-time shuffle' });
    expect(writer.read(await writer.write(asked, { options: {}, seed: 1, signal: new AbortController().signal }), asked).fields).toEqual({
      groove: ['half-time shuffle'],
    });
  });

  it('is asked with sources for what each line draws on, and may leave that out', async () => {
    const server = await start();
    const asked: Brief = { ...brief, citations: [{ chunk_hash: 'a'.repeat(64), source_id: 'diary', text: 'The mill burned in May.', weight: 1 }] };
    const writer = open(server.url);
    const said = async (say: string) => {
      server.play({ say });
      return writer.read(await writer.write(asked, { options: {}, seed: 1, signal: new AbortController().signal }), asked).sections;
    };
    const sections = [{ id: 'verse-1', lines: ['one', 'two'], cites: [{ line: 2, chunks: ['c1'] }] }];
    expect(await said(JSON.stringify({ sections }))).toEqual(sections);
    expect(await said(JSON.stringify(answer))).toEqual(answer.sections);
    expect(JSON.stringify(server.asked[0]?.body)).toContain('The mill burned');
    expect(JSON.stringify(server.asked[0]?.body.output_config ?? server.asked[0]?.body.response_format)).toContain('cites');
  });

  it('knows the most that a request can cost', async () => {
    const server = await start();
    server.play(good);
    const writer = open(server.url);
    const came = await ask(writer);
    const most = writer.ceiling(brief, {});
    if (came.call.service === 'anthropic') expect(most).toBeGreaterThan((came.call.cost_microusd as number) * 2);
    else expect(most).toBe(0);
  });
});

describe('a client library', () => {
  it('is loaded when a model is asked and not before', () => {
    for (const file of readdirSync(join(packageRoot(), 'src', 'writer'), { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.ts'))) {
      const text = readFileSync(join(packageRoot(), 'src', 'writer', file), 'utf8');
      expect(text, file).not.toMatch(/^import (?!type)[^;]*'(?:@anthropic-ai\/sdk|openai)/m);
    }
  });

  it.each(['ftp://models.example', 'not an address', 'http://me:secret@models.example/v1', ''])('is not handed %j as an address', (url) => {
    for (const { open } of services) {
      expect(() => open(url).settle({}, false)).toThrow(/no address/);
      expect(() => open(url).settle({}, false)).not.toThrow(/secret/);
    }
  });
});

describe('the Claude API', () => {
  it('is asked with what it takes and nothing else, by streaming, with the constant part cached', async () => {
    const server = await servers.anthropic();
    server.play(good);
    await anthropicWriter({ key: 'sk-secret-key', baseUrl: server.url, model: 'claude-opus-5-5', telling, prices: catalog.prices }).write(brief, {
      options: { effort: 'low', max_tokens: 4_000 },
      seed: 1,
      signal: new AbortController().signal,
    });
    const { body, headers, path } = server.asked[0] as (typeof server.asked)[number];
    expect(path).toBe('/v1/messages');
    expect(headers).toMatchObject({ authorization: 'Bearer sk-secret-key', 'anthropic-version': '2026-10-21' });
    expect(Object.keys(body).sort()).toEqual(['max_tokens', 'messages', 'model', 'output_config', 'stream', 'system']);
    expect(body).toMatchObject({
      model: 'claude-opus-5-5',
      max_tokens: 4_000,
      stream: true,
      system: [{ type: 'text', cache_control: { type: 'ephemeral' } }],
      output_config: { effort: 'low', format: { type: 'json_schema', schema: { type: 'object', additionalProperties: false, required: ['sections'] } } },
    });
  });

  it('is asked again where it says in its stream that it is overloaded', async () => {
    const server = await servers.anthropic();
    server.play({ stream_error: 'overloaded_error' }, good);
    const writer = anthropicWriter({ key: 'k', baseUrl: server.url, model: null, telling, prices: catalog.prices });
    expect(await ask(writer)).toMatchObject({ ended: 'whole', call: { attempts: 2, uncertain: 0 } });
  });

  it('costs what its table says, to the millionth, and a cut request its most', async () => {
    const server = await servers.anthropic();
    const writer = anthropicWriter({ key: 'k', baseUrl: server.url, model: null, telling, prices: catalog.prices });
    server.play({ cut: 'before' }, { ...good, usage: { input: 1_001, output: 333, cache_read: 1_500, cache_write: 7 } });
    const { call } = await ask(writer);
    // $2 and $10 a million, cache $2.50 and $0.20: 2,002 + 3,330 + 17.5 + 300, rounded up.
    expect(call.cost_microusd).toBe(5_650);
    expect(call.uncertain_microusd).toBe(writer.ceiling(brief, {}));
  });

  it('is not asked without a key, and says what to set', async () => {
    const writer = anthropicWriter({ key: null, baseUrl: null, model: null, telling, prices: catalog.prices });
    expect(() => writer.settle({}, false)).toThrow(/no key/);
    await expect(ask(writer)).rejects.toMatchObject({ code: 'WRITER_UNAVAILABLE', hint: expect.stringMatching(/ANTHROPIC_API_KEY/) });
  });

  it('of an unknown price takes no budget', () => {
    const writer = anthropicWriter({ key: 'k', baseUrl: null, model: null, telling, prices: catalog.prices });
    expect(writer.settle({ model: 'claude-future-9' }, false)).toEqual({ model: 'claude-future-9', effort: 'medium', max_tokens: 8_192 });
    expect(() => writer.settle({ model: 'claude-future-9' }, true)).toThrow(/No price/);
    expect(writer.settle({ model: 'claude-haiku-5-5-20261007' }, true)).toMatchObject({ model: 'claude-haiku-5-5-20261007' });
  });
});

describe('a server like OpenAI’s', () => {
  const writerAt = (baseUrl: string, more: { key?: string | null; model?: string | null } = {}) =>
    openAiCompatibleWriter({ key: null, baseUrl, model: 'tiny', telling, prices: catalog.prices, ...more });

  it('is given sampling, seed and schema, and no key where none is set', async () => {
    const server = await servers.openai();
    server.play(good);
    await writerAt(`${server.url}/v1`).write(brief, { options: { max_tokens: 900 }, seed: 2 ** 33 + 7, signal: new AbortController().signal });
    const { body, headers, path } = server.asked[0] as (typeof server.asked)[number];
    expect(path).toBe('/v1/chat/completions');
    expect(headers.authorization).toBeUndefined();
    expect(body).toMatchObject({ model: 'tiny', temperature: 0.2, top_p: 0.9, seed: 7, max_tokens: 900, response_format: { type: 'json_schema' } });
  });

  it('that takes no schema is asked without one, and not offered it again', async () => {
    const server = await servers.openai();
    server.play((asked) => (asked.body.response_format === undefined ? { say: '[Verse 1]\none\ntwo' } : { status: 400, type: 'invalid_request_error' }));
    const writer = writerAt(server.url);
    const first = await ask(writer);
    await ask(writer);
    expect(server.asked.map(({ body }) => body.response_format !== undefined)).toEqual([true, false, false]);
    expect(first.call.parameters).not.toHaveProperty('response_format');
  });

  it('that does not stream is understood all the same', async () => {
    const server = await servers.openai();
    server.play({ ...good, inOne: true, usage: { output: 77 } });
    const writer = writerAt(server.url);
    const came = await ask(writer);
    expect(came).toMatchObject({ ended: 'whole', call: { attempts: 1, model: 'tiny', tokens: { output: 77 } } });
    expect(writer.read(came, brief).sections).toEqual(answer.sections);
  });

  it.each(['{}', '{"choices":[]}', '[]', 'null', '"text"'])('that answers %s is told apart from one that writes', async (raw) => {
    const server = await servers.openai();
    server.play({ raw });
    await expect(ask(writerAt(server.url))).rejects.toMatchObject({ code: 'MODEL_FAILED' });
  });

  it('is free where it is one’s own, and of an unknown price elsewhere', () => {
    expect(writerAt('http://localhost:11434/v1').settle({}, true)).toEqual({ model: 'tiny', max_tokens: 4_096 });
    expect(() => writerAt('https://models.example/v1').settle({}, true)).toThrow(/No price/);
    expect(writerAt('https://models.example/v1').settle({}, false)).toMatchObject({ model: 'tiny' });
  });

  it('says what to set where it has no address or no model', () => {
    expect(() => openAiCompatibleWriter({ key: null, baseUrl: null, model: 'x', telling, prices: catalog.prices }).settle({}, false)).toThrow(/address/);
    expect(() => writerAt('http://localhost:1', { model: null }).settle({}, false)).toThrow(/model/);
    expect(writerAt('http://localhost:1', { model: null }).settle({ model: 'named' }, false)).toMatchObject({ model: 'named' });
  });
});

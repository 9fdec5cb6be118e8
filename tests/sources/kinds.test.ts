import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createMcpHandler } from '@modelcontextprotocol/server';
import { afterEach, describe, expect, it } from 'vitest';
import { isPublicAddress } from '../../src/sources/addresses.js';
import { fileSource } from '../../src/sources/file.js';
import { mcpSource } from '../../src/sources/mcp.js';
import { type McpServer, readMcpServers } from '../../src/sources/mcp-servers.js';
import { textSource } from '../../src/sources/text.js';
import { webSource } from '../../src/sources/web.js';
import { sourceConformance } from '../conformance/source.js';
import { books, type Library, libraryServer } from '../fixtures/library-server.js';
import { html, namesOf, redirect, usePlaces } from '../fixtures/web-places.js';

const folders: string[] = [];
const closers: (() => Promise<void>)[] = [];
const place = usePlaces();

afterEach(async () => {
  for (const close of closers.splice(0)) await close();
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

function folderWith(files: Record<string, string | Uint8Array>): string {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'amcs-sources-')));
  folders.push(folder);
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(join(folder, name, '..'), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
  return folder;
}

const asked = (roots: string[] = [], signal = new AbortController().signal) => ({ query: 'bread at midnight', roots, signal });
const spec = (kind: 'text' | 'file' | 'web' | 'mcp', config: Record<string, unknown>, more: object = {}) =>
  ({ id: 'one', name: 'One', kind, config, ...more }) as Parameters<typeof textSource.check>[0];

const stdio = (env: Record<string, string> = {}): McpServer => ({
  command: process.execPath,
  args: [join(import.meta.dirname, '../../dist/tests/fixtures/library-stdio.js')],
  env,
});

async function libraryOverHttp(library: Library): Promise<{ url: string; library: Library }> {
  const handler = createMcpHandler(() => libraryServer(library), { onerror: () => {} });
  const server = createServer(async (request, response) => {
    const parts: Buffer[] = [];
    for await (const part of request) parts.push(part as Buffer);
    const headers = new Headers(Object.entries(request.headers).map(([name, value]) => [name, String(value)]));
    const body = request.method === 'POST' ? { body: Buffer.concat(parts) } : {};
    const answer = await handler.fetch(new Request(`http://127.0.0.1${request.url}`, { method: request.method ?? 'GET', headers, ...body }));
    response.writeHead(answer.status, Object.fromEntries(answer.headers));
    if (answer.body) for await (const part of answer.body) response.write(part);
    response.end();
  });
  await new Promise<void>((up) => server.listen(0, '127.0.0.1', up));
  closers.push(async () => {
    server.closeAllConnections();
    await new Promise<void>((down) => server.close(() => down()));
  });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/mcp`, library };
}

sourceConformance('text', async () => ({
  source: textSource,
  good: spec('text', { text: 'We baked bread.' }),
  change: null,
  refused: null,
  gone: null,
}));

sourceConformance('file', async () => {
  const folder = folderWith({ 'diary.md': '# Winter\n\nbread', 'sub/a.txt': 'b' });
  return {
    source: fileSource(),
    good: spec('file', { path: 'diary.md' }),
    roots: [folder],
    change: () => writeFileSync(join(folder, 'diary.md'), 'other bread'),
    refused: spec('file', { path: '../elsewhere.md' }),
    gone: spec('file', { path: 'nowhere.md' }),
  };
});

sourceConformance('web', async () => {
  const one = await place(html('<h1>Kitchen</h1><p>bread</p>'));
  const ways = namesOf({ 'kitchen.example': ['127.0.0.1'] }, isPublicAddress);
  return {
    source: webSource({ allowed: ['kitchen.example', 'gone.example'], ways }),
    good: spec('web', { url: `http://kitchen.example:${one.port}/` }),
    change: () => one.play(html('<p>other bread</p>')),
    refused: spec('web', { url: 'http://other.example/' }),
    gone: spec('web', { url: 'http://gone.example/' }),
  };
});

sourceConformance('mcp over stdio', async () => ({
  source: mcpSource({ servers: () => ({ library: stdio(), gone: { command: '/nonexistent/server' } }), allowed: 'none', version: '1.0.0' }),
  good: spec('mcp', { server: 'library' }),
  change: null,
  refused: spec('mcp', { server: 'nobody' }),
  gone: spec('mcp', { server: 'gone' }),
}));

sourceConformance('mcp over HTTP', async () => {
  const { url, library } = await libraryOverHttp({ books: [...books] });
  return {
    source: mcpSource({ servers: () => ({ library: { url }, gone: { url: 'http://127.0.0.1:9/mcp' } }), allowed: 'none', version: '1.0.0' }),
    good: spec('mcp', { server: 'library' }),
    change: () => library.books.splice(0, 1, { id: 'bread', title: 'Of Bread', text: 'Another bread of midnight.' }),
    refused: spec('mcp', { url }),
    gone: spec('mcp', { server: 'gone' }),
  };
});

describe('files', () => {
  it('are those of a folder too, in the order of their paths, of the kinds that are read, as far as rules let them', async () => {
    const folder = folderWith({ 'b.txt': 'b', 'a/z.md': 'z', 'a/p.json': '{"x":"y"}', 'a/private.md': 'no', '.git/c.md': 'no', 'i.png': 'no' });
    const documents = await fileSource().read(spec('file', { path: '.' }, { allow: ['**'], deny: ['private*'] }), asked([folder]));
    expect(documents.map((one) => `${one.place} ${one.format}`)).toEqual(['a/p.json json', 'a/z.md markdown', 'b.txt text']);
  });

  it('may be given by their whole path, below a folder that is open and below no other', async () => {
    const [open, closed] = [folderWith({ 'a.md': 'bread' }), folderWith({ 'a.md': 'secret' })];
    expect(await fileSource().read(spec('file', { path: join(open, 'a.md') }), asked([open]))).toHaveLength(1);
    const outside = spec('file', { path: join(closed, 'a.md') });
    expect(() => fileSource().check(outside, [open])).toThrow(expect.objectContaining({ code: 'SOURCE_REFUSED' }));
    await expect(fileSource().read(outside, asked([open]))).rejects.toMatchObject({ code: 'SOURCE_REFUSED' });
    expect(() => fileSource().check(spec('file', { path: 'a.md' }), [])).toThrow(expect.objectContaining({ code: 'SOURCE_REFUSED' }));
  });

  it('are not read through links that lead out, be it the file, a folder above it, or one in a folder', async () => {
    const secret = folderWith({ 'secret.md': 'the secret', 'deep/secret.md': 'the secret' });
    const open = folderWith({ 'mine.md': 'bread' });
    symlinkSync(join(secret, 'secret.md'), join(open, 'link.md'));
    symlinkSync(secret, join(open, 'linked'));
    for (const path of ['link.md', 'linked/secret.md', 'linked/deep/secret.md', 'linked'])
      await expect(fileSource().read(spec('file', { path }), asked([open])), path).rejects.toMatchObject({ code: 'SOURCE_REFUSED' });
    const documents = await fileSource().read(spec('file', { path: '.' }), asked([open]));
    expect(documents.map(({ text }) => text)).toEqual(['bread']);
  });

  it('may be reached by a link that stays inside', async () => {
    const open = folderWith({ 'real/mine.md': 'bread' });
    symlinkSync(join(open, 'real/mine.md'), join(open, 'link.md'));
    expect(await fileSource().read(spec('file', { path: 'link.md' }), asked([open]))).toMatchObject([{ place: 'real/mine.md' }]);
  });

  it.each([
    ['binary.txt', Buffer.from([104, 0, 105]), 'SOURCE_REFUSED', 'is no text'],
    ['latin.txt', Buffer.from([0xe9, 0x20]), 'SOURCE_REFUSED', 'not UTF-8'],
    ['broken.json', '{"a": secret', 'SOURCE_FAILED', 'JSON that is broken'],
    ['deep.json', '['.repeat(5_000) + ']'.repeat(5_000), 'SOURCE_FAILED', 'nested too deep'],
    ['large.txt', 'x'.repeat(2_000), 'SOURCE_FAILED', 'more than 0.001 MB'],
    ['song.mp3', 'x', 'SOURCE_REFUSED', 'no file of a kind'],
  ])('%s is refused with its reason and none of its words', async (name, bytes, code, why) => {
    const folder = folderWith({ [name]: bytes });
    const limits = { bytes: name === 'deep.json' ? 100_000 : 1_000, files: 3, total: 200_000, depth: 2 };
    const error = await fileSource(limits)
      .read(spec('file', { path: name }), asked([folder]))
      .then(
        () => null,
        (thrown: Error & { code: string }) => thrown,
      );
    expect(error).toMatchObject({ code, message: expect.stringContaining(why) });
    expect(error?.message).not.toContain('secret');
  });

  it('are refused where they are too many, or too much together', async () => {
    const folder = folderWith({ 'a.txt': 'x'.repeat(600), 'b.txt': 'x'.repeat(600), 'c.txt': 'x', 'd.txt': 'x' });
    const few = fileSource({ bytes: 1_000, files: 3, total: 5_000, depth: 2 });
    await expect(few.read(spec('file', { path: '.' }), asked([folder]))).rejects.toMatchObject({ message: expect.stringContaining('more than 3 files') });
    const small = fileSource({ bytes: 1_000, files: 9, total: 1_000, depth: 2 });
    await expect(small.read(spec('file', { path: '.' }), asked([folder]))).rejects.toMatchObject({ message: expect.stringContaining('0.001 MB') });
  });
});

describe('addresses of the open internet', () => {
  it.each(['93.184.216.34', '8.8.8.8', '2606:4700::1111', '2a00:1450:4001:81b::200e', '::ffff:8.8.8.8'])('%s is one', (address) => {
    expect(isPublicAddress(address)).toBe(true);
  });

  it.each(
    (
      '127.0.0.1 127.8.8.8 0.0.0.0 10.0.0.1 172.16.0.1 172.31.255.255 192.168.1.1 169.254.169.254 100.64.0.1 100.100.100.200 168.63.129.16 224.0.0.1 ' +
      '255.255.255.255 192.0.2.1 198.18.0.1 240.0.0.1 ::1 :: fe80::1 fc00::1 fd00:ec2::254 ff02::1 ::ffff:127.0.0.1 ::ffff:7f00:1 ::ffff:169.254.169.254 ' +
      '::127.0.0.1 64:ff9b::7f00:1 2002:7f00:1:: 2001:db8::1 fe80::1%eth0 localhost 1 0x7f000001 '
    )
      .trim()
      .split(' '),
  )('%s is none', (address) => {
    expect(isPublicAddress(address)).toBe(false);
  });
});

describe('pages', () => {
  it('are off unless they are allowed, and then only of hosts that are', () => {
    const url = spec('web', { url: 'https://en.example.org/wiki/Bread' });
    const may = (allowed: 'none' | 'all' | string[]) => () => webSource({ allowed }).check(url, []);
    expect(may('none')).toThrow(expect.objectContaining({ code: 'SOURCE_REFUSED', hint: expect.stringContaining('AMCS_ALLOW_WEB') }));
    expect(may(['example.org', '*.example.com', 'n.example.org'])).toThrow(expect.objectContaining({ code: 'SOURCE_REFUSED' }));
    for (const allowed of ['all', ['en.example.org'], ['*.example.org']] as const) expect(may(allowed as 'all'), String(allowed)).not.toThrow();
    expect(() => webSource({ allowed: 'all' }).check(spec('web', { url: 'file:///etc/passwd' }), [])).toThrow(
      expect.objectContaining({ code: 'SPEC_INVALID' }),
    );
  });

  it.each([
    'http://127.0.0.1:PORT/',
    'http://[::1]:PORT/',
    'http://[::ffff:127.0.0.1]:PORT/',
    'http://2130706433:PORT/',
    'http://0x7f.1:PORT/',
    'http://localhost:PORT/',
  ])('are never of this machine: %s', async (address) => {
    const inside = await place(html('secret'));
    const source = webSource({ allowed: 'all' });
    await expect(source.read(spec('web', { url: address.replace('PORT', String(inside.port)) }), asked())).rejects.toMatchObject({ code: 'SOURCE_REFUSED' });
    expect(inside.asked).toEqual([]);
  });

  it('follow redirects, and look at every address on the way', async () => {
    const [first, last, inside] = [await place(), await place(html('<p>bread</p>')), await place(html('secret'))];
    const ways = namesOf(
      { 'a.example': ['127.0.0.1'], 'b.example': ['127.0.0.1'], 'inside.example': ['10.0.0.7'], 'mixed.example': ['127.0.0.1', '192.168.0.9'] },
      isPublicAddress,
    );
    const source = webSource({ allowed: 'all', ways });
    const url = spec('web', { url: `http://a.example:${first.port}/` });
    first.play(redirect(`http://b.example:${last.port}/page`));
    expect(await source.read(url, asked())).toMatchObject([{ text: expect.stringContaining('bread') }]);
    expect(last.asked).toEqual([`b.example:${last.port}/page`]);
    for (const to of [
      `http://inside.example:${inside.port}/`,
      `http://mixed.example:${inside.port}/`,
      `http://[::ffff:10.0.0.1]:${inside.port}/`,
      'http://169.254.169.254/latest',
    ]) {
      first.play(redirect(to));
      await expect(source.read(url, asked()), to).rejects.toMatchObject({ code: 'SOURCE_REFUSED' });
    }
    for (const to of ['ftp://b.example/', 'http://me:secret@b.example/']) {
      first.play(redirect(to));
      await expect(source.read(url, asked()), to).rejects.toMatchObject({ code: 'SOURCE_REFUSED' });
    }
    expect(inside.asked).toEqual([]);
  });

  it('are asked at the address that was looked at, whatever their name says a moment later', async () => {
    const one = await place(html('<p>bread</p>'));
    let times = 0;
    const rebound = () => {
      times += 1;
      return [times === 1 ? '127.0.0.1' : '10.0.0.7'];
    };
    const source = webSource({ allowed: 'all', ways: namesOf({ 'a.example': rebound }, isPublicAddress) });
    const url = spec('web', { url: `http://a.example:${one.port}/` });
    await source.read(url, asked());
    expect(times).toBe(1);
    await expect(source.read(url, asked())).rejects.toMatchObject({ code: 'SOURCE_REFUSED' });
  });

  it('keep to their own rules on the way, and to the hosts that are allowed', async () => {
    const [first, last] = [await place(), await place(html('<p>bread</p>'))];
    const ways = namesOf({ 'a.example': ['127.0.0.1'], 'b.example': ['127.0.0.1'] }, isPublicAddress);
    first.play(redirect(`http://b.example:${last.port}/private/page`));
    const url = `http://a.example:${first.port}/`;
    await expect(webSource({ allowed: ['a.example'], ways }).read(spec('web', { url }), asked())).rejects.toMatchObject({ code: 'SOURCE_REFUSED' });
    await expect(webSource({ allowed: 'all', ways }).read(spec('web', { url }, { deny: ['**/private/**'] }), asked())).rejects.toMatchObject({
      code: 'SOURCE_REFUSED',
    });
    expect(last.asked).toEqual([]);
  });

  it('are refused where they redirect without end, are too large, too slow, another kind, or no answer', async () => {
    const one = await place();
    const source = webSource({
      allowed: 'all',
      ways: namesOf({ 'a.example': ['127.0.0.1'] }, isPublicAddress),
      limits: { bytes: 1_000, ms: 400, redirects: 3 },
    });
    const url = spec('web', { url: `http://a.example:${one.port}/` });
    const fate = async (act: Parameters<typeof one.play>[0]) => {
      one.play(act);
      return source.read(url, asked()).then(
        () => 'read',
        ({ code, message }) => `${code} ${message}`,
      );
    };
    expect(await fate(redirect('/again'))).toContain('SOURCE_FAILED The source "one" was redirected more than 3 times');
    expect(await fate(html('x'.repeat(2_000)))).toContain('is larger than 0.001 MB');
    expect(await fate((_request, response) => void response.writeHead(200, { 'content-type': 'text/plain' }).write('x'.repeat(2_000)))).toContain('is larger');
    expect(await fate(() => {})).toContain('did not answer within');
    expect(await fate((_request, response) => void response.writeHead(200, { 'content-type': 'text/plain' }).write('x'))).toContain('did not answer within');
    expect(await fate(html('x', 'image/png'))).toContain('SOURCE_REFUSED');
    expect(await fate((_request, response) => response.writeHead(404).end('secret'))).toBe('SOURCE_FAILED The source "one" answered with the status 404.');
    expect(await fate((_request, response) => response.destroy())).toContain('cannot be reached');
  });

  it('of every kind give their words: HTML without scripts, text, Markdown, JSON, other charsets', async () => {
    const one = await place();
    const source = webSource({ allowed: 'all', ways: namesOf({ 'a.example': ['127.0.0.1'] }, isPublicAddress) });
    const read = async (body: string | Buffer, type: string) => {
      one.play((_request, response) => response.writeHead(200, { 'content-type': type }).end(body));
      return (await source.read(spec('web', { url: `http://a.example:${one.port}/` }), asked()))[0];
    };
    expect(await read('{"a":"bread"}', 'application/json')).toMatchObject({ format: 'json' });
    expect(await read('# bread', 'text/markdown')).toMatchObject({ format: 'markdown', text: '# bread' });
    expect(await read(Buffer.from([0x62, 0xe9]), 'text/plain; charset=iso-8859-1')).toMatchObject({ format: 'text', text: 'bé' });
    const page = await read(
      '<title>Bread &amp; more</title><script>var a = "<p>no</p>"</script><h2>Kit<b>chen</b></h2><p>a&nbsp;b<br>c</p><nav><p>menu</p></nav><p title="a>b">d < e',
      'text/html',
    );
    expect(page?.text.replace(/\s+/g, ' ').trim()).toBe('# Bread & more ## Kitchen a b c d < e');
  });
});

describe('other MCP servers', () => {
  const over = (server: McpServer, more: object = {}) => mcpSource({ servers: () => ({ library: server }), allowed: 'none', version: '1.0.0', ...more });

  it('are searched, and what they found is read whole, as far as rules let it', async () => {
    const { url } = await libraryOverHttp({ books });
    const documents = await over({ url }).read(spec('mcp', { server: 'library' }, { deny: ['secret/**'] }), asked());
    expect(documents.map(({ place: at }) => at)).toEqual(['bread', 'secret/diary']);
    expect(documents[0]?.text).toBe(`# Of Bread\n\n${books[0]?.text}`);
    // Denied: not asked for whole, and left out by whoever reads it.
    expect(documents[1]?.text).not.toContain('about the baker');
  });

  it('may have one of the tools alone, and need one of them', async () => {
    const searching = await libraryOverHttp({ books, without: 'get_context' });
    const found = await over({ url: searching.url }).read(spec('mcp', { server: 'library', limit: 1 }), asked());
    expect(found.map(({ text }) => text)).toEqual(['# Of Bread\n\nThe oven hums at mid']);
    const { url } = await libraryOverHttp({ books, without: 'search' });
    expect(await over({ url }).read(spec('mcp', { server: 'library' }), asked())).toEqual([]);
  });

  it('that fail or hang are told without their words, and left', async () => {
    const failing = await libraryOverHttp({ books, fails: true });
    await expect(over({ url: failing.url }).read(spec('mcp', { server: 'library' }), asked())).rejects.toMatchObject({
      code: 'SOURCE_FAILED',
      message: 'The source "one" answered search with an error.',
    });
    const limits = { bytes: 100_000, ms: 1_500 };
    const hanging = await libraryOverHttp({ books, hangs: true });
    const hung = over({ url: hanging.url }, { limits }).read(spec('mcp', { server: 'library' }), asked());
    await expect(hung).rejects.toMatchObject({ code: 'SOURCE_FAILED', message: expect.stringContaining('did not answer within') });
    const stuck = over(stdio({ BOOKS_HANG: '1' }), { limits: { bytes: 100_000, ms: 4_000 } }).read(spec('mcp', { server: 'library' }), asked());
    await expect(stuck).rejects.toMatchObject({ code: 'SOURCE_FAILED' });
  });

  it('are refused where they say too much, or redirect', async () => {
    const { url } = await libraryOverHttp({ books: [{ id: 'a', title: 'A', text: `bread ${'x'.repeat(50_000)}` }] });
    const little = over({ url }, { limits: { bytes: 10_000, ms: 5_000 } });
    await expect(little.read(spec('mcp', { server: 'library' }), asked())).rejects.toMatchObject({ message: 'The source "one" gave more than 0.01 MB.' });
    const one = await place(redirect(url));
    await expect(over({ url: `http://127.0.0.1:${one.port}/mcp` }).read(spec('mcp', { server: 'library' }), asked())).rejects.toMatchObject({
      message: 'The source "one" has an MCP server that redirects.',
    });
  });

  it('that a spec names by address are asked by the rules of pages, and never started', async () => {
    const { url } = await libraryOverHttp({ books });
    const source = mcpSource({ servers: () => ({}), allowed: 'all', version: '1.0.0' });
    await expect(source.read(spec('mcp', { url }), asked())).rejects.toMatchObject({ code: 'SOURCE_REFUSED' });
    for (const config of [{ command: 'touch', args: ['/tmp/started'] }, { server: 'library', command: 'x' }, { server: '__proto__' }, { server: 'toString' }])
      expect(() => source.check(spec('mcp', config), []), JSON.stringify(config)).toThrow(
        expect.objectContaining({ code: expect.stringMatching(/SPEC_INVALID|SOURCE_REFUSED/) }),
      );
    const named = mcpSource({
      servers: () => ({}),
      allowed: ['library.example'],
      version: '1.0.0',
      ways: namesOf({ 'library.example': ['127.0.0.1'] }, isPublicAddress),
    });
    expect(await named.read(spec('mcp', { url: url.replace('127.0.0.1', 'library.example') }), asked())).not.toEqual([]);
  });

  it('get the environment that the settings give them, and no secret of ours', async () => {
    const note = 'bread of the note';
    const documents = await over(stdio({ BOOKS_NOTE: note })).read(spec('mcp', { server: 'library' }), asked());
    expect(documents.map(({ text }) => text).join()).toContain(note);
  });

  it('stand in a file, in the form that clients use', () => {
    const folder = folderWith({
      'mcp.json': JSON.stringify({ mcpServers: { library: { command: 'node', args: ['x.js'] } } }),
      'bad.json': '{"mcpServers":{"a":{"comand":"x"}}}',
    });
    expect(readMcpServers(join(folder, 'mcp.json'))).toEqual({ library: { command: 'node', args: ['x.js'] } });
    expect(readMcpServers(join(folder, 'none.json'))).toEqual({});
    expect(() => readMcpServers(join(folder, 'bad.json'))).toThrow(expect.objectContaining({ code: 'DATA_BROKEN' }));
  });
});

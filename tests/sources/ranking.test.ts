import { describe, expect, it } from 'vitest';
import { sha256 } from '../../src/domain/canonical.js';
import type { RetrievalAsked, Source } from '../../src/domain/ports.js';
import type { SourceDocument, SourceSpec } from '../../src/domain/source.js';
import { eachChunk, normalised } from '../../src/sources/chunk.js';
import { permitsHeading, permitsPlace } from '../../src/sources/patterns.js';
import { bm25, termsOf, topChunks } from '../../src/sources/rank.js';
import { createRetriever } from '../../src/sources/retriever.js';
import { failed } from '../../src/sources/trouble.js';
import { catalog } from '../fixtures/studio.js';

const chunksOf = (document: Parameters<typeof eachChunk>[0]) => [...eachChunk(document)];
const chunk = (text: string) => ({ hash: sha256(text), heading: '', text });

describe('chunks', () => {
  it('are paragraphs under their headings, the hash being that of what they say', () => {
    const text =
      '---\nsecret: 1\n---\nBefore.\n\n# Kitchen #\n\nBread.\n\nButter.\n\n## Stove\nIron\nand fire.\n\nStreet\n======\nRain.\n\n```\n# no heading\n```';
    const chunks = chunksOf({ format: 'markdown', text });
    expect(chunks.map((one) => one.text)).toEqual([
      'Before.',
      'Kitchen\nBread.\n\nButter.',
      'Kitchen › Stove\nIron\nand fire.',
      'Street\nRain.\n\n# no heading',
    ]);
    for (const one of chunks) expect(one.hash).toBe(sha256(one.text));
  });

  it('are the same however the file was saved', () => {
    const plain = chunksOf({ format: 'markdown', text: '# Café\n\nOne line\ntwo lines\n\n\n\nand more' });
    expect(chunksOf({ format: 'markdown', text: '\ufeff# Cafe\u0301  \r\n\r\nOne  line\t\r\ntwo lines\u200b\r\n\r\nand more\r\n' })).toEqual(plain);
  });

  it('lose what nobody sees and no letter', () => {
    expect(normalised('a\u202eb\u{e0041}\u0007c \ud800 नी\u200dल')).toBe('ab c \ufffd नी\u200dल'.normalize('NFC'));
  });

  it('are cut at ends of sentences, at spaces, or anywhere, and lose nothing', () => {
    const run = (count: number, one: (at: number) => string) => Array.from({ length: count }, (_, at) => one(at)).join('');
    const long = `${run(60, (at) => `Sentence ${at} of a certain length stands here. `)}${run(400, (at) => `word${at} `)}${run(1_500, (at) => String.fromCodePoint(0x1f600 + (at % 79)))}`;
    const chunks = chunksOf({ format: 'text', text: long });
    expect(Math.max(...chunks.map(({ text }) => text.length))).toBeLessThanOrEqual(900);
    expect(
      chunks
        .map(({ text }) => text)
        .join('')
        .replace(/\s/g, ''),
    ).toBe(long.replace(/\s/g, ''));
    for (const { text } of chunks) expect(text.isWellFormed()).toBe(true);
    expect(chunks[0]?.text.endsWith('.')).toBe(true);
  });

  it('of JSON are its texts under the names that lead to them', () => {
    const text = JSON.stringify({ kitchen: { smell: 'Bread.\n\nCoffee.', hours: 4, open: true, none: null }, list: ['Rain.', { tram: 'Line 7.' }] });
    expect(chunksOf({ format: 'json', text }).map((one) => one.text)).toEqual([
      'kitchen › smell\nBread.\n\nCoffee.',
      'kitchen\nhours: 4\n\nopen: true',
      'list\nRain.',
      'list › tram\nLine 7.',
    ]);
  });
});

describe('ranking', () => {
  const texts = ['bread bread oven', 'bread rain', 'rain on tram lines in the old town by the sea', 'nothing here'];

  it('is BM25, to the last of its sixteen places', () => {
    const lengths = texts.map((text) => termsOf(text).length);
    const mean = lengths.reduce((a, b) => a + b, 0) / texts.length;
    const real = texts.map((text, at) =>
      [...new Set(termsOf('bread rain'))].reduce((sum, term) => {
        const tf = termsOf(text).filter((one) => one === term).length;
        const n = texts.filter((one) => termsOf(one).includes(term)).length;
        const idf = Math.log2(1 + (texts.length - n + 0.5) / (n + 0.5));
        return sum + (idf * tf * 2.2) / (tf + 1.2 * (0.25 + (0.75 * (lengths[at] as number)) / mean));
      }, 0),
    );
    const scores = bm25(texts.map(chunk), 'the Bread and the rain');
    for (const [at, score] of scores.entries()) {
      expect(Number.isSafeInteger(score)).toBe(true);
      expect(Math.abs(score / 65_536 - (real[at] as number))).toBeLessThan(0.0005);
    }
    expect(scores[3]).toBe(0);
  });

  it('gives these very numbers on every machine', () => {
    expect(bm25(texts.map(chunk), 'bread rain')).toEqual(NUMBERS);
  });

  it('takes the best five, and of equals the one with the smaller hash', () => {
    const equal = Array.from({ length: 9 }, (_, at) => chunk(`bread number${at}`));
    const top = topChunks([...equal, chunk('bread and bread')], 'bread');
    expect(top).toHaveLength(5);
    expect(top[0]?.chunk.text).toBe('bread and bread');
    const hashes = top.slice(1).map((one) => one.chunk.hash);
    expect(hashes).toEqual([...equal.map(({ hash }) => hash)].sort().slice(0, 4));
    expect(topChunks([...equal].reverse(), 'bread').map((one) => one.chunk.hash)).toEqual(topChunks(equal, 'bread').map((one) => one.chunk.hash));
  });

  it('reads words in every script, and plurals, accents and case as one', () => {
    expect(termsOf("The Bakers' cafés weren't in Москва, 東京 or Bäckerei; berries, glass")).toEqual([
      'baker',
      'cafe',
      'weren',
      'москва',
      '東京',
      'backerei',
      'berry',
      'glass',
    ]);
  });
});

describe('rules', () => {
  it.each([
    ['notes/a.md', ['notes/*'], [], true],
    ['notes/deep/a.md', ['notes/*'], [], false],
    ['notes/deep/a.md', ['notes/**'], [], true],
    ['notes/deep/A.MD', ['**/*.md'], [], true],
    ['a.md', ['**/*.md'], [], true],
    ['notes/deep/a.md', ['a.md'], [], true],
    ['notes/a.md', ['**'], ['notes/**'], false],
    ['notes/a.md', [], ['*.txt'], true],
    ['notes/a.md', ['# Kitchen'], [], true],
    ['https://a.example/private/x', ['https://a.example/**'], ['**/private/**'], false],
    ['a+b(c).md', ['a+b(c).md'], [], true],
  ])('%s with allow %j and deny %j: %s', (path, allow, deny, may) => {
    expect(permitsPlace({ allow, deny }, path)).toBe(may);
  });

  it('of headings hold for all that stands below, and deny wins', () => {
    expect(permitsHeading({ allow: ['# Kitchen'], deny: [] }, 'Home › kitchen › Stove')).toBe(true);
    expect(permitsHeading({ allow: ['# Kitchen'], deny: ['# St*'] }, 'Home › Kitchen › Stove')).toBe(false);
    expect(permitsHeading({ allow: ['# Kitchen'], deny: [] }, '')).toBe(false);
    expect(permitsHeading({ allow: ['notes/**'], deny: [] }, '')).toBe(true);
  });

  it('do not grow slow with stars', () => {
    const begin = performance.now();
    expect(permitsPlace({ deny: ['*a*a*a*a*a*b'] }, `${'a'.repeat(300)}/c`)).toBe(true);
    expect(performance.now() - begin).toBeLessThan(2_000);
  });
});

describe('retrieval', () => {
  const kind = (documents: Record<string, SourceDocument[] | Error>): Source => ({
    kind: 'text',
    check: () => {},
    async read({ id }) {
      const found = documents[id] ?? [];
      if (found instanceof Error) throw found;
      return found;
    },
  });
  const page = (text: string, place = 'page'): SourceDocument => ({ place, format: 'markdown', text });
  const spec = (id: string, more: Partial<SourceSpec> = {}): SourceSpec => ({ id, name: id, kind: 'text', ...more });
  const ask = (sources: SourceSpec[], more: Partial<RetrievalAsked> = {}): RetrievalAsked => ({
    sources,
    query: 'bread at midnight',
    sections: [
      { id: 'verse-1', type: 'Verse' },
      { id: 'chorus-1', type: 'Chorus' },
    ],
    roots: [],
    signal: new AbortController().signal,
    pii: catalog.tables.pii,
    ...more,
  });
  const many = Array.from({ length: 8 }, (_, at) => `# Day ${at}\n\nBread of the day ${at}.`).join('\n\n');

  it('gives five chunks of each source, with shares by weight and score that sum to 1', async () => {
    const { chunks, sources } = await createRetriever([kind({ a: [page(many)], b: [page('Midnight bread.')] })]).retrieve(
      ask([spec('a', { weight: 1 }), spec('b', { weight: 3 })]),
    );
    expect(chunks.map(({ source_id }) => source_id)).toEqual(['b', 'a', 'a', 'a', 'a', 'a']);
    expect(chunks.reduce((sum, { weight }) => sum + weight, 0)).toBeCloseTo(1, 5);
    expect(chunks[0]?.weight).toBe(0.75);
    expect(sources).toMatchObject([
      { source_id: 'a', state: 'read', documents: 1, chunks: 8 },
      { source_id: 'b', state: 'read', chunks: 1 },
    ]);
  });

  it('gives no more than 24 in all, the weightiest', async () => {
    const names = ['a', 'b', 'c', 'd', 'e', 'f', 'g'];
    const documents = Object.fromEntries(names.map((name) => [name, [page(many.replaceAll('Day', name))]]));
    const { chunks } = await createRetriever([kind(documents)]).retrieve(ask(names.map((name) => spec(name, { weight: name === 'g' ? 0.1 : 1 }))));
    expect(chunks).toHaveLength(24);
    expect(chunks.some(({ source_id }) => source_id === 'g')).toBe(false);
    expect(chunks.reduce((sum, { weight }) => sum + weight, 0)).toBeCloseTo(1, 4);
  });

  it('reads what is cited and nothing else, with the weights of the citations', async () => {
    const asked: string[] = [];
    const source = kind({ a: [page('Bread one.')], b: [page('Bread two.')], c: new Error('c was read') });
    const watching: Source = {
      ...source,
      async read(one, how) {
        asked.push(one.id);
        return source.read(one, how);
      },
    };
    const weights = [
      { source_id: 'b', weight: 0.9 },
      { source_id: 'a', weight: 0.1 },
    ];
    const { chunks } = await createRetriever([watching]).retrieve(ask([spec('a'), spec('b'), spec('c')], { weights }));
    expect(asked).toEqual(['a', 'b']);
    expect(chunks.map(({ source_id, weight }) => `${source_id} ${weight}`)).toEqual(['b 0.9', 'a 0.1']);
  });

  it('takes personal data out before anything is hashed, and says how much and not what', async () => {
    const { chunks, sources, issues } = await createRetriever([
      kind({ a: [page('# For jane.doe@example.org\n\nBread. Call me at (415) 555-0134 or write to jane.doe@example.org.')] }),
    ]).retrieve(ask([spec('a')]));
    expect(chunks[0]?.text).not.toMatch(/jane|555/);
    expect(chunks[0]?.text).toContain('Bread.');
    expect(chunks[0]?.chunk_hash).toBe(sha256(chunks[0]?.text ?? ''));
    expect(sources[0]?.redacted).toBe(3);
    expect(issues).toMatchObject([
      { code: 'PII_REDACTED', severity: 'info', field: 'sources.a', message: '3 pieces of personal data were taken out of the source "a".' },
    ]);
  });

  it('lets others have their turn while it reads a large source, and refuses one that is too large', async () => {
    const long = (pages: number) => Array.from({ length: pages }, (_, at) => `# ${at}\n\nThe bread of day ${at} was baked by hand.`).join('\n\n');
    let turns = 0;
    const clock = setInterval(() => {
      turns += 1;
    }, 1);
    const retriever = createRetriever([kind({ a: [page(long(1_000))], b: [page(long(3_100))] })]);
    await retriever.retrieve(ask([spec('a')]));
    clearInterval(clock);
    expect(turns).toBeGreaterThan(5);
    await expect(retriever.retrieve(ask([spec('b')]))).rejects.toMatchObject({ code: 'SOURCE_FAILED', message: 'The source "b" has more than 3000 pieces.' });
  });

  it('keeps to allow and deny for places and headings', async () => {
    const documents = [page('# Kitchen\n\nBread.\n\n# Private\n\nA secret.', 'notes/a.md'), page('Never.', 'private/b.md')];
    const { chunks, sources } = await createRetriever([kind({ a: documents })]).retrieve(ask([spec('a', { allow: ['notes/**'], deny: ['# Private'] })]));
    expect(chunks.map(({ text }) => text)).toEqual(['Kitchen\nBread.']);
    expect(sources[0]).toMatchObject({ documents: 1, chunks: 1 });
  });

  it('serves the sections of its scopes, and is told where it serves none', async () => {
    const retriever = createRetriever([kind({ a: [page('Bread.')], b: [page('Bread.')], c: [page('Bread.')], d: [page('')] })]);
    const { chunks, issues } = await retriever.retrieve(
      ask([spec('a', { scopes: ['LYRICS', 'Chorus'] }), spec('b', { scopes: ['STYLE'] }), spec('c', { scopes: ['Bridge'] }), spec('d')]),
    );
    expect(chunks).toMatchObject([{ source_id: 'a', sections: ['chorus-1'] }]);
    expect(issues.map(({ code, field }) => `${code} ${field}`)).toEqual(['SOURCE_UNUSED sources.b', 'SOURCE_UNUSED sources.c', 'SOURCE_UNUSED sources.d']);
  });

  it('fails with the first source that has to be read and cannot, and goes on without one that need not', async () => {
    const retriever = createRetriever([kind({ a: [page('Bread.')], b: failed('b', 'cannot be reached'), c: failed('c', 'cannot be reached') })]);
    await expect(retriever.retrieve(ask([spec('a'), spec('b'), spec('c')]))).rejects.toMatchObject({
      code: 'SOURCE_FAILED',
      message: 'The source "b" cannot be reached.',
    });
    const { chunks, issues, sources } = await retriever.retrieve(ask([spec('a'), spec('b', { optional: true })]));
    expect(chunks).toHaveLength(1);
    expect(sources[1]).toMatchObject({ state: 'unread', content_hash: null });
    expect(issues).toMatchObject([{ code: 'SOURCE_UNREAD', severity: 'warning', message: 'The source "b" cannot be reached.' }]);
  });

  it('tells what has changed, and what nobody can say, without a word of it', async () => {
    const sources = [spec('a', { optional: true }), spec('b', { optional: true }), spec('c', { optional: true })];
    const then = await createRetriever([kind({ a: [page('Bread.')], b: [page('Rain.')], c: [page('One.\n\n# x\n\nTwo.')] })]).retrieve(ask(sources));
    const later = createRetriever([kind({ a: [page('Bread, and a secret.')], b: failed('b', 'is gone'), c: [page('# x\n\nTwo.'), page('One.')] })]);
    const issues = later.changes(then, await later.retrieve(ask(sources)));
    expect(issues.map(({ code, severity, field }) => `${code} ${severity} ${field}`)).toEqual([
      'SOURCE_CHANGED info sources.a',
      'SOURCE_UNREAD info sources.b',
    ]);
    expect(JSON.stringify(issues)).not.toContain('secret');
  });
});

const NUMBERS = [92_104, 155_546, 48_683, 0];

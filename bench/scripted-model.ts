import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type Brief, type BriefLine, type Draft, openLines } from '../src/domain/draft.js';
import { streams } from '../src/domain/seed.js';

/** A model that is none: it reads a brief's text, as a model does, and the built-in writer finds its words. */
export interface ScriptedModel {
  url: string;
  /** How often it was asked. */
  asked(): number;
  close(): Promise<void>;
}

export interface ScriptedModelParts {
  write(brief: Brief, rng: ReturnType<typeof streams>): Draft;
  /** Every answer takes as long as this, whatever its words take. */
  answerMs: number;
  /** The first words of a song miss its hook, so that a repair is asked for. */
  forgetful?: boolean;
  /** Other words at every call. */
  fickle?: boolean;
}

/** Speaks the Messages API as a stream, on an address of its own. */
export async function scriptedModel({ write, answerMs, forgetful = false, fickle = false }: ScriptedModelParts): Promise<ScriptedModel> {
  let asked = 0;
  const server = createServer(async (request, response) => {
    const begin = performance.now();
    let text = '';
    for await (const part of request) text += part;
    const body = JSON.parse(text) as { model: string; messages: { content: string }[] };
    asked += 1;
    const brief = briefFrom(body.messages[0]?.content ?? '');
    const { sections } = write(brief, streams(fickle ? asked : 1, 'LYRICS', 0));
    const whole = openLines(brief) === brief.sections.reduce((sum, { lines }) => sum + lines.length, 0);
    const said = sections.map(({ id, lines }) => ({
      id,
      lines: forgetful && whole ? lines.map((line) => line.replaceAll(brief.hook.phrase, 'something else')) : lines,
    }));
    await new Promise((go) => setTimeout(go, Math.max(0, answerMs - (performance.now() - begin))));
    stream(response, body.model, JSON.stringify({ sections: said }));
  });
  await new Promise<void>((up) => server.listen(0, '127.0.0.1', up));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    asked: () => asked,
    close: () =>
      new Promise((down) => {
        server.closeAllConnections();
        server.close(() => down());
      }),
  };
}

function stream(response: ServerResponse, model: string, text: string): void {
  response.writeHead(200, { 'content-type': 'text/event-stream' });
  const send = (type: string, data: object) => response.write(`event: ${type}\ndata: ${JSON.stringify({ type, ...data })}\n\n`);
  const usage = { input_tokens: 1_500, output_tokens: 600, cache_read_input_tokens: 900, cache_creation_input_tokens: 0 };
  send('message_start', { message: { id: 'msg_1', type: 'message', role: 'assistant', model, content: [], stop_reason: null, stop_sequence: null, usage } });
  send('content_block_start', { index: 0, content_block: { type: 'text', text: '' } });
  send('content_block_delta', { index: 0, delta: { type: 'text_delta', text } });
  send('content_block_stop', { index: 0 });
  send('message_delta', { delta: { stop_reason: 'end_turn', stop_sequence: null }, usage: { output_tokens: 600 } });
  send('message_stop', {});
  response.end();
}

const STRATEGIES = { 'carried by the tune': 'melodic', 'the same words in every chorus': 'lyrical', 'a call that is answered': 'call-response' } as const;

/** The brief that a text tells. What the text does not say, a writer does not know. */
export function briefFrom(text: string): Brief {
  const quoted = (line: string | undefined) => [...(line ?? '').matchAll(/"(?:[^"\\]|\\.)*"/g)].map(([found]) => JSON.parse(found) as string);
  const lineOf = (head: string) => text.split('\n').find((line) => line.startsWith(head));
  const [title = '', genre = '', language = ''] = quoted(lineOf('Title: '));
  const hook = lineOf('Hook phrase: ') ?? '';
  const [, pov, tense] = /^Point of view: (\w+) person\. Tense: (\w+)\./.exec(lineOf('Point of view: ') ?? '') ?? [];
  const strategy = Object.entries(STRATEGIES).find(([told]) => hook.includes(told))?.[1] ?? 'chant';
  const ways = quoted(lineOf('Answer a verse with: '));
  return {
    language,
    title,
    genre,
    hook: { phrase: quoted(hook)[0] ?? title, strategy, ...(ways.length > 0 ? { ways } : {}) },
    pov: pov as Brief['pov'],
    tense: tense as Brief['tense'],
    mood: quoted(lineOf('Mood: ')),
    themes: quoted(lineOf('Themes: ')),
    lexicon: { positive: quoted(lineOf('Words that suit the genre')), negative: quoted(lineOf('Words to avoid: ')) },
    banned_terms: quoted(lineOf('Never use: ')),
    explicit: !text.includes('\nClean words only.'),
    syllable_tolerance: toleranceIn(text),
    slant_rhyme: Number(/near rhymes count ([\d.]+\d|\d) of one/.exec(text)?.[1] ?? 0),
    sections: sectionsIn(text),
    issues: [],
  };
}

function toleranceIn(text: string): number {
  const [, aim, , most] = /(\d+) syllables \((\d+) to (\d+) will do\)/.exec(text) ?? [];
  return aim === undefined ? 0 : Number(most) - Number(aim);
}

function sectionsIn(text: string): Brief['sections'] {
  const sections: Brief['sections'] = [];
  for (const line of text.split('\n')) {
    const [, id, type] = /^([a-z]+-\d+) \((\w+)\): /.exec(line) ?? [];
    if (id !== undefined) sections.push({ id, type: type as Brief['sections'][number]['type'], lines: [] });
    const [, rest] = /^\d+\. (.+)$/.exec(line) ?? [];
    if (rest !== undefined) sections.at(-1)?.lines.push(briefLine(rest));
  }
  return sections;
}

function briefLine(told: string): BriefLine {
  const rhyme = / ?rhyme ([A-Z])(?![\w"])/.exec(told.replace(/"(?:[^"\\]|\\.)*"/g, '""'))?.[1] ?? 'X';
  const [standing] = /^"(?:[^"\\]|\\.)*"/.exec(told) ?? [];
  if (standing !== undefined)
    return { text: JSON.parse(standing) as string, syllables: 8, rhyme, hook: false, ...(told.endsWith(', locked') ? { locked: true } : {}) };
  const [avoid] = /(?<=, not again )"(?:[^"\\]|\\.)*"/.exec(told) ?? [];
  const repeats = /the words of line (\d+) again/.exec(told)?.[1];
  return {
    text: null,
    syllables: Number(/^(\d+) syllables/.exec(told)?.[1] ?? 8),
    rhyme,
    hook: /, hook(?:,|$)/.test(told),
    ...(repeats === undefined ? {} : { repeats: Number(repeats) }),
    ...(avoid === undefined ? {} : { avoid: JSON.parse(avoid) as string }),
  };
}

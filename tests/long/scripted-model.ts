import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A model that says what a test wrote for it: the Messages API as an agent's client uses it, streamed. */

export type Block = { type: 'text'; text: string } | { type: 'tool_use'; name: string; input: unknown };

export interface Message {
  role: 'user' | 'assistant';
  content: string | ({ type: string } & Record<string, unknown>)[];
}

export interface Asked {
  model: string;
  system?: unknown;
  messages: Message[];
  tools?: { name: string; description?: string; input_schema?: unknown }[];
}

/** What the model says in its nth turn, with what the tools answered so far, the newest last. */
export type Script = readonly ((results: ToolResult[], asked: Asked) => Block[])[];

export interface ToolResult {
  text: string;
  isError: boolean;
}

export interface ScriptedModel {
  url: string;
  /** Requests of the conversation itself: a client asks for titles and such besides. */
  asked: Asked[];
  close(): Promise<void>;
}

export async function scriptedModel(script: Script): Promise<ScriptedModel> {
  const asked: Asked[] = [];
  const server = createServer((request, response) => void answer(request, response, script, asked).catch(() => response.destroy()));
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    asked,
    close: () =>
      new Promise((done) => {
        server.close(() => done());
        server.closeAllConnections();
      }),
  };
}

async function answer(request: IncomingMessage, response: ServerResponse, script: Script, heard: Asked[]): Promise<void> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const path = new URL(request.url ?? '/', 'http://localhost').pathname;
  if (request.method !== 'POST' || path !== '/v1/messages') {
    const body = path.endsWith('/count_tokens') ? { input_tokens: 100 } : {};
    response.writeHead(path.endsWith('/count_tokens') ? 200 : 404, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    return;
  }
  const asked = JSON.parse(Buffer.concat(chunks).toString('utf8')) as Asked & { stream?: boolean };
  const isConversation = (asked.tools ?? []).length > 1;
  if (isConversation) heard.push(asked);
  const turn = script[asked.messages.filter(({ role }) => role === 'assistant').length];
  const blocks: Block[] = isConversation && turn ? turn(resultsIn(asked), asked) : [{ type: 'text', text: 'Done.' }];
  const message = said(asked.model, blocks);
  if (asked.stream) stream(response, message);
  else response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(message));
}

function said(model: string, blocks: Block[]) {
  const content = blocks.map((block, at) => (block.type === 'tool_use' ? { ...block, id: `toolu_${Date.now()}_${at}` } : block));
  const stop_reason = blocks.some(({ type }) => type === 'tool_use') ? 'tool_use' : 'end_turn';
  return {
    id: `msg_${Date.now()}`,
    type: 'message',
    role: 'assistant',
    model,
    content,
    stop_reason,
    stop_sequence: null,
    usage: { input_tokens: 10, output_tokens: 10 },
  };
}

function stream(response: ServerResponse, message: ReturnType<typeof said>): void {
  response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-cache' });
  const send = (event: { type: string } & Record<string, unknown>) => void response.write(`event: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`);
  const { content, stop_reason, ...start } = message;
  send({ type: 'message_start', message: { ...start, content: [], stop_reason: null } });
  content.forEach((block, index) => {
    const opened = block.type === 'text' ? { type: 'text', text: '' } : { ...block, input: {} };
    const delta = block.type === 'text' ? { type: 'text_delta', text: block.text } : { type: 'input_json_delta', partial_json: JSON.stringify(block.input) };
    send({ type: 'content_block_start', index, content_block: opened });
    send({ type: 'content_block_delta', index, delta });
    send({ type: 'content_block_stop', index });
  });
  send({ type: 'message_delta', delta: { stop_reason, stop_sequence: null }, usage: { output_tokens: 10 } });
  send({ type: 'message_stop' });
  response.end();
}

function resultsIn({ messages }: Asked): ToolResult[] {
  return messages.flatMap(({ role, content }) => {
    if (role !== 'user' || typeof content === 'string') return [];
    return content.filter(({ type }) => type === 'tool_result').map((block) => ({ text: textOf(block.content), isError: block.is_error === true }));
  });
}

export function textOf(content: unknown): string {
  if (typeof content === 'string') return content;
  if (!Array.isArray(content)) return '';
  return content.map((part) => (part as { text?: string }).text ?? '').join('\n');
}

import type { ChatCompletion, ChatCompletionChunk } from 'openai/resources/chat/completions';
import type { CompletionUsage } from 'openai/resources/completions';
import { AmcsError } from '../domain/error.js';
import { isLoopbackHost } from '../domain/loopback.js';
import type { OutsideAnswer } from '../domain/outside-answer.js';
import type { OutsideWriter } from '../domain/ports.js';
import { FREE, type PriceTable, priceOf } from '../domain/prices.js';
import { checkAddress } from './service/address.js';
import { countingFetch, type Tally } from './service/call.js';
import type { Kind, Telling } from './service/kind.js';
import { type Asking, type Client, modelWriter } from './service/model-writer.js';

export interface OpenAiParts {
  /** Null where none is set; then the writer cannot be used. */
  baseUrl: string | null;
  /** Servers of one's own ask for none. */
  key: string | null;
  /** Used where a manifest names none. */
  model: string | null;
  telling: Telling;
  prices(): PriceTable;
  deadlineMs?: number;
}

const MAX_TOKENS = 4_096;
/** A large model on a small machine takes its time. */
const DEADLINE_MS = 600_000;
const RETRIES = 4;
const SAMPLING = { temperature: 0.2, top_p: 0.9 } as const;
const HINT = 'Check AMCS_OPENAI_BASE_URL, AMCS_OPENAI_API_KEY and the model (AMCS_MODEL, or nodes.LYRICS.model of the manifest).';

interface Settled {
  model: string;
  max_tokens: number;
}

/** Words by a server that speaks OpenAI's chat completions: Ollama, llama.cpp, vLLM and the like. */
export function openAiCompatibleWriter({ baseUrl, key, model: usual, telling, prices, deadlineMs = DEADLINE_MS }: OpenAiParts): OutsideWriter {
  /** Whether the server takes a schema: known once it refused one. */
  const server = { takesSchema: true };
  return modelWriter<Settled>({
    name: 'openai-compatible',
    called: 'the model server',
    hint: HINT,
    telling,
    deadlineMs,
    settled({ model = usual ?? undefined, max_tokens = MAX_TOKENS }) {
      if (baseUrl === null) throw notSet('an address', 'Set AMCS_OPENAI_BASE_URL, e.g. to http://127.0.0.1:11434/v1 for Ollama.');
      checkAddress(baseUrl, 'AMCS_OPENAI_BASE_URL');
      if (model === undefined) throw notSet('a model', 'Set AMCS_MODEL, or nodes.LYRICS.model of the manifest, to a model that the server has.');
      return { model, max_tokens };
    },
    price: (model) => (baseUrl !== null && isOwn(baseUrl) ? FREE : priceOf(model, prices())),
    frame: (kind) => formatOf(kind) + JSON.stringify(kind.schema),
    open: (tally) => client({ key, baseUrl: baseUrl as string, deadlineMs, server }, tally),
  });
}

interface Server {
  key: string | null;
  baseUrl: string;
  deadlineMs: number;
  server: { takesSchema: boolean };
}

async function client({ key, baseUrl, deadlineMs, server }: Server, tally: Tally): Promise<Client<Settled>> {
  const { default: OpenAI, APIError, APIConnectionError } = await import('openai');
  const { chat } = new OpenAI({
    apiKey: key ?? 'none',
    ...(key === null ? { defaultHeaders: { authorization: null } } : {}),
    organization: null,
    project: null,
    baseURL: baseUrl,
    maxRetries: RETRIES,
    timeout: deadlineMs,
    logLevel: 'off',
    fetch: countingFetch(tally),
  });
  const send = async (asking: Asking<Settled>, parameters: ReturnType<typeof parametersOf>, signal: AbortSignal) => {
    const { data, response } = await chat.completions.create({ ...parameters, messages: messagesOf(asking) }, { signal }).withResponse();
    // A server that does not stream answers whole all the same.
    const whole = response.headers.get('content-type')?.includes('json');
    const said = await (whole ? response.json().then((json) => inOne(json as ChatCompletion | null)) : gathered(data));
    return { ...said, model: said.model ?? asking.settled.model, parameters };
  };
  return {
    errors: { APIError, APIConnectionError },
    async ask(asking, signal) {
      const plain = parametersOf(asking);
      if (!server.takesSchema) return send(asking, plain, signal);
      try {
        return await send(asking, { ...plain, response_format: responseFormat(asking.kind) }, signal);
      } catch (thrown) {
        if (!(thrown instanceof APIError) || (thrown.status !== 400 && thrown.status !== 422)) throw thrown;
        server.takesSchema = false;
        return send(asking, plain, signal);
      }
    },
  };
}

function parametersOf({ settled, seed }: Asking<Settled>) {
  // Some servers keep the seed in 32 bits.
  const parameters = { ...settled, ...SAMPLING, seed: seed % 2 ** 31, stream: true as const, stream_options: { include_usage: true } };
  return parameters as typeof parameters & { response_format?: ReturnType<typeof responseFormat> };
}

function messagesOf({ constant, kind, brief }: Asking<Settled>) {
  return [
    { role: 'system' as const, content: `${constant}\n\n${formatOf(kind)}` },
    { role: 'user' as const, content: brief },
  ];
}

function formatOf({ example }: Kind): string {
  return `Answer with one JSON object and nothing around it, like this: ${example}`;
}

function notSet(what: string, hint: string): AmcsError {
  return new AmcsError('WRITER_UNAVAILABLE', { message: `The writer openai-compatible has not got ${what}.`, hint });
}

function responseFormat({ name, schema }: Kind) {
  return { type: 'json_schema' as const, json_schema: { name, strict: true, schema } };
}

/** A server on this machine costs nothing. */
function isOwn(baseUrl: string): boolean {
  return URL.canParse(baseUrl) && isLoopbackHost(new URL(baseUrl).hostname);
}

/** What a server said, in one piece or gathered from many. */
interface Said {
  text: unknown;
  ended: OutsideAnswer['ended'];
  tokens: OutsideAnswer['call']['tokens'];
  model: string | undefined;
}

/** @throws AmcsError MODEL_FAILED where it is no completion at all, though it came with 200. */
function inOne(completion: ChatCompletion | null): Said {
  const choice = Array.isArray(completion?.choices) ? completion.choices[0] : undefined;
  if (!completion || !choice) throw new AmcsError('MODEL_FAILED', { message: 'The model server answered with what is no chat completion.', hint: HINT });
  const { content, refusal } = choice.message ?? {};
  return { text: content, ended: endingOf(choice.finish_reason, refusal), tokens: tokensOf(completion.usage), model: completion.model };
}

async function gathered(chunks: AsyncIterable<ChatCompletionChunk>): Promise<Said> {
  let [text, refusal] = ['', ''];
  let finish: string | null = null;
  let usage: CompletionUsage | null | undefined;
  let model: string | undefined;
  for await (const chunk of chunks) {
    const choice = chunk.choices?.[0];
    text += choice?.delta?.content ?? '';
    refusal += choice?.delta?.refusal ?? '';
    finish = choice?.finish_reason ?? finish;
    usage = chunk.usage ?? usage;
    model ??= chunk.model;
  }
  if (finish === null) throw new Error('the stream ended early');
  return { text, ended: endingOf(finish, refusal), tokens: tokensOf(usage), model };
}

function endingOf(finish: string | null, refusal: string | null | undefined): OutsideAnswer['ended'] {
  if (finish === 'content_filter' || refusal) return 'refused';
  return finish === 'length' ? 'truncated' : 'whole';
}

function tokensOf(usage: CompletionUsage | null | undefined): OutsideAnswer['call']['tokens'] {
  const cached = usage?.prompt_tokens_details?.cached_tokens ?? 0;
  return { input: Math.max(0, (usage?.prompt_tokens ?? 0) - cached), output: usage?.completion_tokens ?? 0, cache_read: cached, cache_write: 0 };
}

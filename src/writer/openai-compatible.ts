import type { ChatCompletion, ChatCompletionChunk } from 'openai/resources/chat/completions';
import type { CompletionUsage } from 'openai/resources/completions';
import type { Brief } from '../domain/draft.js';
import { AmcsError } from '../domain/error.js';
import { isLoopbackHost } from '../domain/loopback.js';
import type { OutsideAnswer, WriterOptions } from '../domain/outside-answer.js';
import type { OutsideWriter } from '../domain/ports.js';
import { FREE, type PriceTable, priceOf } from '../domain/prices.js';
import { checkAddress } from './service/address.js';
import { answerOf } from './service/answer.js';
import { callService, countingFetch } from './service/call.js';
import { ceilingOf, costsOf, mustHavePrice } from './service/cost.js';
import { type Kind, kindOf, type Telling } from './service/kind.js';
import { readWords } from './service/read-words.js';

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

/** Words by a server that speaks OpenAI's chat completions: Ollama, llama.cpp, vLLM and the like. */
export function openAiCompatibleWriter(parts: OpenAiParts): OutsideWriter {
  const { baseUrl, key, telling, prices, deadlineMs = DEADLINE_MS } = parts;
  /** Whether the server takes a schema: known once it refused one. */
  let takesSchema = true;
  const settled = ({ model, max_tokens }: WriterOptions) => {
    const name = model ?? parts.model;
    if (baseUrl === null) throw notSet('an address', 'Set AMCS_OPENAI_BASE_URL, e.g. to http://127.0.0.1:11434/v1 for Ollama.');
    checkAddress(baseUrl, 'AMCS_OPENAI_BASE_URL');
    if (name === null) throw notSet('a model', 'Set AMCS_MODEL, or nodes.LYRICS.model of the manifest, to a model that the server has.');
    return { model: name, max_tokens: max_tokens ?? MAX_TOKENS };
  };
  const price = (model: string) => (baseUrl !== null && isOwn(baseUrl) ? FREE : priceOf(model, prices()));
  const ceiling = (brief: Brief, options: WriterOptions): number | null => {
    const { model, max_tokens } = settled(options);
    const known = price(model);
    const kind = kindOf(brief);
    return known && ceilingOf([telling.prompt(kind.name).text, telling.show(brief), formatOf(kind), JSON.stringify(kind.schema)], max_tokens, known);
  };
  return {
    name: 'openai-compatible',
    mode: 'outside',
    settle(options, budgeted) {
      const asked = settled(options);
      if (budgeted) mustHavePrice(asked.model, price(asked.model));
      return asked;
    },
    ceiling,
    read: (answer, brief) => readWords(answer, brief, telling),
    async write(brief, { options, seed, signal }) {
      const { model, max_tokens } = settled(options);
      const { default: OpenAI, APIError, APIConnectionError } = await import('openai');
      const tally = { sent: 0, uncertain: 0 };
      const client = new OpenAI({
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
      // Some servers keep it in 32 bits.
      const parameters = { model, max_tokens, ...SAMPLING, seed: seed % 2 ** 31 };
      const kind = kindOf(brief);
      const { text: constant, name, version } = telling.prompt(kind.name);
      const request = {
        ...parameters,
        messages: [
          { role: 'system' as const, content: `${constant}\n\n${formatOf(kind)}` },
          { role: 'user' as const, content: telling.show(brief) },
        ],
      };
      const send = async (body: Record<string, unknown>, both: AbortSignal): Promise<Completion> => {
        const asked = { ...request, ...body, stream: true as const, stream_options: { include_usage: true } };
        const { data, response } = await client.chat.completions.create(asked, { signal: both }).withResponse();
        // A server that does not stream answers whole all the same.
        return response.headers.get('content-type')?.includes('json') ? inOne((await response.json()) as ChatCompletion | null) : gathered(data);
      };
      const ask = async (both: AbortSignal): Promise<Completion> => {
        if (!takesSchema) return send({}, both);
        try {
          return await send({ response_format: responseFormat(kind) }, both);
        } catch (thrown) {
          if (!(thrown instanceof APIError) || (thrown.status !== 400 && thrown.status !== 422)) throw thrown;
          takesSchema = false;
          return send({}, both);
        }
      };
      const call = { service: 'the model server', hint: HINT, signal, deadlineMs, tally, errors: { APIError, APIConnectionError } };
      const { text, ended, usage, named } = await callService(ask, call);
      const tokens = tokensOf(usage);
      return answerOf({
        text,
        ended,
        call: {
          service: 'openai-compatible',
          model: named ?? model,
          prompt: `${name} ${version}`,
          parameters: { ...parameters, ...(takesSchema ? { response_format: responseFormat(kind) } : {}) },
          tokens,
          attempts: tally.sent,
          uncertain: tally.uncertain,
          ...costsOf(tokens, tally.uncertain, price(model), ceiling(brief, options)),
        },
      });
    },
  };
}

const HINT = 'Check AMCS_OPENAI_BASE_URL, AMCS_OPENAI_API_KEY and the model (AMCS_MODEL, or nodes.LYRICS.model of the manifest).';

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
interface Completion {
  text: unknown;
  ended: OutsideAnswer['ended'];
  usage: CompletionUsage | null | undefined;
  named: string | undefined;
}

/** @throws AmcsError MODEL_FAILED where it is no completion at all, though it came with 200. */
function inOne(completion: ChatCompletion | null): Completion {
  const choice = Array.isArray(completion?.choices) ? completion.choices[0] : undefined;
  if (!completion || !choice) throw new AmcsError('MODEL_FAILED', { message: 'The model server answered with what is no chat completion.', hint: HINT });
  const { content, refusal } = choice.message ?? {};
  return { text: content, ended: endingOf(choice.finish_reason, refusal), usage: completion.usage, named: completion.model };
}

async function gathered(chunks: AsyncIterable<ChatCompletionChunk>): Promise<Completion> {
  let [text, refusal] = ['', ''];
  let finish: string | null = null;
  let usage: Completion['usage'];
  let named: string | undefined;
  for await (const chunk of chunks) {
    const choice = chunk.choices?.[0];
    text += choice?.delta?.content ?? '';
    refusal += choice?.delta?.refusal ?? '';
    finish = choice?.finish_reason ?? finish;
    usage = chunk.usage ?? usage;
    named ??= chunk.model;
  }
  if (finish === null) throw new Error('the stream ended early');
  return { text, ended: endingOf(finish, refusal), usage, named };
}

function endingOf(finish: string | null, refusal: string | null | undefined): OutsideAnswer['ended'] {
  if (finish === 'content_filter' || refusal) return 'refused';
  return finish === 'length' ? 'truncated' : 'whole';
}

function tokensOf(usage: Completion['usage']): OutsideAnswer['call']['tokens'] {
  const cached = usage?.prompt_tokens_details?.cached_tokens ?? 0;
  return { input: Math.max(0, (usage?.prompt_tokens ?? 0) - cached), output: usage?.completion_tokens ?? 0, cache_read: cached, cache_write: 0 };
}

import type { Message } from '@anthropic-ai/sdk/resources/messages/messages';
import { AmcsError } from '../domain/error.js';
import type { OutsideAnswer, WriterOptions } from '../domain/outside-answer.js';
import type { OutsideWriter } from '../domain/ports.js';
import { type PriceTable, priceOf } from '../domain/prices.js';
import { checkAddress } from './service/address.js';
import { countingFetch, type Tally } from './service/call.js';
import type { Telling } from './service/kind.js';
import { type Client, modelWriter } from './service/model-writer.js';

export interface AnthropicParts {
  /** Null where none is set. */
  key: string | null;
  baseUrl: string | null;
  /** Used where a manifest names none. */
  model: string | null;
  telling: Telling;
  prices(): PriceTable;
  deadlineMs?: number;
}

/** Rhyme and count are hard work, and a song has up to four calls: quick and cheap enough for batches, and its words are good. */
const DEFAULT_MODEL = 'claude-sonnet-5-5';
const DEFAULTS = { effort: 'medium', max_tokens: 8_192 } as const;
const DEADLINE_MS = 180_000;
const RETRIES = 4;

type Settled = Required<WriterOptions>;

/** Words by the Claude API. It has neither seed nor temperature: the record makes a song repeatable. */
export function anthropicWriter({ key, baseUrl, model: usual, telling, prices, deadlineMs = DEADLINE_MS }: AnthropicParts): OutsideWriter {
  return modelWriter<Settled>({
    name: 'anthropic',
    called: 'the Claude API',
    hint: 'Check ANTHROPIC_API_KEY, ANTHROPIC_BASE_URL and the model (AMCS_MODEL, or nodes.LYRICS.model of the manifest).',
    telling,
    deadlineMs,
    settled({ model, effort, max_tokens }) {
      if (key === null) throw noKey();
      if (baseUrl !== null) checkAddress(baseUrl, 'ANTHROPIC_BASE_URL');
      return { model: model ?? usual ?? DEFAULT_MODEL, effort: effort ?? DEFAULTS.effort, max_tokens: max_tokens ?? DEFAULTS.max_tokens };
    },
    price: (model) => priceOf(model, prices()),
    frame: ({ schema }) => JSON.stringify(schema),
    open: (tally) => client({ key: key as string, baseUrl, deadlineMs }, tally),
  });
}

async function client({ key, baseUrl, deadlineMs }: { key: string; baseUrl: string | null; deadlineMs: number }, tally: Tally): Promise<Client<Settled>> {
  // Loaded when it is needed: it would double the time to start.
  const { default: Anthropic, APIError, APIConnectionError } = await import('@anthropic-ai/sdk');
  const { messages } = new Anthropic({
    apiKey: key,
    authToken: null,
    baseURL: baseUrl ?? 'https://api.anthropic.com',
    maxRetries: RETRIES,
    timeout: deadlineMs,
    logLevel: 'off',
    fetch: countingFetch(tally),
  });
  return {
    errors: { APIError, APIConnectionError },
    async ask({ settled: { model, effort, max_tokens }, kind, constant, brief }, signal) {
      const parameters = { model, max_tokens, output_config: { effort, format: { type: 'json_schema' as const, schema: kind.schema } } };
      const system = [{ type: 'text' as const, text: constant, cache_control: { type: 'ephemeral' as const } }];
      const message = await messages.stream({ ...parameters, system, messages: [{ role: 'user', content: brief }] }, { signal }).finalMessage();
      // A stream that ended without saying why was cut off.
      if (message.stop_reason === null) throw new Error('the stream ended early');
      return {
        text: message.content.flatMap((block) => (block.type === 'text' ? [block.text] : [])).join(''),
        ended: endingOf(message),
        model: message.model,
        tokens: tokensOf(message),
        parameters,
      };
    },
  };
}

function noKey(): AmcsError {
  return new AmcsError('WRITER_UNAVAILABLE', {
    message: 'The writer anthropic has no key.',
    hint: 'Set ANTHROPIC_API_KEY to a key of the Claude API, or choose the writer offline or agent.',
  });
}

function endingOf({ stop_reason }: Message): OutsideAnswer['ended'] {
  if (stop_reason === 'refusal') return 'refused';
  return stop_reason === 'max_tokens' || stop_reason === 'model_context_window_exceeded' ? 'truncated' : 'whole';
}

function tokensOf({ usage }: Message): OutsideAnswer['call']['tokens'] {
  return {
    input: usage.input_tokens,
    output: usage.output_tokens,
    cache_read: usage.cache_read_input_tokens ?? 0,
    cache_write: usage.cache_creation_input_tokens ?? 0,
  };
}

import type { Message } from '@anthropic-ai/sdk/resources/messages/messages';
import type { Brief } from '../domain/draft.js';
import { AmcsError } from '../domain/error.js';
import type { OutsideAnswer, WriterOptions } from '../domain/outside-answer.js';
import type { OutsideWriter } from '../domain/ports.js';
import { type PriceTable, priceOf } from '../domain/prices.js';
import { checkAddress } from './service/address.js';
import { answerOf } from './service/answer.js';
import { callService, countingFetch } from './service/call.js';
import { ceilingOf, costsOf, mustHavePrice } from './service/cost.js';
import { kindOf, type Telling } from './service/kind.js';
import { readWords } from './service/read-words.js';

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

/** Words by the Claude API. It has neither seed nor temperature: the record makes a song repeatable. */
export function anthropicWriter(parts: AnthropicParts): OutsideWriter {
  const { key, telling, prices, deadlineMs = DEADLINE_MS } = parts;
  const settled = ({ model, effort, max_tokens }: WriterOptions) => ({
    model: model ?? parts.model ?? DEFAULT_MODEL,
    effort: effort ?? DEFAULTS.effort,
    max_tokens: max_tokens ?? DEFAULTS.max_tokens,
  });
  const ceiling = (brief: Brief, options: WriterOptions): number | null => {
    const { model, max_tokens } = settled(options);
    const price = priceOf(model, prices());
    return price && ceilingOf([telling.prompt(kindOf(brief).name).text, telling.show(brief), JSON.stringify(kindOf(brief).schema)], max_tokens, price);
  };
  return {
    name: 'anthropic',
    mode: 'outside',
    settle(options, budgeted) {
      if (key === null) throw noKey();
      if (parts.baseUrl !== null) checkAddress(parts.baseUrl, 'ANTHROPIC_BASE_URL');
      const asked = settled(options);
      if (budgeted) mustHavePrice(asked.model, priceOf(asked.model, prices()));
      return asked;
    },
    ceiling,
    read: (answer, brief) => readWords(answer, brief, telling),
    async write(brief, { options, signal }) {
      if (key === null) throw noKey();
      const { model, effort, max_tokens } = settled(options);
      // Loaded when it is needed: it would double the time to start.
      const { default: Anthropic, APIError, APIConnectionError } = await import('@anthropic-ai/sdk');
      const tally = { sent: 0, uncertain: 0 };
      const client = new Anthropic({
        apiKey: key,
        authToken: null,
        baseURL: parts.baseUrl ?? 'https://api.anthropic.com',
        maxRetries: RETRIES,
        timeout: deadlineMs,
        logLevel: 'off',
        fetch: countingFetch(tally),
      });
      const kind = kindOf(brief);
      const parameters = { model, max_tokens, output_config: { effort, format: { type: 'json_schema' as const, schema: kind.schema } } };
      const { text: constant, name, version } = telling.prompt(kind.name);
      const ask = (both: AbortSignal) =>
        client.messages
          .stream(
            {
              ...parameters,
              system: [{ type: 'text', text: constant, cache_control: { type: 'ephemeral' } }],
              messages: [{ role: 'user', content: telling.show(brief) }],
            },
            { signal: both },
          )
          .finalMessage()
          .then(whole);
      const call = { service: 'the Claude API', hint: HINT, signal, deadlineMs, tally, errors: { APIError, APIConnectionError } };
      const message = await callService(ask, call);
      const tokens = tokensOf(message);
      return answerOf({
        text: message.content.flatMap((block) => (block.type === 'text' ? [block.text] : [])).join(''),
        ended: endingOf(message),
        call: {
          service: 'anthropic',
          model: message.model,
          prompt: `${name} ${version}`,
          parameters,
          tokens,
          attempts: tally.sent,
          uncertain: tally.uncertain,
          ...costsOf(tokens, tally.uncertain, priceOf(model, prices()), ceiling(brief, options)),
        },
      });
    },
  };
}

const HINT = 'Check ANTHROPIC_API_KEY, ANTHROPIC_BASE_URL and the model (AMCS_MODEL, or nodes.LYRICS.model of the manifest).';

function noKey(): AmcsError {
  return new AmcsError('WRITER_UNAVAILABLE', {
    message: 'The writer anthropic has no key.',
    hint: 'Set ANTHROPIC_API_KEY to a key of the Claude API, or choose the writer offline or agent.',
  });
}

/** A stream that ended without saying why was cut off. */
function whole(message: Message): Message {
  if (message.stop_reason === null) throw new Error('the stream ended early');
  return message;
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

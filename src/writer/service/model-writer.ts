import type { Brief } from '../../domain/draft.js';
import type { OutsideAnswer, TokenUsage, WriterOptions } from '../../domain/outside-answer.js';
import type { OutsideWriter } from '../../domain/ports.js';
import type { ModelPrice } from '../../domain/prices.js';
import { answerOf } from './answer.js';
import { type ClientErrors, callService, type Tally } from './call.js';
import { ceilingOf, costsOf, mustHavePrice } from './cost.js';
import { type Kind, kindOf, type Telling } from './kind.js';
import { readWords } from './read-words.js';

/** What is to be asked: options filled in, and what the model is told. */
export interface Asking<Settled> {
  settled: Settled;
  kind: Kind;
  /** The same for every brief of a kind. */
  constant: string;
  brief: string;
  seed: number;
}

/** What came back, whatever it is. */
export interface Reply {
  text: unknown;
  ended: OutsideAnswer['ended'];
  model: string;
  tokens: TokenUsage;
  /** All that was sent besides the prompt. */
  parameters: Record<string, unknown>;
}

/** A client for one call, and the errors that it throws. */
export interface Client<Settled> {
  errors: ClientErrors;
  ask(asking: Asking<Settled>, signal: AbortSignal): Promise<Reply>;
}

type Settled = WriterOptions & { model: string; max_tokens: number };

/** How one service differs from the next. */
export interface Service<Options extends Settled> {
  name: string;
  /** In a sentence: "the Claude API". */
  called: string;
  /** What to look at where a call is refused. */
  hint: string;
  telling: Telling;
  deadlineMs: number;
  /** Options with every default. @throws AmcsError WRITER_UNAVAILABLE saying what is not set. */
  settled(options: WriterOptions): Options;
  price(model: string): Omit<ModelPrice, 'model'> | null;
  /** What stands in a request besides prompt and brief. */
  frame(kind: Kind): string;
  open(tally: Tally): Promise<Client<Options>>;
}

/** A writer that asks a service: prompt, brief, one call inside its deadline, and what it cost. */
export function modelWriter<Options extends Settled>(service: Service<Options>): OutsideWriter {
  const { name, called, hint, telling, deadlineMs, settled, price } = service;
  const ceiling = (brief: Brief, options: WriterOptions): number | null => {
    const { model, max_tokens } = settled(options);
    const known = price(model);
    const kind = kindOf(brief);
    return known && ceilingOf([telling.prompt(kind.name).text, telling.show(brief), service.frame(kind)], max_tokens, known);
  };
  return {
    name,
    mode: 'outside',
    ceiling,
    settle(options, budgeted) {
      const asked = settled(options);
      if (budgeted) mustHavePrice(asked.model, price(asked.model));
      return asked;
    },
    read: (answer, brief) => readWords(answer, brief, telling),
    async write(brief, { options, seed, signal }) {
      const asked = settled(options);
      const kind = kindOf(brief);
      const prompt = telling.prompt(kind.name);
      const tally = { sent: 0, uncertain: 0 };
      const { errors, ask } = await service.open(tally);
      const asking = { settled: asked, kind, constant: prompt.text, brief: telling.show(brief), seed };
      const reply = await callService((either) => ask(asking, either), { service: called, hint, signal, deadlineMs, tally, errors });
      const { text, ended, model, parameters, tokens } = reply;
      const costs = costsOf(tokens, tally.uncertain, price(asked.model), ceiling(brief, options));
      const call = { service: name, model, prompt: `${prompt.name} ${prompt.version}`, parameters, tokens, attempts: tally.sent, uncertain: tally.uncertain };
      return answerOf({ text, ended, call: { ...call, ...costs } });
    },
  };
}

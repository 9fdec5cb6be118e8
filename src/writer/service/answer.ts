import { AmcsError } from '../../domain/error.js';
import { type OutsideAnswer, outsideAnswerSchema } from '../../domain/outside-answer.js';

/** More than any song, and what a record should hold of anything else. */
const MOST_CHARACTERS = 200_000;

/** An answer fit for the record: a service may send anything where text or a number is meant. @throws AmcsError MODEL_FAILED. */
export function answerOf({ text, ended, call }: { text: unknown; ended: OutsideAnswer['ended']; call: Record<string, unknown> }): OutsideAnswer {
  const words = typeof text === 'string' ? text.slice(0, MOST_CHARACTERS).toWellFormed() : '';
  const { data } = outsideAnswerSchema.safeParse({ text: words, ended, call: { ...call, model: String(call.model).slice(0, 200).toWellFormed() } });
  if (data) return data;
  throw new AmcsError('MODEL_FAILED', { message: 'The service answered with figures that are none.', hint: 'Ask whoever runs the server.' });
}

import { z } from 'zod';
import { type AmcsError, asAmcsError, errorCodes } from '../../domain/error.js';
import { errorSchema } from '../../domain/run.js';

/** The one shape of every error. */
export const envelopeSchema = z.strictObject({
  error: z.strictObject({
    code: errorSchema.shape.code,
    message: z.string(),
    hint: z.string().describe('What to do next.'),
    details: errorSchema.pick({ retriable: true, problems: true }).describe('Whether trying again can help, and what is wrong where.'),
    request_id: z.string().describe('Also in the header X-Request-Id.'),
  }),
});
export type Envelope = z.infer<typeof envelopeSchema>;

export function envelope(thrown: unknown, requestId: string): { status: number; body: Envelope } {
  const error: AmcsError = asAmcsError(thrown);
  const { code, message, hint, retriable, problems } = error;
  // Where it came from is for whoever runs the server, not for whoever called it.
  if (code === 'INTERNAL') console.error(`amcs-mcp: internal error in request ${requestId}:`, error.cause);
  const details = { retriable, ...(problems.length > 0 ? { problems } : {}) };
  return { status: errorCodes[code].http, body: { error: { code, message, hint, details, request_id: requestId } } };
}

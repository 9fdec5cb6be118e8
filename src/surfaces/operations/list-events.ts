import { z } from 'zod';
import { type AmcsEvent, eventSchema } from '../../domain/event.js';
import { findRun } from '../../domain/find-run.js';
import { defineOperation, READ_ONLY } from './define.js';
import { runIdSchema } from './get-run.js';

export const listEvents = defineOperation({
  name: 'list_events',
  title: 'List events',
  description:
    'Reads the event log after a number, of one run or of all. Use it to look at what happened, or where no socket can be had. Returns a page of events in order; pass next_since as since for what came later.',
  input: z.strictObject({
    run_id: runIdSchema.optional(),
    since: z.int().min(0).max(Number.MAX_SAFE_INTEGER).optional().describe('Events after this one; default 0.'),
    limit: z.int().min(1).max(500).optional().describe('Default 100.'),
  }),
  output: z.strictObject({ events: z.array(eventSchema), next_since: z.int().min(0).max(Number.MAX_SAFE_INTEGER) }),
  annotations: READ_ONLY,
  async run(app, { run_id, since = 0, limit = 100 }) {
    if (run_id !== undefined) await findRun(app.store, run_id);
    const events = await app.store.readEvents({ since, run_id, limit });
    return { events, next_since: events.length === 0 ? since : (events.at(-1) as AmcsEvent).seq };
  },
});

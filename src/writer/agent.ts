import type { Writer } from '../domain/ports.js';

/** Whoever called us writes: the run waits for drafts, for days if need be, and holds no worker. */
export const agentWriter: Writer = { name: 'agent', mode: 'wait' };

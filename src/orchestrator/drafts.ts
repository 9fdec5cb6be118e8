import { canonicalJson } from '../domain/canonical.js';
import type { Brief } from '../domain/draft.js';
import { AmcsError } from '../domain/error.js';
import { findRun } from '../domain/find-run.js';
import type { NodeName } from '../domain/node-name.js';
import type { PartKey, Store } from '../domain/ports.js';
import { isOver, type Run } from '../domain/run.js';
import { partName } from './node-services.js';
import { standingTake } from './takes.js';

/** A draft that somebody is asked for. */
export interface OpenDraft {
  draft_id: string;
  node: NodeName;
  iteration: number;
  round: number;
  brief: Brief;
}

/** An answer that has come, and whether its round is read already. */
export interface Answered {
  run: Run;
  key: PartKey;
}

const idPattern = /^([A-Za-z0-9_-]{1,64})\/(\d{1,4})\/(STYLE|LYRICS|PRODUCER|FIX)\/([0-3])\/([0-2])$/;

function keyOf(draftId: string): PartKey {
  const [, run_id, take, node, iteration, round] = idPattern.exec(draftId) ?? [];
  if (run_id === undefined)
    throw new AmcsError('NOT_FOUND', { message: 'That is not the id of a draft.', hint: 'Use a draft_id as get_run lists it in open_drafts.' });
  return { run_id, take: Number(take), node: node as NodeName, iteration: Number(iteration), round: Number(round), part: 'answer' };
}

/**
 * Where the record keeps that the built-in writer finishes a take: PLAN asks nobody, so the place of its answer is free. An
 * answer of somebody's own that came before still counts.
 */
const takenOver = (runId: string, take: number): string => partName({ run_id: runId, take, node: 'PLAN', iteration: 0, round: 0, part: 'answer' });

/** Whether the built-in writer is to answer a question that nobody has answered. */
export async function standsIn(store: Pick<Store, 'getAnswer'>, key: PartKey): Promise<boolean> {
  if ((await store.getAnswer(takenOver(key.run_id, key.take))) === null) return false;
  return (await store.getAnswer(partName(key))) === null;
}

/** What a run waits for, of nodes whose words `asks` says come from outside. */
export async function openDrafts(store: Store, run: Run, asks: (node: NodeName) => boolean): Promise<OpenDraft[]> {
  if (isOver(run.status)) return [];
  const briefs = (await store.unansweredBriefs(run.run_id)).filter(
    ({ node, take, iteration }) => asks(node) && take === standingTake(run.takes, node, iteration),
  );
  const open: OpenDraft[] = [];
  for (const { json, ...key } of briefs) {
    if (await standsIn(store, key)) continue;
    open.push({ draft_id: partName(key), node: key.node, iteration: key.iteration, round: key.round, brief: JSON.parse(json) as Brief });
  }
  return open;
}

/** What is asked for under an id. @throws AmcsError NOT_FOUND. */
export async function briefOf(store: Store, draftId: string, isOpen: (run: Run) => Promise<readonly OpenDraft[]>): Promise<Brief> {
  const key = keyOf(draftId);
  const json = await store.getPart({ ...key, part: 'brief' });
  if (json !== null) return JSON.parse(json) as Brief;
  const run = await store.getRun(key.run_id);
  throw new AmcsError('NOT_FOUND', { message: `Nobody asked for a draft "${draftId}".`, hint: openHint(run ? await isOpen(run) : []) });
}

/**
 * Records a draft under its question, once: the same draft sent again is the same answer.
 * @throws AmcsError NOT_FOUND for a run there is not, CONFLICT where it is over or has another answer.
 */
export async function recordDraft(store: Store, draftId: string, draft: unknown, isOpen: (run: Run) => Promise<readonly OpenDraft[]>): Promise<Answered> {
  const key = keyOf(draftId);
  const run = await findRun(store, key.run_id);
  const json = canonicalJson(draft);
  const before = await store.getPart(key);
  if (before === null) await mustBeOpen(run, draftId, await isOpen(run));
  // Another process may have been quicker.
  if ((before ?? (await store.putPart(key, json, []))) !== json)
    throw new AmcsError('CONFLICT', { message: `The draft "${draftId}" was sent before, with other words; those count.`, hint: openHint(await isOpen(run)) });
  return { run, key };
}

async function mustBeOpen(run: Run, draftId: string, open: readonly OpenDraft[]): Promise<void> {
  if (isOver(run.status))
    throw new AmcsError('CONFLICT', {
      message: `The run is over (${run.status}); it takes no more drafts.`,
      hint: 'Retry it from LYRICS, or begin a new one.',
    });
  if (!open.some(({ draft_id }) => draft_id === draftId))
    throw new AmcsError('CONFLICT', { message: `The run no longer waits for the draft "${draftId}".`, hint: openHint(open) });
}

function openHint(open: readonly OpenDraft[]): string {
  return open.length > 0 ? `It waits for ${open.map(({ draft_id }) => draft_id).join(', ')}.` : 'get_run says how the run stands; it waits for no draft.';
}

/** Records that the built-in writer writes whatever is still open, and what is asked for later. */
export async function takeOver(store: Store, run: Run, open: readonly OpenDraft[]): Promise<void> {
  const takes = new Set([run.take, ...open.map(({ draft_id }) => keyOf(draft_id).take)]);
  for (const take of takes) {
    const place = { run_id: run.run_id, take, node: 'PLAN', iteration: 0, round: 0, part: 'answer' } as const;
    await store.putPart(place, canonicalJson({ finish_with: 'offline' }), []);
  }
}

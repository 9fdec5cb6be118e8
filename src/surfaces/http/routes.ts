import { analyzeLyrics } from '../operations/analyze-lyrics.js';
import { getArtifact, listArtifacts } from '../operations/artifacts.js';
import { getBlueprint, listBlueprints } from '../operations/blueprints.js';
import { checkTags } from '../operations/check-tags.js';
import type { Operation } from '../operations/define.js';
import { diffRuns } from '../operations/diff-runs.js';
import { findRhymes } from '../operations/find-rhymes.js';
import { getRun } from '../operations/get-run.js';
import { listEvents } from '../operations/list-events.js';
import { listRuns } from '../operations/list-runs.js';
import { overNetwork } from '../operations/network.js';
import { replayRun } from '../operations/replay-run.js';
import { reviseRun } from '../operations/revise-run.js';
import { runWorkflow } from '../operations/run-workflow.js';
import { getSchema, listSchemas } from '../operations/schemas.js';
import { cancelRun, resumeRun, retryRun } from '../operations/steer-run.js';
import { submitDraft } from '../operations/submit-draft.js';

export const API = '/api/v1';

/**
 * One address of the API. Fields of the operation's input that the path does not name come from the query of a GET and
 * from the body of a POST.
 */
export interface Route {
  method: 'GET' | 'POST';
  /** Under /api/v1; {field} stands for a field of the input. */
  path: string;
  operation: Operation;
  /** Records something new: answers 201 with its place, and takes an Idempotency-Key. */
  creates?: true;
}

const get = (path: string, operation: Operation): Route => ({ method: 'GET', path, operation: overNetwork(operation) });
const post = (path: string, operation: Operation): Route => ({ method: 'POST', path, operation: overNetwork(operation) });

export const routes: readonly Route[] = [
  { ...post('/runs', runWorkflow), creates: true },
  get('/runs', listRuns),
  get('/runs/{run_id}', getRun),
  post('/runs/{run_id}/cancel', cancelRun),
  post('/runs/{run_id}/resume', resumeRun),
  post('/runs/{run_id}/retry', retryRun),
  { ...post('/runs/{run_id}/revise', reviseRun), creates: true },
  post('/drafts', submitDraft),
  post('/runs/{run_id}/replay', replayRun),
  get('/runs/{run_id}/events', listEvents),
  get('/runs/{run_id}/artifacts', listArtifacts),
  get('/runs/{run_id}/artifacts/{name}', getArtifact),
  get('/diff', diffRuns),
  get('/events', listEvents),
  post('/lyrics/analyze', analyzeLyrics),
  get('/rhymes', findRhymes),
  post('/tags/check', checkTags),
  get('/blueprints', listBlueprints),
  get('/blueprints/{slug}', getBlueprint),
  get('/schemas', listSchemas),
  get('/schemas/{name}', getSchema),
];

/** The fields that a route's path names. */
export function pathFields({ path }: Route): string[] {
  return [...path.matchAll(/\{(\w+)\}/g)].map((match) => match[1] as string);
}

/** Where an Idempotency-Key goes. */
export const KEY_FIELD = 'client_key';

/** The fields that come from the query or the body, whichever the method has. */
export function otherFields(route: Route): string[] {
  const elsewhere = [...pathFields(route), ...(route.creates ? [KEY_FIELD] : [])];
  return Object.keys(route.operation.input.shape).filter((field) => !elsewhere.includes(field));
}

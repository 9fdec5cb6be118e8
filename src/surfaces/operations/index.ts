import { skills } from '../../../skills/index.js';
import { analyzeLyrics } from './analyze-lyrics.js';
import { checkTags } from './check-tags.js';
import type { Operation } from './define.js';
import { diffRuns } from './diff-runs.js';
import { findRhymes } from './find-rhymes.js';
import { getRun } from './get-run.js';
import { listRuns } from './list-runs.js';
import { nodeTool } from './node-tool.js';
import { replayRun } from './replay-run.js';
import { reviseRun } from './revise-run.js';
import { runWorkflow } from './run-workflow.js';
import { cancelRun, resumeRun, retryRun } from './steer-run.js';
import { submitDraft } from './submit-draft.js';

/** Everything that can be asked of the system by a tool; HTTP offers these and the readings of the record as well. */
export const operations: readonly Operation[] = [
  runWorkflow,
  submitDraft,
  getRun,
  listRuns,
  cancelRun,
  resumeRun,
  retryRun,
  reviseRun,
  replayRun,
  diffRuns,
  ...skills.map(nodeTool),
  analyzeLyrics,
  findRhymes,
  checkTags,
];

import { Command } from 'commander';
import { parseAs } from '../../domain/explain.js';
import type { Run } from '../../domain/run.js';
import { listRuns } from '../operations/list-runs.js';
import { type MakeCommand, plainCall, withApp } from './command.js';
import { printRuns } from './print.js';

interface Options {
  status?: string;
  genre?: string;
  song?: string;
  minScore?: string;
  maxScore?: string;
  node?: string;
  nodeStatus?: string;
  cursor?: string;
  all?: boolean;
  limit?: string;
  json?: boolean;
}

export const runsCommand: MakeCommand = (open) =>
  new Command('runs')
    .description('List runs, the newest first.')
    .option('--status <status>', 'queued, running, waiting, succeeded, failed or cancelled')
    .option('--genre <slug>', 'runs of one genre')
    .option('--song <song_id>', 'runs of one song')
    .option('--min-score <total>', 'runs with this total or more')
    .option('--max-score <total>', 'runs with this total or less')
    .option('--node <NODE>', 'runs in which this node has run')
    .option('--node-status <status>', 'runs in which a node (or --node) ended so, e.g. failed')
    .option('--cursor <run>', 'the next page: runs before this one')
    .option('--all', 'one-node runs too')
    .option('--limit <n>', 'how many (default 20, at most 100)')
    .option('--json', 'print JSON')
    .action(async (options: Options) => {
      const input = parseAs(listRuns.input, asked(options), 'INPUT_INVALID', 'Options of runs');
      const page = await withApp(open, (app) => listRuns.run(app, input, plainCall));
      if (options.json) console.log(JSON.stringify(page, null, 2));
      else if ((page.runs as Run[]).length === 0) console.log('No runs yet: `amcs-mcp init song.json` and `amcs-mcp run song.json` make one.');
      else printRuns(page.runs as Run[]);
    });

function asked({ status, genre, song, minScore, maxScore, node, nodeStatus, cursor, all, limit }: Options): Record<string, unknown> {
  const number = (text: string | undefined) => (text === undefined ? undefined : Number(text));
  return {
    status,
    genre,
    song_id: song,
    min_score: number(minScore),
    max_score: number(maxScore),
    node: node?.toUpperCase(),
    node_status: nodeStatus,
    limit: number(limit),
    cursor,
    // A run of one node is a step somebody looked at, not a song.
    ...(all ? {} : { kind: 'song' }),
  };
}

import pc from 'picocolors';
import type { Scores } from '../../domain/artifacts.js';
import type { AmcsError } from '../../domain/error.js';
import type { Issue } from '../../domain/issue.js';
import type { ModelUsage } from '../../domain/outside-answer.js';
import type { Run } from '../../domain/run.js';
import type { RunAnswer } from '../operations/answer.js';

export function printError({ code, message, hint, problems }: AmcsError): void {
  console.error(`${pc.red(pc.bold(code))} ${message}`);
  for (const { path, message: text, hint: what } of problems.slice(1)) console.error(`  ${path} ${text}${what ? ` (${what})` : ''}`);
  console.error(`${pc.dim('→')} ${hint}`);
}

/** For programs: one object on standard output, as a result would be. */
export function printErrorAsJson({ code, message, hint, problems }: AmcsError): void {
  console.log(JSON.stringify({ error: { code, message, hint, ...(problems.length > 0 ? { problems } : {}) } }, null, 2));
}

/** The song as a person reads it: words, scores, what remains, where it lies. */
export function printSong({ run, lyrics, scores, nodes, revised_from, open_drafts, usage, citations = [] }: RunAnswer): void {
  console.log(`\n${pc.bold(run.title)}  ${pc.dim(`${run.genre}, seed ${run.seed}`)}\n`);
  if (lyrics !== null) console.log(`${lyrics.replace(/^\[.*\]$/gm, (heading) => pc.cyan(heading))}\n`);
  if (scores !== null) printScores(scores);
  if (run.error) console.log(`\n${pc.red(run.error.code)} ${run.error.message}\n${pc.dim('→')} ${run.error.hint}`);
  const published = nodes.some(({ node, status }) => node === 'REVIEW' && status === 'succeeded');
  if (run.out_dir !== null && published) console.log(`\n${pc.dim('files')} ${run.out_dir}`);
  for (const { source_id, chunk_hash, weight } of citations) console.log(`${pc.dim('cites')} ${chunk_hash.slice(0, 12)}  ${weight.toFixed(3)}  ${source_id}`);
  if (usage !== null) console.log(`${pc.dim('model')} ${usageText(usage)}`);
  for (const draft of open_drafts) printOpenDraft(draft);
  console.log(`${pc.dim('run')}   ${run.run_id}${revised_from === null ? '' : pc.dim(` (revised from ${revised_from})`)}`);
}

/** "claude-sonnet-5-5: 2 calls, 3210 tokens in, 820 out, $0.0146". */
function usageText({ models, calls, unanswered, uncertain, tokens, cost_microusd, uncertain_microusd, budget_microusd }: ModelUsage): string {
  const dollars = (microUsd: number) => `$${(microUsd / 1_000_000).toFixed(4)}`;
  const cost = cost_microusd === null ? 'price unknown' : `${dollars(cost_microusd)}${budget_microusd === null ? '' : ` of ${dollars(budget_microusd)}`}`;
  const doubts = [
    ...(uncertain > 0 ? [`${uncertain} broke off and may count${uncertain_microusd === null ? '' : `, up to ${dollars(uncertain_microusd)}`}`] : []),
    ...(unanswered > 0 ? [`${unanswered} without an answer may count too`] : []),
  ];
  const read = tokens.input + tokens.cache_read + tokens.cache_write;
  return [`${models.join(', ') || 'no answer'}: ${calls} ${calls === 1 ? 'call' : 'calls'}`, `${read} tokens in`, `${tokens.output} out`, cost, ...doubts].join(
    ', ',
  );
}

function printOpenDraft({ draft_id, brief, open_lines }: RunAnswer['open_drafts'][number]): void {
  console.log(`\n${brief}\n`);
  console.log(`${pc.yellow('waiting')} for ${open_lines} lines: amcs-mcp submit ${draft_id} words.txt`);
}

/** The rubric as people name it. */
export const scoreRows = [
  ['hook density', 'hook_density'],
  ['singability', 'singability'],
  ['rhyme tightness', 'rhyme_tightness'],
  ['section completeness', 'section_completeness'],
  ['profanity', 'profanity_score'],
] as const;

function printScores(scores: Scores): void {
  for (const [label, name] of scoreRows) console.log(`${label.padEnd(22)}${scores[name].toFixed(3)}  ${pc.dim(bar(scores[name]))}`);
  const verdict = scores.passed ? pc.green('passed') : pc.red('not passed');
  console.log(`${pc.bold(`${'total'.padEnd(22)}${scores.total.toFixed(3)}`)}  ${verdict} (${scores.thresholds.min_total} is asked for)`);
  for (const issue of scores.issues.slice(0, 12)) printIssue(issue);
  if (scores.issues.length > 12) console.log(pc.dim(`  … and ${scores.issues.length - 12} more issues: scores.json has them all`));
}

export function bar(score: number, width = 20): string {
  const filled = Math.round(score * width);
  return '█'.repeat(filled) + '░'.repeat(width - filled);
}

export function printIssue({ code, severity, section, line, field, message }: Issue): void {
  const colour = severity === 'error' ? pc.red : severity === 'warning' ? pc.yellow : pc.dim;
  const place = section ? ` ${section}${line ? `:${line}` : ''}` : field ? ` ${field}` : '';
  console.log(`  ${colour(code)}${pc.dim(place)} ${message}`);
}

export function printRuns(runs: readonly Run[]): void {
  for (const { run_id, status, score, genre, kind, title, created_at } of runs) {
    const colour = status === 'succeeded' ? pc.green : status === 'failed' ? pc.red : pc.yellow;
    const total = score === null ? '  –  ' : score.toFixed(3);
    console.log(
      `${run_id}  ${colour(status.padEnd(9))}  ${total}  ${created_at.slice(0, 19).replace('T', ' ')}  ${genre.padEnd(14)} ${title}${kind === 'node' ? pc.dim(' (one node)') : ''}`,
    );
  }
}

export function printNodes({ nodes }: Pick<RunAnswer, 'nodes'>): void {
  for (const { node, take, iteration, status, attempt, duration_ms } of nodes) {
    const name = `${node}${iteration > 0 ? ` ${iteration}` : ''}`;
    const notes = [...(take > 0 ? [`take ${take}`] : []), ...(attempt > 1 ? [`${attempt} attempts`] : [])].join(', ');
    console.log(`${name.padEnd(12)}${status.padEnd(11)}${duration_ms === null ? '' : `${duration_ms.toFixed(0)} ms`.padStart(8)}  ${pc.dim(notes)}`);
  }
}

/** A JSON value on one short line. */
export function short(value: unknown): string {
  const text = JSON.stringify(value) ?? 'nothing';
  return text.length > 80 ? `${text.slice(0, 79)}…` : text;
}

/**
 * `npm run eval:songs`: the synthetic set (`amcs-mcp synth`) through the whole workflow. Prints how many songs pass, without a
 * repair and after at most three, how the scores spread by metric and genre, how varied the lines are, how long a song takes, where
 * songs fail and why; and how many of the same songs, spoilt, still pass. Fails below the floors. `-- --count 50 --seed 3
 * --genre folk`; `--read 10` prints so many songs instead, to be read aloud.
 */
import { parseArgs } from 'node:util';
import { openCatalog } from '../src/catalog/catalog.js';
import { packageRoot } from '../src/catalog/package-root.js';
import { metricNames } from '../src/rubric/score.js';
import { synthData, synthSpecs } from '../src/synth/synth.js';
import { type Sung, singAll } from './eval/sing.js';
import { spoilAll } from './eval/spoil.js';

const LEAST_PASSING = 0.99;
const LEAST_FIRST = 0.9;
const MOST_SPOILT = 0.05;

const { values } = parseArgs({
  options: {
    count: { type: 'string', default: '200' },
    seed: { type: 'string', default: '7' },
    genre: { type: 'string', multiple: true, default: [] },
    read: { type: 'string' },
  },
});
const catalog = openCatalog(packageRoot(), '');
const specs = synthSpecs(synthData(catalog, values.genre), { count: Number(values.read ?? values.count), seed: Number(values.seed) });
const songs: Sung[] = [];
await singAll(specs, (sung) => {
  songs.push(sung);
  if (values.read === undefined) return;
  console.log(`\n=== ${sung.name}  ${JSON.stringify(sung.sds)}`);
  console.log(`    ${sung.scores?.total} after ${sung.fixes} fixes${sung.scores?.passed ? '' : ', FAILED'}\n${sung.lyrics?.text ?? sung.error}`);
  for (const { code, message, section = '', line = '' } of sung.scores?.issues ?? []) console.log(`    ${code} ${section}${line && `:${line}`} ${message}`);
});
if (values.read === undefined) {
  const low = catalog.blueprints().filter(({ eval_rubric }) => eval_rubric.thresholds.min_total < 0.8);
  for (const { slug } of low) floor(false, `${slug} asks for less than .80`);
  passes();
  spread();
  lines();
  failures();
  spoilt();
}

function passes(): void {
  const passed = songs.filter(({ scores }) => scores?.passed);
  const first = songs.filter(({ first: scores }) => scores?.passed);
  const fixes = [0, 1, 2, 3].map((count) => `${passed.filter((song) => song.fixes === count).length} with ${count}`);
  console.log(`${songs.length} songs of ${new Set(songs.map(({ genre }) => genre)).size} genres, seed ${values.seed}`);
  console.log(
    `  pass                    ${share(passed.length, songs.length)}, ${share(first.length, songs.length)} as they are first written (${fixes.join(', ')} fixes)`,
  );
  floor(passed.length >= LEAST_PASSING * songs.length, `${LEAST_PASSING * 100} % are to pass`);
  floor(first.length >= LEAST_FIRST * songs.length, `${LEAST_FIRST * 100} % are to pass without a repair`);
  const seconds = songs.map((song) => song.seconds);
  console.log(`  seconds a song          P50 ${at(seconds, 0.5).toFixed(2)}  P95 ${at(seconds, 0.95).toFixed(2)}  longest ${at(seconds, 1).toFixed(2)}`);
}

function spread(): void {
  console.log('\n                          P5    P50   P95   lowest');
  for (const metric of ['total', ...metricNames] as const)
    row(
      metric,
      songs.flatMap(({ scores }) => scores?.[metric] ?? []),
    );
  console.log('');
  for (const genre of [...new Set(songs.map((song) => song.genre))].sort()) {
    const own = songs.filter((song) => song.genre === genre);
    const passed = own.filter(({ scores }) => scores?.passed).length;
    row(
      genre,
      own.flatMap(({ scores }) => scores?.total ?? []),
      `  ${passed} of ${own.length} pass`,
    );
  }
}

function row(name: string, figures: number[], more = ''): void {
  if (figures.length === 0) {
    console.log(`  ${name.padEnd(24)}none${more}`);
    return;
  }
  const shown = [0.05, 0.5, 0.95, 0].map((part) => at(figures, part).toFixed(3).padEnd(6));
  console.log(`  ${name.padEnd(24)}${shown.join('')}${more}`);
}

function lines(): void {
  const inSongs = new Map<string, number>();
  for (const { lyrics, plan } of songs) {
    const own = lyrics?.sections.filter(({ type }) => type === 'Verse' || type === 'Bridge' || type === 'PreChorus') ?? [];
    const texts = own
      .flatMap((section) => section.lines.map(({ text }) => text))
      .filter((text) => !plan?.sections.some(({ given }) => given?.some((line) => line?.text === text)));
    for (const text of new Set(texts)) inSongs.set(text, (inSongs.get(text) ?? 0) + 1);
  }
  const top = [...inSongs].sort((a, b) => b[1] - a[1]);
  const all = top.reduce((sum, [, count]) => sum + count, 0);
  console.log(`\n  verse, lift and bridge lines: ${all}, of them ${top.length} different (${share(top.length, all)})`);
  for (const [text, count] of top.slice(0, 4)) console.log(`    in ${count} songs  ${text}`);
}

function failures(): void {
  const failed = songs.filter(({ scores }) => !scores?.passed);
  const repaired = songs.filter(({ scores, fixes }) => scores?.passed && fixes > 0);
  if (repaired.length > 0) console.log(`\n  what ${repaired.length} songs were repaired for`);
  for (const [why, count] of counted(repaired.map(({ first }) => reason(first)))) console.log(`    ${count}×  ${why}`);
  if (failed.length > 0) console.log('\n  what did not pass');
  for (const song of failed) {
    console.log(`    ${song.name}  ${song.error ?? `${song.scores?.total} of ${song.scores?.thresholds.min_total}: ${reason(song.scores)}`}`);
    console.log(`      ${JSON.stringify(song.sds).slice(0, 900)}`);
  }
}

/** Errors by their code, else the metrics that cost most. */
function reason(scores: Sung['scores']): string {
  if (!scores) return 'no scores';
  const errors = [
    ...new Set(scores.issues.filter(({ severity }) => severity === 'error').map(({ code, section = '' }) => `${code} ${section.replace(/-\d+$/, '')}`.trim())),
  ];
  if (errors.length > 0) return errors.join(', ');
  const parts = metricNames.map((name) => [name, scores[name]] as const).filter(([name, value]) => name !== 'profanity_score' && value < 0.8);
  return `total below, ${parts.map(([name, value]) => `${name} ${value.toFixed(2)}`).join(', ') || 'a little everywhere'}`;
}

function spoilt(): void {
  console.log('\n  the same songs, spoilt, that still pass');
  const rows = spoilAll(songs, catalog);
  for (const { kind, of, passed } of rows) {
    console.log(
      `    ${kind.padEnd(34)} ${share(passed.length, of).padStart(7)} of ${of}   ${counted(passed.map(genreOf))
        .slice(0, 5)
        .map(([genre, count]) => `${genre} ${count}`)
        .join(', ')}`,
    );
    floor(passed.length <= MOST_SPOILT * of, `at most ${MOST_SPOILT * 100} % may pass`);
  }
}

function genreOf(name: string): string {
  return songs.find((song) => song.name === name)?.genre ?? '';
}

function counted(all: readonly string[]): [string, number][] {
  const counts = new Map<string, number>();
  for (const one of all) counts.set(one, (counts.get(one) ?? 0) + 1);
  return [...counts].sort((a, b) => b[1] - a[1]);
}

function at(figures: readonly number[], part: number): number {
  const sorted = [...figures].sort((a, b) => a - b);
  return sorted[Math.floor(part * (sorted.length - 1))] ?? 0;
}

function share(part: number, whole: number): string {
  return `${((100 * part) / Math.max(1, whole)).toFixed(1)} %`;
}

function floor(kept: boolean, what: string): void {
  if (kept) return;
  console.log(`      BELOW THE FLOOR: ${what}`);
  process.exitCode = 1;
}

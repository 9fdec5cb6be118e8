/**
 * `npm run eval:determinism`: the synthetic set is sung, and sung again ten times, each time in a fresh process with another time
 * zone, locale, working directory and number of songs at once. Every file of every song must be the same to the byte. At the end the first
 * process's record is replayed by yet another one. Fails where anything differs. `-- --count 10 --times 2 --seed 3`.
 */
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { packageRoot } from '../src/catalog/package-root.js';

interface Place {
  tz: string;
  locale: string;
  cwd: string;
  concurrency: number;
}

interface Outcome {
  file: string;
  run_id: string | null;
  status: string;
  score: number | null;
}

/** A song's files and verdict in one hash, by the name of its spec. */
type Hashes = Map<string, string>;

const { values } = parseArgs({
  options: { count: { type: 'string', default: '200' }, times: { type: 'string', default: '10' }, seed: { type: 'string', default: '7' } },
});
const folder = mkdtempSync(join(tmpdir(), 'amcs-determinism-'));
const specs = join(folder, 'specs');
const zones = ['UTC', 'Asia/Kathmandu', 'America/St_Johns', 'Pacific/Kiritimati', 'Africa/Lagos', 'Antarctica/Troll', 'Pacific/Pago_Pago'];
const locales = ['C', 'tr_TR.UTF-8', 'de_DE.UTF-8', 'ar_EG.UTF-8', 'ja_JP.UTF-8', 'C.UTF-8'];
const folders = [folder, '/', tmpdir(), homedir()];
const loads = [8, 1, 50];

try {
  process.exitCode = (await compared()) ? 0 : 1;
} finally {
  rmSync(folder, { recursive: true, force: true });
}

async function compared(): Promise<boolean> {
  await amcs(['synth', '--count', values.count, '--seed', values.seed, '--out', specs], placeAt(0), 'first');
  const first = await sung(0);
  let [equal, all] = [0, 0];
  for (let time = 1; time <= Number(values.times); time += 1) {
    const again = await sung(time);
    const other = [...first].filter(([name, hash]) => again.get(name) !== hash).map(([name]) => name);
    equal += first.size - other.length;
    all += first.size;
    for (const name of other.slice(0, 3)) console.log(`    DIFFERS: ${name}`);
  }
  const replayed = await replay();
  console.log(`${equal} of ${all} songs sung again are equal to the byte; ${replayed.equal} of ${replayed.of} runs are equal when replayed from the record`);
  return first.size === Number(values.count) && equal === all && replayed.equal === replayed.of && replayed.of === first.size;
}

function placeAt(time: number): Place {
  const of = <Item>(list: readonly Item[]) => list[time % list.length] as Item;
  return { tz: of(zones), locale: of(locales), cwd: of(folders), concurrency: of(loads) };
}

/** Sings the whole set in a process and a data folder of its own. */
async function sung(time: number): Promise<Hashes> {
  const place = placeAt(time);
  const name = time === 0 ? 'first' : `time-${time}`;
  const out = join(folder, `out-${name}`);
  const begin = performance.now();
  const report = await amcs(['batch', join(specs, '*.json'), '--out', out, '--concurrency', String(place.concurrency), '--json'], place, name);
  const { outcomes } = JSON.parse(report) as { outcomes: Outcome[] };
  const seconds = ((performance.now() - begin) / 1000).toFixed(1);
  console.log(
    `  ${name.padEnd(8)} ${outcomes.length} songs in ${seconds.padStart(6)} s   ${place.tz}, ${place.locale}, ${place.concurrency} at once, in ${place.cwd === folder ? 'a folder of its own' : place.cwd}`,
  );
  const published = new Map(readdirSync(out).map((song) => [/r-[a-z0-9]+$/.exec(song)?.[0] ?? song, join(out, song)]));
  const hashes = new Map(outcomes.map((one) => [one.file.split('/').at(-1) as string, hashOf(one, published.get(one.run_id ?? ''))]));
  rmSync(out, { recursive: true, force: true });
  if (time > 0) rmSync(homeOf(name), { recursive: true, force: true });
  return hashes;
}

function hashOf({ status, score }: Outcome, song: string | undefined): string {
  const hash = createHash('sha256').update(`${status} ${score}\n`);
  for (const file of song === undefined ? [] : readdirSync(song).sort()) {
    hash.update(`${file}\n`).update(
      createHash('sha256')
        .update(readFileSync(join(song as string, file)))
        .digest(),
    );
  }
  return hash.digest('hex');
}

/** Executes every run of the first process once more, somewhere else. */
async function replay(): Promise<{ equal: number; of: number }> {
  const text = await amcs(['replay', '--all', '--json'], { ...placeAt(5), concurrency: 1 }, 'first');
  const reports = JSON.parse(text) as { equal: boolean }[];
  return { equal: reports.filter(({ equal }) => equal).length, of: reports.length };
}

function homeOf(name: string): string {
  return join(folder, `home-${name}`);
}

/** Runs the command line to its end; songs that do not pass (exit 1) are songs all the same. */
function amcs(args: readonly string[], { tz, locale, cwd }: Place, name: string): Promise<string> {
  const env = { PATH: process.env.PATH ?? '', HOME: homeOf(name), AMCS_HOME: join(homeOf(name), 'amcs'), TZ: tz, LANG: locale, LC_ALL: locale };
  return new Promise((done, fail) => {
    const child = spawn(process.execPath, [join(packageRoot(), 'bin', 'amcs-mcp.mjs'), ...args], { cwd, env, stdio: ['ignore', 'pipe', 'inherit'] });
    let text = '';
    child.stdout.setEncoding('utf8').on('data', (part: string) => {
      text += part;
    });
    child.on('error', fail);
    child.on('close', (code) => (code === 0 || code === 1 ? done(text) : fail(new Error(`amcs-mcp ${args[0]} ended with ${code}`))));
  });
}

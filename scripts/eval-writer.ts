/**
 * `npm run eval:writer`: how well the built-in writer keeps its word. 200 varied specs: do declared rhymes hold, by our ear and
 * by one that owes it nothing (espeak-ng, where it is installed), are lines in their length, is anything left unsolved. And
 * seeds of one spec (default 1,000): how often does the commonest verse line come, how many pairs of songs share verse
 * lines; the same of a rapped one. And how verses flow: rhymes over two syllables or more, and rhymes inside lines, in rap beside pop.
 * `-- 200 300` sets the two numbers; `--songs` prints a few songs instead, to be read aloud; `--rap` measures rap alone.
 */

import { hookCount } from '../src/prosody/hook.js';
import { lineEnd } from '../src/prosody/rhyme.js';
import { checkScheme } from '../src/prosody/scheme.js';
import { synthData, synthSpecs } from '../src/synth/synth.js';
import { halvesOf } from '../src/writer/offline/bar-halves.js';
import { catalog, makeSong, pronounce, type Song, textsOf, type Written } from '../tests/fixtures/song.js';
import { flowOf } from './eval/flow.js';
import { secondEar, tailOf } from './eval/second-ear.js';

const [specCount = 200, seedCount = 1000] = process.argv
  .slice(2)
  .filter((word) => /^\d+$/.test(word))
  .map(Number);
// Whose words are its own: what a person gave is no proof of it.
const specs = synthSpecs(synthData(catalog), { count: specCount * 2, seed: 20261125 })
  .map(({ sds }) => sds)
  .filter(({ lyrics }) => lyrics?.given === undefined)
  .slice(0, specCount);

if (process.argv.includes('--songs')) {
  for (const [at, spec] of specs.slice(0, 30).entries()) {
    const { lyrics, scores } = makeSong(spec, at + 1);
    console.log(`\n=== ${JSON.stringify(spec)}  total ${scores.total}\n${lyrics.text}`);
  }
} else {
  const pop = { title: 'Half a Tank of Gas', blueprint_ref: { genre: 'pop' }, lyrics: { themes: ['love'] } };
  const rap = { title: 'Paper Crown', blueprint_ref: { genre: 'hip-hop' }, lyrics: { themes: ['hustle'] } };
  if (!process.argv.includes('--rap')) {
    varied();
    repeated(pop, seedCount);
  }
  repeated(rap, Math.min(seedCount, 300));
  flows(Math.min(seedCount, 40));
}

function flows(seeds: number): void {
  console.log(`\nverses of ${seeds} songs each             rhymes over two syllables or more   rhymes inside, a line`);
  for (const [genre, theme] of [
    ['hip-hop', 'hustle'],
    ['trap', 'hustle'],
    ['pop', 'love'],
  ] as const) {
    const { rhymes, long, lines, echoes } = flowOf(genre, [theme], seeds);
    console.log(`  ${genre.padEnd(37)}${`${share(long, rhymes)} of ${rhymes}`.padEnd(37)}${(echoes / lines).toFixed(2)}`);
  }
}

interface Pair {
  a: string;
  b: string;
  tier: string;
}

function varied(): void {
  const pairs: Pair[] = [];
  const times: number[] = [];
  let [lines, inLength, unsolved, passed] = [0, 0, 0, 0];
  const why = new Map<string, number>();
  for (const [at, spec] of specs.entries()) {
    const begin = performance.now();
    const song = makeSong(spec, at + 1);
    times.push(performance.now() - begin);
    pairs.push(...pairsOf(song));
    for (const { id, lines: own } of song.lyrics.sections) {
      const pattern = song.plan.sections.find((section) => section.id === id)?.syllables ?? [];
      for (const [line, { text, syllables }] of own.entries()) {
        if (hookCount(text, song.plan.hook.phrase) > 0) continue;
        lines += 1;
        if (Math.abs(syllables - (pattern[line % pattern.length] as number)) <= song.plan.syllable_tolerance) inLength += 1;
      }
    }
    const unmet = song.lyrics.issues.filter(({ code }) => code === 'WISH_NOT_MET');
    if (unmet.some(({ field }) => field === undefined)) unsolved += 1;
    for (const { message } of unmet) why.set(message.replace(/\d+/g, 'n'), (why.get(message.replace(/\d+/g, 'n')) ?? 0) + 1);
    if (song.scores.passed) passed += 1;
  }
  const holds = pairs.filter(({ tier }) => tier === 'perfect' || tier === 'slant');
  const ear = secondEar(holds.filter(({ tier }) => tier === 'perfect').flatMap(({ a, b }) => [a, b]));
  console.log(`${specs.length} varied specs: ${passed} pass without a repair, ${unsolved} with a line or rhyme that was not found`);
  console.log(
    `  declared rhymes that hold by our ear       ${share(holds.length, pairs.length)} of ${pairs.length}, ${share(holds.filter(({ tier }) => tier === 'perfect').length, pairs.length)} perfect`,
  );
  if (ear === null) console.log('  by a second ear                            not measured: espeak-ng is not installed');
  else {
    const perfect = holds.filter(({ tier }) => tier === 'perfect');
    const agreed = perfect.filter(({ a, b }) => tailOf(ear.get(a) ?? '') === tailOf(ear.get(b) ?? ''));
    console.log(`  perfect ones that a second ear hears too   ${share(agreed.length, perfect.length)}`);
    const off = perfect.filter((pair) => !agreed.includes(pair)).map(({ a, b }) => `${a}/${b} ${ear.get(a)} ${ear.get(b)}`);
    if (process.argv.includes('--wrong')) console.log([...new Set(off)].map((one) => `    ${one}`).join('\n'));
  }
  console.log(`  lines within their tolerance of syllables  ${share(inLength, lines)} of ${lines}`);
  for (const [message, count] of [...why].sort((a, b) => b[1] - a[1]).slice(0, 8)) console.log(`    ${count}× ${message}`);
  times.sort((a, b) => a - b);
  console.log(
    `  a song, all nodes but render and review    median ${(times[Math.floor(times.length / 2)] as number).toFixed(0)} ms, P95 ${(times[Math.floor(times.length * 0.95)] as number).toFixed(0)} ms`,
  );
}

function repeated(spec: Written, seeds: number): void {
  const songs: Set<string>[] = [];
  const counts = new Map<string, number>();
  const halves = new Map<string, number>();
  for (let seed = 1; seed <= seeds; seed += 1) {
    const verses = new Set(
      makeSong(spec, seed)
        .lyrics.sections.filter(({ type }) => type === 'Verse')
        .flatMap(textsOf),
    );
    songs.push(verses);
    for (const line of verses) counts.set(line, (counts.get(line) ?? 0) + 1);
    for (const half of new Set([...verses].flatMap(halvesOf))) halves.set(half, (halves.get(half) ?? 0) + 1);
  }
  let [pairs, alike] = [0, 0];
  for (const [at, one] of songs.entries()) {
    for (const other of songs.slice(at + 1)) {
      pairs += 1;
      let shared = 0;
      for (const line of one) if (other.has(line)) shared += 1;
      if (shared > 2) alike += 1;
    }
  }
  const top = [...counts].sort((a, b) => b[1] - a[1]);
  const often = top.filter(([, count]) => count > seeds * 0.03).length;
  console.log(`\n${seeds} seeds of one ${JSON.stringify(spec.blueprint_ref)} spec: ${counts.size} different verse lines`);
  console.log(`  the commonest comes in                     ${share(top[0]?.[1] ?? 0, seeds)} of songs; ${often} lines in more than 3 %`);
  for (const [line, count] of top.slice(0, 5)) console.log(`    ${share(count, seeds)} ${line}`);
  console.log(`  pairs of songs that share over two lines   ${share(alike, pairs)}`);
  const topHalves = [...halves].sort((a, b) => b[1] - a[1]).slice(0, 3);
  if (topHalves.length > 0)
    console.log(`  the commonest halves of lines come in      ${topHalves.map(([half, count]) => `${share(count, seeds)} of songs: ${half}`).join('; ')}`);
}

function pairsOf({ plan, lyrics }: Song): Pair[] {
  return lyrics.sections.flatMap((section) => {
    if (plan.sections.find(({ id }) => id === section.id)?.repeat_of) return [];
    const texts = textsOf(section);
    const ends = texts.map((text) => lineEnd(text, pronounce));
    const holds = (at: number) => hookCount(texts[at] ?? '', plan.hook.phrase) > 0;
    return checkScheme(
      ends,
      section.lines.map(({ rhyme_label }) => rhyme_label || 'X'),
    )
      .filter(({ line, partner }) => !(holds(line) && holds(partner)) && texts[line] !== texts[partner])
      .map(({ line, partner, tier }) => ({ a: ends[partner]?.word ?? '', b: ends[line]?.word ?? '', tier }));
  });
}

function share(part: number, whole: number): string {
  return `${((100 * part) / Math.max(1, whole)).toFixed(2)} %`;
}

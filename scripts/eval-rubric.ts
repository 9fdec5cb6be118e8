/**
 * `npm run eval:rubric`: does the rubric tell songs from nonsense? Each public-domain song, planned for as it is, is scored
 * beside its own corruptions. Prints the share it wins, how many corrupted ones still pass, and how the scores spread.
 * Fails where a song wins too seldom or its corruptions pass too often. `-- folk hymn`: the blueprints for songs with a
 * chorus and for those without.
 */
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';
import { openCatalog } from '../src/catalog/catalog.js';
import { packageRoot } from '../src/catalog/package-root.js';
import { planFromWords } from '../src/drafting/plan-from-words.js';
import { pronouncer } from '../src/prosody/pronounce.js';
import { score } from '../src/rubric/score.js';
import { corruptions } from './learn/corruptions.js';
import { goldFolder, readGold } from './learn/gold.js';
import { type GoldSong, inEnglish, measuredSong, wordsOfSong } from './learn/gold-songs.js';

const TIMES = 5;
/** Shares of corruptions: at least so many lose to their song, at most so many pass. */
const LEAST_WON = 0.98;
const MOST_PASSED = 0.05;
const catalog = openCatalog(packageRoot(), '');
const pronounce = pronouncer(catalog.tables.pronunciations);
const tools = (slug: string) => ({ pronounce, profanity: catalog.tables.profanity, blueprint: catalog.findBlueprint(slug) });
const songs = readGold<GoldSong>('songs').filter((song) => inEnglish(song, pronounce) && wordsOfSong(song).flatMap(({ lines }) => lines).length >= 8);
if (songs.length === 0) {
  console.log(`No songs in ${goldFolder()}: set AMCS_GOLD. Nothing is measured.`);
  process.exit();
}

const rows = new Map<string, { won: number; passed: number; of: number; totals: number[] }>();
const own: number[] = [];
let passed = 0;
for (const song of songs) {
  const words = wordsOfSong(song);
  const kit = tools(words.some(({ type }) => type === 'Chorus') ? (process.argv[2] ?? 'folk') : (process.argv[3] ?? 'hymn'));
  const plan = planFromWords(song.title || song.file, words, kit);
  const real = score(measuredSong(plan, words, kit), []);
  own.push(real.total);
  if (real.passed) passed += 1;
  for (const [name, corrupt] of Object.entries(corruptions)) {
    const row = rows.get(name) ?? { won: 0, passed: 0, of: 0, totals: [] };
    rows.set(name, row);
    for (let time = 0; time < TIMES; time += 1) {
      const spoiled = corrupt(words, xoroshiro128plus(time + 1));
      if (spoiled === null) continue;
      const its = score(measuredSong(plan, spoiled, kit), []);
      row.of += 1;
      row.won += real.total > its.total ? 1 : 0;
      row.passed += its.passed ? 1 : 0;
      row.totals.push(its.total);
    }
  }
}
const spread = (totals: number[]) => {
  const sorted = [...totals].sort((a, b) => a - b);
  return [0.05, 0.5, 0.95].map((share) => (sorted[Math.floor(share * (sorted.length - 1))] ?? 0).toFixed(2)).join(' ');
};
console.log(`${songs.length} songs; totals P5 P50 P95: ${spread(own)}; ${((100 * passed) / songs.length).toFixed(0)} % pass`);
for (const [name, { won, passed: through, of, totals }] of rows) {
  console.log(
    `${name.padEnd(34)} won ${((100 * won) / of).toFixed(1).padStart(5)} %   still pass ${((100 * through) / of).toFixed(1).padStart(5)} %   totals ${spread(totals)}`,
  );
  if (won < LEAST_WON * of || through > MOST_PASSED * of) {
    console.log(`  BELOW THE FLOOR: at least ${LEAST_WON * 100} % won, at most ${MOST_PASSED * 100} % passing`);
    process.exitCode = 1;
  }
}

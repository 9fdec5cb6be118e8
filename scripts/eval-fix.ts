/**
 * `npm run eval:fix`: songs of the built-in writer, each broken in one way, are given to FIX, COMPOSE and VALIDATE at most three
 * times, as the workflow does it. Prints for each kind of damage how many are mended: its issue gone, the song passing,
 * the total not lower than the broken one's.
 */
import type { Lyrics } from '../src/domain/artifacts.js';
import type { IssueCode } from '../src/domain/issue.js';
import { measureLyrics } from '../src/drafting/measure.js';
import { codesOf, finish, fixOf, makeSong, pronounce, type Song, tables } from '../tests/fixtures/song.js';

const TIMES = 8;
const MOST_FIXES = 3;
const genres = ['pop', 'country', 'folk', 'hymn', 'christmas-pop', 'blues', 'sea-shanty', 'hip-hop'];

type Section = Lyrics['sections'][number];
/** New lines for the song's sections by id; null drops a section. Null as a whole where the song has nothing to break so. */
type Damage = (song: Song, at: number) => Record<string, string[] | null> | null;

const texts = (section: Section) => section.lines.map(({ text }) => text);
const verse = ({ lyrics }: Song) => lyrics.sections.find(({ type }) => type === 'Verse') as Section;
const chorus = ({ lyrics }: Song) => lyrics.sections.find(({ type }) => type === 'Chorus' || type === 'Refrain');
const withLine = (section: Section, at: number, text: string) => ({ [section.id]: texts(section).with(at % section.lines.length, text) });

const damages: [IssueCode, Damage][] = [
  ['RHYME_BROKEN', (song) => withLine(verse(song), -1, `${texts(verse(song)).at(-1)?.split(' ').slice(0, -1).join(' ')} purple`)],
  ['RHYME_REPEATED', repeatedEnd],
  [
    'SYLLABLES_OFF',
    (song, at) => withLine(verse(song), at, `${texts(verse(song))[at % verse(song).lines.length]} and everything that ever came along with it`),
  ],
  ['STRESS_OFF', (song, at) => withLine(verse(song), at, 'Hotel happy hotel sunny hotel happy champagne')],
  ['HARD_TO_SING', (song, at) => withLine(verse(song), at, 'The next strange lamps burned strictly there')],
  ['HOOK_MISSING', (song) => hookless(song)],
  ['SECTION_MISSING', (song) => ({ [(song.lyrics.sections.filter(({ type }) => type === 'Verse').at(-1) as Section).id]: null })],
  ['LINES_TOO_FEW', (song) => ({ [verse(song).id]: texts(verse(song)).slice(0, 1) })],
  ['LINES_TOO_MANY', (song) => ({ [verse(song).id]: [...texts(verse(song)), ...Array.from({ length: 14 }, (_, at) => `And number ${at} is one line more`)] })],
  ['LINE_REPEATED', (song) => repeatedLine(song)],
  ['PROFANITY', (song, at) => withLine(verse(song), at, 'I count the fucking one by one')],
  ['SLUR', (song, at) => withLine(verse(song), at, `I count the ${tables.profanity.slurs[0]} one by one`)],
  ['BANNED_TERM', (song, at) => withLine(verse(song), at, 'A language model painted green')],
];

function repeatedEnd(song: Song): Record<string, string[]> | null {
  const lines = texts(verse(song));
  const labels = verse(song).lines.map(({ rhyme_label }) => rhyme_label);
  const at = labels.findIndex((label, line) => label !== '' && labels.indexOf(label) < line && lines[line] !== lines[labels.indexOf(label)]);
  if (at < 0) return null;
  const end = lines[labels.indexOf(labels[at] as string)]?.split(' ').at(-1);
  return withLine(verse(song), at, `${lines[at]?.split(' ').slice(0, -1).join(' ')} ${end}`);
}

function hookless(song: Song): Record<string, string[]> | null {
  const home = chorus(song);
  if (!home) return null;
  const plain = [
    'When night comes down and ships come home',
    'The windows wait along the lane',
    'I hear the singing from the bay',
    'The morning train is on its way',
  ];
  return { [home.id]: home.lines.map((_, at) => plain[at % plain.length] as string) };
}

function repeatedLine(song: Song): Record<string, string[]> | null {
  const verses = song.lyrics.sections.filter(({ type }) => type === 'Verse');
  const [first, second] = verses;
  if (!first || !second) return null;
  return withLine(second, 0, texts(first)[0] as string);
}

function broken(song: Song, damage: Record<string, string[] | null>): Song {
  const written = song.lyrics.sections
    .filter(({ id }) => damage[id] !== null && !song.plan.sections.find((section) => section.id === id)?.repeat_of)
    .map((section) => ({ id: section.id, lines: damage[section.id] ?? texts(section) }));
  return finish({ ...song, lyrics: measureLyrics(song.plan, 'en', written, pronounce, []) });
}

/** FIX, COMPOSE and VALIDATE from the best so far, until nothing is left that kept the song from passing, or the code is gone. */
function mended(song: Song, code: IssueCode): { best: Song; rounds: number } {
  let best = song;
  let rounds = 0;
  while (rounds < MOST_FIXES && (codesOf(best.scores).includes(code) || !best.scores.passed)) {
    rounds += 1;
    const { style, lyrics, producer_notes } = fixOf(best, rounds);
    const next = finish({ ...best, style, lyrics, producer_notes });
    const better = next.scores.passed === best.scores.passed ? next.scores.total >= best.scores.total : next.scores.passed;
    if (better) best = next;
  }
  return { best, rounds };
}

let [all, good] = [0, 0];
for (const [code, damage] of damages) {
  let [made, gone, lower, rounds] = [0, 0, 0, 0];
  for (let at = 0; at < TIMES; at += 1) {
    const song = makeSong({ title: 'Paper Boats', blueprint_ref: { genre: genres[at % genres.length] } }, 40 + at);
    const change = damage(song, at);
    const hurt = change && broken(song, change);
    if (!hurt || !codesOf(hurt.scores).includes(code)) continue;
    made += 1;
    const after = mended(hurt, code);
    rounds += after.rounds;
    if (after.best.scores.total < hurt.scores.total) lower += 1;
    if (!codesOf(after.best.scores).includes(code) && after.best.scores.passed) gone += 1;
  }
  all += made;
  good += gone;
  console.log(`${code.padEnd(18)} ${gone} of ${made} mended, ${lower} with a lower total, ${(rounds / Math.max(1, made)).toFixed(1)} rounds each`);
}
console.log(`\n${good} of ${all} broken songs mended in at most ${MOST_FIXES} rounds: ${((100 * good) / all).toFixed(1)} %`);
if (good < 0.95 * all) process.exitCode = 1;

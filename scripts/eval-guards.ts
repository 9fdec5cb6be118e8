/**
 * What the guards are worth on lines written before them (tests/guards/sets): figures, and with `--misses` every line they
 * get wrong. Ends with 1 where a figure sinks below its floor.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { openCatalog } from '../src/catalog/catalog.js';
import { packageRoot } from '../src/catalog/package-root.js';
import { artistGuard, type Where } from '../src/guards/artists/artists.js';
import { findPii } from '../src/guards/pii/pii.js';
import { profanityGuard } from '../src/guards/profanity.js';

interface Line {
  text: string;
  kind?: string;
  severity?: string;
  field?: string;
  name?: string;
  items?: { kind: string; value: string }[];
}

const { tables } = openCatalog(packageRoot(), '');
const profane = profanityGuard(tables.profanity);
const artists = artistGuard(tables.artists, (word) => tables.pronunciations.lookup(word).length > 0);
const places: Readonly<Record<string, Where>> = { influence: 'influence', tag: 'style', vocal_profile: 'style' };
const whereOf = ({ field }: Line): Where => places[field ?? ''] ?? 'prose';

const floors = { profanity_f1: 0.93, profanity_false: 0.02, pii_recall: 0.95, pii_false: 0.03, artists_recall: 0.95, artists_false: 0.02 };
const misses: string[] = [];
const figures: Record<string, number> = {};

function read(name: string): Line[] {
  const lines = readFileSync(join(packageRoot(), 'tests', 'guards', 'sets', `${name}.jsonl`), 'utf8')
    .trimEnd()
    .split('\n');
  return lines.map((line) => JSON.parse(line) as Line);
}

/** The share of lines for which something holds; those for which it does not are told. */
function share(what: string, lines: readonly Line[], holds: (line: Line) => boolean): number {
  const wrong = lines.filter((line) => !holds(line));
  for (const { text, kind, severity, field, name } of wrong) misses.push(`${what}: ${text}  ${[kind, severity, field, name].filter(Boolean).join(', ')}`);
  return 1 - wrong.length / lines.length;
}

function by(what: string, lines: readonly Line[], key: (line: Line) => string, holds: (line: Line) => boolean): void {
  const groups = [...new Set(lines.map(key))].sort();
  const told = groups.map((group) => {
    const own = lines.filter((line) => key(line) === group);
    return `${group} ${own.filter(holds).length}/${own.length}`;
  });
  console.log(`  ${what}: ${told.join(', ')}`);
}

const percent = (value: number) => `${(value * 100).toFixed(1)} %`;

function measureProfanity(): void {
  const [bad, clean, mild] = [read('profanity'), read('clean'), read('profanity-mild')];
  const found = ({ text }: Line) => profane(text).length > 0;
  const recall = share('profanity missed', bad, found);
  const quiet = share('profanity, false alarm', clean, (line) => !found(line));
  const [hits, alarms] = [recall * bad.length, (1 - quiet) * clean.length];
  figures.profanity_f1 = (2 * hits) / (hits + alarms + bad.length);
  figures.profanity_false = 1 - quiet;
  console.log(
    `profanity: F1 ${figures.profanity_f1.toFixed(3)}, recall ${percent(recall)} of ${bad.length}, false alarms ${percent(1 - quiet)} of ${clean.length}`,
  );
  by('found by kind', bad, ({ kind }) => kind ?? '', found);
  by('found by severity', bad, ({ severity }) => severity ?? '', found);
  const slurs = bad.filter(({ severity }) => severity === 'slur');
  console.log(`  slurs called slurs: ${slurs.filter(({ text }) => profane(text).some(({ kind }) => kind === 'slur')).length}/${slurs.length}`);
  console.log(`  mild, not scored: ${mild.filter(found).length}/${mild.length} found`);
}

function measurePii(): void {
  const [lines, clean] = [read('pii'), read('pii-clean')];
  const items = lines.flatMap(({ text, items = [] }) => items.map(({ kind, value }): Line => ({ text, kind, name: value })));
  const covered = ({ text, name = '' }: Line) => {
    const found = findPii(text, tables.pii);
    const at = text.indexOf(name);
    return [...name].every((sign, place) => /[\s\p{P}]/u.test(sign) || found.some(({ start, end }) => start <= at + place && at + place < end));
  };
  figures.pii_recall = share('pii missed', items, covered);
  figures.pii_false = 1 - share('pii, false alarm', clean, ({ text }) => findPii(text, tables.pii).length === 0);
  console.log(`personal data: recall ${percent(figures.pii_recall)} of ${items.length} items, false alarms ${percent(figures.pii_false)} of ${clean.length}`);
  by('found by kind', items, ({ kind }) => kind ?? '', covered);
}

function measureArtists(): void {
  const [lines, clean] = [read('artists'), read('artists-clean')];
  const found = (line: Line) => artists(line.text, whereOf(line)).length > 0;
  figures.artists_recall = share('artist missed', lines, found);
  figures.artists_false = 1 - share('artist, false alarm', clean, (line) => !found(line));
  console.log(`artists: recall ${percent(figures.artists_recall)} of ${lines.length}, false alarms ${percent(figures.artists_false)} of ${clean.length}`);
  by('found by field', lines, ({ field }) => field ?? '', found);
}

measureProfanity();
measurePii();
measureArtists();
if (process.argv.includes('--misses')) console.log(`\n${misses.join('\n')}`);
for (const [name, floor] of Object.entries(floors)) {
  const value = figures[name] as number;
  const sunk = name.endsWith('_false') ? value > floor : value < floor;
  if (!sunk) continue;
  console.log(`BELOW ITS FLOOR: ${name} is ${value.toFixed(3)}, should be ${name.endsWith('_false') ? 'at most' : 'at least'} ${floor}`);
  process.exitCode = 1;
}

import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

/** A stanza whose rhymes a person marked: lines with equal labels rhyme. */
export interface GoldStanza {
  id: string;
  poet: string;
  title: string;
  lines: string[];
  labels: number[];
}

/** Where the gold data lies: $AMCS_GOLD, else the folder beside the project. */
export function goldFolder(): string {
  return resolve(process.env.AMCS_GOLD || join('..', 'shared', 'gold'));
}

/** All rows of the folder's files whose names begin so; [] where there are none. */
export function readGold<Row>(prefix: string, folder = goldFolder()): Row[] {
  if (!existsSync(folder)) return [];
  const files = readdirSync(folder)
    .filter((name) => name.startsWith(prefix) && name.endsWith('.jsonl'))
    .sort();
  return files.flatMap((name) =>
    readFileSync(join(folder, name), 'utf8')
      .split('\n')
      .filter((line) => line.trim() !== '')
      .map((line) => JSON.parse(line) as Row),
  );
}

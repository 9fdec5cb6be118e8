import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { packageRoot } from '../../src/catalog/package-root.js';
import type { Pronounce } from '../../src/prosody/pronounce.js';
import { lineEnd } from '../../src/prosody/rhyme.js';
import { checkScheme } from '../../src/prosody/scheme.js';
import type { GoldStanza } from '../learn/gold.js';

/** A stanza of the project's own set: how each line answers the nearest earlier line of its label, "" where none does. */
export interface OwnStanza extends GoldStanza {
  tiers: string[];
}

export function ownStanzas(): OwnStanza[] {
  const text = readFileSync(join(packageRoot(), 'tests', 'fixtures', 'stanzas.jsonl'), 'utf8');
  return text
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as OwnStanza);
}

/** Share of answering lines whose tier is told as the set has it, 0 to 1, and what was told instead. */
export function measureTiers(stanzas: readonly OwnStanza[], pronounce: Pronounce): { right: number; answers: number; wrong: string[] } {
  let [right, answers] = [0, 0];
  const wrong: string[] = [];
  for (const { id, lines, labels, tiers } of stanzas) {
    const ends = lines.map((line) => lineEnd(line, pronounce));
    for (const { line, partner, tier } of checkScheme(ends, labels.map(String))) {
      answers += 1;
      if (tier === tiers[line]) right += 1;
      else wrong.push(`${id}: ${ends[partner]?.word}/${ends[line]?.word} is ${tiers[line] || 'no answer'}, told as ${tier}`);
    }
  }
  return { right: right / answers, answers, wrong };
}

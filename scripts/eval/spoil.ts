import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';
import type { Catalog } from '../../src/catalog/catalog.js';
import { writtenSections } from '../../src/drafting/brief.js';
import { hookCount } from '../../src/prosody/hook.js';
import { pronouncer } from '../../src/prosody/pronounce.js';
import { score } from '../../src/rubric/score.js';
import { type Corruption, corruptions, type Words } from '../learn/corruptions.js';
import { measuredSong } from '../learn/gold-songs.js';
import type { Sung } from './sing.js';

/** How many of the spoilt songs of a kind still pass, and which. */
export interface Spoilt {
  kind: string;
  of: number;
  passed: string[];
}

/** Every song that passed, spoilt in each way that it can be spoilt in, held to its own plan. */
export function spoilAll(songs: readonly Sung[], catalog: Catalog): Spoilt[] {
  const pronounce = pronouncer(catalog.tables.pronunciations);
  const rows = new Map<string, Spoilt>();
  for (const [at, { name, genre, plan, lyrics, scores }] of songs.entries()) {
    if (!plan || !lyrics || !scores?.passed) continue;
    const kit = { pronounce, profanity: catalog.tables.profanity, blueprint: catalog.findBlueprint(genre) };
    const written = new Set(writtenSections(plan).map(({ id }) => id));
    const words = lyrics.sections.filter(({ id }) => written.has(id)).map(({ id, type, lines }): Words => ({ id, type, lines: lines.map(({ text }) => text) }));
    for (const [kind, corrupt] of Object.entries({ ...corruptions, 'hooks taken out': hooksOut(plan.hook) })) {
      const row = rows.get(kind) ?? { kind, of: 0, passed: [] };
      rows.set(kind, row);
      const spoilt = corrupt(words, xoroshiro128plus(at + 1));
      // Where a corruption changes nothing the song is the song.
      if (spoilt === null || JSON.stringify(spoilt) === JSON.stringify(words)) continue;
      row.of += 1;
      if (score(measuredSong(plan, spoilt, kit), []).passed) row.passed.push(name);
    }
  }
  return [...rows.values()];
}

/** Lines that hold the hook say something else of the same length. */
function hooksOut({ phrase, count }: { phrase: string; count: number }): Corruption {
  return (song) => {
    if (count === 0) return null;
    const other = phrase.split(/\s+/).fill('la').join(' ');
    return song.map((section) => ({ ...section, lines: section.lines.map((line) => (hookCount(line, phrase) > 0 ? `La ${other}` : line)) }));
  };
}

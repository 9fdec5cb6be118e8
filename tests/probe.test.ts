import { test } from 'vitest';
import { pronounce } from './fixtures/song.js';
import { beatFit } from '../src/prosody/fit.js';
import { measureLine } from '../src/prosody/line.js';
test('probe', () => {
  const w = 'the family hotel usually open guitar elephant machine sunny holiday banana probably umbrella police happy syllable calendar tomorrow remember beautiful garden window understand cinnamon suddenly melody alone below champagne together lane'.split(' ');
  const out: string[] = [];
  for (const a of w) for (const b of w) for (const c of w) for (const d of w) { const t = `${a} ${b} ${c} ${d} lane`; const m = measureLine(t, pronounce); if (m.syllables>10||m.syllables<6) continue; const f = beatFit(m); if (f.score < .6 ) out.push(`${t} ${f.score} ${m.stress}`); }
  console.log(out.length, out.slice(0,40).join('\n'));
}, 60000);

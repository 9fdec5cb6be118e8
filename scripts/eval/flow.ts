import { echoesOf } from '../../src/prosody/echoes.js';
import { longEnd, rhymeLength } from '../../src/prosody/long-rhyme.js';
import { lineEnd, rhymeTier } from '../../src/prosody/rhyme.js';
import { makeSong, pronounce, type Song, textsOf } from '../../tests/fixtures/song.js';

/** How verses flow: rhymes over two syllables or more, and rhymes inside the lines. */
export interface Flow {
  rhymes: number;
  long: number;
  lines: number;
  echoes: number;
}

export function flowOf(genre: string, themes: readonly string[], seeds: number): Flow {
  const flow: Flow = { rhymes: 0, long: 0, lines: 0, echoes: 0 };
  for (let seed = 1; seed <= seeds; seed += 1) {
    const song = makeSong({ title: 'Paper Crown', blueprint_ref: { genre }, lyrics: { themes } }, seed);
    for (const verse of versesOf(song)) addVerse(flow, verse);
  }
  return flow;
}

interface Verse {
  texts: string[];
  labels: string[];
}

const versesOf = ({ lyrics }: Song): Verse[] =>
  lyrics.sections
    .filter(({ type }) => type === 'Verse')
    .map((section) => ({ texts: textsOf(section), labels: section.lines.map(({ rhyme_label }) => rhyme_label || 'X') }));

/** Each line is held to the nearest one before it that has its letter. */
function addVerse(flow: Flow, { texts, labels }: Verse): void {
  for (const [at, text] of texts.entries()) {
    const partner = labels.slice(0, at).lastIndexOf(labels[at] as string);
    if (labels[at] === 'X' || partner < 0) continue;
    const other = texts[partner] as string;
    const tier = rhymeTier(lineEnd(other, pronounce), lineEnd(text, pronounce));
    if (tier !== 'perfect' && tier !== 'slant') continue;
    flow.rhymes += 1;
    if (rhymeLength(longEnd(other, pronounce), longEnd(text, pronounce)) > 1) flow.long += 1;
  }
  flow.lines += texts.length;
  flow.echoes += echoesOf(texts, pronounce).reduce((sum, { internal }) => sum + internal.length, 0);
}

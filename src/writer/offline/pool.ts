import type { LineData, LineFrame } from '../../domain/line-data.js';
import { beatFit } from '../../prosody/fit.js';
import { measureLine } from '../../prosody/line.js';
import type { Pronounce } from '../../prosody/pronounce.js';
import { type LineEnd, lineEnd, rhymeKey } from '../../prosody/rhyme.js';

/** One line the writer could sing, measured once. */
export interface Candidate {
  text: string;
  frame: LineFrame;
  frameId: number;
  syllables: number;
  end: LineEnd;
  key: string;
  /** The words between spaces, for looking phrases up. */
  flat: string;
  /** Content words, for not saying a thing twice. */
  words: ReadonlySet<string>;
  /** The first two words: two lines that open alike sound like a list. */
  opening: string;
  fit: number;
}

export const FILLERS: ReadonlySet<string> = new Set(
  "a an the and or but of to in on at by for from with as i you he she it we they my your his her our their me us them is are was were be am i'm it's that this there's there".split(
    ' ',
  ),
);

/** Every frame with each of its ends, in the order of the data files. */
export function buildPool(data: LineData, pronounce: Pronounce): Candidate[] {
  return data.frames.flatMap((frame, frameId) => frame.ends.map((ending) => candidateOf(frame.text.replace('{}', ending), frame, frameId, pronounce)));
}

export function candidateOf(text: string, frame: LineFrame, frameId: number, pronounce: Pronounce): Candidate {
  const line = measureLine(text, pronounce);
  const end = lineEnd(text, pronounce);
  return {
    text,
    frame,
    frameId,
    syllables: line.syllables,
    end,
    key: rhymeKey(end),
    flat: ` ${line.words.join(' ')} `,
    words: new Set(line.words.filter((word) => !FILLERS.has(word))),
    opening: line.words.slice(0, 2).join(' '),
    fit: beatFit(line).score,
  };
}

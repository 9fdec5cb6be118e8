import type { GoldLine } from '../learn/gold-lines.js';

/** Shares from 0 to 1. */
export interface StressFigures {
  lines: number;
  /** Lines with as many syllables as the person heard. */
  counted: number;
  /** Over those: syllables right, and lines wholly right. */
  syllables: number;
  whole: number;
  /** Over all lines, where another count is wrong in every syllable. */
  syllablesOfAll: number;
  wholeOfAll: number;
  /** Against the second person, over lines where that person counts as we do. */
  human2: number;
  whole2: number;
}

interface Score {
  lines: number;
  whole: number;
  syllables: number;
  right: number;
}

export class StressTally {
  private readonly first: Score = { lines: 0, whole: 0, syllables: 0, right: 0 };
  private readonly second: Score = { lines: 0, whole: 0, syllables: 0, right: 0 };
  private lines = 0;
  private syllables = 0;

  add({ stress, human2 }: GoldLine, told: string): void {
    this.lines += 1;
    this.syllables += stress.length;
    compare(this.first, stress, told);
    if (human2) compare(this.second, human2, told);
  }

  figures(): StressFigures {
    const { first, second, lines, syllables } = this;
    return {
      lines,
      counted: first.lines,
      syllables: first.right / first.syllables,
      whole: first.whole / first.lines,
      syllablesOfAll: first.right / syllables,
      wholeOfAll: first.whole / lines,
      human2: second.right / second.syllables,
      whole2: second.whole / second.lines,
    };
  }
}

function compare(score: Score, gold: string, told: string): void {
  if (gold.length !== told.length) return;
  score.lines += 1;
  score.syllables += gold.length;
  score.whole += gold === told ? 1 : 0;
  score.right += [...gold].filter((digit, at) => digit === told[at]).length;
}

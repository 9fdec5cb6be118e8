import { wordsOf } from '../../prosody/tokens.js';
import { halvesOf } from './bar-halves.js';
import type { Candidate } from './pool.js';

/** What a song has said so far: a frame, a line end or a striking word is not to come twice. */
export class Used {
  private readonly frames = new Set<number>();
  private readonly ends = new Map<string, number>();
  private readonly openings = new Map<string, number>();
  private readonly words = new Map<string, number>();
  private readonly sounds = new Map<string, number>();
  private readonly texts = new Set<string>();

  add(candidate: Candidate & { parts?: readonly Candidate[] }): void {
    for (const { frameId, key, flat, end } of candidate.parts ?? [candidate]) {
      this.frames.add(frameId);
      count(this.sounds, key);
      this.texts.add(flat);
      if (end.word !== candidate.end.word) count(this.ends, end.word);
    }
    this.addText(candidate.text);
  }

  /** A line that did not come from the pool: a kept line, a hook. */
  addText(text: string): void {
    const words = wordsOf(text);
    this.texts.add(` ${words.join(' ')} `);
    count(this.ends, words.at(-1) ?? '');
    count(this.openings, words.slice(0, 2).join(' '));
    for (const word of new Set(words)) count(this.words, word);
  }

  /** A line that stands already, and the halves that it may have been made of. */
  addStanding(text: string): void {
    this.addText(text);
    for (const half of halvesOf(text)) {
      const words = wordsOf(half);
      this.texts.add(` ${words.join(' ')} `);
      count(this.ends, words.at(-1) ?? '');
    }
  }

  has(candidate: Candidate): boolean {
    return this.frames.has(candidate.frameId) || this.ends.has(candidate.end.word) || this.texts.has(candidate.flat);
  }

  /** What it costs to say this now. */
  cost(candidate: Candidate): number {
    let repeated = 0;
    for (const word of candidate.words) repeated += this.words.get(word) ?? 0;
    return 0.7 * repeated + 1.5 * (this.openings.get(candidate.opening) ?? 0) + 1.2 * (this.sounds.get(candidate.key) ?? 0);
  }
}

function count(map: Map<string, number>, key: string): void {
  map.set(key, (map.get(key) ?? 0) + 1);
}

import type { Shape } from '../../src/prosody/shapes.js';

/** Right and wrong, counted over pairs of lines and over whole stanzas; shares from 0 to 1. */
export interface RhymeFigures {
  precision: number;
  recall: number;
  f1: number;
  /** Share of stanzas whose whole scheme is right. */
  exact: number;
  stanzas: number;
}

export class RhymeTally {
  private hits = 0;
  private falseAlarms = 0;
  private missed = 0;
  private whole = 0;
  private stanzas = 0;

  add(gold: Shape, found: Shape): void {
    this.stanzas += 1;
    if (gold.join(',') === found.join(',')) this.whole += 1;
    for (let later = 1; later < gold.length; later += 1) {
      for (let earlier = 0; earlier < later; earlier += 1) {
        const [meant, heard] = [gold[later] === gold[earlier], found[later] === found[earlier]];
        if (meant && heard) this.hits += 1;
        else if (heard) this.falseAlarms += 1;
        else if (meant) this.missed += 1;
      }
    }
  }

  figures(): RhymeFigures {
    const precision = this.hits / (this.hits + this.falseAlarms);
    const recall = this.hits / (this.hits + this.missed);
    return { precision, recall, f1: (2 * precision * recall) / (precision + recall), exact: this.whole / this.stanzas, stanzas: this.stanzas };
  }
}

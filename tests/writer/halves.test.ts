import { describe, expect, it } from 'vitest';
import { codesOf, linesOf, makeSong } from '../fixtures/song.js';

describe('lines of very many or very few syllables', () => {
  it.each([16, 15, 14, 4, 5])('of %i to the syllable still rhyme, and the song passes', (syllables_per_line) => {
    for (const genre of ['pop', 'hymn', 'blues', 'hip-hop']) {
      const { scores } = makeSong({ blueprint_ref: { genre }, lyrics: { syllables_per_line, syllable_tolerance: 0, rhyme_scheme: 'AABB' } }, 3);
      expect(scores, genre).toMatchObject({ passed: true });
      expect(scores.rhyme_tightness, genre).toBeGreaterThan(0.8);
    }
  });

  it('are two halves with a pause between, and no capital within but of a name or after a full stop', () => {
    const { lyrics, plan } = makeSong({ lyrics: { syllables_per_line: 16 } }, 3);
    const long = linesOf(lyrics).filter((line) => !line.includes(plan.title));
    for (const line of long) expect(line).toMatch(/^[A-Z"].*[,.?!] /);
    expect(codesOf(lyrics)).not.toContain('SECTION_EMPTY');
    for (const section of lyrics.sections) expect(section.lines).toHaveLength(plan.sections.find(({ id }) => id === section.id)?.lines.target as number);
  });
});

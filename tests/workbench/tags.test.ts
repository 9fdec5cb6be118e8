import { describe, expect, it } from 'vitest';
import { checkTags } from '../../src/workbench/tags.js';
import { tables } from '../fixtures/song.js';

describe('tags put to the guards', () => {
  it('are kept or dropped with the rule of the matrix', () => {
    const { kept, dropped } = checkTags({ tags: ['fast', 'ballad', 'lo-fi', 'hi-fi'] }, tables);
    expect(kept.map(({ tag }) => tag)).toEqual(['Rhythm:fast', 'Mix:lo-fi']);
    expect(dropped.map(({ written, rule }) => `${written}: ${rule}`)).toEqual([
      expect.stringMatching(/^ballad: conflicts with Rhythm:fast: \S/),
      expect.stringMatching(/^hi-fi: conflicts with Mix:lo-fi: \S/),
    ]);
  });

  it('give way to a description where they name an artist', () => {
    expect(checkTags({ tags: ['Billie Eilish'] }, tables).kept).toEqual([
      { written: 'Billie Eilish', tag: expect.stringContaining('breathy intimate'), instead: expect.stringContaining('breathy intimate') },
    ]);
  });

  it('are held against a tempo', () => {
    expect(checkTags({ tags: ['anthemic'], tempo_bpm: 60 }, tables).tempo).toHaveLength(1);
    expect(checkTags({ tags: ['anthemic'], tempo_bpm: 120 }, tables).tempo).toEqual([]);
  });

  it('that are written twice stand once', () => {
    expect(checkTags({ tags: ['lo-fi', 'Mix:lo-fi'] }, tables)).toMatchObject({ kept: [{ written: 'lo-fi' }], dropped: [{ rule: 'stands there already' }] });
  });
});

describe('the matrix of conflicts', () => {
  it('has at least sixty pairs, each once whichever way round, and each with its reason', () => {
    const pairs = tables.conflicts.pairs.map(({ a, b }) => [a, b].sort().join(' | '));
    expect(pairs.length).toBeGreaterThanOrEqual(60);
    expect(new Set(pairs).size).toBe(pairs.length);
    for (const { reason } of tables.conflicts.pairs) expect(reason).toMatch(/\w \w/);
  });
});

import { describe, expect, it } from 'vitest';
import type { ConflictTable, TagTaxonomy } from '../../src/domain/tables.js';
import { conflictOf, parseTag, settleTags, type Tag, tagName } from '../../src/guards/tags.js';

const taxonomy: TagTaxonomy = {
  categories: [
    { name: 'Instr', max: 3, values: ['piano', 'banjo', '808 bass', 'strings', 'flute'] },
    { name: 'Mix', max: 1, values: ['lo-fi', 'hi-fi', 'Dry'] },
    { name: 'Mood', max: 1, values: ['calm'] },
  ],
};
const conflicts: ConflictTable = {
  pairs: [
    { a: 'Mix:lo-fi', b: 'Mix:hi-fi', reason: 'opposites' },
    { a: 'Instr:808 bass', b: 'Mood:Calm', reason: 'too loud' },
  ],
  energy_tempo: {} as ConflictTable['energy_tempo'],
};
const read = (...written: string[]): Tag[] => written.map((one) => parseTag(one, taxonomy));
const settle = (...written: string[]) => settleTags(read(...written), taxonomy, conflicts);

describe('a written tag', () => {
  it.each([
    ['Mix:lo-fi', 'Mix:lo-fi'],
    ['mix: LO-FI ', 'Mix:lo-fi'],
    ['dry', 'Mix:Dry'],
    ['banjo', 'Instr:banjo'],
    ['Instr:kazoo', 'Instr:kazoo'],
    ['kazoo', 'Other:kazoo'],
    ['Taste:sweet', 'Other:Taste:sweet'],
    ['Instr:banjo', 'Instr:banjo'],
  ])('%j is %j', (written, tag) => {
    expect(tagName(parseTag(written, taxonomy))).toBe(tag);
  });
});

describe('a conflict of two tags', () => {
  it('holds both ways and in any case', () => {
    const [bass, calm] = [
      { category: 'INSTR', value: '808 Bass' },
      { category: 'Mood', value: 'calm' },
    ];
    expect(conflictOf(bass, calm, conflicts)).toBe('too loud');
    expect(conflictOf(calm, bass, conflicts)).toBe('too loud');
  });

  it('is null where the table has none', () => {
    const [piano, calm] = read('piano', 'calm') as [Tag, Tag];
    expect(conflictOf(piano, calm, conflicts)).toBeNull();
  });
});

describe('settled tags', () => {
  it('keep the stronger wish of two in conflict, and name the rule', () => {
    expect(settle('808 bass', 'calm')).toEqual({
      kept: [{ category: 'Instr', value: '808 bass' }],
      dropped: [{ tag: 'Mood:calm', rule: 'conflicts with Instr:808 bass: too loud' }],
    });
    expect(settle('calm', '808 bass').kept).toEqual([{ category: 'Mood', value: 'calm' }]);
  });

  it('keep no more of a category than it may have', () => {
    const { kept, dropped } = settle('piano', 'banjo', 'strings', 'flute', 'dry', 'lo-fi');
    expect(kept.map(({ value }) => value)).toEqual(['piano', 'banjo', 'strings', 'Dry']);
    expect(dropped).toEqual([
      { tag: 'Instr:flute', rule: 'at most 3 of Instr' },
      { tag: 'Mix:lo-fi', rule: 'at most 1 of Mix' },
    ]);
  });

  it('swallow a repeat without a word', () => {
    expect(settle('piano', 'PIANO', 'Instr:piano')).toEqual({ kept: [{ category: 'Instr', value: 'piano' }], dropped: [] });
  });

  it('never let a dropped tag drop another', () => {
    const { kept } = settle('hi-fi', 'lo-fi', 'calm');
    expect(kept.map(({ value }) => value)).toEqual(['hi-fi', 'calm']);
  });

  it('settle to themselves', () => {
    const { kept } = settle('808 bass', 'calm', 'piano', 'lo-fi', 'hi-fi');
    expect(settleTags(kept, taxonomy, conflicts)).toEqual({ kept, dropped: [] });
  });
});

import { describe, expect, it } from 'vitest';
import { type IssueCode, issueCodes, type Mend } from '../../src/domain/issue.js';
import { structureOf } from '../../src/domain/structure.js';
import { goldenLines, goldenSong, withLine } from '../fixtures/golden.js';
import { codesOf, finish, fixOf, linesOf, makeSong, repair, type Song, sectionOf, tables, textsOf } from '../fixtures/song.js';

type Mendable = { [Code in IssueCode]: (typeof issueCodes)[Code]['mend'] extends Mend ? Code : never }[IssueCode];

const mustEnd = { lyrics: { constraints: { section_requirements: { Chorus: { must_end_with_hook: true } } } } };
const noHook = ['When night comes down and ships come home', ...goldenLines('chorus-1').slice(1, 3), 'I hear you singing of your home'];
const swap = (lines: readonly string[], a: number, b: number) => lines.with(a, lines[b] as string).with(b, lines[a] as string);

/** For every code that FIX can mend: a song that has it. A new code with a mend does not compile until it stands here. */
const damaged: Record<Mendable, () => Song> = {
  RHYME_BROKEN: () => goldenSong({ 'verse-1': swap(goldenLines('verse-1'), 1, 2) }),
  RHYME_REPEATED: () => goldenSong(withLine('verse-1', 2, 'The river runs beside the lane')),
  SYLLABLES_OFF: () => goldenSong(withLine('verse-1', 1, 'The lamps are lit along the long and winding and forgotten lane')),
  STRESS_OFF: () => goldenSong(withLine('verse-1', 1, 'Hotel happy hotel sunny hotel happy champagne')),
  HARD_TO_SING: () => goldenSong(withLine('verse-1', 1, 'The next strange lamps burn down the lane')),
  HOOK_MISSING: () => goldenSong({ 'chorus-1': noHook }),
  HOOK_SPARSE: () => goldenSong(withLine('chorus-1', 1, 'When night comes down I start for home')),
  HOOK_OVERUSED: () =>
    goldenSong(
      Object.fromEntries(
        ['verse-1', 'verse-2', 'bridge-1'].map((id) => [id, goldenLines(id).map((line, at) => (at < 3 ? `Take me home, ${line.toLowerCase()}` : line))]),
      ),
    ),
  SECTION_MISSING: () => goldenSong({ 'bridge-1': null }),
  SECTION_ORDER: () => {
    const song = goldenSong();
    return finish({ ...song, lyrics: { ...song.lyrics, sections: swapped(song.lyrics.sections) } });
  },
  LINES_TOO_FEW: () => goldenSong({ 'verse-2': goldenLines('verse-2').slice(0, 2) }),
  LINES_TOO_MANY: () => goldenSong({ 'bridge-1': [...goldenLines('bridge-1'), 'The fire in the hearth was low', 'The window frames were white with snow'] }),
  HOOK_NOT_LAST: () => goldenSong(withLine('chorus-1', 4, 'I hear you singing of your home'), mustEnd),
  LINE_REPEATED: () => goldenSong({ 'verse-2': [...goldenLines('verse-1').slice(0, 2), ...goldenLines('verse-2').slice(2)] }),
  PROFANITY: () => goldenSong(withLine('verse-1', 3, 'I count the fucking one by one')),
  SLUR: () => goldenSong(withLine('verse-1', 3, `I count the ${tables.profanity.slurs[0]} one by one`)),
  BANNED_TERM: () => goldenSong(withLine('verse-2', 1, 'A language model painted green')),
  PERSONAL_DATA: () => goldenSong(withLine('verse-1', 3, 'Just call 415-555-0134')),
  TAG_CONFLICT: () => {
    const song = goldenSong();
    return finish({ ...song, style: { ...song.style, tags: { ...song.style.tags, Mix: ['dry', 'wet'] } } });
  },
  DURATION_OFF: () => goldenSong({}, { producer_notes: { section_meta: { 'verse-1': { tags: ['mine'], target_duration_sec: 300 } } } }),
  STRUCTURE_MISMATCH: () => goldenSong({}, { producer_notes: { structure: 'Verse-Drop' } }),
  PROMPT_OVER_LIMIT: () => {
    const lyrics = { section_order: ['Verse', 'Chorus', 'Verse', 'Chorus'], constraints: { duration_sec: 90 } };
    // The plan keeps to a limit that it knows: this one is made for more room.
    const song = makeSong({ lyrics });
    const within = (max_prompt_chars: number) => finish({ ...song, sds: { ...song.sds, prompt_controls: { max_prompt_chars } } });
    return within(within(100).composed_prompt.text.length - 100);
  },
};

function swapped<Section>(sections: readonly Section[]): Section[] {
  const [first, second, ...rest] = sections as [Section, Section, ...Section[]];
  return [second, first, ...rest];
}

const codes = Object.keys(damaged) as Mendable[];

/** These damages raise a second issue at the same line, and the diff names a change by the first. */
const namedAs: Partial<Record<Mendable, IssueCode>> = { STRESS_OFF: 'SYLLABLES_OFF', HOOK_NOT_LAST: 'HOOK_SPARSE' };

describe('the table of issue codes', () => {
  it('has a damaged song here for each code that FIX can mend', () => {
    const mendable = (Object.keys(issueCodes) as IssueCode[]).filter((code) => issueCodes[code].mend !== null);
    expect([...codes].sort()).toEqual(mendable.sort());
  });

  it('says why for each code that only a person can settle', () => {
    for (const [code, row] of Object.entries(issueCodes)) if (row.mend === null) expect('why' in row && row.why, code).toMatch(/\S/);
  });
});

describe.each(codes)('%s', (code) => {
  const broken = (damaged[code] as () => Song)();
  const { song, fixes } = repair(broken, code);

  it(`is there before, and gone after at most three fixes of the kind ${issueCodes[code].mend}`, () => {
    expect(codesOf(broken.scores)).toContain(code);
    expect(fixes.length).toBeGreaterThan(0);
    expect(codesOf(song.scores)).not.toContain(code);
  });

  it('leaves no error and a total that is not lower', () => {
    expect(song.scores.issues.filter(({ severity }) => severity === 'error')).toEqual([]);
    // A song that passes beats one with a higher total that does not: lines that have no room must go.
    if (code !== 'PROMPT_OVER_LIMIT') expect(song.scores.total).toBeGreaterThanOrEqual(broken.scores.total);
    expect(song.scores.passed).toBe(true);
  });

  it('is told in the diff with what was and what is', () => {
    const [fix] = fixes;
    if (code === 'SECTION_ORDER') return expect(textsOf(sectionOf(song.lyrics, 'verse-1'))).toEqual(goldenLines('verse-1'));
    expect(fix?.diff.changes.map((change) => change.code)).toContain(namedAs[code] ?? code);
    for (const { place, before, after } of fix?.diff.changes ?? []) {
      expect(place).toMatch(/^[a-z]+-\d+:\d+$|^style\.tags\.\w+$|^producer_notes\.\w+$/);
      expect(before).not.toBe(after);
    }
  });

  it('is repaired the same way again', () => {
    expect(fixOf(broken, 1)).toEqual(fixes[0]);
  });
});

describe('a fix', () => {
  it('changes only the line at fault', () => {
    const broken = damaged.PROFANITY();
    const { lyrics, diff } = fixOf(broken);
    expect(diff.changes.map(({ place }) => place)).toEqual(['verse-1:3']);
    const [before, after] = [linesOf(broken.lyrics), linesOf(lyrics)];
    expect(after.filter((line, at) => line !== before[at])).toHaveLength(1);
  });

  it('of a rhyme changes only the lines of that rhyme', () => {
    const { diff } = fixOf(damaged.RHYME_REPEATED());
    for (const { place } of diff.changes) expect(['verse-1:1', 'verse-1:2']).toContain(place);
  });

  it('of a chorus changes each of its returns alike', () => {
    const { lyrics } = fixOf(damaged.HOOK_MISSING());
    expect(textsOf(sectionOf(lyrics, 'chorus-2'))).toEqual(textsOf(sectionOf(lyrics, 'chorus-1')));
    expect(textsOf(sectionOf(lyrics, 'chorus-3'))).toEqual(textsOf(sectionOf(lyrics, 'chorus-1')));
  });

  it('does not bring back the line that was wrong', () => {
    const broken = damaged.SYLLABLES_OFF();
    const wrong = textsOf(sectionOf(broken.lyrics, 'verse-1'))[0];
    expect(linesOf(fixOf(broken).lyrics)).not.toContain(wrong);
  });

  it('leaves style and producer notes alone where only words are wrong', () => {
    const broken = damaged.RHYME_BROKEN();
    const fix = fixOf(broken);
    expect(fix.style).toEqual(broken.style);
    expect(fix.producer_notes).toEqual(broken.producer_notes);
  });

  it('leaves the words alone where only a tag is wrong, and says which tag went by which rule', () => {
    const broken = damaged.TAG_CONFLICT();
    const fix = fixOf(broken);
    expect(linesOf(fix.lyrics)).toEqual(linesOf(broken.lyrics));
    expect(fix.style.tags.Mix).toEqual(['dry']);
    expect(fix.style.dropped).toContainEqual({ tag: 'Mix:wet', rule: expect.stringContaining('conflicts with Mix:dry') });
  });

  it('copies structure and durations from the plan, and keeps the tags of the sections', () => {
    const broken = damaged.DURATION_OFF();
    const { producer_notes } = fixOf(broken);
    expect(producer_notes.duration_sec).toBe(broken.plan.duration_sec);
    expect(producer_notes.section_meta['verse-1']).toEqual({ tags: ['mine'], target_duration_sec: broken.plan.sections[0]?.duration_sec });
    expect(fixOf(damaged.STRUCTURE_MISMATCH()).producer_notes.structure).toBe(structureOf(broken.plan));
  });

  it('is for the component that costs the total most, and for every error besides', () => {
    const edit = { ...withLine('verse-1', 3, 'I count the fucking one by one'), 'chorus-1': noHook };
    const fix = fixOf(goldenSong(edit));
    expect(fix.diff.component).toBe('hook_density');
    expect(fix.diff.changes.map(({ place }) => place)).toContain('verse-1:3');
  });

  it('of a song with nothing to mend changes nothing', () => {
    const song = goldenSong();
    const fix = fixOf(song);
    expect(fix.diff).toEqual({ component: 'none', changes: [] });
    expect(fix.lyrics).toEqual(song.lyrics);
  });

  it('leaves profanity that the spec allows', () => {
    const song = goldenSong(withLine('verse-1', 3, 'I count the fucking one by one'), { lyrics: { constraints: { explicit: true } } });
    expect(fixOf(song).diff.changes).toEqual([]);
  });

  it('that comes second chooses other words than the first', () => {
    const broken = damaged.SECTION_MISSING();
    expect(fixOf(broken, 2).lyrics.text).not.toBe(fixOf(broken, 1).lyrics.text);
  });
});

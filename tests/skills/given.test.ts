import { describe, expect, it } from 'vitest';
import type { Plan } from '../../src/domain/artifacts.js';
import type { Brief } from '../../src/domain/draft.js';
import { wholeBrief } from '../../src/drafting/brief.js';
import { checkDraft } from '../../src/drafting/check.js';
import { lineEnd, rhymeTier } from '../../src/prosody/rhyme.js';
import {
  catalog,
  codesOf,
  finish,
  fixOf,
  linesOf,
  makeSong,
  planOf,
  pronounce,
  resolve,
  type Song,
  sectionOf,
  tables,
  textsOf,
  thrownBy,
  type Written,
} from '../fixtures/song.js';

const withGiven = (given: unknown, lyrics: Written = {}): Written => ({ lyrics: { themes: ['home'], ...lyrics, given } });
const plan = (written: Written): Plan => planOf(resolve(written));
const section = ({ sections }: Plan, id: string) => sections.find((one) => one.id === id);
const types = ({ sections }: Plan) => sections.map(({ type }) => type);

describe('the form around given words', () => {
  it('is that of their tags where these name all that the genre needs', () => {
    expect(types(plan(withGiven('[Verse]\na line of mine\n\n[Chorus]\nPaper Boats\n\n[Verse]\n\n[Chorus]\n\n[Outro]\nthe end')))).toEqual([
      'Verse',
      'Chorus',
      'Verse',
      'Chorus',
      'Outro',
    ]);
  });

  it("is the genre's own where they fit into it", () => {
    const usual = types(plan({}));
    expect(types(plan(withGiven('[Chorus]\nPaper Boats on the water')))).toEqual(usual);
    expect(types(plan(withGiven('[Verse]\nmine\n[Chorus]\nPaper Boats on the water')))).toEqual(usual);
    expect(types(plan(withGiven('[Verse]\nmine\n[Chorus]\nPaper Boats\n[Verse 2]\nmine too')))).toEqual(usual);
    expect(types(plan(withGiven('no tag at all\nonly two lines')))).toEqual(usual);
  });

  it('gets what is missing between them where they do not', () => {
    expect(types(plan(withGiven('[Verse]\none\n[Verse]\ntwo\n[Verse]\nthree')))).toEqual(['Verse', 'Chorus', 'Verse', 'Chorus', 'Verse', 'Chorus']);
    expect(types(plan(withGiven('[Bridge]\none\n[Chorus]\ntwo')))).toEqual(['Verse', 'Bridge', 'Chorus']);
  });

  it('is that of section_order where it is asked for, and words without a place are told', () => {
    const made = plan(withGiven('[Verse 2]\nmine\n[Bridge]\nnowhere', { section_order: ['Verse', 'Chorus', 'Verse', 'Chorus'] }));
    expect(section(made, 'verse-2')?.given?.[0]).toEqual({ text: 'mine', locked: false });
    expect(section(made, 'verse-1')?.given).toBeUndefined();
    expect(codesOf(made)).toContain('GIVEN_NO_PLACE');
  });

  it('is the same when the resolved spec is resolved again', () => {
    const once = resolve(withGiven('[Verse]\none\n[Verse]\ntwo\n[Verse]\n= three'));
    expect(resolve(once as unknown as Written)).toEqual(once);
  });
});

describe('lines and syllables of given sections', () => {
  it('are as many as given, or the usual where these are too few', () => {
    const made = plan(withGiven('[Verse 1]\none\ntwo\nthree\nfour\nfive\nsix\n[Chorus]\nPaper Boats'));
    expect(section(made, 'verse-1')?.lines.target).toBe(6);
    expect(section(made, 'chorus-1')?.lines.target).toBeGreaterThanOrEqual(4);
  });

  it('of a section that is locked as a whole are neither more nor fewer', () => {
    const made = plan(withGiven({ text: '[Chorus]\nPaper Boats\nare all I have', locked: ['chorus'] }));
    expect(section(made, 'chorus-1')?.lines).toEqual({ min: 2, max: 2, target: 2 });
    expect(section(made, 'chorus-1')?.given?.every((line) => line?.locked)).toBe(true);
  });

  it('follow placeholders', () => {
    const made = plan(withGiven('[Verse]\n...\n= mine is the second\n_\n…\n[Chorus]\nPaper Boats'));
    expect(section(made, 'verse-1')?.given).toEqual([null, { text: 'mine is the second', locked: true }, null, null]);
  });

  it('of locked lines are their own, and of the others the pattern', () => {
    const made = plan(
      withGiven('[Verse]\n= Hey\na draft of mine\n= I never thought that I would see the day that you came walking back to me\n[Chorus]\nPaper Boats', {
        syllables_per_line: 8,
      }),
    );
    expect(section(made, 'verse-1')?.syllables.slice(0, 3)).toEqual([1, 8, 18]);
  });
});

describe('the hook', () => {
  it('is the title where the given chorus says it', () => {
    expect(plan(withGiven('[Chorus]\n= we sail on Paper Boats tonight\n= and never mind the rain')).hook.phrase).toBe('Paper Boats');
  });

  it('is the line that returns most, else what most lines begin with, else the first, where a whole chorus lacks the title', () => {
    const most = plan(withGiven({ text: '[Chorus]\nRain on the roof\nHold me now\nnothing to prove\nHold me now', locked: ['chorus'] }));
    expect(most.hook.phrase).toBe('Hold me now');
    expect(codesOf(most)).toContain('HOOK_FROM_GIVEN');
    const opening = '[Chorus]\nCome in, the water’s warm\nCome in, it won’t be long\nbeyond the harbour storm\nCome in and sing along';
    expect(plan(withGiven({ text: opening, locked: ['chorus'] })).hook.phrase).toBe('Come in');
    const first = plan(withGiven({ text: '[Chorus]\nRain on the roof\nHold me now\nnothing to prove\nthere somehow', locked: ['chorus'] }));
    expect(first.hook).toMatchObject({ phrase: 'Rain on the roof', per_chorus: 1 });
  });
});

describe('bad words of one’s own', () => {
  const refused = (given: unknown, lyrics: Written = {}) => thrownBy(() => plan(withGiven(given, lyrics))) as { code: string; message: string; hint: string };

  it.each([
    ['nothing', '', /no words/],
    ['blank lines', '\n\n \n', /no words/],
    ['tags alone', '[Verse]\n\n[Chorus]', /no words/],
    ['placeholders alone', '[Verse]\n...\n_', /no words/],
    ['ten thousand lines', 'a\n'.repeat(9_999), /9,999 lines/],
    ['a section nobody knows', '[Verse]\nx\n[Ode To Joy]\nmine', /"Ode To Joy"/],
    ['too many lines in a section', `[Verse]\n${'la la\n'.repeat(40)}`, /40 lines in Verse 1/],
    ['a line without end', `[Verse]\n= ${'la '.repeat(80)}`, /239 characters/],
  ])('%s', (_, text, message) => {
    expect(refused(text)).toMatchObject({ code: 'SPEC_INVALID', message: expect.stringMatching(message) });
  });

  it('a locked name that is none', () => {
    expect(refused({ text: '[Verse]\nmine', locked: ['vrese-1'] })).toMatchObject({ code: 'SPEC_INVALID', hint: expect.stringContaining('verse-1') });
  });

  it('a locked slur, and what nobody can sing in a line', () => {
    expect(refused(`[Verse]\n= you ${tables.profanity.slurs[0]}`).message).toMatch(/slur in line 1 of Verse 1, which is locked/);
    expect(refused(`[Verse]\n= ${'a b c '.repeat(30)}`).message).toMatch(/syllables/);
  });

  it('locked lines that the form has no place for', () => {
    expect(refused('[Bridge]\n= mine', { section_order: ['Verse', 'Chorus'] }).message).toMatch(/locked lines in Bridge 1/);
  });
});

/** The song as the workflow leaves it: repaired three times at most, each from the best so far. */
function workedOn(written: Written, seed: number, everyRound: (song: Song) => void): Song {
  let best = makeSong(written, seed);
  everyRound(best);
  for (let iteration = 1; iteration <= 3; iteration += 1) {
    const fix = fixOf(best, iteration);
    const next = finish({ ...best, style: fix.style, lyrics: fix.lyrics, producer_notes: fix.producer_notes });
    everyRound(next);
    if (next.scores.total > best.scores.total) best = next;
  }
  return best;
}

const odd = [
  'I WANT IT ALL AND I WANT IT NOW,',
  'nothing rhymes with an orange month',
  'Paper Boats, paper boats, oh Paper Boats!',
  'Hey',
  'I never ever thought that I would be the one to stand here in the pouring rain and wait',
  '🎉 party  at   the pier 🎉',
  'It’s 5:00 — “somewhere” (x2)',
  'Chorus: we sing it anyway...',
  '= sign and [Bridge] in the middle',
  'the river runs beside the lane',
];

describe('locked lines', () => {
  const schemes = ['AABB', 'ABAB', 'ABCB', 'AAAA', 'XAXA', 'AABA'];
  const genres = catalog.blueprints().map(({ slug }) => slug);
  const songs = Array.from({ length: 60 }, (_, at) => ({
    at,
    genre: genres[at % genres.length] as string,
    rhyme_scheme: schemes[at % schemes.length] as string,
  }));

  it.each(songs)('stay to the letter through all repairs: $at, $genre, $rhyme_scheme', ({ at, genre, rhyme_scheme }) => {
    const [first, second, third] = [odd[at % 10], odd[(at * 3 + 1) % 10], odd[(at * 7 + 4) % 10]] as [string, string, string];
    const given = `[Verse 1]\n= ${first}\n...\nthe draft of a line\n= ${second}\n\n[Chorus]\n_\n= ${third}\nthis chorus line is mine`;
    const written = { blueprint_ref: { genre }, lyrics: { rhyme_scheme, section_order: ['Verse', 'Chorus', 'Verse', 'Chorus'], given } };
    const best = workedOn(written, at + 1, ({ lyrics }) => {
      const verse = textsOf(sectionOf(lyrics, 'verse-1'));
      expect([verse[0], verse[3]]).toEqual([first, second]);
      for (const id of ['chorus-1', 'chorus-2']) expect(textsOf(sectionOf(lyrics, id))[1]).toBe(third);
    });
    for (const { line, section: id, severity, hint } of best.scores.issues) {
      if (line === undefined || !section(best.plan, id ?? '')?.given?.[line - 1]?.locked) continue;
      expect(severity).toBe('info');
      expect(hint).toMatch(/locked/);
    }
  });

  it('are rhymed with, also where they come last', () => {
    const song = makeSong(
      withGiven('[Verse 1]\n...\n...\n= I left my heart beside the sea\n= And sang a song of yesterday\n[Chorus]\nPaper Boats', { rhyme_scheme: 'ABAB' }),
      4,
    );
    const ends = textsOf(sectionOf(song.lyrics, 'verse-1')).map((line) => lineEnd(line, pronounce));
    for (const at of [0, 1]) expect(['perfect', 'slant']).toContain(rhymeTier(ends[at] as never, ends[at + 2] as never));
  });

  it('that somebody changed by hand are missed, and put back by FIX', () => {
    const song = makeSong(withGiven('[Verse]\n...\n= Mine it is\n[Chorus]\nPaper Boats'));
    const sections = song.lyrics.sections.map((one) => ({
      ...one,
      lines: one.lines.map((line) => (line.text === 'Mine it is' ? { ...line, text: 'Yours it is' } : line)),
    }));
    const changed = finish({ ...song, lyrics: { ...song.lyrics, sections } });
    expect(changed.scores.issues.find(({ code }) => code === 'LINE_LOCKED')).toMatchObject({ section: 'verse-1', severity: 'error' });
    expect(textsOf(sectionOf(fixOf(changed).lyrics, 'verse-1'))).toEqual(textsOf(sectionOf(song.lyrics, 'verse-1')));
    expect(codesOf(song.scores)).not.toContain('LINE_LOCKED');
  });

  it('of a genre that bans a word in them keep the error', () => {
    const song = makeSong(withGiven('[Verse]\n= a language model painted green\n[Chorus]\nPaper Boats'));
    expect(song.scores.issues.find(({ code }) => code === 'BANNED_TERM')).toMatchObject({ severity: 'error', hint: expect.stringContaining('locked') });
    expect(song.scores.passed).toBe(false);
  });
});

describe('a draft of one’s own', () => {
  it('stands at first, and FIX opens what is at fault and no locked line', () => {
    const text =
      '[Verse]\n= The lamps are lit along the lane\nA language model painted green\n= I count the houses one by one\nAnd chase the fading of the sun\n[Chorus]\nPaper Boats';
    const song = makeSong(withGiven(text, { rhyme_scheme: 'XAXA' }));
    expect(textsOf(sectionOf(song.lyrics, 'verse-1'))[1]).toBe('A language model painted green');
    const fixed = textsOf(sectionOf(fixOf(song).lyrics, 'verse-1'));
    expect(fixed[1]).not.toBe('A language model painted green');
    expect([fixed[0], fixed[2]]).toEqual(['The lamps are lit along the lane', 'I count the houses one by one']);
  });

  it('that a locked line does not rhyme with is told at the open line, and FIX opens that', () => {
    const text = '[Verse]\nThe garden gate is painted green\n= The lamps are lit along the lane\n_\n_\n[Chorus]\nPaper Boats';
    const song = makeSong(withGiven(text, { rhyme_scheme: 'AABB' }));
    expect(song.scores.issues.find(({ code, section: id }) => code === 'RHYME_BROKEN' && id === 'verse-1')).toMatchObject({ line: 1, severity: 'warning' });
    const fixed = textsOf(sectionOf(fixOf(song).lyrics, 'verse-1'));
    expect(fixed[1]).toBe('The lamps are lit along the lane');
    expect(rhymeTier(lineEnd(fixed[0] as string, pronounce), lineEnd(fixed[1] as string, pronounce))).toBe('perfect');
  });
});

describe('the draft of another writer', () => {
  const sds = resolve(withGiven('[Verse]\n= Mine  it is\n...\n...\n...\n[Chorus]\nPaper Boats'));
  const brief: Brief = wholeBrief({ sds, plan: planOf(sds), blueprint: catalog.findBlueprint('pop') });

  it('sees the lock in its brief', () => {
    expect(brief.sections[0]?.lines[0]).toMatchObject({ text: 'Mine  it is', locked: true });
    expect(brief.sections[0]?.lines[1]).not.toHaveProperty('locked');
  });

  it('that changes a locked line is answered, and the line stands', () => {
    const others = ['one line', 'two lines', 'three lines'];
    const changed = checkDraft(brief, { sections: [{ id: 'verse-1', lines: ['Mine it was', ...others] }], issues: [] }, 'LYRICS');
    expect(changed.issues.find(({ code }) => code === 'LINE_LOCKED')).toMatchObject({ section: 'verse-1', line: 1 });
    expect(changed.written[0]?.lines).toEqual(['Mine  it is', ...others]);
    for (const lines of [['Mine it is', ...others], others]) {
      const kept = checkDraft(brief, { sections: [{ id: 'verse-1', lines }], issues: [] }, 'LYRICS');
      expect(codesOf(kept)).not.toContain('LINE_LOCKED');
      expect(kept.written[0]?.lines).toEqual(['Mine  it is', ...others]);
    }
  });

  it('of lines a few short leaves locked lines at their places in the repair', () => {
    const song = makeSong(withGiven('[Verse]\n...\n= Mine it is\n...\n= And mine again\n[Chorus]\nPaper Boats'));
    const lines = sectionOf(song.lyrics, 'verse-1').lines;
    const short = finish({
      ...song,
      lyrics: { ...song.lyrics, sections: song.lyrics.sections.map((one) => (one.id === 'verse-1' ? { ...one, lines: lines.toSpliced(2, 1) } : one)) },
    });
    const fixed = textsOf(sectionOf(fixOf(short).lyrics, 'verse-1'));
    expect([fixed[1], fixed[3]]).toEqual(['Mine it is', 'And mine again']);
    expect(new Set(linesOf(fixOf(short).lyrics).filter((line) => line === 'And mine again')).size).toBe(1);
  });
});

describe('limits beside given words', () => {
  it('give way to them and are told, and locked lines beyond them are refused', () => {
    const verse = `[Verse]\n${'one line more of mine\n'.repeat(9)}`;
    const made = plan(
      withGiven(verse, { section_order: ['Verse', 'Chorus'], constraints: { max_lines: 10, section_requirements: { Verse: { max_lines: 6 } } } }),
    );
    expect(section(made, 'verse-1')?.lines.target).toBe(9);
    expect(made.issues.filter(({ code }) => code === 'WISH_NOT_MET').map(({ field }) => field)).toEqual([
      'lyrics.constraints.max_lines',
      'lyrics.constraints.section_requirements.Verse.max_lines',
    ]);
    const locked = withGiven({ text: verse, locked: ['verse'] }, { section_order: ['Verse', 'Chorus'], constraints: { max_lines: 8 } });
    expect(thrownBy(() => plan(locked))).toMatchObject({ code: 'SPEC_INVALID', message: expect.stringContaining('the locked lines') });
  });

  it('of a second chorus that is locked without the hook do not fail the song', () => {
    const text = '[Chorus]\nPaper Boats on the bay\n_\n_\n_\n[Chorus 2]\nno hook in this place\nno hook in this space\nnone to see or say\nnone on any day';
    const song = makeSong(withGiven({ text, locked: ['chorus-2'] }, { section_order: ['Verse', 'Chorus', 'Verse', 'Chorus'] }));
    expect(song.plan.hook).toMatchObject({ phrase: 'Paper Boats' });
    expect(song.plan.hook.count).toBeGreaterThan(0);
    expect(song.scores.issues.find(({ code }) => code === 'HOOK_MISSING')).toMatchObject({ section: 'chorus-2', severity: 'info' });
    expect(song.scores.passed).toBe(true);
  });
});

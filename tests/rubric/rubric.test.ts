import { describe, expect, it } from 'vitest';
import type { Scores } from '../../src/domain/artifacts.js';
import type { Issue, IssueCode } from '../../src/domain/issue.js';
import type { LyricSection } from '../../src/rubric/parts.js';
import { metricNames } from '../../src/rubric/score.js';
import { type Edit, goldenLines, goldenSong, withLine } from '../fixtures/golden.js';
import { codesOf, finish, makeSong, tables } from '../fixtures/song.js';

type Metric = (typeof metricNames)[number];

const good = goldenSong().scores;
const numbers = (scores: Scores) => Object.fromEntries(metricNames.map((name) => [name, scores[name]])) as Record<Metric, number>;
const places = (scores: Scores, code: IssueCode) =>
  scores.issues.filter((one) => one.code === code).map(({ section, line }) => (line === undefined ? section : `${section}:${line}`));

describe('a song with nothing wrong', () => {
  it('scores full marks everywhere, passes, and has no issues', () => {
    expect(numbers(good)).toEqual({ hook_density: 1, singability: 1, rhyme_tightness: 1, section_completeness: 1, profanity_score: 0 });
    expect(good).toMatchObject({ total: 1, passed: true, issues: [], not_measured: [] });
  });

  it.each(['pop', 'country', 'christmas-pop', 'hip-hop'])('is what the built-in writer gives %s: above the bar in every metric', (genre) => {
    const { scores } = makeSong({ blueprint_ref: { genre }, title: 'Half a Tank of Gas' }, 7);
    expect(scores.total).toBeGreaterThanOrEqual(scores.thresholds.min_total);
    expect(scores.profanity_score).toBe(0);
    expect(scores.section_completeness).toBe(1);
  });
});

interface Damage {
  edit: Edit;
  metric: Metric;
  /** Other metrics that it makes worse: what is not there cannot be sung and does not rhyme. */
  also?: Metric[];
  code: IssueCode;
  at: string[];
}

const longLine = 'The lamps are lit along the long and winding and forgotten lane';
const damages: Record<string, Damage> = {
  'the hook dropped from the chorus': {
    edit: { 'chorus-1': ['When night comes down and ships come home', ...goldenLines('chorus-1').slice(1, 3), 'I hear you singing of your home'] },
    metric: 'hook_density',
    code: 'HOOK_MISSING',
    at: ['chorus-1', 'chorus-2', 'chorus-3'],
  },
  'two lines swapped so that their rhymes break': {
    edit: { 'verse-1': [0, 2, 1, 3].map((at) => goldenLines('verse-1')[at] as string) },
    metric: 'rhyme_tightness',
    code: 'RHYME_BROKEN',
    at: ['verse-1:2', 'verse-1:4'],
  },
  'a line that ends in its partner’s very word': {
    edit: withLine('verse-1', 2, 'The river runs beside the lane'),
    metric: 'rhyme_tightness',
    code: 'RHYME_REPEATED',
    at: ['verse-1:2'],
  },
  'a line padded with syllables': { edit: withLine('verse-1', 1, longLine), metric: 'singability', code: 'SYLLABLES_OFF', at: ['verse-1:1'] },
  'a line too short to sing': { edit: withLine('bridge-1', 4, 'In my head'), metric: 'singability', code: 'SYLLABLES_OFF', at: ['bridge-1:4'] },
  'a line whose words fight the beat': {
    edit: withLine('verse-1', 1, 'Happy hotel family champagne'),
    metric: 'singability',
    code: 'STRESS_OFF',
    at: ['verse-1:1'],
  },
  'a line that ties the tongue': {
    edit: withLine('verse-1', 1, 'The next strange lamps burn down the lane'),
    metric: 'singability',
    code: 'HARD_TO_SING',
    at: ['verse-1:1'],
  },
  'a section dropped': {
    edit: { 'bridge-1': null },
    metric: 'section_completeness',
    also: ['singability', 'rhyme_tightness'],
    code: 'SECTION_MISSING',
    at: ['bridge-1'],
  },
  'a section two lines short': {
    edit: { 'verse-2': goldenLines('verse-2').slice(0, 2) },
    metric: 'section_completeness',
    code: 'LINES_TOO_FEW',
    at: ['verse-2'],
  },
  'a section too long': {
    edit: { 'bridge-1': [...goldenLines('bridge-1'), 'The fire in the hearth was low', 'The window frames were white with snow'] },
    metric: 'section_completeness',
    code: 'LINES_TOO_MANY',
    at: ['bridge-1'],
  },
  'a verse that says a line of the first again': {
    edit: { 'verse-2': [...goldenLines('verse-1').slice(0, 2), ...goldenLines('verse-2').slice(2)] },
    metric: 'section_completeness',
    code: 'LINE_REPEATED',
    at: ['verse-2:1', 'verse-2:2'],
  },
  'a profane line': { edit: withLine('verse-1', 3, 'I count the fucking one by one'), metric: 'profanity_score', code: 'PROFANITY', at: ['verse-1:3'] },
  'a slur': {
    edit: withLine('verse-1', 3, `I count the ${tables.profanity.slurs[0]} one by one`),
    metric: 'profanity_score',
    code: 'SLUR',
    at: ['verse-1:3'],
  },
  'a banned term': { edit: withLine('verse-2', 1, 'A language model painted green'), metric: 'profanity_score', code: 'BANNED_TERM', at: ['verse-2:1'] },
};

describe.each(Object.entries(damages))('%s', (_, { edit, metric, also = [], code, at }) => {
  const { scores } = goldenSong(edit);

  it('makes its metric worse and leaves the others as they were', () => {
    const worse = metricNames.filter((name) => (name === 'profanity_score' ? scores[name] > good[name] : scores[name] < good[name]));
    expect(worse).toEqual(metricNames.filter((name) => [metric, ...also].includes(name)));
    expect(scores.total).toBeLessThan(good.total);
  });

  it('is named with its section and line, and nothing else is', () => {
    expect(places(scores, code)).toEqual(at);
    expect([...new Set(codesOf(scores))]).toEqual([code]);
    for (const { message, hint } of scores.issues) {
      expect(message).toMatch(/\S/);
      expect(hint).toMatch(/\S/);
    }
  });
});

describe('the hook', () => {
  it('is overused where most lines hold it', () => {
    const everywhere = Object.fromEntries(
      ['verse-1', 'verse-2', 'bridge-1'].map((id) => [id, goldenLines(id).map((line) => `Take me home, ${line.toLowerCase()}`)]),
    );
    const { scores } = goldenSong(everywhere);
    expect(codesOf(scores)).toContain('HOOK_OVERUSED');
    expect(scores.hook_density).toBeLessThan(1);
  });

  it('costs more the more choruses miss it', () => {
    const lost = (id: string) => ({
      [id]: ['When night comes down and ships come home', ...goldenLines('chorus-1').slice(1, 3), 'I hear you singing of your home'],
    });
    const one = goldenSong({ 'chorus-1': goldenLines('chorus-1'), ...lost('chorus-2') }).scores;
    const all = goldenSong(lost('chorus-1')).scores;
    expect(one.hook_density).toBeLessThan(1);
    expect(all.hook_density).toBeLessThan(one.hook_density);
    expect(places(one, 'HOOK_MISSING')).toEqual(['chorus-2']);
  });

  it('is not measured where none is wanted', () => {
    const { scores } = goldenSong(damages['the hook dropped from the chorus']?.edit, { producer_notes: { hooks: 0 } });
    expect(scores.hook_density).toBe(1);
    expect(codesOf(scores)).not.toContain('HOOK_MISSING');
  });

  it('sung once in a chorus that asks for it twice is told', () => {
    const { scores, plan } = goldenSong(withLine('chorus-1', 1, 'When night comes down I start for home'));
    expect(plan.hook.per_chorus).toBe(2);
    expect(places(scores, 'HOOK_SPARSE')).toEqual(['chorus-1', 'chorus-2', 'chorus-3']);
  });

  it('that must end the chorus is missed where it does not, by the line', () => {
    const lyrics = { constraints: { section_requirements: { Chorus: { must_end_with_hook: true } } } };
    const { scores } = goldenSong(withLine('chorus-1', 4, 'I hear you singing of your home'), { lyrics });
    expect(places(scores, 'HOOK_NOT_LAST')).toEqual(['chorus-1:4', 'chorus-2:4', 'chorus-3:4']);
    expect(codesOf(goldenSong({}, { lyrics }).scores)).toEqual([]);
  });
});

describe('rhyme', () => {
  const slanted = withLine('verse-1', 2, 'The river swells with summer flames');

  it('that only slants is worth what the genre gives it, and is no issue where that is much', () => {
    const { scores, plan } = goldenSong(slanted);
    expect(scores.rhyme_tightness).toBeCloseTo(1 - (1 - plan.slant_rhyme) / 8, 3);
    expect(codesOf(scores)).toEqual([]);
  });

  it('for the eye only is broken', () => {
    const { scores } = goldenSong({ 'verse-1': ['The people that I used to love', 'The boxes that I could not move', ...goldenLines('verse-1').slice(2)] });
    expect(places(scores, 'RHYME_BROKEN')).toEqual(['verse-1:2']);
  });

  it('of a chorus that returns is counted once', () => {
    const once = goldenSong(withLine('chorus-1', 2, 'Across the hills of sand and stars')).scores.rhyme_tightness;
    const verse = goldenSong(withLine('verse-1', 2, 'Across the hills of sand and stars')).scores.rhyme_tightness;
    expect(once).toBe(verse);
  });

  it('is asked for by no line marked X', () => {
    const { scores } = goldenSong({ 'verse-1': [0, 2, 1, 3].map((at) => goldenLines('verse-1')[at] as string) }, { lyrics: { rhyme_scheme: 'XXXX' } });
    expect(places(scores, 'RHYME_BROKEN')).toEqual([]);
  });
});

describe('singability', () => {
  it('forgives what lies within the tolerance', () => {
    expect(goldenSong(withLine('verse-1', 1, 'The lamps are lit and long along the lane')).scores.singability).toBe(1);
    expect(codesOf(goldenSong(withLine('verse-1', 1, 'The lamps are lit and long along the lane'), { lyrics: { syllable_tolerance: 1 } }).scores)).toEqual([
      'SYLLABLES_OFF',
    ]);
  });

  it('holds a line that has another target to that target', () => {
    const { scores } = goldenSong({}, { lyrics: { syllables_per_line: [8, 4], syllable_tolerance: 0 } });
    expect(places(scores, 'SYLLABLES_OFF')).toEqual(expect.arrayContaining(['verse-1:2', 'verse-1:4']));
    expect(places(scores, 'SYLLABLES_OFF')).not.toContain('verse-1:1');
  });

  it('wants matching lines of matching sections alike, even within the tolerance', () => {
    const uneven = goldenSong({
      'verse-1': goldenLines('verse-1').with(0, 'The lamps are lit and they are long along the lane'),
      'verse-2': goldenLines('verse-2').with(0, 'A gate of green'),
    });
    expect(uneven.scores.parts.singability?.evenness).toBeLessThan(1);
  });
});

describe('a refrain', () => {
  it('that closes every verse is no repetition, and the same line elsewhere is', () => {
    const refrain = (id: string) => goldenLines(id).with(3, 'And all the bells of morning ring');
    const closing = goldenSong({ 'verse-1': refrain('verse-1'), 'verse-2': refrain('verse-2') });
    expect(places(closing.scores, 'LINE_REPEATED')).toEqual([]);
    const moved = goldenSong({ 'verse-1': refrain('verse-1'), 'verse-2': goldenLines('verse-2').with(0, 'And all the bells of morning ring') });
    expect(places(moved.scores, 'LINE_REPEATED')).toEqual(['verse-2:1']);
  });
});

describe('stress', () => {
  it('out of step through a whole long line is told by the line', () => {
    const { scores } = goldenSong(withLine('verse-1', 1, 'Hotel happy hotel sunny hotel happy champagne'));
    expect(places(scores, 'STRESS_OFF')).toEqual(['verse-1:1']);
    expect(scores.parts.singability?.stress).toBeLessThan(1);
  });
});

describe('section completeness', () => {
  it('sees sections out of order', () => {
    const { scores } = makeSwapped();
    expect(codesOf(scores)).toContain('SECTION_ORDER');
    expect(scores.section_completeness).toBeLessThan(1);
    expect(scores.passed).toBe(false);
  });

  it('lets a verse line come back where it is the hook', () => {
    const line = 'The night is long so take me home';
    const { scores } = goldenSong(
      { 'verse-1': goldenLines('verse-1').with(0, line), 'verse-2': goldenLines('verse-2').with(0, line) },
      { lyrics: { rhyme_scheme: 'XXXX' } },
    );
    expect(codesOf(scores)).not.toContain('LINE_REPEATED');
  });
});

function makeSwapped() {
  const song = goldenSong();
  const [first, second, ...rest] = song.lyrics.sections;
  return rescore(
    song,
    [second, first, ...rest].filter((section) => section !== undefined),
  );
}

function rescore(song: ReturnType<typeof goldenSong>, sections: typeof song.lyrics.sections) {
  return finish({ ...song, lyrics: { ...song.lyrics, sections } });
}

describe('profanity', () => {
  const { edit } = damages['a profane line'] as Damage;

  it('in one line of sixteen is far over the threshold', () => {
    const { scores } = goldenSong(edit);
    expect(scores.profanity_score).toBeGreaterThan(scores.thresholds.max_profanity);
    expect(scores.passed).toBe(false);
  });

  it('is told and not counted where the spec is explicit', () => {
    const { scores } = goldenSong(edit, { lyrics: { constraints: { explicit: true } } });
    expect(scores.profanity_score).toBe(0);
    expect(scores.passed).toBe(true);
    expect(scores.issues).toMatchObject([{ code: 'PROFANITY', severity: 'info', section: 'verse-1', line: 3 } satisfies Partial<Issue>]);
  });

  it.each(['a slur', 'a banned term'])('of the kind %s counts even where the spec is explicit', (name) => {
    const { scores } = goldenSong(damages[name]?.edit, { lyrics: { constraints: { explicit: true } } });
    expect(scores.profanity_score).toBeGreaterThan(0);
    expect(scores.passed).toBe(false);
  });
});

describe('the total', () => {
  it('is the weighted sum of the metrics, profanity turned round', () => {
    const { scores, plan } = goldenSong({ ...withLine('verse-1', 1, longLine), 'bridge-1': null });
    const { weights } = plan.targets;
    const sum = metricNames.reduce((total, name) => total + weights[name] * (name === 'profanity_score' ? 1 - scores[name] : scores[name]), 0);
    expect(scores.total).toBeCloseTo(sum, 3);
  });

  it('does not let a song pass that has an error, however high it is', () => {
    const { scores } = goldenSong({ 'bridge-1': null });
    expect(scores.total).toBeGreaterThan(scores.thresholds.min_total);
    expect(scores.passed).toBe(false);
  });

  it('leaves out what cannot be measured in another language, and says so', () => {
    const { scores } = goldenSong({ 'verse-1': [0, 2, 1, 3].map((at) => goldenLines('verse-1')[at] as string) }, { lyrics: { language: 'de' } });
    // Read as German the lines have other syllables; the broken rhyme weighs nothing.
    expect(scores.total).toBeGreaterThan(0.98);
    expect(scores.not_measured).toEqual(['rhyme_tightness', 'singability.stress', 'singability.articulation', 'singability.held_ends']);
    expect(Object.keys(scores.parts.singability ?? {}).sort()).toEqual(['breath', 'evenness', 'length']);
    expect(codesOf(scores)).not.toContain('RHYME_BROKEN');
  });

  it('of a song without words is far below the bar', () => {
    const { scores } = goldenSong({ 'verse-1': null, 'chorus-1': null, 'chorus-2': null, 'chorus-3': null, 'verse-2': null, 'bridge-1': null });
    expect(scores.total).toBeLessThan(0.5);
    expect(scores.passed).toBe(false);
  });
});

/** A section with other words where its hook was. */
const without = (section: LyricSection): LyricSection => ({
  ...section,
  lines: section.lines.map((line) => ({ ...line, text: line.text.replace(/Half a Tank of Gas/i, 'Something else instead') })),
});

describe('what no total makes up for', () => {
  const errors = (scores: Scores) => [...new Set(scores.issues.filter(({ severity }) => severity === 'error').map(({ code }) => code))];
  const everywhere = (change: (line: string, at: number) => string) =>
    Object.fromEntries(['verse-1', 'chorus-1', 'verse-2', 'bridge-1'].map((id) => [id, goldenLines(id).map(change)]));

  it('is a song whose lines all have idle words in them, and one such verse is forgiven', () => {
    const padded = (line: string) => `Indeed certainly ${line}`;
    const { scores } = goldenSong(everywhere(padded));
    expect(errors(scores)).toEqual(['SYLLABLES_OFF']);
    expect(scores.passed).toBe(false);
    const once = goldenSong({ 'verse-1': goldenLines('verse-1').map(padded) }).scores;
    expect(places(once, 'SYLLABLES_OFF')).toHaveLength(4);
    expect(once).toMatchObject({ passed: true });
  });

  it('is a song that hardly rhymes, and one couplet that does not is forgiven', () => {
    const ends = ['window', 'river', 'candle', 'purple'];
    const { scores } = goldenSong(everywhere((line, at) => (line.includes('home') ? line : line.replace(/\w+$/, ends[at] as string))));
    expect(errors(scores)).toEqual(['RHYME_BROKEN']);
    const once = goldenSong(withLine('verse-1', 1, 'The lamps are lit along the wall')).scores;
    expect(once).toMatchObject({ passed: true });
    expect(errors(once)).toEqual([]);
  });

  it('looks for the hook where a form without choruses sings it, and nowhere else', () => {
    const song = makeSong({ blueprint_ref: { genre: 'jazz-standard' }, title: 'Half a Tank of Gas' }, 3);
    expect(song.scores.parts.hook_density).toMatchObject({ placement: 1, return: 1 });
    const [first] = song.lyrics.sections.filter(({ type }) => type === 'Verse');
    const gone = { ...song.lyrics, sections: song.lyrics.sections.map((section) => (section === first ? without(section) : section)) };
    expect(finish({ ...song, lyrics: gone }).scores.parts.hook_density?.placement).toBeLessThan(1);
  });

  it('is a hook that comes nowhere, also where the form has no chorus', () => {
    const spec = { blueprint_ref: { genre: 'blues' }, title: 'Half a Tank of Gas' };
    const song = makeSong(spec, 3);
    expect(song.plan.sections.some(({ type }) => type === 'Chorus' || type === 'Refrain')).toBe(false);
    const gone = finish({ ...song, lyrics: { ...song.lyrics, sections: song.lyrics.sections.map(without) } });
    expect(codesOf(song.scores)).not.toContain('HOOK_MISSING');
    expect(errors(gone.scores)).toContain('HOOK_MISSING');
  });
});

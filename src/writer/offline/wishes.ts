import type { Brief } from '../../domain/draft.js';
import { type Issue, issue } from '../../domain/issue.js';
import type { ThemePack } from '../../domain/line-data.js';
import { wordsOf } from '../../prosody/tokens.js';
import type { Candidate } from './pool.js';

/** Wishes about how plainly and how concretely a song speaks, and what it draws on. */
export interface Wishes {
  /** What a line costs beside them. */
  cost(line: Candidate): number;
  /** What came of them over a whole song's lines. */
  unmet(lines: readonly Candidate[]): Issue[];
}

/** What a grade too high costs, and what a share of things that is off by one costs. */
const GRADE_COST = 1;
const IMAGE_COST = 8;
/** Share of a song's content words that name things, where none and where all imagery is wished for. */
const [FEWEST, MOST] = [0.08, 0.4];
/** How far a song may be off its wish before it is told. */
const OFF_IMAGES = 0.12;
const OFF_GRADES = 1;

/** What a line costs less for each word it shares with the person's sources, and for how many of them. */
const DRAWN = 1;
const MOST_DRAWN = 2;

export function wishesOf({ imagery, reading_grade, citations = [] }: Brief, packs: readonly ThemePack[]): Wishes {
  const drawn = drawnWords(citations);
  const things = imagery === undefined ? new Set<string>() : new Set(packs.flatMap(({ images }) => images.flatMap((image) => wordsOf(image))));
  const aim = imagery === undefined ? 0 : FEWEST + (MOST - FEWEST) * imagery;
  const thingsIn = ({ words }: Candidate) => [...words].filter((word) => things.has(word) || things.has(word.replace(/s$/, ''))).length;
  return {
    cost(line) {
      const images = imagery === undefined ? 0 : IMAGE_COST * Math.abs(thingsIn(line) / Math.max(1, line.words.size) - aim);
      const grade = reading_grade === undefined ? 0 : GRADE_COST * Math.max(0, gradeOfLines([line]) - reading_grade);
      const shared = drawn.size === 0 ? 0 : [...line.words].filter((word) => drawn.has(word)).length;
      return images + grade - DRAWN * Math.min(shared, MOST_DRAWN);
    },
    unmet(lines) {
      if (lines.length === 0) return [];
      const found: Issue[] = [];
      const share = lines.reduce((sum, line) => sum + thingsIn(line), 0) / lines.reduce((sum, { words }) => sum + Math.max(1, words.size), 0);
      if (imagery !== undefined && Math.abs(share - aim) > OFF_IMAGES)
        found.push(told('lyrics.imagery_density', `${Math.round(share * 100)} % of the words name things; about ${Math.round(aim * 100)} % were wished for.`));
      const grade = gradeOfLines(lines);
      if (reading_grade !== undefined && grade > reading_grade + OFF_GRADES)
        found.push(told('lyrics.reading_level', `The words are of grade ${grade.toFixed(1)}; grade ${reading_grade} was wished for.`));
      return found;
    },
  };
}

/** Words of the sources that name something: the built-in writer understands no more of them than that. */
function drawnWords(citations: NonNullable<Brief['citations']>): ReadonlySet<string> {
  return new Set(citations.flatMap(({ text }) => wordsOf(text)).filter((word) => word.length > 3 && !EVERYWHERE.has(word)));
}

const EVERYWHERE = new Set(
  'about after again also been before could down ever every from have here into just like made make more much only over said some than that them then there they this very want well went were what when where which while will with would your'.split(
    ' ',
  ),
);

/** Flesch and Kincaid's grade (.39 words a sentence + 11.8 syllables a word − 15.59), with a line as a sentence; 0 at the least. */
function gradeOfLines(lines: readonly Candidate[]): number {
  const words = lines.reduce((sum, { flat }) => sum + flat.trim().split(' ').length, 0);
  const syllables = lines.reduce((sum, line) => sum + line.syllables, 0);
  return Math.max(0, (0.39 * words) / lines.length + (11.8 * syllables) / words - 15.59);
}

function told(field: string, message: string): Issue {
  return issue('WISH_NOT_MET', 'LYRICS', { field, message, hint: 'Name other themes, or let another writer write.' });
}

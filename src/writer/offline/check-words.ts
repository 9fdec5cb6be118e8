import type { CloserGroup, LineFile, LineFrame, ThemePack } from '../../domain/line-data.js';
import type { StoryFile } from '../../domain/story-data.js';
import type { WordFault, WordFile, WordReport } from '../../domain/word-files.js';
import { measureLine } from '../../prosody/line.js';
import { lineEnd, rhymeKey, rhymeTier } from '../../prosody/rhyme.js';
import { lastWord, wordsOf } from '../../prosody/tokens.js';
import { familyFault, joint } from './check-joints.js';
import { checkStories, type WordTools } from './check-stories.js';
import { say, unknownTokens, type Voice } from './inflect.js';

type Fault = Omit<WordFault, 'file'>;

/** Lines of more syllables than this nobody asks for, and of fewer. */
const [SHORTEST, LONGEST] = [3, 17];
/** Ends of one line that should differ in sound, as a share. */
const DISTINCT = 0.7;

const SPOKEN: Voice = { pov: '1st', tense: 'present', hero: 'she' };

/** What there is beside the files that are looked at. */
export interface Beside {
  /** Slugs of the themes that there are, those of the files included. */
  themes: ReadonlySet<string>;
  /** Lines of the package, each as its words: what stands there need not be written again. */
  lines: ReadonlySet<string>;
}

/** Looks files of words over as a songwriter's editor would. */
export function checkWords(files: readonly WordFile[], beside: Beside, tools: WordTools): WordReport {
  const report: WordReport = { files: [], faults: [] };
  const seen = new Map<string, string>();
  for (const one of files) {
    const own = faultsOf(one, beside, tools);
    report.faults.push(...own.map((fault) => ({ ...fault, file: one.file })));
    if (one.data === null || one.kind === 'themes') {
      report.files.push({ file: one.file, templates: 0, lines: 0 });
      continue;
    }
    const templates = one.kind === 'stories' ? templatesOf(one.data) : one.data.lines;
    report.files.push({ file: one.file, templates: templates.length, lines: templates.reduce((sum, { ends }) => sum + ends.length, 0) });
    for (const line of templates.flatMap(({ text, ends }) => ends.map((end) => text.replace('{}', end)))) {
      const flat = wordsOf(line).join(' ');
      const other = seen.get(flat);
      const where = other !== undefined && other !== one.file ? `stands in ${other} too` : beside.lines.has(flat) ? 'stands in the package already' : null;
      if (where !== null) report.faults.push({ severity: 'warning', file: one.file, place: '', message: `"${line}" ${where}` });
      if (other === undefined) seen.set(flat, one.file);
    }
  }
  return report;
}

function faultsOf(one: WordFile, beside: Beside, tools: WordTools): Fault[] {
  if (one.data === null) return one.problems.map((problem) => ({ severity: 'error', ...problem }));
  if (one.kind === 'themes') return checkTheme(one.data);
  if (one.kind === 'lines') return checkLines(one.data, beside, tools);
  const { theme, near } = one.data;
  return [...[theme, ...near].flatMap((slug) => unknownTheme(slug, beside, 'theme')), ...checkStories(one.data, tools)];
}

export function templatesOf({ stories, chorus, lift }: StoryFile) {
  return [...stories.flatMap(({ verse_1, verse_2, bridge, chorus: answers = [] }) => [...verse_1, ...verse_2, ...bridge, ...answers]), ...chorus, ...lift];
}

function unknownTheme(slug: string, { themes }: Beside, place: string): Fault[] {
  if (slug === 'any' || themes.has(slug)) return [];
  return [{ severity: 'error', place, message: `there is no theme "${slug}": write themes/${slug}.json, or name one of ${[...themes].sort().join(', ')}` }];
}

function checkTheme({ keywords }: ThemePack): Fault[] {
  const low = keywords.map((word) => word.toLowerCase());
  const doubled = low.find((word, at) => low.indexOf(word) < at);
  return doubled === undefined ? [] : [{ severity: 'warning', place: 'keywords', message: `"${doubled}" comes twice` }];
}

function checkLines({ lines }: LineFile, beside: Beside, tools: WordTools): Fault[] {
  return lines.flatMap((line, at) => {
    const place = `line ${at + 1}`;
    return [...line.themes.flatMap((slug) => unknownTheme(slug, beside, place)), ...checkFrame(line, tools).map((fault) => ({ ...fault, place }))];
  });
}

function checkFrame(frame: LineFrame, { pronounce, unclean, familyWords }: WordTools): Omit<Fault, 'place'>[] {
  const faults: Omit<Fault, 'place'>[] = [];
  const error = (message: string) => faults.push({ severity: 'error', message });
  for (const end of frame.ends) {
    const line = frame.text.replace('{}', end);
    const torn = joint(frame.text, end) ?? familyFault(line, frame.families, familyWords);
    if (torn !== null) error(torn);
    if (!pronounce(lastWord(line)).known) error(`the last word of "${end}" is not in the dictionary`);
    const dirt = unclean(line);
    if (dirt !== null) error(`"${line}" holds ${dirt}`);
    const { syllables } = measureLine(line, pronounce);
    if (syllables < SHORTEST || syllables > LONGEST) error(`"${line}" has ${syllables} syllables; ${SHORTEST} to ${LONGEST} can be sung`);
    const person = personFault(line, frame.pov);
    if (person !== null) error(person);
  }
  const lasts = frame.ends.map((end) => lastWord(end));
  const doubled = lasts.find((word, at) => lasts.indexOf(word) < at);
  if (doubled !== undefined) error(`two ends close on "${doubled}"`);
  const sounds = new Set(frame.ends.map((end) => rhymeKey(lineEnd(end, pronounce)))).size;
  if (sounds < frame.ends.length * DISTINCT) faults.push({ severity: 'warning', message: `its ${frame.ends.length} ends have only ${sounds} sounds` });
  return faults;
}

/** A line that says "I" is the first person's, whatever its tag says. */
function personFault(line: string, pov: LineFrame['pov']): string | null {
  const self = /\b(?:I|I'm|I've|I'll|I'd|my|me|mine|myself)\b/.exec(line)?.[0];
  if (self !== undefined && (pov === '3rd' || pov === 'any')) return `"${line}" says "${self}" and is tagged pov "${pov}": tag it "1st"`;
  const other = /\b(?:you|you're|you've|you'll|your|yours|yourself)\b/i.exec(line)?.[0];
  if (other !== undefined && pov === '3rd') return `"${line}" says "${other}" and is tagged pov "3rd": tag it "2nd"`;
  return null;
}

/** What is wrong with the clauses that close a rapped line: brackets, words, and whether something rhymes with each. */
export function checkClosers(groups: readonly CloserGroup[], { pronounce, unclean }: WordTools): Fault[] {
  const all = groups.flatMap(({ sound, any = [], scene = [], turn = [] }) =>
    [...any, ...scene, ...turn].map((text) => ({ sound, text, end: lineEnd(say(text, SPOKEN), pronounce) })),
  );
  return all.flatMap(({ sound, text, end }): Fault[] => {
    const fault = (message: string): Fault[] => [{ severity: 'error', place: sound, message }];
    const [token] = unknownTokens(text);
    if (token !== undefined) return fault(`[${token}] is no word that bends`);
    if (!pronounce(end.word).known) return fault(`the last word of "${text}" is not in the dictionary`);
    const dirt = unclean(say(text, SPOKEN));
    if (dirt !== null) return fault(`"${text}" holds ${dirt}`);
    const answered = all.some((other) => ['perfect', 'slant'].includes(rhymeTier(other.end, end)));
    return answered ? [] : fault(`"${text}" rhymes with no other`);
  });
}

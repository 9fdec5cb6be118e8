import type { FamilyWords } from '../../domain/line-data.js';
import type { StoryFile, StoryLine } from '../../domain/story-data.js';
import type { WordFault } from '../../domain/word-files.js';
import type { Family } from '../../domain/words.js';
import { beatFit } from '../../prosody/fit.js';
import { measureLine } from '../../prosody/line.js';
import type { Pronounce } from '../../prosody/pronounce.js';
import { lineEnd, rhymeKey } from '../../prosody/rhyme.js';
import { lastWord } from '../../prosody/tokens.js';
import { familyFault, joint } from './check-joints.js';
import { say, unknownTokens, type Voice } from './inflect.js';

type Fault = Omit<WordFault, 'file'>;

export interface WordTools {
  pronounce: Pronounce;
  /** What must not be sung: profane words, slurs, terms a genre bans. Null where a line is clean. */
  unclean(line: string): string | null;
  /** Words that only some families of genres sing. */
  familyWords: FamilyWords;
}

const voices: readonly Voice[] = (['1st', '2nd', '3rd'] as const).flatMap((pov) =>
  (['present', 'past'] as const).map((tense): Voice => ({ pov, tense, hero: 'she' })),
);
/** Syllables that a line may have in the voice in which it is shortest or longest. */
const SHORTEST = 4;
const LONGEST = 14;
/** Most songs have lines of 6 to 9 syllables: so many of a line's ends must make one, as a share. */
const [COMMON_FROM, COMMON_TO, COMMON] = [6, 9, 0.5];
/** Ends of one line that should differ in sound, as a share. */
const DISTINCT = 0.7;
/** Other lines of its verse that a line should be able to rhyme with. */
const PARTNERS = 3;

/** Looks a story file over: brackets, sounds, lengths, beats, doubles, words that must not be sung, and whether lines find rhymes in their verse. */
export function checkStories(file: StoryFile, { pronounce, unclean, familyWords }: WordTools): Fault[] {
  const faults: Fault[] = [];
  const seen = new Map<string, string>();
  const parts: { name: string; lines: readonly StoryLine[]; verse: boolean; families?: readonly Family[] | undefined }[] = [
    ...file.stories.flatMap(({ name, families, verse_1, verse_2, bridge, chorus: answers = [] }) => [
      { name: `${name} verse_1`, lines: verse_1, verse: true, families },
      { name: `${name} verse_2`, lines: verse_2, verse: true, families },
      { name: `${name} bridge`, lines: bridge, verse: false, families },
      { name: `${name} chorus`, lines: answers, verse: false, families },
    ]),
    { name: 'chorus', lines: file.chorus, verse: false },
    { name: 'lift', lines: file.lift, verse: false },
  ];
  for (const { name, lines, verse, families } of parts) {
    for (const [at, line] of lines.entries()) {
      const place = `${name} ${at + 1}`;
      for (const fault of checkLine(line, pronounce, unclean)) faults.push({ ...fault, place });
      for (const end of line.ends) {
        const foreign = familyFault(line.text.replace('{}', end), families, familyWords);
        if (foreign !== null) faults.push({ severity: 'error', place, message: foreign });
        const whole = line.text.replace('{}', end).toLowerCase();
        const before = seen.get(whole);
        if (before !== undefined) faults.push({ severity: 'error', place, message: `"${end}" makes the line that stands at ${before}` });
        seen.set(whole, place);
      }
    }
    if (verse) faults.push(...checkPartners(name, lines, pronounce));
  }
  return faults;
}

function checkLine({ text, ends }: StoryLine, pronounce: Pronounce, unclean: WordTools['unclean']): Omit<Fault, 'place'>[] {
  const faults: Omit<Fault, 'place'>[] = [];
  const error = (message: string) => faults.push({ severity: 'error', message });
  const warn = (message: string) => faults.push({ severity: 'warning', message });
  for (const part of [text, ...ends]) {
    for (const token of unknownTokens(part)) error(`[${token}] is no word that bends`);
    const loose = /\b(?:I|I'm|I've|my|me|mine|we|us|ours|our|you|you're|your|yours)\b/i.exec(part.replace(/\[[^\]]*\]/g, ''));
    if (loose) error(`"${loose[0]}" in "${part}" must stand in brackets, or be said otherwise`);
  }
  for (const end of ends) {
    const torn = joint(text, end);
    if (torn !== null) error(torn);
    const whole = text.replace('{}', end);
    const spoken = say(whole, voices[0] as Voice);
    if (!pronounce(lastWord(spoken)).known) error(`the last word of "${end}" is not in the dictionary`);
    const dirt = unclean(spoken);
    if (dirt !== null) error(`"${spoken}" holds ${dirt}`);
    const measured = voices.map((voice) => measureLine(say(whole, voice), pronounce));
    const [least, most] = [Math.min(...measured.map(({ syllables }) => syllables)), Math.max(...measured.map(({ syllables }) => syllables))];
    if (least < SHORTEST || most > LONGEST) error(`"${spoken}" has ${least} to ${most} syllables; ${SHORTEST} to ${LONGEST} can be sung`);
    if (beatFit(measured[0] as (typeof measured)[number]).score < 0.5) warn(`"${spoken}" is hard to fit to a beat`);
  }
  const lengths = ends.map((end) => measureLine(say(text.replace('{}', end), voices[0] as Voice), pronounce).syllables);
  const common = lengths.filter((length) => length >= COMMON_FROM && length <= COMMON_TO).length;
  if (common < ends.length * COMMON)
    error(
      `only ${common} of its ${ends.length} lines have ${COMMON_FROM} to ${COMMON_TO} syllables (they have ${Math.min(...lengths)} to ${Math.max(...lengths)}): shorten the text or the ends`,
    );
  const sounds = new Set(ends.map((end) => soundOf(end, pronounce)));
  if (sounds.size < ends.length * DISTINCT) warn(`its ${ends.length} ends have only ${sounds.size} sounds`);
  const lasts = ends.map((end) => lastWord(say(end, voices[0] as Voice)));
  const doubled = lasts.find((word, at) => lasts.indexOf(word) < at);
  if (doubled !== undefined) error(`two ends close on "${doubled}"`);
  return faults;
}

/** The sound that an end rhymes by, in the first person and the present. */
const soundOf = (end: string, pronounce: Pronounce) => rhymeKey(lineEnd(say(end, voices[0] as Voice), pronounce));

/** A line that rhymes with hardly any other of its verse will hardly ever be sung. */
function checkPartners(name: string, lines: readonly StoryLine[], pronounce: Pronounce): Fault[] {
  const sounds = lines.map(({ ends }) => new Set(ends.map((end) => soundOf(end, pronounce))));
  return sounds.flatMap((own, at): Fault[] => {
    const partners = sounds.filter((other, place) => place !== at && [...other].some((sound) => own.has(sound))).length;
    if (partners >= Math.min(PARTNERS, lines.length - 1)) return [];
    return [{ severity: 'warning', place: `${name} ${at + 1}`, message: `rhymes with ${partners} other lines of its verse; ${PARTNERS} are wanted` }];
  });
}

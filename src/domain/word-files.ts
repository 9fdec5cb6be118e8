import type { LineFile, ThemePack } from './line-data.js';
import type { StoryFile } from './story-data.js';

/** A file of words for the built-in writer, or what is wrong with it. */
export type WordFile =
  | { file: string; kind: 'stories'; data: StoryFile }
  | { file: string; kind: 'lines'; data: LineFile }
  | { file: string; kind: 'themes'; data: ThemePack }
  | { file: string; kind: 'stories' | 'lines' | 'themes'; data: null; problems: { place: string; message: string }[] };

/** Something about a file of words that a songwriter should change (`error`) or look at. */
export interface WordFault {
  severity: 'error' | 'warning';
  file: string;
  /** "the-borrowed-coat verse_1 3"; "" for the file as a whole. */
  place: string;
  message: string;
}

export interface WordReport {
  /** Files that were looked at, with how many lines they can sing. */
  files: { file: string; templates: number; lines: number }[];
  faults: WordFault[];
}

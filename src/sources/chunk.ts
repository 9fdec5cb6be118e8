import { sha256 } from '../domain/canonical.js';
import type { SourceDocument } from '../domain/source.js';
import { jsonBlocks, markdownBlocks, textBlocks } from './blocks.js';

/** A piece of a source that one can cite. */
export interface Chunk {
  /** SHA-256 of `text`. */
  hash: string;
  /** Headings above it, the outermost first, joined by " › "; "" where there are none. */
  heading: string;
  /** The heading, if any, on a line of its own, then the words. */
  text: string;
}

/** Short paragraphs under one heading go together up to this length; longer ones are cut at ends of sentences. */
const WANTED = 500;
const LONGEST = 900;
const LONGEST_HEADING = 120;

/** Signs that nobody sees, which can hide text or turn its direction; joiners stay, some scripts are written with them. */
const UNSEEN = /[\u00ad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\u{e0000}-\u{e007f}]/gu;

/** The form in which a text is cut up and hashed: the same words give the same bytes, however a file was saved. */
export function normalised(text: string): string {
  return text
    .toWellFormed()
    .normalize('NFC')
    .replace(/\r\n?|[\u0085\u2028\u2029]/g, '\n')
    .replace(UNSEEN, '')
    .replace(/(?!\n)\p{Cc}/gu, ' ')
    .replace(/[^\S\n]+/g, ' ')
    .replace(/^ | $/gm, '')
    .replace(/\n{3,}/g, '\n\n')
    .trim();
}

export interface Cutting {
  /** What is done to words before they are a chunk's: personal data is taken out of them. */
  clean(text: string): string;
  /** Whether what stands under a heading is a chunk at all. */
  allows(heading: string): boolean;
}

const AS_IT_IS: Cutting = { clean: (text) => text, allows: () => true };

/** A document in pieces by headings and paragraphs, in their order; one at a time, because cleaning takes its time. */
export function* eachChunk({ format, text }: Pick<SourceDocument, 'format' | 'text'>, { clean, allows }: Cutting = AS_IT_IS): Generator<Chunk> {
  const blocks = format === 'json' ? jsonBlocks(text) : format === 'markdown' ? markdownBlocks(normalised(text)) : textBlocks(normalised(text));
  let open: Piece | null = null;
  for (const block of blocks) {
    const above = normalised(block.heading.join(' › ')).replace(/\n/g, ' ');
    if (!allows(above)) continue;
    const heading = clean(above).slice(0, LONGEST_HEADING).toWellFormed().trim();
    for (const part of partsOf(normalised(block.text), clean)) {
      const together: boolean = open !== null && open.heading === heading && open.text.length + part.length <= WANTED;
      if (open !== null && !together) yield chunkOf(open);
      open = { heading, text: open !== null && together ? `${open.text}\n\n${part}` : part };
    }
  }
  if (open !== null) yield chunkOf(open);
}

/** What is no paragraph any more is cleaned piece by piece, so that no step of the work is long. */
const LONG_PARAGRAPH = 10_000;

function* partsOf(text: string, clean: Cutting['clean']): Generator<string> {
  const whole = text.length <= LONG_PARAGRAPH ? [text] : cut(text);
  for (const one of whole) yield* cut(clean(one));
}

interface Piece {
  heading: string;
  text: string;
}

function chunkOf({ heading, text: words }: Piece): Chunk {
  const text = heading === '' ? words : `${heading}\n${words}`;
  return { hash: sha256(text), heading, text };
}

/** A paragraph in parts that are short enough: at ends of sentences, at spaces where a sentence is too long, anywhere where a word is. */
function cut(paragraph: string): string[] {
  const parts: string[] = [];
  let rest = paragraph;
  while (rest.length > LONGEST) {
    const room = rest.slice(0, LONGEST);
    const sentence = Math.max(...['. ', '! ', '? ', '.\n', '!\n', '?\n', '\n'].map((end) => room.lastIndexOf(end) + end.length - 1));
    const space = room.lastIndexOf(' ');
    const at = sentence > WANTED / 2 ? sentence : space > 0 ? space : wholeSigns(room);
    parts.push(rest.slice(0, at).trim());
    rest = rest.slice(at).trim();
  }
  if (rest !== '') parts.push(rest);
  return parts;
}

/** Length of a text without half of a sign at its end. */
function wholeSigns(text: string): number {
  return /[\ud800-\udbff]$/.test(text) ? text.length - 1 : text.length;
}

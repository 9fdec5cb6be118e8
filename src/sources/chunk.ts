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

/** A document in pieces by headings and paragraphs, each piece once, in their order. */
export function chunksOf({ format, text }: Pick<SourceDocument, 'format' | 'text'>, { clean, allows }: Cutting = AS_IT_IS): Chunk[] {
  const blocks = format === 'json' ? jsonBlocks(text) : format === 'markdown' ? markdownBlocks(normalised(text)) : textBlocks(normalised(text));
  const chunks = new Map<string, Chunk>();
  let open: Piece | null = null;
  const close = (): void => {
    if (open === null) return;
    const piece = chunkOf(open);
    if (!chunks.has(piece.hash)) chunks.set(piece.hash, piece);
    open = null;
  };
  for (const block of blocks) {
    const above = normalised(block.heading.join(' › ')).replace(/\n/g, ' ');
    if (!allows(above)) continue;
    const heading = clean(above).slice(0, LONGEST_HEADING).toWellFormed().trim();
    for (const part of cut(clean(normalised(block.text)))) {
      const before = open as Piece | null;
      const together = before !== null && before.heading === heading && before.text.length + part.length <= WANTED;
      if (!together) close();
      open = { heading, text: together ? `${before.text}\n\n${part}` : part };
    }
  }
  close();
  return [...chunks.values()];
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

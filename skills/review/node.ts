import type { z } from 'zod';
import type { Files } from '../../src/domain/artifacts.js';
import { canonicalJson, sha256 } from '../../src/domain/canonical.js';
import { defineSkill, type NodeContext } from '../../src/domain/contract.js';
import { lyricsText } from '../../src/drafting/measure.js';
import { reviewContract } from './contract.js';

type Context = NodeContext<z.infer<typeof reviewContract.input>>;

export interface PublishedFile {
  name: string;
  text: string;
}

function request(context: Context): PublishedFile[] {
  const files = songFiles(context);
  return [...files, { name: 'files.json', text: readable(listing(files)) }];
}

function accept(context: Context): Files {
  return listing(songFiles(context));
}

/** The words are taken from the lines, which were measured, and not from the text beside them, which anybody may have written. */
function songFiles({ input }: Context): PublishedFile[] {
  const { sds, render_job, ...artifacts } = input;
  const json = Object.entries({ ...artifacts, song: sds, ...(render_job ? { render_job } : {}) }).map(([name, value]) => ({
    name: `${name}.json`,
    text: readable(value),
  }));
  const { composed_prompt, plan, lyrics } = artifacts;
  return [...json, { name: 'lyrics.txt', text: `${plan.title}\n\n${lyricsText(lyrics.sections)}\n` }, { name: 'prompt.txt', text: composed_prompt.text }].sort(
    (a, b) => (a.name < b.name ? -1 : 1),
  );
}

function listing(files: PublishedFile[]): Files {
  return { files: files.map(({ name, text }) => ({ name, size: Buffer.byteLength(text), sha256: sha256(text) })) };
}

/** Sorted keys and two spaces: the same bytes everywhere, and readable in a diff. */
function readable(value: unknown): string {
  return `${JSON.stringify(JSON.parse(canonicalJson(value)), null, 2)}\n`;
}

export const review = defineSkill(reviewContract, { kind: 'effect', effect: 'publish', request, accept });

/**
 * Learns letters to sounds from the built pronouncing dictionary and writes scripts/learn/letters.bin. Takes some minutes, so
 * the table is checked in; run it again after a change to letter-features.ts or to the dictionary.
 *
 *   node dist/scripts/train-letters.js 2026-11-24            every word
 *   node dist/scripts/train-letters.js --held-out [file]     without a random 20th of the words, which it then measures
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { packageRoot } from '../src/catalog/package-root.js';
import { BUCKET, type LetterHeader, readLetterTable, slotFinder } from '../src/prosody/words/letters.js';
import { asBytes, chooseFeatures, type Lesson, learn } from './learn/letter-training.js';
import { align, soundsOf } from './learn/letters.js';
import { dictionaryEntries, figures, heldOut } from './learn/word-figures.js';

const BUCKETS = 2 ** 15;
const BIG = 2 ** 23;

const measuring = process.argv[2] === '--held-out';
const entries = dictionaryEntries();
const kept = measuring ? entries.filter(({ word }) => !heldOut(word)) : entries;
const aligned = align(kept);
const sounds = soundsOf(aligned);
const lessons = aligned.flatMap(({ word, sounds: said }): Lesson[] => {
  const indexes = said.map((sound, at) => sounds.byLetter[word[at] as string]?.find((one) => sounds.labels[one] === sound) ?? -1);
  return indexes.includes(-1) || said.join(' ').split('1').length !== 2 ? [] : [{ word, sounds: indexes }];
});
console.log(`${kept.length} words, ${aligned.length} aligned, ${lessons.length} lessons, ${sounds.labels.length} sounds`);

// First with room for every feature, to see which matter; then again with those alone, in the table as it will be.
const hashed = (hash: number) => hash & (BIG - 1);
const big = { slot: hashed, values: learn(lessons, sounds, hashed, BIG, 3) };
const fingerprints = chooseFeatures(lessons, sounds, big, 150_000, BUCKETS);
const weights = asBytes(learn(lessons, sounds, slotFinder(fingerprints, BUCKETS), fingerprints.length, 6));
const header: LetterHeader = {
  about: `Letters to sounds. Made by scripts/train-letters.ts from ${lessons.length} words of cmu-pronouncing-dictionary 3.0.0, ${measuring ? 'some held out' : (process.argv[2] ?? 'undated')}`,
  buckets: BUCKETS,
  ...sounds,
};
const bytes = Buffer.concat([Buffer.from(`${JSON.stringify(header)}\n`), fingerprints, Buffer.from(weights.buffer, 0, BUCKETS * BUCKET)]);
const target = measuring ? process.argv[3] : join(packageRoot(), 'scripts', 'learn', 'letters.bin');
if (target) writeFileSync(target, bytes);
console.log(`${bytes.length} bytes`);
if (measuring)
  console.log(
    figures(
      entries.filter(({ word }) => heldOut(word)),
      readLetterTable(bytes),
    ),
  );

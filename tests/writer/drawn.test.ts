import { describe, expect, it } from 'vitest';
import { skillOf } from '../../skills/index.js';
import type { Plan } from '../../src/domain/artifacts.js';
import type { PlainNode, WritingNode } from '../../src/domain/contract.js';
import type { Brief } from '../../src/domain/draft.js';
import type { Writer } from '../../src/domain/ports.js';
import { resolveSds } from '../../src/domain/resolve.js';
import { streams } from '../../src/domain/seed.js';
import { sdsSchema } from '../../src/domain/spec.js';
import { catalog, offline } from '../fixtures/studio.js';

const inline = offline as Extract<Writer, { mode: 'inline' }>;

/** The words of a song, written with what sources say and without. */
function songOf(seed: number, genre: string, text: string | null): string {
  const sds = resolveSds(sdsSchema.parse({ title: 'Paper Boats', blueprint_ref: { genre }, seed }), catalog.findBlueprint(genre), seed, null);
  const context = { input: { sds }, rng: streams(seed, 'PLAN', 0), tables: catalog.tables };
  const plan = (skillOf('PLAN').node as unknown as PlainNode<unknown, Plan>).run(context as never);
  const writing = { ...context, input: { sds, plan }, rng: streams(seed + 2, 'LYRICS', 0) };
  const brief: Brief = (skillOf('LYRICS').node as unknown as WritingNode<unknown, unknown>).brief(writing as never);
  const citations = text === null ? {} : { citations: [{ chunk_hash: 'a'.repeat(64), source_id: 'memo', text, weight: 1 }] };
  return inline
    .write({ ...brief, ...citations }, writing.rng)
    .sections.flatMap(({ lines }) => lines)
    .join('\n')
    .toLowerCase();
}

describe('the built-in writer with sources', () => {
  it('prefers words that they have, and writes as ever where it has none', () => {
    const words = ['window', 'kitchen', 'coffee', 'train', 'winter', 'radio', 'rain', 'letter'];
    const text = `${words.join(' and the ')}.`;
    const held = (song: string) => song.split(/[^a-z']+/).filter((word) => words.includes(word)).length;
    let [without, with_] = [0, 0];
    for (const seed of [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]) {
      without += held(songOf(seed, 'pop', null));
      with_ += held(songOf(seed, 'pop', text));
    }
    expect(with_).toBeGreaterThan(without * 1.5);
    expect(songOf(1, 'pop', 'Xylograph and quaternion.')).toBe(songOf(1, 'pop', null));
  }, 120_000);
});

import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { MAX_SEED, nodeSeed, type Rng, streams } from '../../src/domain/seed.js';

const draw = (rng: Rng, count = 20) => Array.from({ length: count }, () => rng.int(0, 1_000_000));

describe('node seeds', () => {
  it('are the run seed plus the node index', () => {
    expect(nodeSeed(2026, 0)).toBe(2026);
    expect(nodeSeed(2026, 8)).toBe(2034);
  });

  it('stay exact at the largest seed', () => {
    expect(nodeSeed(MAX_SEED, 8)).toBe(MAX_SEED + 8);
    expect(Number.isSafeInteger(nodeSeed(MAX_SEED, 8))).toBe(true);
  });
});

describe('streams of choices', () => {
  it('give the same choices for the same purpose', () => {
    expect(draw(streams(7, 'LYRICS', 0)('rhyme', 'verse-1', 'A'))).toEqual(draw(streams(7, 'LYRICS', 0)('rhyme', 'verse-1', 'A')));
  });

  it.each([
    ['seed', streams(8, 'LYRICS', 0)('rhyme', 'verse-1')],
    ['node', streams(7, 'FIX', 0)('rhyme', 'verse-1')],
    ['iteration', streams(7, 'LYRICS', 1)('rhyme', 'verse-1')],
    ['reroll', streams(7, 'LYRICS', 0, 1)('rhyme', 'verse-1')],
    ['purpose', streams(7, 'LYRICS', 0)('rhyme', 'verse-2')],
    ['length of the purpose', streams(7, 'LYRICS', 0)('rhyme')],
  ])('share nothing with a stream of another %s', (_, other) => {
    const mine = draw(streams(7, 'LYRICS', 0)('rhyme', 'verse-1'));
    const theirs = draw(other);
    expect(mine.filter((value, at) => value === theirs[at])).toEqual([]);
  });

  it('tell the number 1 in a purpose from the text "1"', () => {
    expect(draw(streams(7, 'LYRICS', 0)('hook', 1))).not.toEqual(draw(streams(7, 'LYRICS', 0)('hook', '1')));
  });

  it('do not shift one another: one more choice here changes nothing there', () => {
    const of = streams(7, 'LYRICS', 0);
    const alone = draw(of('b'));
    draw(of('a'), 99);
    expect(draw(of('b'))).toEqual(alone);
  });

  it('are xoroshiro128+ from the head of the SHA-256 of their documented key', () => {
    const digest = createHash('sha256').update('[7,"LYRICS",0,"hook",1]').digest();
    const state = [0, 4, 8, 12].map((at) => digest.readInt32BE(at));
    // The first output is the sum of the two 64-bit halves of the state; pure-rand gives its low 32 bits.
    const first = ((state[1] as number) + (state[3] as number)) | 0;
    expect(streams(7, 'LYRICS', 0)('hook', 1).int(-0x80000000, 0x7fffffff)).toBe(first);
  });
});

describe('a stream', () => {
  const rng = () => streams(1, 'PLAN', 0)('test');

  it('gives integers of a closed range, both ends included, about equally often', () => {
    const stream = rng();
    const counts = new Map<number, number>();
    for (let turn = 0; turn < 6000; turn += 1) {
      const value = stream.int(-1, 4);
      counts.set(value, (counts.get(value) ?? 0) + 1);
    }
    expect([...counts.keys()].sort((a, b) => a - b)).toEqual([-1, 0, 1, 2, 3, 4]);
    for (const count of counts.values()) expect(Math.abs(count - 1000)).toBeLessThan(150);
  });

  it('shuffles into a new list with the same elements', () => {
    const list = Object.freeze([1, 2, 3, 4, 5, 6, 7, 8, 9]);
    const shuffled = rng().shuffle(list);
    expect(shuffled).not.toEqual(list);
    expect([...shuffled].sort()).toEqual(list);
  });

  it('puts every element at every place when it shuffles', () => {
    const stream = rng();
    const places = new Set(Array.from({ length: 200 }, () => stream.shuffle(['a', 'b', 'c']).join('')));
    expect(places.size).toBe(6);
  });

  it('picks every element of a list, and refuses an empty one', () => {
    const stream = rng();
    expect(new Set(Array.from({ length: 100 }, () => stream.pick(['a', 'b', 'c']))).size).toBe(3);
    expect(() => stream.pick([])).toThrow(RangeError);
  });
});

import { describe, expect, it } from 'vitest';
import { nearest, suggestion } from '../../src/domain/nearest.js';

const known = ['title', 'style', 'lyrics', 'persona', 'sources', 'render', 'seed'];

describe('the nearest known word', () => {
  it.each([
    ['titel', 'title'],
    ['Tilte', 'title'],
    ['lyric', 'lyrics'],
    ['lirycs', 'lyrics'],
    ['SEED', 'seed'],
    ['ren-der', 'render'],
  ])('to %j is %j', (written, wanted) => {
    expect(nearest(written, known)[0]).toBe(wanted);
  });

  it('is nobody where all are far: a wrong suggestion is worse than none', () => {
    expect(nearest('xylophone', known)).toEqual([]);
  });

  it('counts two letters exchanged as one mistake', () => {
    expect(nearest('ab', ['ba', 'cd'])).toEqual(['ba']);
  });

  it('comes best first and at most three', () => {
    expect(nearest('vers', ['verse', 'vers', 'verses', 'verve', 'versus'])).toEqual(['vers', 'verse', 'verses']);
    expect(nearest('vers', ['verse', 'vers'], 1)).toEqual(['vers']);
  });

  it('keeps the order of the known words on a tie', () => {
    expect(nearest('cat', ['hat', 'bat'])).toEqual(['hat', 'bat']);
    expect(nearest('cat', ['bat', 'hat'])).toEqual(['bat', 'hat']);
  });

  it('answers a huge word without comparing it whole', () => {
    expect(nearest('z'.repeat(1_000_000), known)).toEqual([]);
  });
});

describe('a suggestion', () => {
  it('asks "did you mean", with "or" before the last', () => {
    expect(suggestion('titel', known)).toBe('did you mean title?');
    expect(suggestion('cat', ['hat', 'bat', 'rat'])).toBe('did you mean hat, bat or rat?');
  });

  it('lists what is known where nothing is near', () => {
    expect(suggestion('xylophone', ['low', 'high'])).toBe('known: low, high');
  });
});

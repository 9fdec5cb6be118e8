import { describe, expect, it } from 'vitest';
import type { GraphRow } from '../../src/domain/manifest.js';
import { checkGraph, pruneAfter, standardGraph, waves, wavesAfterFix } from '../../src/orchestrator/graph.js';

const ids = (rows: readonly GraphRow[][]) => rows.map((wave) => wave.map(({ id }) => id));
const changed = (change: (rows: GraphRow[]) => GraphRow[]) => change(structuredClone(standardGraph) as GraphRow[]);
const problems = (graph: GraphRow[]): string[] => {
  try {
    checkGraph(graph);
    return [];
  } catch (thrown) {
    return (thrown as { problems: { path: string; message: string }[] }).problems.map(({ path, message }) => `${path} ${message}`);
  }
};

describe('the graph', () => {
  it('runs in waves whose nodes read only what earlier waves made', () => {
    expect(ids(waves(standardGraph))).toEqual([['PLAN'], ['STYLE', 'LYRICS', 'PRODUCER'], ['COMPOSE'], ['VALIDATE'], ['RENDER'], ['REVIEW']]);
  });

  it('runs COMPOSE and VALIDATE again after FIX and nothing else', () => {
    expect(ids(wavesAfterFix(standardGraph))).toEqual([['COMPOSE'], ['VALIDATE']]);
  });

  it('ends after a node with just what that node rests on', () => {
    expect(pruneAfter(standardGraph, 'LYRICS').map(({ id }) => id)).toEqual(['PLAN', 'LYRICS']);
    expect(pruneAfter(standardGraph, 'VALIDATE').map(({ id }) => id)).not.toContain('FIX');
    expect(pruneAfter(standardGraph, 'RENDER').map(({ id }) => id)).toContain('FIX');
    expect(pruneAfter(standardGraph, 'REVIEW')).toHaveLength(standardGraph.length);
  });

  it('as it stands, and without RENDER or FIX, is allowed', () => {
    expect(problems(changed((rows) => rows))).toEqual([]);
    expect(problems(changed((rows) => rows.filter(({ id }) => id !== 'FIX')))).toEqual([]);
    const noRender = changed((rows) =>
      rows.filter(({ id }) => id !== 'RENDER').map((row) => ({ ...row, inputs: row.inputs.filter((input) => input !== 'RENDER') })),
    );
    expect(problems(noRender)).toEqual([]);
  });

  it.each<[string, (rows: GraphRow[]) => GraphRow[], string]>([
    ['a node left out', (rows) => rows.filter(({ id }) => id !== 'LYRICS'), 'graph leaves LYRICS out'],
    ['a node named twice', (rows) => [...rows, rows[0] as GraphRow], 'names PLAN a second time'],
    ['a missing input', (rows) => rows.map((row) => (row.id === 'STYLE' ? { ...row, inputs: ['SDS'] } : row)), '(STYLE) misses the input PLAN'],
    [
      'an input too many',
      (rows) => rows.map((row) => (row.id === 'STYLE' ? { ...row, inputs: [...row.inputs, 'LYRICS'] } : row)),
      'has the input LYRICS, which its contract does not know',
    ],
    ['a cycle', (rows) => rows.map((row) => (row.id === 'PLAN' ? { ...row, inputs: ['SDS', 'REVIEW'] } : row)), 'has a cycle: PLAN reads REVIEW'],
    ['an input the graph leaves out', (rows) => rows.filter(({ id }) => id !== 'RENDER'), 'reads RENDER, which the graph leaves out'],
    ['other conditions', (rows) => rows.map((row) => (row.id === 'REVIEW' ? { ...row, when: ['on_pass'] } : row)), '(REVIEW) has the conditions on_pass'],
  ])('refuses %s and says where', (_name, change, message) => {
    expect(problems(changed(change)).join('\n')).toContain(message);
  });
});

import { AmcsError, type Problem } from '../domain/error.js';
import type { GraphRow } from '../domain/manifest.js';
import { suggestion } from '../domain/nearest.js';
import { type NodeName, nodeNames } from '../domain/node-name.js';

/** The workflow as data. FIX is not an edge but what happens on_fail: after it the nodes that read its output run again. */
export const standardGraph: readonly GraphRow[] = [
  { id: 'PLAN', inputs: ['SDS'], when: ['always'] },
  { id: 'STYLE', inputs: ['SDS', 'PLAN'], when: ['always'] },
  { id: 'LYRICS', inputs: ['SDS', 'PLAN'], when: ['always'] },
  { id: 'PRODUCER', inputs: ['SDS', 'PLAN'], when: ['always'] },
  { id: 'COMPOSE', inputs: ['SDS', 'PLAN', 'STYLE', 'LYRICS', 'PRODUCER'], when: ['always'] },
  { id: 'VALIDATE', inputs: ['SDS', 'PLAN', 'STYLE', 'LYRICS', 'PRODUCER', 'COMPOSE'], when: ['always'] },
  { id: 'FIX', inputs: ['SDS', 'PLAN', 'STYLE', 'LYRICS', 'PRODUCER', 'VALIDATE'], when: ['on_fail'] },
  { id: 'RENDER', inputs: ['SDS', 'PLAN', 'COMPOSE'], when: ['on_pass', 'flag:render'] },
  { id: 'REVIEW', inputs: ['SDS', 'PLAN', 'STYLE', 'LYRICS', 'PRODUCER', 'COMPOSE', 'VALIDATE', 'RENDER'], when: ['always'] },
];

const OPTIONAL: readonly NodeName[] = ['FIX', 'RENDER'];

/** What FIX gives anew; who reads these runs again after it. */
export const revised: readonly NodeName[] = ['STYLE', 'LYRICS', 'PRODUCER'];

/**
 * Checks a manifest's graph: it is the standard one, with RENDER or FIX left out if wished.
 * @throws AmcsError MANIFEST_INVALID with one problem a place.
 */
export function checkGraph(graph: readonly GraphRow[]): void {
  const problems = [...duplicates(graph), ...cycles(graph), ...leftOut(graph), ...graph.flatMap((row, at) => rowProblems(row, at, graph))];
  const first = problems[0];
  if (first)
    throw new AmcsError('MANIFEST_INVALID', { message: `Manifest: ${first.path} ${first.message}.`, ...(first.hint ? { hint: first.hint } : {}), problems });
}

function duplicates(graph: readonly GraphRow[]): Problem[] {
  return graph.flatMap(({ id }, at) =>
    graph.findIndex((row) => row.id === id) < at ? [{ path: `graph.${at}`, message: `names ${id} a second time`, hint: 'Remove it.' }] : [],
  );
}

function leftOut(graph: readonly GraphRow[]): Problem[] {
  return nodeNames
    .filter((node) => !OPTIONAL.includes(node) && !graph.some(({ id }) => id === node))
    .map((node) => ({
      path: 'graph',
      message: `leaves ${node} out; only ${OPTIONAL.join(' and ')} may be left out`,
      hint: `Add ${JSON.stringify(standardRow(node))}, or use stop_after to end early.`,
    }));
}

const standardRow = (node: NodeName) => standardGraph.find(({ id }) => id === node) as GraphRow;

function rowProblems({ id, inputs, when }: GraphRow, at: number, graph: readonly GraphRow[]): Problem[] {
  const standard = standardRow(id);
  const present = (input: string) => input === 'SDS' || graph.some((row) => row.id === input);
  const wanted = standard.inputs.filter(present);
  const path = `graph.${at} (${id})`;
  const problems: Problem[] = [];
  for (const input of wanted.filter((one) => !inputs.includes(one)))
    problems.push({ path, message: `misses the input ${input}`, hint: `Its inputs are ${wanted.join(', ')}.` });
  for (const input of inputs.filter((one) => !standard.inputs.includes(one)))
    problems.push({ path, message: `has the input ${input}, which its contract does not know`, hint: `Its inputs are ${wanted.join(', ')}.` });
  for (const input of inputs.filter((one) => standard.inputs.includes(one) && !present(one)))
    problems.push({ path, message: `reads ${input}, which the graph leaves out`, hint: `Take ${input} out of its inputs.` });
  if ([...when].sort().join() !== [...standard.when].sort().join())
    problems.push({
      path,
      message: `has the conditions ${when.join(', ')}`,
      hint: `It runs ${standard.when.join(', ')}; ${suggestion(when[0] as string, ['always', 'on_pass', 'on_fail', 'flag:render'])}`,
    });
  return problems;
}

function cycles(graph: readonly GraphRow[]): Problem[] {
  const done = new Set<string>();
  const visit = (id: string, path: string[]): string[] | null => {
    if (path.includes(id)) return [...path.slice(path.indexOf(id)), id];
    if (done.has(id)) return null;
    const row = graph.find((one) => one.id === id);
    for (const input of row?.inputs ?? []) {
      const cycle = visit(input, [...path, id]);
      if (cycle) return cycle;
    }
    done.add(id);
    return null;
  };
  for (const { id } of graph) {
    const cycle = visit(id, []);
    if (cycle) return [{ path: 'graph', message: `has a cycle: ${cycle.join(' reads ')}`, hint: 'Take one of these inputs out.' }];
  }
  return [];
}

/** The rows a run needs to end after a node: that node and all it rests on. FIX brings the loop with it. */
export function pruneAfter(graph: readonly GraphRow[], last: NodeName | undefined): GraphRow[] {
  if (last === undefined) return [...graph];
  const needed = new Set<string>();
  const need = (id: string): void => {
    needed.add(id);
    const row = graph.find((one) => one.id === id);
    for (const input of row ? restsOn(row) : []) if (!needed.has(input)) need(input);
  };
  need(last);
  // What comes after VALIDATE comes after its repairs.
  if (last === 'RENDER' || last === 'REVIEW') needed.add('FIX');
  return graph.filter(({ id }) => needed.has(id));
}

/** What must have run before a row: its inputs, and VALIDATE where it waits for a verdict. */
function restsOn({ inputs, when }: GraphRow): string[] {
  return when.includes('on_pass') ? [...inputs, 'VALIDATE'] : inputs;
}

/** Rows in waves: a wave's rows read only what earlier waves made, so they run at the same time. FIX stands outside. */
export function waves(graph: readonly GraphRow[]): GraphRow[][] {
  const result: GraphRow[][] = [];
  const made = new Set<string>(['SDS']);
  let rest = graph.filter(({ id }) => id !== 'FIX');
  while (rest.length > 0) {
    const wave = rest.filter((row) => restsOn(row).every((input) => made.has(input)));
    if (wave.length === 0) throw new AmcsError('MANIFEST_INVALID', { message: 'Manifest: graph has rows that can never run.' });
    result.push(wave);
    for (const { id } of wave) made.add(id);
    rest = rest.filter((row) => !wave.includes(row));
  }
  return result;
}

/** The waves that run again after FIX: what reads its output, down to VALIDATE. */
export function wavesAfterFix(graph: readonly GraphRow[]): GraphRow[][] {
  const again = new Set<string>(revised);
  const before = waves(graph).slice(0, waves(graph).findIndex((wave) => wave.some(({ id }) => id === 'VALIDATE')) + 1);
  return before
    .map((wave) =>
      wave.filter(({ id, inputs }) => {
        const reads = !revised.includes(id) && inputs.some((input) => again.has(input));
        if (reads) again.add(id);
        return reads;
      }),
    )
    .filter((wave) => wave.length > 0);
}

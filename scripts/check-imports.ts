/**
 * Who may import whom, as ARCHITECTURE.md draws it. Fails on an import that is not allowed, on a cycle of files, on a
 * node that imports another node, and on a vendor package outside the rooms that wrap it.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..');

/** Room → rooms it may import. Every room may import itself. */
const allowed: Record<string, string[]> = {
  domain: [],
  prosody: ['domain'],
  guards: ['domain', 'prosody'],
  prompt: ['domain'],
  rubric: ['domain', 'prosody', 'guards'],
  drafting: ['domain', 'prosody'],
  skills: ['domain', 'prosody', 'guards', 'prompt', 'rubric', 'drafting'],
  workbench: ['domain', 'prosody', 'guards', 'rubric', 'drafting', 'skills'],
  synth: ['domain'],
  orchestrator: ['domain'],
  surfaces: ['domain', 'orchestrator', 'skills'],
  catalog: ['domain'],
  store: ['domain'],
  storage: ['domain'],
  events: ['domain'],
  writer: ['domain', 'prosody'],
  sources: ['domain', 'guards'],
  editor: ['domain', 'prosody', 'guards', 'catalog', 'writer'],
  config: ['catalog'],
  app: [
    'config',
    'domain',
    'drafting',
    'skills',
    'catalog',
    'store',
    'storage',
    'events',
    'writer',
    'sources',
    'workbench',
    'synth',
    'editor',
    'orchestrator',
    'surfaces',
  ],
  main: ['app', 'config', 'surfaces'],
};

/** Packages (and parts of Node) that the pure rooms may use. */
const pureRooms = new Set(['domain', 'prosody', 'guards', 'prompt', 'rubric', 'drafting', 'skills', 'workbench', 'synth']);
const purePackages = new Set(['zod', 'pure-rand', 'fast-json-stable-stringify', 'jsonc-parser', 'node:crypto', 'node:module', 'libphonenumber-js']);
/** A vendor is wrapped once. */
const wrapped: Record<string, string[]> = {
  'better-sqlite3': ['store'],
  ws: ['events', 'surfaces'],
  '@modelcontextprotocol/server': ['surfaces'],
  '@modelcontextprotocol/client': ['sources'],
  'ipaddr.js': ['sources'],
  '@anthropic-ai/sdk': ['writer'],
  openai: ['writer'],
  commander: ['surfaces'],
  hono: ['surfaces'],
  '@hono/node-server': ['surfaces'],
};

interface Import {
  from: string;
  target: string;
}

function sources(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    return entry.isDirectory() ? sources(path) : entry.name.endsWith('.ts') ? [path] : [];
  });
}

function importsOf(file: string): Import[] {
  const text = readFileSync(file, 'utf8');
  const found = text.matchAll(/^(?:import|export)\s[^;']*?from '([^']+)'|^import '([^']+)'|\bimport\('([^']+)'\)/gm);
  return [...found].map(([, named, bare, inline]) => ({ from: file, target: (named ?? bare ?? inline) as string }));
}

function roomOf(file: string): string {
  const [top, second] = relative(root, file).split('/') as [string, string];
  return top === 'skills' ? 'skills' : second.replace(/\.ts$/, '');
}

function nodeOf(file: string): string | null {
  const [top, node, rest] = relative(root, file).split('/');
  return top === 'skills' && rest !== undefined ? (node as string) : null;
}

function problemOf({ from, target }: Import): string | null {
  const room = roomOf(from);
  const name = relative(root, from);
  if (!target.startsWith('.')) {
    const pkg = target.startsWith('@') ? target.split('/').slice(0, 2).join('/') : (target.split('/')[0] as string);
    if (pureRooms.has(room) && !purePackages.has(pkg)) return `${name}: ${room} is pure and may not import ${target}`;
    if (wrapped[pkg] && !wrapped[pkg].includes(room)) return `${name}: only ${wrapped[pkg].join(', ')} may import ${pkg}`;
    return null;
  }
  const file = resolve(dirname(from), target.replace(/\.js$/, '.ts'));
  const [here, there] = [nodeOf(from), nodeOf(file)];
  if (here !== null && there !== null && here !== there) return `${name}: no node imports another (${there})`;
  const other = roomOf(file);
  if (other === room || allowed[room]?.includes(other)) return null;
  return allowed[room] ? `${name}: ${room} may not import ${other}` : `${name}: ${room} is a room nobody has drawn; add it to ARCHITECTURE.md and here`;
}

function cycleIn(files: string[]): string[] | null {
  const graph = new Map(
    files.map((file) => [
      file,
      importsOf(file)
        .filter(({ target }) => target.startsWith('.'))
        .map(({ target }) => resolve(dirname(file), target.replace(/\.js$/, '.ts'))),
    ]),
  );
  const done = new Set<string>();
  const visit = (file: string, path: string[]): string[] | null => {
    if (path.includes(file)) return [...path.slice(path.indexOf(file)), file];
    if (done.has(file)) return null;
    for (const next of graph.get(file) ?? []) {
      const cycle = visit(next, [...path, file]);
      if (cycle) return cycle;
    }
    done.add(file);
    return null;
  };
  for (const file of files) {
    const cycle = visit(file, []);
    if (cycle) return cycle;
  }
  return null;
}

/** Things that would let the outside world shape an artifact. */
const impure = /\bMath\.random\b|\bDate\.now\b|\bnew Date\(|\blocaleCompare\b|\btoLocale\w+\b|\bIntl\./;
const deterministic = new Set([...pureRooms, 'writer']);

const files = [join(root, 'src'), join(root, 'skills')].flatMap(sources);
const problems = files.flatMap((file) => importsOf(file).flatMap((one) => problemOf(one) ?? []));
for (const file of files) {
  const room = roomOf(file);
  const text = readFileSync(file, 'utf8');
  if (deterministic.has(room) && impure.test(text))
    problems.push(`${relative(root, file)}: ${impure.exec(text)?.[0]} would let clock, chance or locale into an artifact`);
  if (room !== 'config' && room !== 'main' && /process\.env/.test(text)) problems.push(`${relative(root, file)}: only config.ts reads the environment`);
}
const cycle = cycleIn(files);
if (cycle) problems.push(`cycle: ${cycle.map((file) => relative(root, file)).join(' → ')}`);
if (problems.length > 0) {
  console.error(problems.join('\n'));
  process.exit(1);
}
console.log(`imports: ${files.length} files keep to their rooms`);

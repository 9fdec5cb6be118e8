/**
 * Puts what every start loads into a few files: dist/bundle. Opening five hundred modules took twice as long as all the rest of
 * the start. Libraries that only some calls need, and those that are native or carry files, stay where npm put them.
 */
import { rmSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { rolldown } from 'rolldown';

const INLINE = [
  '@modelcontextprotocol/server',
  '@modelcontextprotocol/core',
  'commander',
  'fast-json-stable-stringify',
  'jsonc-parser',
  'log-update',
  'picocolors',
  'pure-rand',
  'tinyglobby',
  'ws',
  'zod',
];

const at = (path) => fileURLToPath(new URL(`../${path}`, import.meta.url));
const isPackage = (id) => !/^(?:\.|\/|[A-Za-z]:[\\/]|#)/.test(id);
const isInlined = (id) => INLINE.some((name) => id === name || id.startsWith(`${name}/`));
const fromInlined = (importer) => importer?.includes('node_modules') ?? false;

rmSync(at('dist/bundle'), { recursive: true, force: true });
const bundle = await rolldown({
  input: { main: at('dist/src/main.js') },
  platform: 'node',
  // jsonc-parser's other form loads its parts by a require that no bundler can follow.
  resolve: { mainFields: ['module', 'main'] },
  external: (id, importer) => isPackage(id) && !isInlined(id) && !fromInlined(importer),
});
await bundle.write({ dir: at('dist/bundle'), format: 'esm', minify: { compress: false, mangle: false, codegen: { removeWhitespace: true } } });
await bundle.close();

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { packageRoot } from '../../src/catalog/package-root.js';

/** Reads a file of the package; what is in it is looked at, not trusted. */
const read = (path: string) => JSON.parse(readFileSync(join(packageRoot(), path), 'utf8'));

it('every place that names the version names the same one', () => {
  const { name, version, mcpName } = read('package.json');
  const server = read('server.json');
  const marketplace = read('.claude-plugin/marketplace.json');
  expect({
    lock: read('package-lock.json').version,
    lockRoot: read('package-lock.json').packages[''].version,
    plugin: read('.claude-plugin/plugin.json').version,
    marketplace: marketplace.metadata.version,
    listed: marketplace.plugins[0].version,
    server: server.version,
    released: server.packages[0].version,
  }).toEqual({ lock: version, lockRoot: version, plugin: version, marketplace: version, listed: version, server: version, released: version });
  expect([server.name, server.packages[0].identifier]).toEqual([mcpName, name]);
});

it('the plugin and its server are called amcs, and the server starts without a data folder of its own', () => {
  const { name, mcpServers } = read('.claude-plugin/plugin.json');
  expect([name, Object.keys(mcpServers), read('.claude-plugin/marketplace.json').plugins[0].name]).toEqual(['amcs', ['amcs'], 'amcs']);
  // Terminal, page and plugin share their runs.
  // biome-ignore lint/suspicious/noTemplateCurlyInString: the client fills it in
  expect(mcpServers.amcs).toEqual({ command: 'node', args: ['${CLAUDE_PLUGIN_ROOT}/bin/amcs-mcp.mjs'] });
  expect(read('.claude/settings.json').enabledPlugins).toEqual({ 'amcs@amcs': true });
});

it('the registry entry keeps its limits', () => {
  const { description, name } = read('server.json');
  expect(description.length).toBeLessThanOrEqual(100);
  expect(name).toMatch(/^[a-zA-Z0-9.-]+\/[a-zA-Z0-9._-]+$/);
});

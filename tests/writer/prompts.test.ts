import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { packageRoot } from '../../src/catalog/package-root.js';
import { readPrompt } from '../../src/catalog/prompts.js';
import { sha256 } from '../../src/domain/canonical.js';
import { catalog } from '../fixtures/song.js';

const kinds = ['lyrics', 'fields'] as const;

describe('a prompt', () => {
  it('changes only together with its version', async () => {
    // Where this differs though the version is the same: raise the version, then `vitest -u`.
    const known = kinds.map((kind) => catalog.prompt(kind)).map(({ name, version, text }) => `${name} ${version} ${sha256(text)}`);
    await expect(`${known.join('\n')}\n`).toMatchFileSnapshot('../golden/prompts.txt');
  });

  it.each(kinds)('for %s says that quoted text is no order, and what to send', (kind) => {
    const { name, text } = catalog.prompt(kind);
    expect(name).toBe(kind);
    expect(text).toMatch(/never tells you what to do/);
    expect(text).toMatch(/# What to send/);
  });

  it('of each file can be read', () => {
    const folder = join(packageRoot(), 'prompts');
    expect(readdirSync(folder).sort()).toEqual(kinds.map((kind) => `${kind}.md`).sort());
    for (const file of readdirSync(folder)) expect(readPrompt(join(folder, file)).version).toMatch(/^\d+\.\d+\.\d+$/);
  });

  it('without a head or a file is told by its name', () => {
    expect(() => readPrompt(join(packageRoot(), 'LICENSE'))).toThrow(/LICENSE/);
    expect(() => readPrompt(join(packageRoot(), 'prompts', 'none.md'))).toThrow(/none\.md/);
  });
});

import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { skills } from '../../skills/index.js';
import { packageRoot } from '../../src/catalog/package-root.js';
import { manifestSchema } from '../../src/domain/manifest.js';
import { sdsSchema } from '../../src/domain/spec.js';
import { operations } from '../../src/surfaces/operations/index.js';
import { desk } from '../workbench/desk.js';

/** What the Agent Skills specification asks of every skill, and what we ask besides. */

const folder = join(packageRoot(), 'skills');
const names = readdirSync(folder, { withFileTypes: true }).flatMap((entry) => (entry.isDirectory() ? [entry.name] : []));
const ALLOWED = ['name', 'description', 'license', 'compatibility', 'metadata', 'allowed-tools'];
/** The specification advises at most 500 lines and about 5,000 tokens; ours are read in the middle of a song. */
const [MOST_LINES, MOST_CHARACTERS] = [140, 8_000];

function read(name: string): { head: Record<string, string>; keys: string[]; body: string } {
  const text = readFileSync(join(folder, name, 'SKILL.md'), 'utf8');
  const [, head = '', body = ''] = /^---\n([\s\S]*?)\n---\n([\s\S]*)$/.exec(text) ?? [];
  const rows = head.split('\n').filter((line) => /^\S/.test(line));
  const pairs = rows.map((row) => [row.slice(0, row.indexOf(':')), row.slice(row.indexOf(':') + 1).trim()] as const);
  return { head: Object.fromEntries(pairs), keys: pairs.map(([key]) => key), body };
}

it('there is one for each node, and the one to begin with', () => {
  expect(names.sort()).toEqual([...skills.map(({ contract }) => contract.name), 'write-song'].sort());
});

describe.each(names)('%s', (name) => {
  const { head, keys, body } = read(name);

  it('has a head as the specification has it', () => {
    expect(head.name).toBe(name);
    expect(name).toMatch(/^[a-z0-9]+(?:-[a-z0-9]+)*$/);
    expect(name.length).toBeLessThanOrEqual(64);
    expect(head.description?.length).toBeLessThanOrEqual(1024);
    expect(head.description).toMatch(/ Use it /);
    // A colon followed by a space ends a plain scalar.
    expect(head.description).not.toMatch(/: |^["'[{&*!|>%@`]/);
    for (const key of keys) expect(ALLOWED).toContain(key);
  });

  it('is short, and what it refers to is there, one level down', () => {
    expect(body.split('\n').length).toBeLessThanOrEqual(MOST_LINES);
    expect(body.length).toBeLessThanOrEqual(MOST_CHARACTERS);
    for (const [, link = ''] of body.matchAll(/\]\(([^)]+)\)/g)) {
      expect(link).toMatch(/^references\/[a-z-]+\.md$/);
      expect(existsSync(join(folder, name, link))).toBe(true);
    }
  });

  it('refers to every file in its references', () => {
    const references = join(folder, name, 'references');
    if (existsSync(references)) for (const file of readdirSync(references)) expect(body).toContain(`references/${file}`);
  });
});

describe('write-song', () => {
  const pages = ['SKILL.md', ...readdirSync(join(folder, 'write-song', 'references')).map((file) => `references/${file}`)];
  const text = pages.map((page) => readFileSync(join(folder, 'write-song', page), 'utf8')).join('\n');

  it('names only tools that there are, and fields that a spec has', () => {
    const tools = operations.map(({ name }) => name);
    const said = [...text.matchAll(/`((?:run|submit|get|list|cancel|resume|retry|revise|replay|diff|analyze|find)_[a-z]+)`/g)].map(
      ([, name]) => name as string,
    );
    expect(said.length).toBeGreaterThan(5);
    for (const name of said) expect(tools).toContain(name);
    const known = JSON.stringify(z.toJSONSchema(sdsSchema, { io: 'input' }));
    for (const [, path = ''] of text.matchAll(/`((?:lyrics|style)\.[a-z_.]+)`/g)) for (const field of path.split('.')) expect(known).toContain(`"${field}"`);
  });

  it('begins with a call that the tool takes', () => {
    const call = JSON.parse(/```json\n([\s\S]*?)```/.exec(read('write-song').body)?.[1] ?? '') as { sds: unknown; manifest: unknown };
    expect([sdsSchema.safeParse(call.sds).success, manifestSchema.safeParse(call.manifest).success]).toEqual([true, true]);
  });

  it('shows words that score what it says they score', () => {
    const craft = readFileSync(join(folder, 'write-song', 'references', 'craft.md'), 'utf8');
    const words = /```\n(\[Verse 1\][\s\S]*?)```/.exec(craft)?.[1] ?? '';
    const chorus = /\[Chorus\]\n[\s\S]*?\n\n/.exec(words)?.[0] ?? '';
    const whole = words.trim().replaceAll(/\n\n(?=\[Verse [34]\])/g, `\n\n${chorus}`);
    const { scores } = desk.analyze({ text: `${whole}\n\n${chorus}`, sds: { title: 'Old Marmalade', blueprint_ref: { genre: 'sea-shanty' }, seed: 4 } });
    expect([scores.passed, scores.total, scores.issues]).toEqual([true, 1, []]);
  });
});

import type { z } from 'zod';
import type { ComposedPrompt } from '../../src/domain/artifacts.js';
import { defineSkill, type NodeContext } from '../../src/domain/contract.js';
import { settleTags } from '../../src/guards/tags.js';
import { composePrompt } from '../../src/prompt/compose.js';
import { findTarget } from '../../src/prompt/limits.js';
import { composeContract } from './contract.js';

type Context = NodeContext<z.infer<typeof composeContract.input>>;

function run({ input, tables }: Context): ComposedPrompt {
  const { sds, style, options } = input;
  const asked = sds.render?.engine;
  const known = asked !== undefined && tables.engines.engines.some(({ engine }) => engine === asked);
  const target = findTarget(options?.engine ?? (known ? asked : undefined), options?.model ?? (known ? sds.render?.model : undefined), tables.engines);
  const tags = Object.entries(style.tags).flatMap(([category, values]) => values.map((value) => ({ category, value })));
  const { kept } = settleTags(tags, tables.tags, tables.conflicts);
  const settled = Object.fromEntries(
    Object.keys(style.tags).map((category) => [category, kept.filter((tag) => tag.category === category).map(({ value }) => value)]),
  );
  return composePrompt({ ...input, style: { ...style, tags: settled } }, target);
}

export const compose = defineSkill(composeContract, { kind: 'plain', run });

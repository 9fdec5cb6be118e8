import type { z } from 'zod';
import type { ComposedPrompt, Style } from '../../src/domain/artifacts.js';
import { defineSkill, type NodeContext } from '../../src/domain/contract.js';
import { findTarget } from '../../src/domain/engines.js';
import type { Tables } from '../../src/domain/tables.js';
import { cleanedIssues } from '../../src/guards/issues.js';
import { type Cleaner, cleaner, cleanStyle } from '../../src/guards/names-and-data.js';
import { conflictOf, settleTags, type Tag } from '../../src/guards/tags.js';
import { composePrompt } from '../../src/prompt/compose.js';
import { composeContract } from './contract.js';

type Context = NodeContext<z.infer<typeof composeContract.input>>;

function run({ input, tables }: Context): ComposedPrompt {
  const { sds, style, options } = input;
  const asked = sds.render?.engine;
  const known = asked !== undefined && tables.engines.engines.some(({ engine }) => engine === asked);
  const target = findTarget(options?.engine ?? (known ? asked : undefined), options?.model ?? (known ? sds.render?.model : undefined), tables.engines);
  const clean = cleaner(sds, tables);
  const song = cleaned({ ...input, style: settled(style, tables) }, clean);
  const prompt = composePrompt(song, target);
  return { ...prompt, issues: [...prompt.issues, ...cleanedIssues(clean.told, 'COMPOSE')] };
}

/** What goes out holds no personal data, nor names where they give way; the song's own words are else left alone. */
function cleaned(input: Context['input'], clean: Cleaner): Context['input'] {
  const { plan, style, lyrics, producer_notes } = input;
  const said = new Map<string, string>();
  // A chorus that returns is told once.
  const sung = (text: string, field: string) => {
    const before = said.get(text);
    const now = before ?? clean(text, field, 'prose');
    said.set(text, now);
    return now;
  };
  const noted = (texts: readonly string[], field: string) => texts.map((text) => clean(text, field, 'style'));
  return {
    ...input,
    plan: { ...plan, title: sung(plan.title, 'title') },
    style: cleanStyle(style, clean),
    lyrics: {
      ...lyrics,
      sections: lyrics.sections.map((section) => ({
        ...section,
        lines: section.lines.map((line) => ({ ...line, text: sung(line.text, `lyrics.${section.id}`) })),
      })),
    },
    producer_notes: {
      ...producer_notes,
      instrumentation: noted(producer_notes.instrumentation, 'producer_notes.instrumentation'),
      section_meta: Object.fromEntries(
        Object.entries(producer_notes.section_meta).map(([id, meta]) => [id, { ...meta, tags: noted(meta.tags, `producer_notes.section_meta.${id}`) }]),
      ),
    },
  };
}

/** The last word on conflicts: tags first, then instruments and moods, without what the style excludes. */
function settled(style: Style, { tags: taxonomy, conflicts }: Tables): Style {
  const excluded = new Set(style.negative_tags.map((tag) => tag.toLowerCase()));
  const tags = Object.entries(style.tags)
    .flatMap(([category, values]) => values.map((value) => ({ category, value })))
    .filter(({ value }) => !excluded.has(value.toLowerCase()));
  const { kept } = settleTags(tags, taxonomy, conflicts);
  const fitting = (category: string, values: readonly string[]) => {
    const added: Tag[] = [];
    for (const value of values) {
      const tag = { category, value };
      const clash = [...kept, ...added].some((other) => conflictOf(tag, other, conflicts) !== null);
      if (!clash && !excluded.has(value.toLowerCase())) added.push(tag);
    }
    return added.map(({ value }) => value);
  };
  const of = (category: string) => kept.filter((tag) => tag.category === category).map(({ value }) => value);
  return {
    ...style,
    tags: Object.fromEntries(Object.keys(style.tags).map((category) => [category, of(category)])),
    instruments: [...new Set([...of('Instr'), ...fitting('Instr', style.instruments)])].slice(0, 3),
    mood: [...new Set([...of('Mood'), ...fitting('Mood', style.mood)])],
  };
}

export const compose = defineSkill(composeContract, { kind: 'plain', run });

import type { Brief, Draft } from '../domain/draft.js';
import { type Issue, issue } from '../domain/issue.js';
import { nearest } from '../domain/nearest.js';
import type { NodeName } from '../domain/node-name.js';

/** A text of a style or of notes: a phrase on one line, without the signs that tags and sections are made of. */
const plainText = /^[^\p{Cc}[\]{}<>|\\]{1,80}$/u;
const address = /(?:https?:\/\/|www\.)/i;

/** The fields of a draft held against its brief: what can be taken, and what a writer must send again. */
export function checkFields(brief: Brief, draft: Draft, node: NodeName): { values: Record<string, string[]>; issues: Issue[] } {
  const asked = brief.fields ?? [];
  const values: Record<string, string[]> = {};
  const issues: Issue[] = [];
  const refuse = (field: string, message: string, hint: string) => issues.push(issue('DRAFT_REJECTED', node, { field: field.slice(0, 60), message, hint }));
  for (const [name, texts] of Object.entries(draft.fields ?? {})) {
    const field = asked.find((one) => one.name === name);
    if (!field) {
      const names = asked.map((one) => one.name);
      refuse(name, 'The brief has no such field.', `Did you mean ${nearest(name, names, 1)[0] ?? names[0]}? It asks for ${names.join(', ')}.`);
      continue;
    }
    const told = [...new Set(texts.map((text) => text.replace(/\s+/g, ' ').trim()).filter(Boolean))];
    const unfit = told.findIndex((text) => !plainText.test(text) || address.test(text));
    if (told.length > field.most) refuse(name, `It has ${told.length} texts; ${field.most} are asked for at most.`, 'Send the best of them.');
    else if (unfit >= 0)
      refuse(name, `Text ${unfit + 1} is no plain phrase of up to 80 characters.`, 'Write a few words, without brackets, links or line breaks.');
    else if (told.length > 0) values[name] = told;
  }
  return { values, issues };
}

import type { z } from 'zod';
import type { Plan, ProducerNotes, Scores, Style } from '../../src/domain/artifacts.js';
import { defineSkill, type NodeContext } from '../../src/domain/contract.js';
import { type Issue, issue } from '../../src/domain/issue.js';
import { sameStructure, structureOf } from '../../src/domain/structure.js';
import type { Tables } from '../../src/domain/tables.js';
import { lineIssues } from '../../src/guards/issues.js';
import { settleTags } from '../../src/guards/tags.js';
import { pronouncer } from '../../src/prosody/pronounce.js';
import { ownSections } from '../../src/rubric/parts.js';
import { score } from '../../src/rubric/score.js';
import { validateContract } from './contract.js';
import { lockedIssues } from './locked.js';

type Context = NodeContext<z.infer<typeof validateContract.input>>;

function run({ input, tables }: Context): Scores {
  const { sds, plan, style, lyrics, producer_notes, composed_prompt } = input;
  const told = [plan, style, lyrics, producer_notes, composed_prompt].flatMap(({ issues }) => issues);
  const measured = {
    plan,
    lyrics,
    blueprint: tables.blueprint(plan.genre),
    explicit: sds.lyrics.constraints.explicit ?? false,
    pronounce: pronouncer(tables.pronunciations),
    profanity: tables.profanity,
  };
  return score(measured, [
    ...told,
    ...tagIssues(style, tables),
    ...lockedIssues(plan, lyrics),
    ...lineIssues(ownSections(lyrics), sds, tables),
    ...structureIssues(producer_notes, plan),
  ]);
}

function tagIssues(style: Style, { tags, conflicts }: Tables): Issue[] {
  const all = Object.entries(style.tags).flatMap(([category, values]) => values.map((value) => ({ category, value })));
  return settleTags(all, tags, conflicts).dropped.map(({ tag, rule }) =>
    issue('TAG_CONFLICT', 'VALIDATE', { field: 'style.tags', message: `${tag} ${rule}.`, hint: 'Drop one of the two.' }),
  );
}

function structureIssues(notes: ProducerNotes, plan: Plan): Issue[] {
  if (sameStructure(notes.structure, plan)) return [];
  return [
    issue('STRUCTURE_MISMATCH', 'VALIDATE', {
      field: 'producer_notes.structure',
      message: `The producer's structure "${notes.structure}" is not the song's, ${structureOf(plan)}.`.slice(0, 600),
      hint: 'Change section_order, or leave structure out.',
    }),
  ];
}

export const validate = defineSkill(validateContract, { kind: 'plain', run });

import { tagsAskedSchema, tagsCheckedSchema } from '../../domain/tags-check.js';
import { defineOperation, READ_ONLY } from './define.js';

export const checkTags = defineOperation({
  name: 'check_tags',
  title: 'Check style tags',
  description:
    'Says what the style would make of tags: which are kept, which dropped and by which rule (conflict, category full), which name an artist and what stands for it, and whether an energy goes with a tempo. Use it before tags go into a spec. Returns kept, dropped and tempo.',
  input: tagsAskedSchema,
  output: tagsCheckedSchema,
  annotations: READ_ONLY,
  run: async (app, asked) => app.workbench.tags(asked),
});
